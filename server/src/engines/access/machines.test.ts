import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test, type TestContext } from 'node:test';
import { system, type Actor, type Context } from '#kernel/context';
import { createIds } from '#kernel/ids';
import type { NewMachine } from './machines.ts';
import { readSm2Key } from './sm2-key.ts';
import { organisations, testAccess, type TestAccess } from './test-access.ts';

const code = (name: string) => (error: unknown) => (error as { code?: string }).code === `access.${name}`;
const ids = createIds();
const administratorOf = (division: string): Actor => ({ ...system, kind: 'officer', accountId: ids(), personId: ids(), divisions: [division], name: '管理员' });

/** GB/T 32918.5 appendix: the public key of the example. */
const standardKey = '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';

interface Desk extends TestAccess {
  as<T>(actor: Actor, use: (ctx: Context) => Promise<T>): Promise<T>;
  admin: Actor;
  input: NewMachine;
}

async function desk(t: Pick<TestContext, 'after'>): Promise<Desk> {
  const house = await testAccess(t);
  return {
    ...house, admin: administratorOf('2201'),
    as: (actor, use) => house.db.write(actor, (tx) => use({ tx, actor, now: house.clock.now(), newId: ids, locale: 'zh', requestId: 'test' })),
    input: { organisation: organisations.city, name: '不动产登记系统', purpose: '共享交换', contact: '赵某', contactPhone: '13800000009', permissions: ['exchange.request'], validTo: '2027-11-20', secret: true, publicKey: standardKey },
  };
}

test('registered with a secret and a key: found by its client id with what a gateway needs', async (t) => {
  const d = await desk(t);
  const { clientId, secretTicket } = await d.as(d.admin, (ctx) => d.access.machines.register(ctx, d.input));
  const found = (await d.access.findMachine(clientId))!;
  assert.deepEqual([found.organisation, found.division, found.state, found.permissions, found.keys.map((k) => Buffer.from(k.publicKey).toString('hex'))], [organisations.city, '2201', 'active', ['exchange.request'], [standardKey]]);
  assert.equal(found.validUntil?.toISOString(), '2027-11-20T15:59:59.999Z', 'to the end of the day in China');
  assert.equal(await d.access.findMachine('sys-nobody'), undefined);
  assert.equal(await d.access.findMachine('x'.repeat(10_000)), undefined);
  const { secret } = await d.as(d.admin, (ctx) => d.access.machines.readSecret(ctx, secretTicket!));
  assert.match(secret, /^[\w-]{43}$/);
  await assert.rejects(d.as(d.admin, (ctx) => d.access.machines.readSecret(ctx, secretTicket!)), code('secretGone'), 'shown once');
  const kept = await d.db.owner(async (o) => (await o.query<{ secret: Buffer }>('select secret from access.client where id = $1', [clientId])).rows[0]!.secret);
  assert.equal(kept.includes(secret), false, 'sealed at rest');
});

test('a secret is shown to whoever made it only, and for ten minutes', async (t) => {
  const d = await desk(t);
  const { clientId, secretTicket } = await d.as(d.admin, (ctx) => d.access.machines.register(ctx, d.input));
  await assert.rejects(d.as(administratorOf('22'), (ctx) => d.access.machines.readSecret(ctx, secretTicket!)), code('secretGone'));
  d.clock.advance(10 * 60_000 + 1);
  await assert.rejects(d.as(d.admin, (ctx) => d.access.machines.readSecret(ctx, secretTicket!)), code('secretGone'));
  const next = await d.as(d.admin, (ctx) => d.access.machines.replaceSecret(ctx, { clientId, version: 1 }));
  assert.equal((await d.as(d.admin, (ctx) => d.access.machines.readSecret(ctx, next.secretTicket))).clientId, clientId);
  for (const wrong of ['', 'x', next.secretTicket.slice(0, -2), 'x'.repeat(5_000)]) await assert.rejects(d.as(d.admin, (ctx) => d.access.machines.readSecret(ctx, wrong)), code('secretGone'));
});

test('only within the administrator’s divisions: another city’s sees, renews and closes nothing', async (t) => {
  const d = await desk(t);
  const { clientId } = await d.as(d.admin, (ctx) => d.access.machines.register(ctx, d.input));
  const other = administratorOf('2202');
  await assert.rejects(d.as(other, (ctx) => d.access.machines.register(ctx, d.input)), code('unknownOrganisation'));
  await assert.rejects(d.as(other, (ctx) => d.access.machines.get(ctx, clientId)), code('unknownMachine'));
  await assert.rejects(d.as(other, (ctx) => d.access.machines.change(ctx, { clientId, action: 'close', version: 1 })), code('unknownMachine'));
  const list = async (actor: Actor) => (await d.as(actor, (ctx) => d.access.machines.list(ctx, { limit: 50 }))).machines.map((m) => m.clientId);
  assert.equal((await list(d.admin)).includes(clientId), true);
  assert.equal((await list(other)).includes(clientId), false);
  assert.deepEqual((await list(other)).filter((id) => !id.includes(organisations.other.toLowerCase())), []);
});

test('suspended, resumed, renewed, expired, closed: what a gateway is told; each by the version it was read at', async (t) => {
  const d = await desk(t);
  const { clientId } = await d.as(d.admin, (ctx) => d.access.machines.register(ctx, d.input));
  const change = (action: 'suspend' | 'resume' | 'close', version: number) => d.as(d.admin, (ctx) => d.access.machines.change(ctx, { clientId, action, version }));
  const state = async () => (await d.access.findMachine(clientId))!.state;
  await change('suspend', 1);
  assert.equal(await state(), 'suspended');
  await assert.rejects(change('resume', 1), code('stale'));
  await assert.rejects(change('suspend', 2), code('machineState'));
  await change('resume', 2);
  assert.equal(await state(), 'active');
  d.clock.advance(366 * 86_400_000);
  assert.equal(await state(), 'expired');
  assert.deepEqual((await d.access.findMachine(clientId))!.keys, [], 'its key has expired with it');
  await d.as(d.admin, (ctx) => d.access.machines.renew(ctx, { clientId, validTo: '2028-11-20', version: 3 }));
  assert.equal(await state(), 'active');
  await change('close', 4);
  assert.equal(await state(), 'closed');
  await assert.rejects(change('resume', 5), code('machineState'), 'closed for good');
});

test('renewed before its end, its keys go on as long as it does; the alarm names what ends within thirty days', async (t) => {
  const d = await desk(t);
  const { clientId } = await d.as(d.admin, (ctx) => d.access.machines.register(ctx, { ...d.input, validTo: '2026-12-10' }));
  const expiring = async (actor = d.admin) => (await d.as(actor, (ctx) => d.access.listExpiring(ctx, 30))).filter((e) => e.kind !== 'signing-key').map((e) => [e.kind, e.id]);
  assert.deepEqual(await expiring(), [['machine', clientId]], 'a key that ends with its system is not told twice');
  assert.deepEqual(await expiring(administratorOf('2202')), []);
  await d.as(d.admin, (ctx) => d.access.machines.renew(ctx, { clientId, validTo: '2027-12-10', version: 1 }));
  assert.deepEqual(await expiring(), []);
  const [key] = (await d.access.findMachine(clientId))!.keys;
  assert.equal(key!.validUntil.toISOString(), '2027-12-10T15:59:59.999Z');
});

test('a key: refused when it is no point of the curve, when it is known, when there are too many; revoked at once', async (t) => {
  const d = await desk(t);
  const { clientId } = await d.as(d.admin, (ctx) => d.access.machines.register(ctx, d.input));
  const add = (publicKey: string, version: number) => d.as(d.admin, (ctx) => d.access.machines.addKey(ctx, { clientId, publicKey, validTo: '2027-01-01', version }));
  await assert.rejects(add(standardKey, 1), code('machineKeyKnown'));
  const [key] = (await d.access.findMachine(clientId))!.keys;
  await d.as(d.admin, (ctx) => d.access.machines.revokeKey(ctx, { clientId, keyId: key!.id, version: 1 }));
  assert.deepEqual((await d.access.findMachine(clientId))!.keys, []);
  await add(standardKey, 2);
  assert.equal((await d.access.findMachine(clientId))!.keys.length, 1);
});

test('a term in the past or beyond three years, a permission of the three administrators: refused', async (t) => {
  const d = await desk(t);
  const register = (change: Partial<NewMachine>) => d.as(d.admin, (ctx) => d.access.machines.register(ctx, { ...d.input, ...change }));
  for (const validTo of ['2026-11-20', '2020-01-01', '2029-11-21']) await assert.rejects(register({ validTo }), code('machineTerm'), validTo);
  await assert.rejects(register({ permissions: ['roles.manage'] }), code('machinePermission'));
  await assert.rejects(register({ organisation: '91220101MA00000009' }), code('unknownOrganisation'));
  await register({ validTo: '2029-11-20' });
});

for (const [what, text] of [
  ['nothing', ''], ['a compressed point', `02${standardKey.slice(2, 66)}`], ['a point beside the curve', `${standardKey.slice(0, -1)}4`], ['coordinates beyond the field', `04${'f'.repeat(128)}`],
  ['zero', `04${'0'.repeat(128)}`], ['words', '公钥'], ['a point of P-256', '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5'],
] as const) {
  test(`no SM2 key: ${what}`, () => assert.throws(() => readSm2Key(text), code('machineKey')));
}

test('an SM2 key is read as the standard prints it and as openssl writes it', () => {
  assert.equal(readSm2Key(standardKey.toUpperCase().replace(/(.{64})/g, '$1\n')).toString('hex'), standardKey);
  const pem = execFileSync('sh', ['-c', 'openssl ecparam -genkey -name SM2 -noout | openssl pkey -pubout'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  assert.deepEqual(readSm2Key(pem), der.subarray(-65));
});
