import { createHash } from 'node:crypto';
import type { ContentReader, Definition } from '#engines/content';
import { dayInChina } from '#kernel/clock';
import { demonstrationCompanyKind, demonstrationPersonKind, divisionKind, officerKind, organisationKind, roleKind, type OfficerDefinition } from './content-kinds.ts';
import type { Part } from './dependencies.ts';
import { maskName } from './mask.ts';
import { hashPassword } from './password.ts';
import { grantIntegrity, roleIntegrity } from './role-integrity.ts';
import { accountIdOf, companyId, demonstrationPersonId, officerPersonId, stableId } from './stable-id.ts';
import { retireMissing, syncStatements, type SyncTable } from './sync-statements.ts';

/** The password of every demonstration account. */
export const demonstrationPassword = 'Yiwang-2026';
/** The secret of every demonstration machine (client id `demo-<credit code>`). */
export const demonstrationSecret = 'Yiwang-2026-machine';

/** Raised when the same content must be written differently. */
const shape = 2;

type Row = Record<string, unknown>;
type Tables = Record<SyncTable, Row[]>;

/**
 * Writes divisions, organisations, roles, officers and demonstration parties of the content into the tables: set-based,
 * once for each state of the content. What has gone from the content is retired, never deleted.
 */
export async function syncContent(part: Part): Promise<{ changed: boolean }> {
  const reader = part.content.snapshot();
  const digest = createHash('sha256').update(JSON.stringify([shape, part.demonstration, reader.packs().map((p) => [p.id, p.digest]).sort()])).digest('hex');
  return part.db.owner(async (client) => {
    const current = 'select 1 from access.content_sync where digest = $1';
    if ((await client.query(current, [digest])).rowCount === 1) return { changed: false };
    await client.query('begin');
    try {
      // one process writes, the others find it written
      await client.query("select pg_advisory_xact_lock(hashtext('access.content_sync'))");
      if ((await client.query(current, [digest])).rowCount === 1) {
        await client.query('commit');
        return { changed: false };
      }
      await client.query('set constraints all deferred');
      const tables = await collect(part, reader);
      for (const [table, sql] of Object.entries(syncStatements) as [SyncTable, string][]) {
        if (tables[table].length > 0) await client.query(sql, [JSON.stringify(tables[table])]);
      }
      const today = dayInChina(part.clock.now());
      for (const { sql, table } of retireMissing) await client.query(sql, [tables[table].map((r) => r['id']), today]);
      await client.query('insert into access.content_sync (digest, at) values ($1, $2) on conflict (singleton) do update set digest = $1, at = $2', [digest, part.clock.now()]);
      await client.query('commit');
      return { changed: true };
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  });
}

const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;

async function collect(part: Part, reader: ContentReader): Promise<Tables> {
  const at = part.clock.now().toISOString();
  const allowed = (d: Definition): boolean => part.demonstration || !d.demonstration;
  const list = reader.list.bind(reader);
  const t: Tables = { division: [], organisation: [], role: [], party: [], person: [], company: [], account: [], post: [], role_assignment: [], client: [] };

  t.division = list(divisionKind).map((d) => ({ ...d.value, valid_from: d.validFrom, valid_to: d.validTo }));
  t.role = list(roleKind).map((d) => ({ ...d.value, integrity: hex(roleIntegrity(part, d.value)) }));
  t.organisation = list(organisationKind).filter(allowed).map((d) => ({
    ...d.value, short_name: d.value.shortName, english_name: d.value.englishName, valid_from: d.validFrom, valid_to: d.validTo,
  }));
  const divisionOf = new Map(t.organisation.map((o) => [o['id'], o['division']]));
  const officers = list(officerKind).filter(allowed);
  for (const o of officers) refuseExcluded(o.value, (id) => reader.find(roleKind, id)?.value.excludes ?? []);
  const people = part.demonstration ? list(demonstrationPersonKind) : [];
  const companies = part.demonstration ? list(demonstrationCompanyKind) : [];
  const passwordHash = officers.length + people.length > 0 ? await hashPassword(demonstrationPassword) : null;
  const { crypto } = part;

  const grantOf = (postId: string, role: string): Row => {
    const id = stableId('assignment', `${postId}|${role}`);
    return { id, post_id: postId, role, at, integrity: hex(grantIntegrity(part, { id, post: postId, role, division: null })) };
  };
  const person = (id: string, name: string, p: { identityNumber?: string; phone?: string; division?: unknown; demonstration: boolean }): void => {
    t.party.push({ id, kind: 'person', display_name: maskName(name), demonstration: p.demonstration });
    t.person.push({
      id, name: hex(crypto.seal(name)), division: p.division, demonstration: p.demonstration,
      ...(p.identityNumber === undefined ? {} : { identity_number: hex(crypto.seal(p.identityNumber)), identity_index: hex(crypto.blind(`identity:${p.identityNumber}`)) }),
      ...(p.phone === undefined ? {} : { phone: hex(crypto.seal(p.phone)), phone_index: hex(crypto.blind(`phone:${p.phone}`)) }),
    });
  };

  for (const { value: o, demonstration } of officers) {
    const personId = officerPersonId(o.id);
    const division = divisionOf.get(o.organisation);
    person(personId, o.name, { phone: o.phone, division, demonstration });
    t.account.push({ id: accountIdOf('officer', o.id), person_id: personId, kind: 'officer', login_name: o.id.toLowerCase(), password_hash: demonstration ? passwordHash : null, division, demonstration, at });
    [{ organisation: o.organisation, title: o.title, roles: o.roles }, ...(o.otherPosts ?? [])].forEach((p, i) => {
      const postId = stableId('post', `${o.id}|${p.organisation}|${p.title}`);
      t.post.push({ id: postId, person_id: personId, organisation: p.organisation, title: p.title, main: i === 0 });
      for (const role of new Set(p.roles)) t.role_assignment.push(grantOf(postId, role));
    });
  }
  for (const { value: p } of people) {
    const id = demonstrationPersonId(p.id);
    person(id, p.name, { identityNumber: p.identityNumber, phone: p.phone, division: p.division, demonstration: true });
    t.account.push({ id: accountIdOf('citizen', p.id), person_id: id, kind: 'citizen', login_name: p.id.toLowerCase(), password_hash: passwordHash, division: p.division, demonstration: true, at });
  }
  for (const { value: c } of companies) {
    const id = companyId(c.id);
    t.party.push({ id, kind: 'company', display_name: c.name, demonstration: true });
    t.company.push({ id, credit_code: c.id, name: c.name, legal_representative: demonstrationPersonId(c.legalRepresentative), division: c.division, state: c.state });
  }
  if (part.demonstration) {
    const secret = hex(crypto.seal(demonstrationSecret));
    for (const o of t.organisation.filter((each) => each['demonstration'] === true)) {
      const id = `demo-${String(o['id'])}`.toLowerCase();
      t.account.push({ id: accountIdOf('machine', id), kind: 'machine', login_name: id, division: o['division'], demonstration: true, at });
      t.client.push({ id, account_id: accountIdOf('machine', id), name: o['name'], organisation: o['id'], secret, at });
    }
  }
  return t;
}

/** 三员分立: content cannot give to one person, in whichever posts, roles that exclude one another. */
function refuseExcluded(officer: OfficerDefinition, excludesOf: (role: string) => readonly string[]): void {
  const roles = [...officer.roles, ...(officer.otherPosts ?? []).flatMap((p) => p.roles)];
  for (const role of roles) {
    const other = excludesOf(role).find((id) => roles.includes(id));
    if (other !== undefined) throw new Error(`${officer.name} (${officer.id}): ${role} 与 ${other} 不能由同一人担任 (exclude one another)`);
  }
}
