import assert from 'node:assert/strict';
import test from 'node:test';
import { anonymous, type Actor, type Context } from '#kernel/context';
import { createIds } from '#kernel/ids';
import { testHall, type TestHall } from '#test/hall';
import { getMyCase } from '../cases/get-my-case.ts';
import { getMyLicence } from './get-my-licence.ts';
import { issueResult } from './issue-result.ts';
import { listMyLicences } from './my-licences.ts';
import { provideMaterial } from '../materials/provide-material.ts';
import { startDraft } from '../applications/start-draft.ts';
import { verifyLicence } from './verify-licence.ts';
import { whoLooked } from './who-looked.ts';

const company = '91220102YW9000019E';
const newId = createIds();
const contextOf = (h: TestHall, actor: Actor, tx: Context['tx']): Context => ({ tx, actor, now: h.clock.now(), newId, locale: 'zh', requestId: 'test' });
const reading = <T>(h: TestHall, actor: Actor, use: (ctx: Context) => Promise<T>): Promise<T> => h.db.read(actor, (tx) => use(contextOf(h, actor, tx as Context['tx'])));
const refusal = (code: string) => (error: unknown): boolean => (error as { code?: string }).code === code;

/** A case of the food licence with what its process would have brought; the licence is made by the same function. */
async function issue(h: TestHall, owner: Actor): Promise<string> {
  const { hall } = h;
  const item = hall.catalogue.item('food-business-licence', { division: '220102', on: h.clock.now() });
  const caseId = await h.db.gather(owner, async (tx) => {
    const work = await hall.cases.open(contextOf(h, owner, tx), {
      kind: 'service-item', kindCode: 'SX', definition: { kind: 'service-item', id: item.id, version: item.version }, title: '食品经营许可', division: '220102',
      organisation: hall.catalogue.implementer(item.value, '220102').id, party: { id: owner.partyId!, kind: 'company', name: '长春市南关区云杉餐饮管理有限公司' }, channel: 'portal',
      answers: { companyName: '长春市南关区云杉餐饮管理有限公司', legalRepresentative: '王雨桐', premises: { region: '220102', detail: '永吉街道 91 号' }, areaSquareMetres: 400, restaurantKind: 'medium', foodItems: ['hot'], onlineDelivery: true, safetyOfficer: '王雨桐' },
      process: { id: item.value.process }, promisedDays: 5, statutoryDays: 10,
    });
    await work.save();
    return work.row.id;
  });
  await h.asSystem(async (ctx) => {
    const work = await hall.cases.load(ctx, caseId);
    await issueResult(hall, work);
    await work.save();
  });
  return caseId;
}

test('licences of a party', async (t) => {
  const h = await testHall(t);
  const { hall } = h;
  const owner = await h.actor('p001', company);
  const caseId = await issue(h, owner);
  const stranger = await h.actor('p008');
  const [mine] = (await reading(h, owner, (ctx) => listMyLicences(hall, ctx))).licences;
  assert.ok(mine);
  const licence = await reading(h, owner, (ctx) => getMyLicence(hall, ctx, { recordId: mine.recordId }));
  const verify = (code: string) => reading(h, anonymous, (ctx) => verifyLicence(hall, ctx, { code }));

  await t.test('the wallet shows the issued licence, with face, pages and code; nobody else has it', async () => {
    assert.deepEqual([mine.name, mine.valid, mine.state], ['食品经营许可证', true, '有效']);
    assert.ok(licence.fields.some((f) => f.value === '永吉街道 91 号'));
    assert.ok(licence.previewSvg[0]?.startsWith('<svg'));
    assert.match(licence.code.svg, /^<svg/);
    assert.equal(licence.code.url, `${hall.publicUrl}/verify/${licence.code.text}`);
    assert.equal((await reading(h, stranger, (ctx) => listMyLicences(hall, ctx))).licences.length, 0);
    await assert.rejects(reading(h, stranger, (ctx) => getMyLicence(hall, ctx, { recordId: mine.recordId })), refusal('services.licenceUnknown'));
  });
  await t.test('the case page names the licence once and links its documents', async () => {
    const view = await reading(h, owner, (ctx) => getMyCase(hall, ctx, { caseId }));
    assert.deepEqual(view.licences.map((l) => [l.recordId, l.number]), [[mine.recordId, mine.number]]);
    assert.ok(view.documents.some((d) => d.format === 'ofd' && d.previewUrl !== null));
    assert.match(view.timeline.at(-1)!.title, /已制发证照/);
  });
  await t.test('the public verifies it step by step', async () => {
    const checked = await verify(licence.code.text);
    assert.deepEqual(checked.steps.map((s) => [s.name, s.ok, s.why]), [['证照登记', true, null], ['证照状态', true, null], ['有效期', true, null], ['文件摘要（SM3）', true, null], ['电子印章（SM2）', true, null]]);
    assert.deepEqual([checked.found, checked.valid, checked.number], [true, true, mine.number]);
  });
  await t.test('a wrong code tells nothing, not even that the record is there', async () => {
    const right = licence.code.text;
    const wrong = `${right.slice(0, -1)}${right.endsWith('A') ? 'B' : 'A'}`;
    for (const code of [wrong, '', 'x', `${'0'.repeat(32)}.AAAAAAAA`]) {
      const checked = await verify(code);
      assert.deepEqual([checked.found, checked.valid, checked.name, checked.holder], [false, false, null, null]);
    }
  });
  await t.test('a verification is a look that the holder sees; her own looks are not listed', async () => {
    const { accesses } = await reading(h, owner, (ctx) => whoLooked(hall, ctx, { limit: 50 }));
    assert.ok(accesses.some((a) => a.who === '公众查验' && a.what === '电子证照库' && a.fields.includes('证照名称')));
    assert.deepEqual(accesses.filter((a) => a.purpose === '本人查看电子证照'), []);
  });
  await t.test('a licence of the wallet stands for a paper only while it is the holder\'s own, of that type and in force', async () => {
    const type = hall.content.get<{ typeCode: string }>('certificate-type', 'business-licence').value.typeCode;
    const put = (holderCode: string, validTo: string, identifier: string) =>
      h.asSystem((ctx) => hall.records.put(ctx, 'certificate', {
        identifier, typeCode: type, name: '营业执照', number: identifier, holder: 'x', holderCode, holderCodeType: '001', issuer: '南关区市场监督管理局', issuerCode: '11220102YW00020340', division: '220102',
        issuedOn: '2023-01-17', validTo, state: 'valid', version: 1,
      }, { source: 'test' }));
    const own = await put(company, '2099-12-31', 'A1');
    const ended = await put(company, '2020-01-01', 'A2');
    const theirs = await put('91220102YW90000354', '2099-12-31', 'A3');
    const draft = await h.as(owner, (ctx) => startDraft(hall, ctx, { kind: 'service-item', id: 'food-business-licence', division: '220102', guide: {} }));
    assert.deepEqual(draft.materials.find((m) => m.id === 'business-licence')?.candidates.map((c) => c.recordId), [own.id]);
    const give = (recordId: string, materialId = 'business-licence') => h.as(owner, (ctx) => provideMaterial(hall, ctx, { draftId: draft.id, version: draft.version, itemId: 'food-business-licence', materialId, way: 'wallet', recordId }));
    for (const id of [ended.id, theirs.id, mine.recordId]) await assert.rejects(give(id), refusal('services.licenceNotYours'));
    const given = await give(own.id);
    assert.equal(given.materials.find((m) => m.id === 'business-licence')?.state, 'wallet');
  });
  await t.test('a cancelled licence, a file that is another, a period that has run out: each fails at its own step', async () => {
    const failing = async (): Promise<string[]> => (await verify(licence.code.text)).steps.filter((s) => !s.ok).map((s) => s.name);
    const change = async (changes: Record<string, unknown>): Promise<void> => {
      await h.asSystem(async (ctx) => {
        const record = await hall.records.get(ctx, 'certificate', mine.recordId, { purpose: { duty: 'test', text: 'test' } });
        await hall.records.change(ctx, 'certificate', mine.recordId, changes, { source: 'test', basedOnVersion: record.version });
      });
    };
    await change({ state: 'revoked' });
    assert.deepEqual(await failing(), ['证照状态']);
    assert.match((await verify(licence.code.text)).steps.find((s) => !s.ok)!.why!, /吊销/);
    await change({ state: 'valid', validTo: '2026-11-22' });
    assert.deepEqual(await failing(), ['有效期']);
    await change({ validTo: '2031-11-23', fileDigest: '0'.repeat(64) });
    assert.deepEqual(await failing(), ['文件摘要（SM3）']);
  });
});
