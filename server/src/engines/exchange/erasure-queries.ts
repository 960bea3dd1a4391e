import { conditionsOf, type ReadTx } from '#kernel/db';

export type ErasureCause = 'grant' | 'consent' | 'open-set';

/** A withdrawal's notice, who holds copies, who has said that they are gone. */
export interface Erasure {
  readonly id: string; readonly cause: ErasureCause; readonly subject: string; readonly title: string; readonly reason: string; readonly notice: string; readonly signature: string; readonly keyId: string; readonly dueAt: Date; readonly at: Date;
  readonly holders: readonly ErasureHolder[];
}
export interface ErasureHolder {
  readonly id: string; readonly kind: 'machine' | 'peer' | 'party'; readonly memberId: string | null; readonly partyId: string | null; readonly organisation: string | null; readonly name: string; readonly rows: number; readonly told: number; readonly lastError: string | null; readonly late: boolean;
  readonly erasedAt: Date | null; readonly erasedBy: string | null; readonly records: number | null; readonly words: string | null;
}
export interface ErasureFilter { causes?: readonly ErasureCause[] | undefined; subjects?: readonly string[] | undefined; organisations?: readonly string[] | undefined; memberId?: string | undefined; partyId?: string | undefined; open?: boolean | undefined; limit: number }

interface Row { id: string; cause: ErasureCause; subject: string; title: string; reason: string; notice: string; signature: Buffer; key_id: string; due_at: Date; at: Date; holders: (Omit<ErasureHolder, 'erasedAt'> & { erasedAt: string | null })[] }

/** Newest first; with a filter of holders only those. */
export async function listErasures(tx: ReadTx, f: ErasureFilter): Promise<Erasure[]> {
  const choices: [string, unknown][] = [['h.organisation = any (?)', f.organisations], ['h.member_id = ?', f.memberId], ['h.party_id = ?', f.partyId]];
  const shown = conditionsOf(choices);
  const inside = conditionsOf(choices, shown.values);
  const open = f.open === true;
  const which = conditionsOf([['e.cause = any (?)', f.causes], ['e.subject = any (?)', f.subjects]], inside.values);
  // whoever has confirmed is never told again: what is open is a short range of an index
  const held = inside.where === 'true' && !open ? '' : ` and e.id in (select h.erasure_id from exchange.erasure_holder h where ${inside.where}${open ? " and h.next_at < 'infinity'" : ''})`;
  const rows = await tx.query<Row>(
    `select e.id, e.cause, e.subject, e.title, e.reason, e.notice, e.signature, e.key_id, e.due_at, e.at, jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'memberId', h.member_id, 'partyId', h.party_id, 'organisation', h.organisation, 'name', h.name, 'rows', h.rows,
       'told', h.told, 'lastError', h.last_error, 'late', h.late, 'erasedAt', d.at, 'erasedBy', d.by_name, 'records', d.records, 'words', d.words) order by h.id) as holders
     from exchange.erasure e join exchange.erasure_holder h on h.erasure_id = e.id left join exchange.erased d on d.holder_id = h.id
     where ${shown.where} and e.id in (select e.id from exchange.erasure e where ${which.where}${held} order by e.id desc limit ${which.next(f.limit)})
     group by e.id order by e.id desc`, which.values);
  return rows.map((r) => ({
    id: r.id, cause: r.cause, subject: r.subject, title: r.title, reason: r.reason, notice: r.notice, signature: r.signature.toString('base64'), keyId: r.key_id, dueAt: r.due_at, at: r.at,
    holders: r.holders.map((h) => ({ ...h, erasedAt: h.erasedAt === null ? null : new Date(h.erasedAt) })),
  }));
}

export const findErasure = (tx: ReadTx, cause: ErasureCause, subject: string): Promise<{ id: string; origin: string | null } | undefined> =>
  tx.maybe('select id, origin from exchange.erasure where cause = $1 and subject = $2', [cause, subject]);

export const holderOf = (tx: ReadTx, id: string): Promise<{ erasure_id: string; kind: string; member_id: string | null; party_id: string | null; organisation: string | null; due_at: Date } | undefined> =>
  tx.maybe('select h.erasure_id, h.kind, h.member_id, h.party_id, h.organisation, e.due_at from exchange.erasure_holder h join exchange.erasure e on e.id = h.erasure_id where h.id = $1', [id]);

/** Grants of one purpose to one body; which of them read the register is known of their services. */
export const grantsFor = async (tx: ReadTx, of: { organisation: string; purposeCode: string }): Promise<string[]> =>
  (await tx.query<{ id: string }>('select id from exchange.granted where organisation = $1 and purpose_code = $2 order by id limit 1000', [of.organisation, of.purposeCode])).map((r) => r.id);

export interface Copy { member_id: string; grant_id: string; service: string; organisation: string; name: string; kind: 'machine' | 'peer'; rows: number; open: boolean; url: string | null }
/** What was handed out under grants, from the log; a call that broke off has handed out all the same, and so has one that is not over (`open`), or whose end nobody wrote down. */
export const copiesUnder = (tx: ReadTx, grants: readonly string[], since: string | null): Promise<Copy[]> =>
  tx.query<Copy>(
    `select c.member_id, c.grant_id, c.service, m.organisation, m.name, m.kind, sum(c.rows)::float8 as rows, bool_or(c.phase = 'begun') as open,
       (select p.url from exchange.push p where p.grant_id = c.grant_id and p.member_id = c.member_id order by p.at desc limit 1) as url
     from exchange.call c join exchange.member m on m.id = c.member_id
     where c.grant_id = any ($1::uuid[]) and c.id >= exchange.id_floor(coalesce($2::timestamptz, (select min(g.at) from exchange.granted g where g.id = any ($1::uuid[])))) and case c.phase when 'ended' then c.rows > 0 or c.bytes > 0 else not exists (select from exchange.call e where e.id = c.id and e.phase = 'ended') end
     group by 1, 2, 3, 4, 5, 6 order by 1, 2 limit 1000`, [grants, since]);
