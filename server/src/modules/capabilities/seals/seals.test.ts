import assert from 'node:assert/strict';
import test from 'node:test';
import { Refusal } from '#kernel/errors';
import { testHall } from '#test/hall';
import { issueCertificate, listCertificates, revokeCertificate } from './certificates.ts';
import { verifyDocument } from './documents.ts';
import { applySeal, changeSeal, getSeal, listSeals, makeSeal } from './seals.ts';

const code = (expected: string) => (error: unknown): boolean => error instanceof Refusal && error.code === expected;

test('seals and certificates of a body', async (t) => {
  const house = await testHall(t);
  const seals = { signing: house.signing, documents: house.hall.documents, files: house.files, ledger: house.ledger, organisation: house.hall.catalogue.organisation };
  const keeper = await house.actor('o018');
  const own = keeper.organisations[0]!;

  await t.test('from application to cancellation, each step on the version before', async () => {
    const applied = await house.as(keeper, (ctx) => applySeal(seals, ctx, { organisation: own, kind: '审批专用章', reason: '新设' }));
    assert.equal((await house.as(keeper, (ctx) => getSeal(seals, ctx, { sealId: applied.id }))).picture, null);
    const made = await house.as(keeper, (ctx) => makeSeal(seals, ctx, { sealId: applied.id, version: applied.version }));
    await assert.rejects(house.as(keeper, (ctx) => changeSeal(seals, ctx, { sealId: applied.id, version: applied.version, action: 'activate', reason: '启用' })), code('signing.sealStale'));
    const active = await house.as(keeper, (ctx) => changeSeal(seals, ctx, { sealId: applied.id, version: made.version, action: 'activate', reason: '启用' }));
    const page = await house.as(keeper, (ctx) => getSeal(seals, ctx, { sealId: applied.id }));
    assert.deepEqual(page.actions.map((a) => a.state), ['applied', 'made', 'active']);
    assert.match(page.picture ?? '', /^data:image\/png;base64,iVBOR/);
    const gone = await house.as(keeper, (ctx) => changeSeal(seals, ctx, { sealId: applied.id, version: active.version, action: 'cancel', reason: '撤并' }));
    assert.equal(gone.state, 'cancelled');
    assert.deepEqual((await house.as(keeper, (ctx) => listSeals(seals, ctx, { state: 'cancelled', limit: 20 }))).seals.map((s) => s.id), [applied.id]);
  });

  await t.test('another body’s seal is not hers to apply for', () =>
    assert.rejects(house.as(keeper, (ctx) => applySeal(seals, ctx, { organisation: '11220102YW0001998E', kind: '公章', reason: '代办' })), code('signing.sealForbidden')));

  await t.test('a certificate is issued and revoked for her own body only', async () => {
    const issue = (organisation: string) => house.as(keeper, (ctx) => issueCertificate(seals, ctx, { organisation, commonName: '业务系统', profile: 'signing', years: 1 }));
    await assert.rejects(issue('11220102YW0001998E'), code('http.forbidden'));
    const certificate = await issue(own);
    assert.equal((await house.as(keeper, (ctx) => revokeCertificate(seals, ctx, { certificateId: certificate.id, reason: '停用' }))).state, 'revoked');
    assert.ok((await house.as(keeper, (ctx) => listCertificates(seals, ctx, {}))).certificates.some((one) => one.id === certificate.id));
  });

  await t.test('what is no OFD is unreadable, not an error', async () => {
    assert.equal((await house.as(keeper, (ctx) => verifyDocument(seals, ctx, { document: Buffer.from('no document').toString('base64') }))).verdict, 'unreadable');
  });
});
