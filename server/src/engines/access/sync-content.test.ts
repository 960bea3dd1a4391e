import assert from 'node:assert/strict';
import { test } from 'node:test';
import { system } from '#kernel/context';
import { syncContent } from './sync-content.ts';
import { examplePacks, smallPacks, testAccess } from './test-access.ts';

const changed = (file: string, from: string, to: string): Record<string, string>[] => smallPacks.map((p) => (file in p ? { ...p, [file]: p[file]!.replace(from, to) } : p));

test('the same content is written once; a second start finds it', async (t) => {
  const { access } = await testAccess(t);
  assert.deepEqual(await syncContent(access.part), { changed: false });
});

test('a renamed division is renamed, one that has gone is retired and keeps its code', async (t) => {
  const { db } = await testAccess(t);
  const packs = changed('divisions.csv', '2202,220200000000,乙市', '2203,220300000000,丙市').map((p) => ('organisations.csv' in p ? { ...p, 'organisations.csv': p['organisations.csv']!.replace('Other,2202', 'Other,2203') } : p)).map((p) => ('persons.csv' in p ? { ...p, 'persons.csv': p['persons.csv']!.replace(',2202,', ',2203,') } : p));
  await testAccess(t, { db, packs: packs.map((p) => ('divisions.csv' in p ? { ...p, 'divisions.csv': p['divisions.csv']!.replace('甲市', '甲城') } : p)) });
  const rows = await db.read(system, (tx) => tx.query<{ digits: string; name: string; valid_to: string | null }>('select digits, name, valid_to from access.division order by digits'));
  assert.deepEqual(rows.map((r) => [r.digits, r.name, r.valid_to]), [['22', '小省', null], ['2201', '甲城', null], ['220102', '南区', null], ['2202', '乙市', '2026-11-20'], ['2203', '丙市', null]]);
});

test('a role that content takes away is taken away; what an administrator took away stays away', async (t) => {
  const { db } = await testAccess(t);
  const active = () => db.read(system, (tx) => tx.query<{ role: string }>("select ra.role from access.role_assignment ra join access.post p on p.id = ra.post_id where ra.revoked_at is null and p.title = '科长' order by 1"));
  assert.deepEqual((await active()).map((r) => r.role), ['city-admin', 'clerk']);
  await testAccess(t, { db, packs: changed('officers.csv', 'city-admin clerk', 'clerk') });
  assert.deepEqual((await active()).map((r) => r.role), ['clerk']);
  await testAccess(t, { db });
  assert.deepEqual((await active()).map((r) => r.role), ['city-admin', 'clerk']);
  await db.owner((c) => c.query("update access.role_assignment set revoked_at = now(), revoked_by = '0190a000-0000-7000-8000-000000000001' where role = 'city-admin'"));
  await testAccess(t, { db, packs: changed('officers.csv', '钱管理', '钱管理二') });
  assert.deepEqual((await active()).map((r) => r.role), ['clerk']);
});

test('a changed password outlives a new start', async (t) => {
  const { db } = await testAccess(t);
  await db.owner((c) => c.query("update access.account set password_hash = 'mine' where login_name = 'p-li'"));
  await testAccess(t, { db, packs: changed('persons.csv', '王强', '王强强') });
  assert.equal((await db.read(system, (tx) => tx.one<{ password_hash: string }>("select password_hash from access.account where login_name = 'p-li'"))).password_hash, 'mine');
});

test('no demonstration account comes in when demonstration is off, and those that are there are refused', async (t) => {
  const { db, access } = await testAccess(t);
  const { token } = await access.createSession({ accountId: (await access.signIn.withPassword({ login: 'p-li', password: 'Yiwang-2026', address: 'a' })).accountId, app: 'portal', assurance: 1 });
  const real = await testAccess(t, { db, demonstration: false });
  await assert.rejects(real.access.signIn.withPassword({ login: 'p-li', password: 'Yiwang-2026', address: 'a' }), { code: 'access.demonstrationOff' });
  assert.equal((await real.access.authenticate({ headers: {}, cookies: { yiwang_session: token } } as never)).kind, 'anonymous');
  const fresh = await testAccess(t, { demonstration: false });
  assert.equal((await fresh.db.read(system, (tx) => tx.one<{ n: number }>('select count(*) as n from access.account'))).n, 0);
});

test('names, identity numbers and telephones are not readable in the tables', async (t) => {
  const { db } = await testAccess(t);
  const text = JSON.stringify(await db.owner(async (c) => (await c.query('select p.*, q.* from access.person p join access.party q using (id)')).rows.map((r) => ({ ...r, name: r.name.toString('utf8'), identity_number: r.identity_number?.toString('utf8'), phone: r.phone?.toString('utf8') }))));
  for (const secret of ['李秀梅', '220102198803030021', '13900000001']) assert.ok(!text.includes(secret));
});

test('the example province is in the tables within three seconds, and at once the second time', async (t) => {
  const { access, db } = await testAccess(t, { packs: examplePacks() });
  const counts = await db.read(system, (tx) => tx.one<{ divisions: number; organisations: number; officers: number }>("select (select count(*) from access.division) as divisions, (select count(*) from access.organisation) as organisations, (select count(*) from access.account where kind = 'officer') as officers"));
  assert.ok(counts.divisions > 12_000 && counts.organisations > 1_000 && counts.officers > 90, JSON.stringify(counts));
  await db.owner((c) => c.query("update access.content_sync set digest = ''"));
  for (const [what, limitMs] of [['again', 6_000], ['unchanged', 200]] as const) {
    const began = performance.now();
    await access.start();
    const ms = performance.now() - began;
    t.diagnostic(`${what}: ${Math.round(ms)} ms`);
    assert.ok(ms < limitMs, `${what}: ${ms} ms`);
  }
});
