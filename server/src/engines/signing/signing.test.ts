import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test, { type TestContext } from 'node:test';
import { system, type Actor, type Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { createSigning, sm3, verifySealSignature, type Signing } from './index.ts';

const ORGANISATION = '11220000MB1234567X';
const application = { organisation: ORGANISATION, organisationName: '吉林省示例厅', kind: '审批专用章', division: '220000', reason: '用于审批' };
const newId = createIds();

interface Place {
  signing: Signing;
  /** Runs in one transaction as someone, some days from now. */
  as: <T>(actor: Actor, use: (ctx: Context) => Promise<T>, days?: number) => Promise<T>;
  count: (sql: string) => Promise<number>;
}

async function place(t: TestContext): Promise<Place> {
  const db = await testDatabase(t);
  const signing = createSigning({ masterKeys: new Map([[1, randomBytes(32)]]) });
  const as: Place['as'] = (actor, use, days = 0) =>
    db.write(actor, (tx) => use({ tx, actor, now: new Date(Date.now() + days * 86_400_000), newId, locale: 'zh', requestId: 'test' }));
  return { signing, as, count: (sql) => db.owner(async (client) => Number((await client.query(sql)).rows[0].count)) };
}

const officer = (...organisations: string[]): Actor => ({ ...system, kind: 'officer', accountId: newId(), name: '张三', organisations });
const refuses = (code: string) => (error: unknown): boolean => error instanceof Refusal && error.code === `signing.${code}`;
const original = Buffer.from('<Signature/>');
const request = { propertyInfo: '/Doc_0/Signs/Sign_0/Signature.xml', digest: sm3(original), purpose: '办件决定书' };

test('authorities are made once, also when several ask at the same time', async (t) => {
  const { signing, as, count } = await place(t);
  const answers = await Promise.all([1, 2, 3].map(() => as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省'))));
  assert.equal(answers.filter((answer) => answer.created).length, 1);
  assert.deepEqual(await as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省')), { created: false });
  assert.equal(await count('select count(*) from signing.certificate'), 3);
});

test('a seal of a kind is ensured once, also when several ask at the same time', async (t) => {
  const { signing, as } = await place(t);
  await as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const seals = await Promise.all([1, 2, 3].map(() => as(system, (ctx) => signing.ensureSeal(ctx, application))));
  assert.equal(new Set(seals.map((seal) => seal.id)).size, 1);
});

test('a place trusts the authority of another only after it was brought in', async (t) => {
  const { signing, as } = await place(t);
  const there = await place(t);
  await there.as(system, (ctx) => there.signing.ensureAuthority(ctx, '辽宁省'));
  await as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const seal = await there.as(system, (ctx) => there.signing.ensureSeal(ctx, application));
  const der = await there.as(system, (ctx) => there.signing.sealDigest(ctx, { ...request, sealId: seal.id }));
  const verify = (): ReturnType<Signing['verifySealSignature']> => as(system, (ctx) => signing.verifySealSignature(ctx, der, { hashOf: () => request.digest }));
  const before = await verify();
  assert.ok(before.cryptographicallyGood && !before.trusted);
  const rows = await there.as(system, (ctx) => ctx.tx.query<{ der: Buffer; role: string }>("select der, role from signing.certificate where role in ('root', 'authority')"));
  for (const row of rows) {
    const added = await as(system, (ctx) => signing.addTrusted(ctx, row.der));
    assert.equal(added.role, row.role);
    assert.equal((await as(system, (ctx) => signing.addTrusted(ctx, row.der))).id, added.id);
  }
  assert.ok((await verify()).valid);
  const leaf = await there.as(system, (ctx) => signing.getCertificate(ctx, seal.certificateId!));
  await assert.rejects(as(system, (ctx) => signing.addTrusted(ctx, leaf.der)), refuses('certificateInvalid'));
  await assert.rejects(as(system, (ctx) => signing.addTrusted(ctx, Buffer.from('no certificate'))), refuses('certificateInvalid'));
});

test('a seal is applied for, made, used, and its signature verifies in every step', async (t) => {
  const { signing, as } = await place(t);
  await as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const own = officer(ORGANISATION);
  const applied = await as(own, (ctx) => signing.applySeal(ctx, application));
  assert.equal(applied.state, 'applied');
  const made = await as(own, (ctx) => signing.makeSeal(ctx, { sealId: applied.id, version: applied.version }));
  assert.match(made.code ?? '', /^220000\d{8}$/);
  await assert.rejects(as(own, (ctx) => signing.sealDigest(ctx, { ...request, sealId: made.id })), refuses('sealState'));
  const active = await as(own, (ctx) => signing.changeSeal(ctx, { sealId: made.id, version: made.version, action: 'activate', reason: '启用' }));
  assert.equal(active.state, 'active');

  const caseId = newId();
  const der = await as(own, (ctx) => signing.sealDigest(ctx, { ...request, sealId: made.id, caseId }));
  const result = await as(system, (ctx) => signing.verifySealSignature(ctx, der, { originalOf: () => original }));
  assert.deepEqual(result.steps.filter((step) => step.outcome !== 'passed'), []);
  assert.ok(result.valid && result.trusted && result.timeValid && result.cryptographicallyGood);
  assert.equal(result.signature?.seal.name, '吉林省示例厅审批专用章');

  const content = await as(system, (ctx) => signing.sealContent(ctx, made.id));
  assert.ok((await as(system, (ctx) => signing.verifySeal(ctx, content.der))).valid);
  const [use, ...others] = await as(own, (ctx) => signing.sealUses(ctx, made.id));
  assert.deepEqual(others, []);
  assert.deepEqual([use?.case_id, use?.actor_name, use?.purpose, use?.digest.toString('hex')], [caseId, '张三', '办件决定书', sm3(original).toString('hex')]);
  assert.deepEqual((await as(own, (ctx) => signing.sealActions(ctx, made.id))).map((action) => action.state), ['applied', 'made', 'active']);
});

test('a seal serves its own organisation only, and its use log is seen by it alone', async (t) => {
  const { signing, as } = await place(t);
  await as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const seal = await as(system, (ctx) => signing.ensureSeal(ctx, application));
  assert.deepEqual(await as(system, (ctx) => signing.ensureSeal(ctx, application)), seal);
  const stranger = officer('11220000MB7654321A');
  await assert.rejects(as(stranger, (ctx) => signing.sealDigest(ctx, { ...request, sealId: seal.id })), refuses('sealForbidden'));
  await assert.rejects(as(stranger, (ctx) => signing.applySeal(ctx, application)), refuses('sealForbidden'));
  await assert.rejects(as(stranger, (ctx) => signing.changeSeal(ctx, { sealId: seal.id, version: seal.version, action: 'cancel', reason: '' })), refuses('sealForbidden'));
  await as(officer(ORGANISATION), (ctx) => signing.sealDigest(ctx, { ...request, sealId: seal.id }));
  assert.equal((await as(stranger, (ctx) => signing.sealUses(ctx, seal.id))).length, 0);
  assert.equal((await as(officer(ORGANISATION), (ctx) => signing.sealUses(ctx, seal.id))).length, 1);
});

test('suspended, cancelled and expired seals do not sign; earlier signatures stay good', async (t) => {
  const { signing, as } = await place(t);
  await as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const seal = await as(system, (ctx) => signing.ensureSeal(ctx, application));
  const der = await as(system, (ctx) => signing.sealDigest(ctx, { ...request, sealId: seal.id }));
  await assert.rejects(as(system, (ctx) => signing.sealDigest(ctx, { ...request, sealId: seal.id }), 6 * 365), refuses('sealExpired'));
  const later = await as(system, (ctx) => signing.ensureSeal(ctx, application), 6 * 365);
  assert.notEqual(later.id, seal.id, 'an ended seal is followed by a new one');
  const change = (action: 'activate' | 'suspend' | 'cancel', version: number): Promise<{ version: number }> =>
    as(system, (ctx) => signing.changeSeal(ctx, { sealId: seal.id, version, action, reason: '测试' }));
  const suspended = await change('suspend', seal.version);
  await assert.rejects(as(system, (ctx) => signing.sealDigest(ctx, { ...request, sealId: seal.id })), refuses('sealState'));
  await assert.rejects(change('activate', seal.version), refuses('sealStale'));
  const again = await change('activate', suspended.version);
  await change('cancel', again.version);
  await assert.rejects(change('activate', again.version + 1), refuses('sealState'));
  assert.ok((await as(system, (ctx) => signing.verifySealSignature(ctx, der, { hashOf: () => request.digest }))).valid);
});

test('a revoked certificate ends its seal; what was signed before stays good, afterwards it is named', async (t) => {
  const { signing, as } = await place(t);
  await as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const seal = await as(system, (ctx) => signing.ensureSeal(ctx, application));
  const before = await as(system, (ctx) => signing.sealDigest(ctx, { ...request, sealId: seal.id }));
  const after = await as(system, (ctx) => signing.sealDigest(ctx, { ...request, sealId: seal.id }), 3);
  await as(system, (ctx) => signing.revokeCertificate(ctx, { certificateId: seal.certificateId!, reason: '密钥泄露' }), 2);
  await assert.rejects(as(system, (ctx) => signing.sealDigest(ctx, { ...request, sealId: seal.id })), refuses('certificateUnusable'));
  const verify = (der: Uint8Array): ReturnType<Signing['verifySealSignature']> => as(system, (ctx) => signing.verifySealSignature(ctx, der, { hashOf: () => request.digest }));
  assert.ok((await verify(before)).valid);
  const late = await verify(after);
  assert.ok(late.cryptographicallyGood && !late.timeValid && !late.valid);
  assert.equal(late.steps.find((step) => step.name === 'time')?.outcome, 'failed');
});

test('signed bytes and signed data verify with the trust of the place, not without it', async (t) => {
  const { signing, as } = await place(t);
  await as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const certificate = await as(system, (ctx) =>
    signing.issueCertificate(ctx, { organisation: ORGANISATION, organisationName: '吉林省示例厅', commonName: '数据交换系统', profile: 'signing', years: 2 }));
  const message = Buffer.from('exchange');
  const signed = await as(system, (ctx) => signing.signBytes(ctx, { certificateId: certificate.id, message }));
  assert.ok((await as(system, (ctx) => signing.verifyBytes(ctx, { ...signed, message }))).valid);
  assert.ok(!(await as(system, (ctx) => signing.verifyBytes(ctx, { ...signed, message: Buffer.from('other') }))).cryptographicallyGood);
  const late = await as(system, (ctx) => signing.verifyBytes(ctx, { ...signed, message }), 3 * 365);
  assert.ok(late.cryptographicallyGood && !late.timeValid);
  const data = await as(system, (ctx) => signing.signDigestAsSignedData(ctx, { certificateId: certificate.id, digest: sm3(message) }));
  assert.ok((await as(system, (ctx) => signing.verifySignedData(ctx, data, sm3(message)))).valid);
  assert.ok(!(await as(system, (ctx) => signing.verifySignedData(ctx, data, sm3(original)))).cryptographicallyGood);
  await assert.rejects(as(officer('91220000MA00000000'), (ctx) => signing.signBytes(ctx, { certificateId: certificate.id, message })), refuses('sealForbidden'));
  assert.equal((await as(system, (ctx) => signing.certificatesEnding(ctx, 3 * 365))).length, 1);
  assert.equal((await as(system, (ctx) => signing.certificatesEnding(ctx, 30))).length, 0);
});

test('a forged seal signature that names our seal but another key is refused', async (t) => {
  const { signing, as } = await place(t);
  await as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const seal = await as(system, (ctx) => signing.ensureSeal(ctx, application));
  const der = Buffer.from(await as(system, (ctx) => signing.sealDigest(ctx, { ...request, sealId: seal.id })));
  const at = der.indexOf(request.digest);
  der[at]! ^= 1;
  const result = verifySealSignature(der, { hashOf: () => request.digest });
  assert.deepEqual(result.steps.filter((step) => step.outcome === 'failed').map((step) => step.name), ['signature', 'hash']);
});

test('the application can change neither logs nor key material, and no private key is readable', async (t) => {
  const { signing, as, count } = await place(t);
  await as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省'));
  for (const sql of ['delete from signing.seal_use', 'update signing.seal_use set purpose = $$x$$', 'delete from signing.key', 'update signing.key set handle = $$x$$', 'update signing.certificate set der = $$x$$', 'delete from signing.seal_action']) {
    await assert.rejects(as(system, (ctx) => ctx.tx.query(sql)), /permission denied/, sql);
  }
  const handles = await as(system, (ctx) => ctx.tx.query<{ handle: Buffer }>('select handle from signing.key'));
  assert.ok(handles.every(({ handle }) => handle.length === 3 + 16 + 32 + 32));
  assert.equal(await count('select count(*) from signing.key'), 3);
});

test('inputs that cannot be sealed are refused by name', async (t) => {
  const { signing, as } = await place(t);
  await assert.rejects(as(system, (ctx) => signing.issueCertificate(ctx, { organisation: null, organisationName: 'x', commonName: 'y', profile: 'signing', years: 1 })), refuses('authorityMissing'));
  await as(system, (ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const seal = await as(system, (ctx) => signing.ensureSeal(ctx, application));
  const sealId = seal.id;
  await assert.rejects(as(system, (ctx) => signing.sealDigest(ctx, { ...request, sealId, digest: Buffer.alloc(20) })), refuses('digestInvalid'));
  await assert.rejects(as(system, (ctx) => signing.sealDigest(ctx, { ...request, sealId, propertyInfo: '/文档' })), refuses('propertyInvalid'));
  await assert.rejects(as(system, (ctx) => signing.sealDigest(ctx, { ...request, sealId, purpose: ' ' })), refuses('nameInvalid'));
  await assert.rejects(as(system, (ctx) => signing.sealDigest(ctx, { ...request, sealId: newId() })), refuses('sealUnknown'));
  await assert.rejects(as(system, (ctx) => signing.applySeal(ctx, { ...application, division: '22' })), refuses('divisionInvalid'));
  await assert.rejects(as(system, (ctx) => signing.applySeal(ctx, { ...application, organisationName: '厅'.repeat(41) })), refuses('nameInvalid'));
  await assert.rejects(as(system, (ctx) => signing.applySeal(ctx, { ...application, organisationName: '龘𠮷' })), refuses('characterMissing'));
});
