import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { anonymous, type Actor, type Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import type { ListOptions, RegisterRecord } from './index.ts';
import { club, coach, duty, farCoach, li, newId, player, type Club } from './tennis-club.sample.ts';

/** 60,000 members of other districts, made before any that the readers below may see; three in a district of their own behind them. */
async function crowd(t: TestContext): Promise<Club & { member: string }> {
  const c = await club(t);
  await c.db.owner((client) => client.query(`insert into reg.member (id, card, name, joined_on, area, record_version, record_effective_on, record_source, record_at, record_subjects, record_digest, record_provenance)
    select md5(i::text)::uuid, 'C-' || i, '会员' || i, date '2000-01-01' + i % 300, case when i > 60000 then '330106' else '2202' || i % 90 + 10 end, 1, '2026-01-01', 'x', now(), array[md5(i::text)::uuid], '\\x00', '{}' from generate_series(1, 60003) i`));
  const { id } = await c.write(coach, (ctx) => c.records.put(ctx, 'member', li, { source: '前台' }));
  await c.db.owner((client) => client.query('analyze reg.member'));
  return { ...c, member: id };
}

/** All pages, and how the first was read. */
async function listed(c: Club, actor: Actor, options: ListOptions = {}): Promise<{ records: RegisterRecord[]; plan: string; generic: string }> {
  const records: RegisterRecord[] = [];
  let asked: { sql: string; values: unknown[] } | undefined;
  let cursor: string | undefined;
  do {
    const page = await c.db.read(actor, (tx) => {
      const spied: ReadTx = { ...tx, query: (sql, values = []) => { asked ??= { sql, values: values as unknown[] }; return tx.query(sql, values); } };
      return c.records.list({ tx: spied as Context['tx'], actor, now: new Date(), newId, locale: 'zh', requestId: 'r' }, 'member', { purpose: duty, limit: 2, cursor, ...options });
    });
    records.push(...page.records);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && records.length < 50);
  const { sql, values } = asked!;
  const told = (rows: Record<string, string>[]): string => rows.map((r) => Object.values(r)[0]).join('\n');
  return c.db.read(actor, async (tx) => {
    const plan = told(await tx.query(`explain analyze ${sql}`, values));
    // the house plans once for all values
    await tx.query(`prepare listed as ${sql}`);
    const given = values.map((v) => (Array.isArray(v) ? `'{${v.join(',')}}'` : `'${String(v)}'`)).join(', ');
    const generic = told(await tx.query(`explain execute listed${given === '' ? '' : `(${given})`}`));
    await tx.query('deallocate listed');
    return { records, plan, generic };
  });
}
const straight = (plan: string): void => {
  assert.doesNotMatch(plan, /Seq Scan/);
  const passed = [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
  assert.ok(passed < 100, `read ${passed} rows of others:\n${plan}`);
};

test('an official without a scope that reaches the register reads nothing, and reads through nothing', async (t) => {
  const c = await crowd(t);
  for (const options of [{}, { order: { field: 'joinedOn' } }] satisfies ListOptions[]) {
    const { records, plan } = await listed(c, { ...coach, divisions: [] }, options);
    assert.deepEqual(records, []);
    straight(plan);
  }
});

test('a citizen finds her own record among all others', async (t) => {
  const c = await crowd(t);
  const { records, plan } = await listed(c, player(c.member));
  assert.deepEqual(records.map((r) => r.id), [c.member]);
  straight(plan);
  assert.deepEqual((await listed(c, { ...anonymous })).records, []);
});

test('an official finds her districts, wherever they lie in the order of making, each record once, page by page', async (t) => {
  const c = await crowd(t);
  const official: Actor = { ...farCoach, divisions: ['3301', '2201'] };
  const { records, plan, generic } = await listed(c, official);
  assert.deepEqual(records.map((r) => r.data['area']), ['220102', '330106', '330106', '330106']);
  assert.equal(new Set(records.map((r) => r.id)).size, 4);
  assert.doesNotMatch(plan + generic, /Seq Scan|Sort|Bitmap/);
  const one = await listed(c, { ...official, divisions: ['3301'] });
  assert.equal(one.records.length, 3);
  straight(one.plan);
});

test('a list of one district, or in another order, is read from the index that has the order', async (t) => {
  const c = await crowd(t);
  for (const options of [{ where: [{ field: 'area', op: 'eq', value: '220210' }] }, { order: { field: 'joinedOn' } }] satisfies ListOptions[]) {
    const { generic } = await listed(c, { ...farCoach, divisions: ['2202'] }, { ...options, limit: 20 });
    assert.doesNotMatch(generic, /Seq Scan|Sort|Bitmap/);
  }
});

test('ordered by division, or of a place outside her own, a list begins in her own', async (t) => {
  const c = await crowd(t);
  const official: Actor = { ...farCoach, divisions: ['3301'] };
  for (const descending of [false, true]) {
    const { records, plan } = await listed(c, official, { order: { field: 'area', descending } });
    assert.equal(records.length, 3);
    straight(plan);
  }
  const elsewhere = await listed(c, official, { where: [{ field: 'area', op: 'startsWith', value: '2202' }] });
  assert.deepEqual(elsewhere.records, []);
  straight(elsewhere.plan);
  const within = await listed(c, { ...farCoach, divisions: ['22'] }, { where: [{ field: 'area', op: 'startsWith', value: '220210' }], limit: 40 });
  assert.ok(within.records.length > 2 && within.records.every((r) => r.data['area'] === '220210'));
  straight(within.plan);
  assert.doesNotMatch(within.generic, /Seq Scan|Sort|Bitmap/);
});

test('a cursor of another list is refused', async (t) => {
  const c = await crowd(t);
  const page = (options: ListOptions) => c.read(coach, (ctx) => c.records.list(ctx, 'member', { purpose: duty, ...options }));
  const foreign = Buffer.from(JSON.stringify([null, c.member])).toString('base64url');
  await assert.rejects(page({ cursor: foreign }), { code: 'records.cursorInvalid' });
  await assert.rejects(page({ cursor: Buffer.from(JSON.stringify([{ a: 1 }, c.member])).toString('base64url'), order: { field: 'joinedOn' } }), { code: 'records.cursorInvalid' });
});
