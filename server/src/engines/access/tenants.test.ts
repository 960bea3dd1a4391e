import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import type { Db, ReadTx, Tx } from '#kernel/db';
import { testDatabase } from '#test/database';
import { sessionCookie } from './authenticate.ts';
import { demonstrationPassword as password } from './sync-content.ts';
import { testAccess, type TestAccess } from './test-access.ts';

/** 3 000 tenants and 100 000 accounts cost what three and six do: counted in statements and read in the plans, not timed. */
const divisions = 3_000;
const accounts = 100_000;

interface Asked {
  sql: string;
  params: readonly unknown[];
}

/** The same database, with what is asked of it written down. */
function listening(db: Db): { db: Db; asked: Asked[] } {
  const asked: Asked[] = [];
  const heard = <T extends ReadTx>(tx: T): T => new Proxy(tx, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'query' && name !== 'one' && name !== 'maybe') return value.bind(target);
      return (sql: string, params: unknown[] = []) => {
        asked.push({ sql, params });
        return (value as (s: string, p: unknown[]) => unknown).call(target, sql, params);
      };
    },
  });
  return {
    asked,
    db: { ...db, read: (actor, use) => db.read(actor, (tx) => use(heard(tx))), write: (actor, use) => db.write(actor, (tx: Tx) => use(heard(tx))) } as Db,
  };
}

const fill = (db: Db): Promise<void> => db.owner(async (o) => {
  await o.query('begin');
  await o.query('set local session_replication_role = replica');
  await o.query("insert into access.division (digits, code, name, level) select (100000 + i)::text, (100000 + i)::text || '000000', '县' || i, 3 from generate_series(1, $1) i", [divisions]);
  await o.query("insert into access.organisation (credit_code, name, short_name, english_name, division, level, nature, function, demonstration) select 'T' || lpad(i::text, 17, '0'), '局' || i, '局', 'Office', (100000 + i)::text, 3, 'department', 'health', true from generate_series(1, $1) i", [divisions]);
  await o.query("create temp table made on commit drop as select i, gen_random_uuid() as person, gen_random_uuid() as account, gen_random_uuid() as post, i <= $1 / 5 as officer, 1 + i % $2 as place from generate_series(1, $1) i", [accounts, divisions]);
  await o.query("insert into access.party (id, kind, display_name) select person, 'person', '某*' from made");
  await o.query("insert into access.person (id, name, phone_index) select person, '\\x00', sha256(i::text::bytea) from made");
  await o.query("insert into access.account (id, person_id, kind, login_name, division, demonstration, created_at) select account, person, case when officer then 'officer' else 'citizen' end, 'many-' || i, (100000 + place)::text, true, now() from made");
  await o.query("insert into access.post (id, person_id, organisation, title, main) select post, person, 'T' || lpad(place::text, 17, '0'), '科员', true from made where officer");
  await o.query("insert into access.role_assignment (id, post_id, role, granted_at) select gen_random_uuid(), post, 'clerk', now() from made where officer");
  await o.query("insert into access.session (id, token_hash, account_id, assurance, app, created_at, last_seen_at, expires_at) select gen_random_uuid(), sha256(('s' || i)::bytea), account, 1, 'portal', now(), now(), now() + interval '9 hours' from made");
  await o.query("insert into access.mandate (id, principal_party, agent_person, valid_from, valid_to, state, statement, integrity, granted_by, granted_at) select gen_random_uuid(), person, coalesce(lag(person) over (order by i), person), current_date, current_date + 1, 'active', '', '\\x00', account, now() from made where i % 10 = 0");
  await o.query('commit');
  await o.query('analyze access.division, access.organisation, access.party, access.person, access.account, access.post, access.role_assignment, access.session, access.mandate');
});

const big = new Set(['division', 'organisation', 'party', 'person', 'account', 'post', 'role_assignment', 'session', 'mandate', 'company']);

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Total Cost': number;
  Plans?: Plan[];
}

const walk = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(walk)];

/** What officer, citizen and administrator ask of the database in signing in and in their first request. */
async function usual(house: TestAccess, asked: Asked[], login: string): Promise<Asked[]> {
  asked.length = 0;
  const { accountId, kind } = await house.access.signIn.withPassword({ login, password, address: '192.0.2.1' });
  const { token } = await house.access.createSession({ accountId, app: kind === 'officer' ? 'desk' : 'portal', assurance: kind === 'officer' ? 2 : 1 });
  const actor = await house.access.authenticate({ headers: {}, cookies: { [sessionCookie]: token } } as unknown as FastifyRequest);
  assert.equal(actor.accountId, accountId);
  return asked.splice(0);
}

test('signing in and authenticating ask the same few questions with 3 000 tenants and 100 000 accounts, and none of them reads a table through', { timeout: 240_000 }, async (t) => {
  const { db, asked } = listening(await testDatabase(t, 10));
  const house = await testAccess(t, { db });
  const logins = ['p-li', 'clerk-1', 'admin-1'];
  const small = new Map<string, Asked[]>();
  for (const login of logins) small.set(login, await usual(house, asked, login));
  await fill(db);
  for (const login of logins) {
    const now = await usual(house, asked, login);
    assert.deepEqual(now.map((a) => a.sql), small.get(login)!.map((a) => a.sql), `${login}: as many statements, and the same`);
    assert.ok(now.length <= 9, `${login}: ${now.length} statements`);
    for (const { sql, params } of now) {
      const plan = await db.owner(async (o) => (await o.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) ${sql}`, [...params])).rows[0]!['QUERY PLAN'][0].Plan);
      const through = walk(plan).filter((p) => p['Node Type'] === 'Seq Scan' && big.has(p['Relation Name'] ?? ''));
      assert.deepEqual(through.map((p) => p['Relation Name']), [], `${login}: ${sql}`);
      assert.ok(plan['Total Cost'] < 2_000, `${login}: estimated ${plan['Total Cost']} for ${sql}`);
    }
  }
});
