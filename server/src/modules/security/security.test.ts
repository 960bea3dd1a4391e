import assert from 'node:assert/strict';
import test from 'node:test';
import { Refusal } from '#kernel/errors';
import { testHall } from '#test/hall';
import { cryptoStatus, decrypt, encrypt, sign, verify } from './crypto-service.ts';
import { evidenceState, getEvidence, verifyEvidence } from './evidence.ts';
import { listTraces } from './list-traces.ts';
import { listAccesses, privacyOverview } from './privacy.ts';

const code = (expected: string) => (error: unknown): boolean => error instanceof Refusal && error.code === expected;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('security of an example place', async (t) => {
  const house = await testHall(t);
  const security = { signing: house.signing, ledger: house.ledger, organisationName: (credit: string) => house.hall.catalogue.organisation(credit)?.name, register: () => undefined };
  const [auditor, clerk, examiner, citizen] = [await house.actor('o011'), await house.actor('o001'), await house.actor('o012'), await house.actor('p001')];

  await t.test('the algorithms do what their standards say', async () => {
    const status = await house.as(auditor, (ctx) => cryptoStatus(security, ctx));
    assert.deepEqual(status.selfTests.filter((one) => !one.ok), []);
    assert.equal(status.fieldKeyVersion, 1);
    assert.ok(status.certificates.some((one) => one.role === 'root' && one.count === 1));
  });

  await t.test('a receipt is for those concerned; anyone verifies it, and a changed one fails', async () => {
    const entryId = await house.as(citizen, async (ctx) => house.ledger.append(ctx.tx, { kind: 'test.entry', subject: citizen.partyId ?? '', data: { what: '试' } }));
    await house.settle();
    const receipt = await house.as(citizen, (ctx) => getEvidence(security, ctx, { entryId }));
    await assert.rejects(house.as(await house.actor('p002'), (ctx) => getEvidence(security, ctx, { entryId })), code('ledger.entryNotFound'));
    assert.equal((await house.as(auditor, (ctx) => getEvidence(security, ctx, { entryId }))).entry.id, entryId);
    const check = (one: unknown) => house.as(citizen, (ctx) => verifyEvidence(security, ctx, { receipt: one as Record<string, unknown> }));
    assert.deepEqual((await check(receipt)).steps.map((s) => s.ok), [true, true, true, true]);
    assert.equal((await check({ ...receipt, entry: { ...receipt.entry, data: { what: '改' } } })).ok, false);
    assert.equal((await check({})).ok, false);
    assert.ok((await house.as(citizen, (ctx) => evidenceState(security, ctx))).size > 0);
  });

  await t.test('the trace shows bodies in scope, and citizens only about a named subject', async () => {
    const trace = (actor: typeof clerk, subject: string) => house.as(actor, async (ctx) => ctx.tx.insert('kernel.trace', { id: ctx.newId(), at: ctx.now.toISOString(), actor_kind: actor.kind, account_id: actor.accountId, actor_name: actor.name, organisation: actor.organisations[0] ?? null, contract: 'test.act', request_id: 'r', subject, outcome: 'done' }));
    await trace(clerk, 'case-1');
    await trace(citizen, 'case-1');
    const list = (input: Partial<Parameters<typeof listTraces>[2]>) => house.as(auditor, (ctx) => listTraces(security, ctx, { limit: 50, contract: 'test.act', ...input }));
    assert.deepEqual((await list({})).traces.map((one) => one.actorKind), ['officer']);
    assert.equal((await list({ subject: 'case-1' })).traces.length, 2);
    const page = await list({ subject: 'case-1', limit: 1 });
    assert.equal((await list({ subject: 'case-1', limit: 1, cursor: page.next ?? '' })).next, null);
  });

  await t.test('who looked at whose data, counted and listed for the officer’s divisions only', async () => {
    await house.as(clerk, (ctx) => house.records.noteAccess(ctx, { register: 'population', recordId: null, subjects: [citizen.partyId!], fields: ['name'] }, { duty: 'test', text: '窗口核验身份' }));
    const overview = await house.as(auditor, (ctx) => privacyOverview(security, ctx, { days: 7 }));
    assert.deepEqual([overview.totals.looks, overview.totals.people, overview.totals.officials], [1, 1, 1]);
    assert.deepEqual(overview.purposes, [{ kind: 'duty', looks: 1 }]);
    assert.deepEqual((await house.as(auditor, (ctx) => listAccesses(security, ctx, { limit: 10 }))).accesses.map((a) => a.who), [clerk.name]);
    const nowhere = { ...auditor, divisions: ['2224'], organisations: [] };
    assert.equal((await house.as(nowhere, (ctx) => privacyOverview(security, ctx, { days: 7 }))).totals.looks, 0);
  });

  await t.test('the cryptography service works for those given it, each for its own body', async () => {
    const given = { ...examiner, permissions: new Set(['crypto.use']) };
    await assert.rejects(house.as(examiner, (ctx) => encrypt(security, ctx, { plaintext: base64('x'), purpose: 'a' })), code('security.cryptoForbidden'));
    const { ciphertext } = await house.as(given, (ctx) => encrypt(security, ctx, { plaintext: base64('吉林'), purpose: 'a' }));
    assert.equal((await house.as(given, (ctx) => decrypt(security, ctx, { ciphertext, purpose: 'a' }))).plaintext, base64('吉林'));
    for (const [actor, purpose, text] of [[given, 'b', ciphertext], [{ ...clerk, permissions: given.permissions }, 'a', ciphertext], [given, 'a', base64('short')]] as const) {
      await assert.rejects(house.as(actor, (ctx) => decrypt(security, ctx, { ciphertext: text, purpose })), code('security.notDecrypted'));
    }
    const certificate = await house.asSystem((ctx) => house.signing.issueCertificate(ctx, { organisation: given.organisations[0]!, organisationName: '南关区市场监督管理局', commonName: '测试', profile: 'signing', years: 1 }));
    const signed = await house.as(given, (ctx) => sign(security, ctx, { certificateId: certificate.id, message: base64('公文') }));
    const check = (message: string) => house.as(given, (ctx) => verify(security, ctx, { ...signed, message: base64(message) }));
    assert.equal((await check('公文')).valid, true);
    assert.equal((await check('公函')).valid, false);
  });
});
