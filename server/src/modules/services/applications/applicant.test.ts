import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { verifyReceipt } from '#engines/ledger';
import { anonymous, type Actor, type Context } from '#kernel/context';
import { testHall, type TestHall } from '#test/hall';
import { applicantRoutes } from '../applicant-routes.ts';
import { company, contextOf, place, reading, refusal } from './applicant.sample.ts';
import { caseReceipt } from '../cases/case-receipt.ts';
import type { DraftView } from './contract-application.ts';
import { discardDraft } from './discard-draft.ts';
import { getDraft } from './get-draft.ts';
import { getMyCase } from '../cases/get-my-case.ts';
import type { Hall } from '../hall.ts';
import { listDrafts } from './list-drafts.ts';
import { listMyCases } from '../cases/list-my-cases.ts';
import { provideMaterial } from '../materials/provide-material.ts';
import { saveDraft } from './save-draft.ts';
import { startDraft } from './start-draft.ts';
import { submitDraft } from './submit-draft.ts';
import { trackCase } from '../cases/track-case.ts';
import { whoLooked } from '../licences/who-looked.ts';

const upload = (hall: Hall, ctx: Context): Promise<string> => hall.files.storeBytes(ctx, Buffer.from(`%PDF-1.7 ${ctx.newId()}`), { name: '布局图.pdf', purpose: '申请材料' });

const restaurant = {
  contactName: '王雨桐', contactPhone: '13800000001', premises: { region: '220102', detail: '永吉街道 91 号' }, areaSquareMetres: 400, premisesRight: 'rented',
  restaurantKind: 'medium', kitchenSquareMetres: 60, foodItems: ['hot'], onlineDelivery: true, staffCount: 12, safetyOfficerNumber: '220103199004189143', safetyOfficer: '王雨桐',
  floor: 1, exits: 2, gas: false, siteInspection: true, signText: '云杉小馆', signWidth: 4, signHeight: 1, signPosition: 'lintel', signMaterial: '亚克力', signLit: true,
  dischargeDaily: 3, outletCount: 1, greaseTrap: true,
};
const all = { large: 'yes', signboard: 'yes', drainage: 'yes' };

test('what an applicant does at the hall', async (t) => {
  const h = await testHall(t);
  const owner = await h.actor('p001', company);
  await drafts(t, h, owner);
  await submission(t, h, owner);
});

async function drafts(t: TestContext, h: TestHall, owner: Actor): Promise<void> {
  const { hall } = h;
  const start = (actor: Actor, guide: Record<string, unknown> = all, id = 'open-restaurant', kind: 'life-event' | 'service-item' = 'life-event') => h.as(actor, (ctx) => startDraft(hall, ctx, { kind, id, division: place, guide }));

  await t.test('a draft begins with what the register of legal entities holds, with its source, and fetches the business licence', async () => {
    const draft = await start(owner);
    assert.equal(draft.answers['companyName'], '长春市南关区云杉餐饮管理有限公司');
    assert.equal(draft.answers['legalRepresentative'], '王雨桐');
    assert.deepEqual([draft.sources['legalRepresentative']?.register, draft.sources['legalRepresentative']?.locked], ['法人基础信息库', true]);
    const licence = draft.materials.find((m) => m.id === 'business-licence');
    assert.equal(licence?.state, 'fetched');
    assert.match(licence?.source ?? '', /法人基础信息库 · 2026-11-23 获取/);
    assert.deepEqual([draft.page, draft.problems, draft.expiresAt.slice(0, 10)], [0, [], '2027-02-21']);
    await h.as(owner, (ctx) => discardDraft(hall, ctx, { draftId: draft.id }));
    await assert.rejects(h.as(owner, (ctx) => getDraft(hall, ctx, { draftId: draft.id })), refusal('forms.draftUnknown'));
  });
  await t.test('a company item is not for a person; an unanswered guide is not begun; a stranger cannot open a draft', async () => {
    const person = await h.actor('p001');
    await assert.rejects(start(person), refusal('services.notServed'));
    await assert.rejects(start(owner, { large: 'yes' }), refusal('services.guideIncomplete'));
    const draft = await start(owner);
    const stranger = await h.actor('p008');
    await assert.rejects(h.as(stranger, (ctx) => getDraft(hall, ctx, { draftId: draft.id })), refusal('forms.draftUnknown'));
    await assert.rejects(h.as(stranger, (ctx) => saveDraft(hall, ctx, { draftId: draft.id, version: draft.version, answers: {} })), refusal('forms.draftUnknown'));
    const { answer } = await reading(h, owner, (ctx) => listDrafts(hall, ctx));
    assert.deepEqual(answer.drafts.map((d) => [d.id, d.name]), [[draft.id, '开办餐饮店一件事']]);
    await h.as(owner, (ctx) => discardDraft(hall, ctx, { draftId: draft.id }));
  });
  await t.test('a mother begins: she is known by her session, the father by the marriage register', async () => {
    const mother = await h.actor('p003');
    const draft = await start(mother, { certificate: 'no', insurance: 'yes', maternity: 'no' }, 'newborn');
    assert.deepEqual(['motherName', 'fatherNumber', 'fatherName'].map((f) => draft.answers[f]), ['陈佳宁', '220105199308029133', '李思远']);
    assert.deepEqual([draft.sources['motherNumber']?.locked, draft.sources['fatherNumber']?.register], [true, '婚姻登记信息']);
    assert.deepEqual(draft.items.map((i) => i.id), ['birth-certificate', 'vaccination-card', 'birth-registration', 'resident-medical-insurance', 'social-security-card']);
    // one household book for registration and insurance, one marriage certificate for two
    assert.equal(draft.materials.filter((m) => m.id === 'marriage-certificate').length, 1);
    await h.as(mother, (ctx) => discardDraft(hall, ctx, { draftId: draft.id }));
  });
  await t.test('a locked fact is named and put back; whatever else was typed is saved; an old version is refused', async () => {
    const draft = await start(owner);
    const saved = await h.as(owner, (ctx) => saveDraft(hall, ctx, { draftId: draft.id, version: draft.version, page: 0, answers: { ...draft.answers, creditCode: '91220102YW90000354', legalRepresentative: '别人', contactName: '张三', contactPhone: '12' } }));
    assert.equal(saved.answers['creditCode'], company);
    assert.equal(saved.answers['legalRepresentative'], '王雨桐');
    assert.equal(saved.answers['contactName'], '张三');
    assert.match(saved.problems.find((p) => p.path === 'legalRepresentative')!.message, /法人基础信息库/);
    assert.deepEqual(saved.problems.map((p) => [p.path, p.code]).toSorted(), [['contactPhone', 'phone'], ['creditCode', 'locked'], ['legalRepresentative', 'locked']]);
    await assert.rejects(h.as(owner, (ctx) => saveDraft(hall, ctx, { draftId: draft.id, version: draft.version, answers: {} })), refusal('forms.draftStale'));
    const { answer: again } = await reading(h, owner, (ctx) => getDraft(hall, ctx, { draftId: draft.id }));
    assert.deepEqual([again.answers['contactName'], again.version], ['张三', saved.version]);
    await h.as(owner, (ctx) => discardDraft(hall, ctx, { draftId: draft.id }));
  });
  await t.test('a material is provided only in a way that it allows', async () => {
    const draft = await start(owner);
    const give = (way: 'upload' | 'promise' | 'later' | 'wallet' | 'remove', materialId: string, more: { fileIds?: string[]; recordId?: string } = {}, version = draft.version) =>
      h.as(owner, (ctx) => provideMaterial(hall, ctx, { draftId: draft.id, version, itemId: 'food-business-licence', materialId, way, ...more }));
    await assert.rejects(give('promise', 'layout-plan'), refusal('services.wayNotAllowed'));
    await assert.rejects(give('upload', 'layout-plan', { fileIds: [] }), refusal('services.fileUnknown'));
    await assert.rejects(give('upload', 'nothing'), refusal('services.materialUnknown'));
    await assert.rejects(give('wallet', 'business-licence', { recordId: crypto.randomUUID() }), refusal('services.licenceNotYours'));
    const stranger = await h.actor('p008');
    const theirs = await h.as(stranger, (ctx) => upload(hall, ctx));
    await assert.rejects(give('upload', 'layout-plan', { fileIds: [theirs] }), refusal('files.notFound'));
    const mine = await h.as(owner, (ctx) => upload(hall, ctx));
    const given = await give('upload', 'layout-plan', { fileIds: [mine] });
    const plan = given.materials.find((m) => m.id === 'layout-plan');
    assert.deepEqual([plan?.state, plan?.files[0]?.url], ['uploaded', `/api/files/${mine}`]);
    const taken = await give('remove', 'layout-plan', {}, given.version);
    assert.equal(taken.materials.find((m) => m.id === 'layout-plan')?.state, 'missing');
    await h.as(owner, (ctx) => discardDraft(hall, ctx, { draftId: draft.id }));
  });
  await t.test('a window clerk fills in for the person in front of her, and only she and that party see it', async () => {
    const clerk = await h.actor('o001');
    const draft = await h.as(clerk, (ctx) => startDraft(hall, ctx, { kind: 'life-event', id: 'open-restaurant', division: place, guide: all, applicant: company }));
    assert.equal(draft.party.name, '长春市南关区云杉餐饮管理有限公司');
    assert.equal(draft.answers['legalRepresentative'], '王雨桐');
    const saved = await h.as(clerk, (ctx) => saveDraft(hall, ctx, { draftId: draft.id, version: draft.version, answers: { ...draft.answers, contactName: '李四' } }));
    assert.equal(saved.answers['contactName'], '李四');
    const { answer: list } = await reading(h, clerk, (ctx) => listDrafts(hall, ctx));
    assert.deepEqual(list.drafts.map((d) => d.id), [draft.id]);
    const examiner = await h.actor('o005');
    await assert.rejects(h.as(examiner, (ctx) => getDraft(hall, ctx, { draftId: draft.id })), refusal('forms.draftUnknown'));
    await assert.rejects(h.as(examiner, (ctx) => startDraft(hall, ctx, { kind: 'life-event', id: 'open-restaurant', division: place, guide: all, applicant: company })), refusal('services.applicantUnknown'));
    const { answer: looks } = await reading(h, owner, (ctx) => whoLooked(hall, ctx, { limit: 20 }));
    assert.ok(looks.accesses.some((a) => a.organisation !== '' && a.what === '法人基础信息库' && a.fields.includes('名称')));
    await h.as(clerk, (ctx) => discardDraft(hall, ctx, { draftId: draft.id }));
  });
}

/** Whatever is missing: promised where that is allowed, else promised for later, else uploaded. */
async function provideAll(h: TestHall, owner: Actor, begun: DraftView): Promise<DraftView> {
  let draft = begun;
  for (const m of begun.materials.filter((one) => one.state === 'missing' && one.required)) {
    const way = m.ways.includes('promise') ? 'promise' : m.ways.includes('later') ? 'later' : 'upload';
    const fileIds = way === 'upload' ? [await h.as(owner, (ctx) => upload(h.hall, ctx))] : undefined;
    draft = await h.as(owner, (ctx) => provideMaterial(h.hall, ctx, { draftId: draft.id, version: draft.version, itemId: m.itemId, materialId: m.id, way, fileIds }));
  }
  return draft;
}

async function submission(t: TestContext, h: TestHall, owner: Actor): Promise<void> {
  const { hall } = h;
  let draft = await h.as(owner, (ctx) => startDraft(hall, ctx, { kind: 'life-event', id: 'open-restaurant', division: place, guide: all }));
  draft = await h.as(owner, (ctx) => saveDraft(hall, ctx, { draftId: draft.id, version: draft.version, answers: { ...draft.answers, ...restaurant } }));
  draft = await provideAll(h, owner, draft);
  const submitted = await h.db.gather(owner, (tx) => submitDraft(hall, contextOf(h, owner, tx), { draftId: draft.id, version: draft.version }));

  await t.test('before the ledger has written it, the receipt is not there yet; then it verifies offline', async () => {
    await assert.rejects(reading(h, owner, (ctx) => caseReceipt(hall, ctx, { caseId: submitted.caseId })), refusal('services.receiptNotYet'));
    await h.settle();
    const { answer } = await reading(h, owner, (ctx) => caseReceipt(hall, ctx, { caseId: submitted.caseId }));
    const { sm3Tree } = await import('#engines/ledger');
    const { steps } = await verifyReceipt(JSON.parse(JSON.stringify(answer)), { hash: sm3Tree, verifySignature: () => true });
    assert.deepEqual(steps.map((s) => s.ok), [true, true, true, true]);
    const stranger = await h.actor('p008');
    await assert.rejects(reading(h, stranger, (ctx) => caseReceipt(hall, ctx, { caseId: submitted.caseId })), refusal('cases.unknown'));
  });
  await t.test('my cases: one line a matter, in at most four queries', async () => {
    const { answer, queries } = await reading(h, owner, (ctx) => listMyCases(hall, ctx, { limit: 20 }));
    assert.deepEqual(answer.cases.map((c) => [c.id, c.name, c.state]), [[submitted.caseId, '开办餐饮店一件事', 'submitted']]);
    assert.ok(queries <= 4, `${queries} queries`);
    const { answer: none } = await reading(h, owner, (ctx) => listMyCases(hall, ctx, { limit: 20, state: 'concluded' }));
    assert.equal(none.cases.length, 0);
  });
  await t.test('the case page: clock, answers, materials, children, what may be done, in at most ten queries', async () => {
    const { answer, queries } = await reading(h, owner, (ctx) => getMyCase(hall, ctx, { caseId: submitted.caseId }));
    assert.ok(queries <= 10, `${queries} queries`);
    assert.deepEqual(answer.children.map((c) => c.id).toSorted(), submitted.children.map((c) => c.caseId).toSorted());
    assert.equal(answer.answers['signText'], '云杉小馆');
    assert.equal(answer.form.id, 'open-restaurant');
    assert.equal(answer.clock.daysLeft, null);
    assert.deepEqual(answer.actions.slice(0, 1), ['withdraw']);
    assert.equal(answer.timeline[0]?.title, '提交申请');
    assert.equal(answer.timeline.filter((e) => e.kind === 'submitted').length, 1);
    assert.equal(answer.materials.find((m) => m.id === 'business-licence')?.state, 'fetched');
    const stranger = await h.actor('p008');
    await assert.rejects(reading(h, stranger, (ctx) => getMyCase(hall, ctx, { caseId: submitted.caseId })), refusal('cases.unknown'));
  });
  await t.test('what the guide dropped is neither asked for nor opened as a case', async () => {
    const guide = { large: 'no', signboard: 'no', drainage: 'no' };
    const { floor: _f, exits: _e, gas: _g, siteInspection: _s, ...rest } = restaurant;
    let small = await h.as(owner, (ctx) => startDraft(hall, ctx, { kind: 'life-event', id: 'open-restaurant', division: place, guide }));
    small = await h.as(owner, (ctx) => saveDraft(hall, ctx, { draftId: small.id, version: small.version, answers: { ...small.answers, ...rest, areaSquareMetres: 160 } }));
    small = await provideAll(h, owner, small);
    const { children } = await h.db.gather(owner, (tx) => submitDraft(hall, contextOf(h, owner, tx), { draftId: small.id, version: small.version }));
    assert.deepEqual(children.map((c) => c.name), ['食品经营许可']);
    const { answer: page } = await reading(h, owner, (ctx) => listMyCases(hall, ctx, { limit: 1 }));
    const { answer: older } = await reading(h, owner, (ctx) => listMyCases(hall, ctx, { limit: 1, cursor: page.next! }));
    assert.deepEqual(older.cases.map((c) => c.id), [submitted.caseId]);
  });
  await t.test('with number and code anybody sees how far it is, and nobody\'s name', async () => {
    const { track_code: code } = await h.asSystem((ctx) => ctx.tx.one<{ track_code: string }>('select track_code from cases.case where id = $1', [submitted.caseId]));
    const { answer } = await reading(h, anonymous, (ctx) => trackCase(hall, ctx, { number: submitted.number, code: code.toLowerCase() }));
    assert.equal(answer.name, '开办餐饮店一件事');
    assert.equal(answer.steps[0]?.title, '提交申请');
    assert.doesNotMatch(JSON.stringify(answer), /云杉|王雨桐|9122/);
    await assert.rejects(reading(h, anonymous, (ctx) => trackCase(hall, ctx, { number: submitted.number, code: 'AAAAAA' })), refusal('cases.unknown'));
  });
  await t.test('every reading route answers what its contract promises, in both languages', async () => {
    const routes = new Map(applicantRoutes(hall).map((r) => [r.contract.name.replace('services.', ''), r]));
    const eventId = 'open-restaurant';
    const asked: [string, Record<string, unknown>, Actor][] = [
      ['searchServices', { text: '开饭店' }, anonymous], ['searchServices', { text: 'restaurant', division: '22', limit: 1 }, anonymous], ['portalHome', { division: place }, anonymous],
      ['listItems', { audience: 'person' }, anonymous], ['listItems', { department: 'market-regulation' }, anonymous], ['getItem', { itemId: 'senior-allowance', division: place }, anonymous],
      ['getLifeEvent', { eventId }, anonymous], ['planLifeEvent', { eventId, answers: '{"large":"yes"}' }, anonymous], ['listDivisions', {}, anonymous],
      ['listDrafts', {}, owner], ['listMyCases', { state: 'open' }, owner], ['listMyCases', { state: 'waiting' }, owner], ['getMyCase', { caseId: submitted.caseId }, owner], ['getMyCase', { caseId: submitted.children[0]!.caseId }, owner],
      ['caseReceipt', { caseId: submitted.caseId }, owner], ['listMyLicences', {}, owner], ['whoLooked', {}, owner], ['listMyMessages', {}, owner], ['verifyLicence', { code: 'none' }, anonymous],
    ];
    for (const [name, input, actor] of asked) {
      const { contract, handle } = routes.get(name)!;
      for (const locale of ['zh', 'en'] as const) {
        const { answer } = await reading(h, actor, (ctx) => handle({ ...ctx, locale }, contract.input.parse(input)));
        const parsed = contract.output.safeParse(JSON.parse(JSON.stringify(answer)));
        assert.ok(parsed.success, `${name} ${locale}: ${parsed.error?.message.slice(0, 500)}`);
      }
    }
  });
  await t.test('the applicant is told, and reads it once', async () => {
    const { listMyMessages, readMessages } = await import('../cases/my-messages.ts');
    const { answer: before } = await reading(h, owner, (ctx) => listMyMessages(hall, ctx, { limit: 20 }));
    assert.ok(before.unread >= 1);
    assert.ok(before.messages.some((m) => m.caseId === submitted.caseId && m.body.includes(submitted.number)));
    await h.as(owner, (ctx) => readMessages(hall, ctx, { ids: before.messages.map((m) => m.id) }));
    const { answer: after } = await reading(h, owner, (ctx) => listMyMessages(hall, ctx, { limit: 20 }));
    assert.deepEqual([after.unread, after.messages.every((m) => m.read)], [0, true]);
  });
}
