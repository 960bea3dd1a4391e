import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor, Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import { fieldCrypto } from '../src/compose/field-crypto.ts';
import { listConflicts } from '../src/modules/data/libraries/conflict-views.ts';
import { listTraces } from '../src/modules/security/list-traces.ts';
import { listAccesses } from '../src/modules/security/privacy.ts';
import { listMyCases } from '../src/modules/services/cases/list-my-cases.ts';
import { listMyMessages } from '../src/modules/services/cases/my-messages.ts';
import { listDeskCases } from '../src/modules/services/desk/list-desk-cases.ts';
import { workList } from '../src/modules/services/desk/work-list.ts';
import { testHall, type TestHall } from './hall.ts';

/** Rows of others in each table, all older than hers or among them: a list that reads through them shows in what it touches. */
const rows = 60_000;
/** Pages of the database that one statement of a list may touch: some hundreds of rows by an index, never a table. */
const pagesMax = 900;
const id = "overlay(kernel.id_floor(timestamptz '2026-08-01' + i * interval '60 s')::text placing lpad(to_hex(i), 12, '0') from 25 for 12)::uuid";

interface Sight {
  citizen: Actor;
  clerk: Actor;
}

const fill = (house: TestHall, { citizen, clerk }: Sight): Promise<void> => house.db.owner(async (o) => {
  const many = (sql: string, values: unknown[] = []): Promise<unknown> => o.query(sql, values);
  await many('set session_replication_role = replica');
  await many(`create temp table n as select i, ${id} as id, (array(select credit_code from access.organisation where credit_code <> $1 order by credit_code limit 300))[1 + i % 300] as org, '220303' as division from generate_series(1, ${rows}) i`, [clerk.organisations[0]]);
  await many(`insert into cases.case (id, number, kind, state, definition_kind, definition_id, definition_version, title, division, organisation, party_id, party_kind, party_name, channel, version, actions, track_code, promised_days, statutory_days, submitted_at, concluded_at, updated_at)
    select id, 'L' || i, 'service-item', 'granted', 'service-item', 'none', 1, '事项', division, org, case when i % 9 = 0 then $1::uuid else md5(i::text)::uuid end, 'person', '某' || i, 'online', 1, 3, 'x', 5, 10, now(), now(), now() from n`, [citizen.partyId]);
  await many(`insert into cases.task (id, case_id, token, node, name, role, organisation, division, state, version, created_at, closed_at, closed_by) select md5('t' || i)::uuid, id, 1, 'n', '"审核"', 'cases.accept', org, division, 'done', 1, now(), now() - i * interval '1 s', case when i % 9 = 0 then $1::uuid else md5((i % 50)::text)::uuid end from n`, [clerk.accountId]);
  await many(`insert into messages.message (id, template, template_version, purpose, channel, person_id, party_id, language, title, body, state, planned_at, due_at, read_at) select id, 'x', 1, 'notice', 'in-app', case when i % 9 = 0 and i < ${rows - 2_000} then $1::uuid else md5(i::text)::uuid end, null, 'zh', '已受理', $2, 'delivered', now(), now(), now() from n`, [citizen.personId, Buffer.from(fieldCrypto(house.signing.fields, 'messages').seal('已受理'))]);
  await many("insert into kernel.trace (id, at, actor_kind, account_id, actor_name, organisation, contract, request_id, subject, outcome) select id, now(), 'officer', md5((i % 300)::text)::uuid, '某', org, 'services.x', 'r', id::text, 'done' from n");
  await many("insert into records.access_log (id, at, register, subject, fields, purpose_kind, purpose_ref, purpose, actor_kind, account_id, actor_name, organisation, request_id) select id, now(), 'population', md5(i::text)::uuid, '{name}', 'duty', 'x', '核验', 'officer', md5((i % 300)::text)::uuid, '某', org, 'r' from n");
  await many('set session_replication_role = origin');
  await many('analyze');
});

interface Plan {
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
}

/** What a use case asks of the database, each statement with the pages that it touches as the house plans it: once for all values. */
async function touched(house: TestHall, actor: Actor, use: (ctx: Context) => Promise<unknown>): Promise<{ sql: string; pages: number }[]> {
  return house.as(actor, async (ctx) => {
    const found: { sql: string; pages: number }[] = [];
    const literal = (v: unknown): string => (v === null || v === undefined ? 'null' : Array.isArray(v) ? `'{${v.map((x) => `"${String(x)}"`).join(',')}}'` : `'${String(v).replaceAll("'", "''")}'`);
    const heard = async <R>(sql: string, params: readonly unknown[] = []): Promise<R[]> => {
      if (/^\s*(select|with)/.test(sql) && !sql.includes('set_config')) {
        await ctx.tx.query(`prepare asked as ${sql}`);
        const [explained] = await ctx.tx.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(`explain (analyze, buffers, timing off, format json) execute asked${params.length === 0 ? '' : `(${params.map(literal).join(', ')})`}`);
        await ctx.tx.query('deallocate asked');
        const plan = explained!['QUERY PLAN'][0]!.Plan;
        found.push({ sql, pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] });
      }
      return ctx.tx.query<R>(sql, params);
    };
    const tx: ReadTx = { ...ctx.tx, query: heard, maybe: async <R>(sql: string, p?: readonly unknown[]) => (await heard<R>(sql, p))[0], one: async <R>(sql: string, p?: readonly unknown[]) => (await heard<R>(sql, p))[0]! };
    await use({ ...ctx, tx: tx as Context['tx'] });
    return found;
  });
}

test('a page of a list touches its own rows, however many others there are', async (t) => {
  const house = await testHall(t);
  const [citizen, clerk, auditor] = [await house.actor('p001'), await house.actor('o001'), await house.actor('o011')];
  await fill(house, { citizen, clerk });
  const { hall } = house;
  const security = { signing: house.signing, ledger: house.ledger, organisationName: () => undefined, register: () => undefined };
  // of one small body that did nothing of late
  const small: Actor = { ...auditor, divisions: [], organisations: [clerk.organisations[0]!] };
  const older = '01990000-0000-7000-8000-000000000000';
  const lists: [name: string, actor: Actor, use: (ctx: Context) => Promise<unknown>][] = [
    ['my cases, behind the last', citizen, (ctx) => listMyCases(hall, ctx, { limit: 20, cursor: older })],
    ['messages', citizen, (ctx) => listMyMessages(hall, ctx, { limit: 20 })],
    ['messages, behind the last', citizen, (ctx) => listMyMessages(hall, ctx, { limit: 20, cursor: older })],
    ['messages of who has none', clerk, (ctx) => listMyMessages(hall, ctx, { limit: 20 })],
    ['work list', clerk, (ctx) => workList(hall, ctx, { box: 'open', limit: 20 })],
    ['what is done', clerk, (ctx) => workList(hall, ctx, { box: 'done', limit: 20 })],
    ['cases of the place', clerk, (ctx) => listDeskCases(hall, ctx, { limit: 20 })],
    ['cases by a name that is not there', clerk, (ctx) => listDeskCases(hall, ctx, { text: '没有这个人', limit: 20 })],
    ['cases by a number', clerk, (ctx) => listDeskCases(hall, ctx, { text: '220100AB2026000001', limit: 20 })],
    ['the audit log of a small body', small, (ctx) => listTraces(security, ctx, { limit: 50 })],
    ['the audit log of the whole place', { ...auditor, divisions: ['22'] }, (ctx) => listTraces(security, ctx, { limit: 50 })],
    ['looks of a small body', small, (ctx) => listAccesses(security, ctx, { limit: 50 })],
    ['conflicts, of which there are none', clerk, (ctx) => listConflicts({} as never, ctx, {})],
  ];
  for (const [name, actor, use] of lists) {
    await t.test(name, async () => {
      const statements = await touched(house, actor, use);
      assert.ok(statements.length > 0);
      for (const { sql, pages } of statements) assert.ok(pages <= pagesMax, `${pages} pages: ${sql.slice(0, 300)}`);
    });
  }
});
