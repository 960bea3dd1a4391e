import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import type pg from 'pg';
import { anonymous, system, type Actor } from '#kernel/context';
import { testDatabase } from '#test/database';
import { migrationSources } from '../src/migrations.ts';

/** Conventions of the tables, read from a migrated database: lists of exceptions may only shrink. */
const houseSchemas = `n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'public')`;

/** Only ever written, never changed: evidence, actions, traces. */
const appendOnly = ['cases.action', 'cases.document', 'kernel.answer', 'kernel.trace', 'ledger.entry', 'ledger.head', 'ledger.leaf'];

/** Columns that make a row somebody's. */
const tenantColumns = ['party_id', 'person_id', 'account_id', 'case_id', 'owner_account'];

/** Tables with such columns that are read by the house alone, or hold nothing of a person's; why stands beside each. */
const withoutPolicies: Record<string, string> = {
  'access.post': 'which official holds which post is known among officials',
  'kernel.trace': 'read only through the audit’s use cases, which need a permission',
  'signing.seal_action': 'which official did what with a seal is part of the seal’s public record among officials',
};

/** Foreign keys into short lists that are never emptied. */
const unindexed = new Set(['access.role_assignment (role_assignment_role_fkey)', 'access.role_assignment (role_assignment_division_fkey)']);

async function ask<R extends pg.QueryResultRow>(t: Parameters<typeof testDatabase>[0], sql: string): Promise<R[]> {
  const db = await testDatabase(t);
  return db.owner(async (client) => (await client.query<R>(sql)).rows);
}

test('two migrations of one owner never carry the same number', () => {
  for (const { owner, folder } of migrationSources) {
    const numbers = existsSync(folder) ? readdirSync(folder).map((name) => name.slice(0, 4)) : [];
    assert.deepEqual(numbers, [...new Set(numbers)], owner);
  }
});

test('every foreign key is indexed from its first column', async (t) => {
  const rows = await ask<{ name: string }>(t, `
    select format('%s.%s (%s)', n.nspname, c.relname, k.conname) as name
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and ${houseSchemas}
      and not exists (select from pg_index i where i.indrelid = k.conrelid and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey)`);
  assert.deepEqual(rows.map((r) => r.name).filter((name) => !unindexed.has(name)), []);
  const found = new Set(rows.map((r) => r.name));
  assert.deepEqual([...unindexed].filter((name) => !found.has(name)), [], 'exceptions that are no longer needed');
});

test('instants carry their zone and are named at, …_at, …_until, valid_from, valid_to', async (t) => {
  const rows = await ask<{ name: string; type: string }>(t, `
    select format('%s.%s.%s', n.nspname, c.relname, a.attname) as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition and ${houseSchemas}
      and format_type(a.atttypid, a.atttypmod) like 'timestamp%'`);
  assert.ok(rows.length > 20);
  assert.deepEqual(rows.filter((r) => r.type !== 'timestamp with time zone').map((r) => r.name), []);
  assert.deepEqual(rows.map((r) => r.name).filter((name) => !/\.(at|[a-z_]+_(at|until)|valid_(from|to))$/.test(name)), []);
});

test('every table has a primary key', async (t) => {
  const rows = await ask<{ name: string }>(t, `
    select format('%s.%s', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and ${houseSchemas} and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')`);
  assert.deepEqual(rows.map((r) => r.name), []);
});

test('what is append-only cannot be changed or removed by the application, whole or by column', async (t) => {
  const rows = await ask<{ name: string }>(t, `
    select format('%s.%s', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and ${houseSchemas}
      and has_any_column_privilege('yiwang_app', c.oid, 'insert')
      and not has_any_column_privilege('yiwang_app', c.oid, 'update') and not has_table_privilege('yiwang_app', c.oid, 'delete') and not has_table_privilege('yiwang_app', c.oid, 'truncate')`);
  const closed = new Set(rows.map((r) => r.name));
  assert.deepEqual(appendOnly.filter((table) => !closed.has(table)), []);
});

test('a partition grants no more than its table', async (t) => {
  const rows = await ask<{ name: string }>(t, `
    select format('%s.%s', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relispartition and c.relkind = 'r' and ${houseSchemas} and (has_table_privilege('yiwang_app', c.oid, 'select') or has_table_privilege('yiwang_app', c.oid, 'update') or has_table_privilege('yiwang_app', c.oid, 'delete'))`);
  assert.deepEqual(rows.map((r) => r.name), []);
});

test('every table with somebody’s rows has row-level security', async (t) => {
  const rows = await ask<{ name: string }>(t, `
    select distinct format('%s.%s', n.nspname, c.relname) as name
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where a.attname in (${tenantColumns.map((c) => `'${c}'`).join(', ')}) and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
      and ${houseSchemas} and not c.relrowsecurity and has_table_privilege('yiwang_app', c.oid, 'select')`);
  assert.deepEqual(rows.map((r) => r.name).filter((name) => !(name in withoutPolicies)).sort(), []);
});

test('exceptions are listed only while they are needed', async (t) => {
  const rows = await ask<{ name: string; secured: boolean }>(t, `select format('%s.%s', n.nspname, c.relname) as name, c.relrowsecurity as secured from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p')`);
  const open = new Set(rows.filter((r) => !r.secured).map((r) => r.name));
  assert.deepEqual(Object.keys(withoutPolicies).filter((table) => !open.has(table)), []);
});

test('the application’s role is nobody special and owns nothing', async (t) => {
  const rows = await ask<{ special: boolean; owned: number }>(t, `select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin as special, (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned from pg_roles where rolname = 'yiwang_app'`);
  assert.deepEqual(rows, [{ special: false, owned: 0 }]);
});

const nobodys: Actor = { ...anonymous, kind: 'citizen', accountId: '01900000-0000-7000-8000-000000000001', personId: '01900000-0000-7000-8000-000000000002', partyId: '01900000-0000-7000-8000-000000000003' };

test('a citizen who has nothing sees nothing: every secured table reads as empty, none of them fails', async (t) => {
  const db = await testDatabase(t);
  const secured = await db.owner(async (client) => (await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relrowsecurity and not c.relispartition and has_table_privilege('yiwang_app', c.oid, 'select') order by 1`)).rows);
  assert.ok(secured.length > 10);
  const caseId = '0193f000-0000-7000-8000-000000000001';
  await db.write(system, async (tx) => {
    tx.insert('cases.action', { case_id: caseId, seq: 1, at: new Date(), kind: 'submitted', actor_kind: 'system', actor_name: '系统', data: {} });
    tx.insert('cases.material', { case_id: caseId, material_id: 'm', name: '材料', state: 'missing', at: new Date() });
  });
  for (const actor of [anonymous, nobodys]) {
    await db.read(actor, async (tx) => {
      for (const { name } of secured) assert.deepEqual(await tx.query(`select 1 from ${name} limit 1`), [], `${name} as ${actor.kind}`);
    });
  }
});
