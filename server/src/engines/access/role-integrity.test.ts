import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { system, type Actor, type Context } from '#kernel/context';
import { createIds } from '#kernel/ids';
import { sessionCookie } from './authenticate.ts';
import { isIntact, roleIntegrity, grantIntegrity } from './role-integrity.ts';
import { demonstrationPassword as password } from './sync-content.ts';
import { testAccess, testCrypto, type TestAccess } from './test-access.ts';

const address = '192.0.2.1';

async function officer(t: Pick<TestContext, 'after'>, login: string): Promise<TestAccess & { now(): Promise<Actor> }> {
  const house = await testAccess(t);
  const { accountId } = await house.access.signIn.withPassword({ login, password, address });
  const { token } = await house.access.createSession({ accountId, app: 'desk', assurance: 2 });
  return {
    ...house,
    async now() {
      house.clock.advance(6_000);
      return house.access.authenticate({ headers: {}, cookies: { [sessionCookie]: token } } as unknown as FastifyRequest);
    },
  };
}

const events = (house: TestAccess) => house.db.owner(async (o) => (await o.query<{ contract: string; outcome: string }>("select contract, outcome from kernel.trace where contract = 'access.roleAltered'")).rows);
const settled = async (house: TestAccess): Promise<{ contract: string; outcome: string }[]> => {
  for (let i = 0; i < 200; i++) {
    const rows = await events(house);
    if (rows.length > 0) return rows;
    await new Promise((done) => setImmediate(done));
  }
  return [];
};

for (const [what, sql] of [
  ['another role in a grant', "update access.role_assignment set role = 'auditor' where role = 'clerk'"],
  ['a wider scope of a grant', "update access.role_assignment set division = '22'"],
  ['a grant written without a digest', "update access.role_assignment set integrity = null"],
  ['a permission slipped into a role', "update access.role set permissions = permissions || '{accounts.manage}'"],
  ['a role that sees further', "update access.role set scope = 'division-and-below' where id = 'clerk'"],
] as const) {
  test(`${what}, by hand in the database: gives nothing, and the auditor sees it`, async (t) => {
    const house = await officer(t, 'clerk-1');
    assert.deepEqual([...(await house.now()).permissions], ['cases.accept']);
    await house.db.owner((o) => o.query(sql));
    const actor = await house.now();
    assert.deepEqual([[...actor.permissions], actor.divisions], [[], []]);
    assert.deepEqual(await settled(house), [{ contract: 'access.roleAltered', outcome: 'refused' }]);
  });
}

test('a grant that was taken back does not come back by clearing its date', async (t) => {
  const house = await officer(t, 'clerk-1');
  const ids = createIds();
  const admin: Actor = { ...system, kind: 'officer', accountId: ids(), personId: ids(), divisions: ['22'], name: '管理员' };
  const asAdmin = <T>(use: (ctx: Context) => Promise<T>): Promise<T> => house.db.write(admin, (tx) => use({ tx, actor: admin, now: house.clock.now(), newId: ids, locale: 'zh', requestId: 'test' }));
  const [row] = await house.db.owner(async (o) => (await o.query<{ id: string }>("select a.id from access.role_assignment a join access.post p on p.id = a.post_id join access.account c on c.person_id = p.person_id where c.login_name = 'clerk-1'")).rows);
  await asAdmin((ctx) => house.access.administration.revokeRole(ctx, row!.id));
  assert.deepEqual([...(await house.now()).permissions], []);
  await house.db.owner((o) => o.query('update access.role_assignment set revoked_at = null, revoked_by = null where id = $1', [row!.id]));
  assert.deepEqual([...(await house.now()).permissions], []);
});

test('a role granted at the desk counts, and the alarm is not raised by what the house itself writes', async (t) => {
  const house = await officer(t, 'other-1');
  const ids = createIds();
  const admin: Actor = { ...system, kind: 'officer', accountId: ids(), personId: ids(), divisions: ['22'], name: '管理员' };
  const [post] = await house.db.owner(async (o) => (await o.query<{ id: string }>("select p.id from access.post p join access.account c on c.person_id = p.person_id where c.login_name = 'other-1'")).rows);
  await house.db.write(admin, (tx) => house.access.administration.assignRole({ tx, actor: admin, now: house.clock.now(), newId: ids, locale: 'zh', requestId: 'test' }, { postId: post!.id, role: 'leader' }));
  assert.deepEqual([...(await house.now()).permissions].sort(), ['cases.accept', 'cases.read']);
  await house.access.start();
  assert.deepEqual([...(await house.now()).permissions].sort(), ['cases.accept', 'cases.read']);
  assert.deepEqual(await events(house), []);
});

test('the digest covers every part of grant and role', () => {
  const part = { crypto: testCrypto };
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const whole = { id: 'a', post: 'p', role: 'clerk', division: null, permissions: ['x.y'], scope: 'organisation', excludes: [] };
  const kept = { ...whole, integrity: hex(grantIntegrity(part, whole)), roleIntegrity: hex(roleIntegrity(part, { ...whole, id: whole.role })) };
  assert.equal(isIntact(part, kept), true);
  for (const change of [{ id: 'b' }, { post: 'q' }, { role: 'leader' }, { division: '22' }, { permissions: [] }, { scope: 'division' }, { excludes: ['z'] }, { integrity: null }, { integrity: 'zz' }, { roleIntegrity: kept.integrity }]) {
    assert.equal(isIntact(part, { ...kept, ...change }), false, JSON.stringify(change));
  }
});
