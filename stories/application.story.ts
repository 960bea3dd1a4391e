import assert from 'node:assert/strict';
import * as services from '../server/src/modules/services/contract.ts';
import type { CaseView, DraftView } from '../server/src/modules/services/contract.ts';
import { story, type Persona } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { cast, childOf, companyCode, decide, division, formAnswers, guideAnswers, ownerOf, plan } from './restaurant.ts';

/** 李思远, whom the owner would like as food safety officer: he has no health certificate. */
const withoutCertificate = '220105199308029133';
/** 薛辉磊, who has one from 吉林市. */
const certified = { login: 'p162', number: '220103199211109599', name: '薛辉磊' };

const materialOf = (page: Pick<DraftView, 'materials'>, itemId: string, id: string): DraftView['materials'][number] | undefined => page.materials.find((m) => m.itemId === itemId && m.id === id);

story(['one-form', 'material-free', 'commitment-approval'], 'one form for four departments: what registers know is not asked, what is promised stands in the licence', async (province) => {
  const owner = await ownerOf(province);
  let draft = await owner.call(services.startDraft, { kind: 'life-event', id: 'open-restaurant', division, guide: guideAnswers });
  const save = async (answers: Record<string, unknown>): Promise<DraftView> => (draft = await owner.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...draft.answers, ...answers } }));
  const give = async (itemId: string, materialId: string, way: 'upload' | 'promise' | 'later' | 'fetch', fileIds?: string[]): Promise<DraftView> =>
    (draft = await owner.call(services.provideMaterial, { draftId: draft.id, version: draft.version, itemId, materialId, way, ...(fileIds === undefined ? {} : { fileIds }) }));

  // what government knows of her company stands there with its source, and cannot be written over
  assert.equal(draft.answers['companyName'], '长春市南关区云杉餐饮管理有限公司');
  assert.match(draft.sources['companyName']!.register, /法人/);
  assert.equal(draft.sources['companyName']!.locked, true);
  const licence = materialOf(draft, 'food-business-licence', 'business-licence');
  assert.equal(licence?.state, 'fetched', 'the business licence is not asked for');
  assert.match(licence.source!, /法人.* · 2026-11-23 获取/);
  const forged = await save({ companyName: '天下第一楼', creditCode: '91220102YW90000279' });
  assert.deepEqual([forged.answers['companyName'], forged.answers['creditCode']], ['长春市南关区云杉餐饮管理有限公司', companyCode]);
  assert.deepEqual(forged.problems.map((p) => [p.path, p.code]).toSorted(), [['companyName', 'locked'], ['creditCode', 'locked']]);

  // the safety officer's health certificate: not found for one, found for the other
  await save({ ...formAnswers, ...draft.answers, safetyOfficerNumber: withoutCertificate, safetyOfficer: null });
  assert.equal(draft.answers['safetyOfficer'] ?? null, null, 'whose number somebody types is not told to her: it would be a register of names for all');
  assert.equal(materialOf(draft, 'food-business-licence', 'officer-health')?.state, 'missing');
  await refused('services.notFetched', give('food-business-licence', 'officer-health', 'fetch'));
  await save({ safetyOfficerNumber: certified.number, safetyOfficer: certified.name });
  const health = materialOf(draft, 'food-business-licence', 'officer-health');
  assert.equal(health?.state, 'fetched');
  assert.match(health.source!, /健康证明登记 · 2026-11-23 获取/);

  // promise or inspection: the applicant chooses (消防法第十五条), and the form follows
  await save({ siteInspection: true, fireCommitment: null });
  assert.equal(materialOf(draft, 'fire-safety-check', 'fire-promise'), undefined, 'who asks for an inspection promises nothing');
  await save({ siteInspection: false, fireCommitment: false });
  const unpromised = await owner.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: draft.answers, page: 3 });
  draft = unpromised;
  assert.deepEqual(unpromised.problems.map((p) => p.path), ['fireCommitment'], 'a promise not given is no promise');
  await save({ fireCommitment: true });
  assert.match(materialOf(draft, 'fire-safety-check', 'fire-promise')!.promise!, /消防法第十五条/);

  // faulty and hostile
  await refused('services.wayNotAllowed', give('food-business-licence', 'layout-plan', 'promise'));
  await refused('services.materialUnknown', give('food-business-licence', 'golden-ticket', 'upload', []));
  await refused('services.fileUnknown', give('food-business-licence', 'layout-plan', 'upload', []));
  await assert.rejects(owner.upload('图纸.pdf', new TextEncoder().encode('MZ\u0090 this is a program'), 'application/pdf'));
  await refused('services.materialMissing', owner.call(services.submitDraft, { draftId: draft.id, version: draft.version }));
  await refused('forms.draftStale', owner.call(services.saveDraft, { draftId: draft.id, version: draft.version - 1, answers: {} }));
  const stranger = await province.signIn('p008');
  await refused('forms.draftUnknown', stranger.call(services.getDraft, { draftId: draft.id }));
  await refused('forms.draftUnknown', stranger.call(services.submitDraft, { draftId: draft.id, version: draft.version }));
  await save({ kitchenSquareMetres: 5000 });
  for (const m of draft.materials.filter((one) => one.required && one.state === 'missing')) {
    const way = (['promise', 'upload'] as const).find((w) => m.ways.includes(w))!;
    await give(m.itemId, m.id, way, way === 'upload' ? [await owner.upload(`${m.name}.pdf`, plan, 'application/pdf')] : undefined);
  }
  await refused('forms.answers', owner.call(services.submitDraft, { draftId: draft.id, version: draft.version }));
  await save({ kitchenSquareMetres: formAnswers['kitchenSquareMetres'] });
  const { caseId } = await owner.call(services.submitDraft, { draftId: draft.id, version: draft.version });
  await province.settle();

  // one answer reaches every department that asks for it, and none that does not (最小必要)
  const whole = await owner.call(services.getMyCase, { caseId });
  const page = async (item: RegExp): Promise<CaseView> => owner.call(services.getMyCase, { caseId: childOf(whole, item) });
  const [food, fire, sign, drainage] = [await page(/食品/), await page(/消防/), await page(/招牌/), await page(/排水/)] as const;
  for (const child of [food, fire, sign, drainage]) {
    assert.deepEqual(child.answers['premises'], formAnswers['premises'], child.name);
    assert.equal(child.answers['creditCode'], companyCode);
  }
  assert.equal(food.answers['safetyOfficerNumber'], certified.number);
  for (const other of [fire, sign, drainage]) assert.equal('safetyOfficerNumber' in other.answers, false, `${other.name} has no business with the safety officer`);
  assert.deepEqual([food, fire, sign, drainage].map((c) => 'signText' in c.answers), [false, false, true, false]);

  // he whose certificate was read sees the reading; nobody else's list shows it
  const officer = await province.signIn(certified.login);
  const looks = await officer.call(services.whoLooked, {});
  const read = looks.accesses.find((a) => a.what === '从业人员健康证明登记');
  assert.equal(read?.who, '王*桐', 'a citizen who looked is named as far as he may know');
  assert.match(read.purpose, /开办餐饮店一件事/);
  assert.equal((await stranger.call(services.whoLooked, {})).accesses.length, 0);

  // the promise as it was made is before the officials, and in the licence: granted on a promise
  const as = (login: string): Promise<Persona> => province.signIn(login);
  await decide(await as(cast.clerk), caseId, 'accept', 'accept');
  await province.settle();
  const examiner = await as(cast.fire.examiner);
  const desk = await examiner.call(services.getDeskCase, { caseId: fire.id });
  const promised = desk.materials.find((m) => m.id === 'fire-promise');
  assert.deepEqual([promised?.state, promised?.promise], ['promised', materialOf(draft, 'fire-safety-check', 'fire-promise')!.promise]);
  assert.equal(desk.tasks.some((t) => t.checklist !== null), false, 'a promise stands for the inspection');
  assert.equal(desk.proposal?.decision, '建议准予');
  await refusedWith(404, (await as('o034')).call(services.getDeskCase, { caseId: fire.id }));
  await decide(examiner, fire.id, 'examine', 'pass');
  await decide(await as(cast.fire.approver), fire.id, 'decide', 'grant');
  await province.settle();
  const decided = await owner.call(services.getMyCase, { caseId: fire.id });
  assert.equal(decided.state, 'granted');
  const face = await owner.call(services.getMyLicence, { recordId: decided.licences[0]!.recordId });
  assert.equal(face.fields.some((f) => f.value === '告知承诺'), true, 'everybody who reads it knows that it rests on a promise');
});
