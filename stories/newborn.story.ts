import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as services from '../server/src/modules/services/contract.ts';
import type { CaseView, DraftView } from '../server/src/modules/services/contract.ts';
import { story } from './harness.ts';
import { refused } from './refused.ts';
import { childOf, decide, division, ownerOf, provideMaterials } from './restaurant.ts';

const { guide, answers } = parse(readFileSync(new URL('../content/jilin/life-events/samples/newborn.yaml', import.meta.url), 'utf8')) as { guide: Record<string, string>; answers: Record<string, unknown> };

interface Field { id: string; showIf?: unknown }
const fieldsOf = (draft: DraftView, pageId: string): Field[] =>
  ((draft.form.pages as { id: string; sections: { fields: Field[] }[] }[]).find((p) => p.id === pageId)?.sections ?? []).flatMap((s) => s.fields);

story('smart-forms', '新生儿出生一件事: a form that follows the answers, six items that wait for one another, one of them refused', async (province) => {
  const mother = await province.signIn('p003');
  const start = async (given: Record<string, string>): Promise<DraftView> => mother.call(services.startDraft, { kind: 'life-event', id: 'newborn', division, guide: given });

  // the form follows the guide: who holds the certificate, does not insure and settled in hospital is asked less
  const short = await start({ certificate: 'yes', insurance: 'no', maternity: 'no' });
  assert.deepEqual(short.items.map((i) => i.id).toSorted(), ['birth-registration', 'social-security-card', 'vaccination-card']);
  await mother.call(services.discardDraft, { draftId: short.id });
  await refused('forms.draftUnknown', mother.call(services.getDraft, { draftId: short.id }));
  await refused('services.guideIncomplete', start({ certificate: 'no' }));
  await refused('services.eventUnknown', mother.call(services.startDraft, { kind: 'life-event', id: 'new-dog', division, guide }));
  const company = await ownerOf(province);
  await refused('services.notServed', company.call(services.startDraft, { kind: 'life-event', id: 'newborn', division, guide }));

  // prefilled from three registers: herself, her husband by the register of marriages, her address
  let draft = await start(guide);
  assert.deepEqual(draft.items.length, 6);
  assert.equal(draft.answers['motherNumber'], answers['motherNumber']);
  assert.equal(draft.answers['fatherNumber'], answers['fatherNumber']);
  assert.equal(draft.answers['motherName'], '陈佳宁');
  assert.match(draft.sources['fatherNumber']!.register, /婚姻/);
  assert.equal(draft.answers['householdAddress'], answers['householdAddress']);
  assert.deepEqual(['parents-identity', 'marriage-certificate', 'household-book'].map((id) => draft.materials.find((m) => m.id === id)?.state), ['fetched', 'fetched', 'fetched']);
  assert.equal(draft.materials.filter((m) => m.id === 'parents-identity').length, 1, 'four items need it, it is fetched once');

  // checks in words at the place of the fault, page by page
  const save = async (more: Record<string, unknown>, page?: number): Promise<DraftView> =>
    (draft = await mother.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...draft.answers, ...more }, ...(page === undefined ? {} : { page }) }));
  await save({ ...answers, ...draft.answers });
  const faults = async (more: Record<string, unknown>, page: number): Promise<[string, string][]> => (await save(more, page)).problems.map((p) => [p.path, p.code]);
  assert.deepEqual((await faults({ bornOn: '2026-11-24' }, 1)).map(([path]) => path), ['bornOn'], 'nobody is born tomorrow');
  assert.deepEqual((await faults({ bornOn: '2026-02-30' }, 1)).map(([path]) => path), ['bornOn']);
  assert.deepEqual((await faults({ bornOn: answers['bornOn'], gestationWeeks: 39.5, weightGrams: 99_999 }, 2)).map(([path]) => path), ['gestationWeeks', 'weightGrams']);
  assert.deepEqual((await faults({ gestationWeeks: 39, weightGrams: 3250, cardDelivery: true }, 5)).map(([path]) => path), ['postAddress'], 'by post needs an address');
  assert.deepEqual(await faults({ cardDelivery: false, accountName: '张三' }, 6), [['accountName', 'rule']]);
  await save({ accountName: answers['accountName'], bankAccount: '6222<script>' }, 6);
  assert.match(draft.problems[0]!.message, /格式/);
  await save({ bankAccount: answers['bankAccount'] }, 6);
  assert.deepEqual(draft.problems, []);
  assert.equal(fieldsOf(draft, 'card').some((f) => f.id === 'postAddress'), true);

  draft = await provideMaterials(mother, draft);
  const { caseId } = await mother.call(services.submitDraft, { draftId: draft.id, version: draft.version });
  await province.settle();

  // the clerk accepts for all; what waits for another item waits
  await decide(await province.signIn('o001'), caseId, 'accept', 'accept');
  await province.settle();
  const whole = async (): Promise<CaseView> => mother.call(services.getMyCase, { caseId });
  let mine = await whole();
  const states = (page: CaseView): Record<string, string> => Object.fromEntries(page.children.map((c) => [c.name, c.state]));
  assert.deepEqual(states(mine), {
    '出生医学证明签发（首次）': 'accepted', 预防接种证办理: 'accepted', '出生登记（申报户口）': 'submitted', 城乡居民基本医疗保险参保登记: 'submitted', '社会保障卡申领（新生儿）': 'submitted', 生育医疗费用报销: 'accepted',
  });
  const police = await province.signIn('o031');
  const registration = childOf(mine, /出生登记/);
  await assert.rejects(decide(police, registration, 'examine', 'pass'), /something to decide/, 'without a birth certificate there is no registration');

  const health = await province.signIn('o020');
  await decide(health, childOf(mine, /出生医学证明/), 'handle', 'pass');
  await decide(health, childOf(mine, /预防接种/), 'handle', 'pass');
  await province.settle();
  mine = await whole();
  assert.equal(mine.children.find((c) => c.id === registration)?.state, 'accepted', 'the certificate was issued: registration begins by itself');
  await decide(police, registration, 'examine', 'pass');
  await decide(await province.signIn('o033'), registration, 'decide', 'grant');
  await province.settle();

  mine = await whole();
  await decide(await province.signIn('o038'), childOf(mine, /医疗保险参保/), 'handle', 'pass');
  const card = childOf(mine, /社会保障卡/);
  await decide(await province.signIn('o034'), card, 'examine', 'pass');
  await decide(await province.signIn('o035'), card, 'decide', 'grant');
  const expense = childOf(mine, /生育医疗费用/);
  await decide(await province.signIn('o038'), expense, 'examine', 'fail', { opinion: '未查到生育保险缴费记录' });
  const chief = await province.signIn('o039');
  await refused('services.opinionMissing', decide(chief, expense, 'decide', 'refuse', { opinion: '  ' }));
  await decide(chief, expense, 'decide', 'refuse', { opinion: '未参加生育保险，不符合支付条件' });
  await province.settle();

  // one matter ends as one: five granted, one refused with its reason and a letter that says where to appeal
  mine = await whole();
  assert.equal(mine.state, 'granted');
  assert.deepEqual(mine.children.map((c) => c.state).toSorted(), ['granted', 'granted', 'granted', 'granted', 'granted', 'refused']);
  const refusal = await mother.call(services.getMyCase, { caseId: expense });
  assert.equal(refusal.reason, '未参加生育保险，不符合支付条件');
  assert.equal(refusal.documents.some((d) => d.format === 'ofd'), true, 'the decision is a sealed letter');
  const wallet = await mother.call(services.listMyLicences, {});
  assert.deepEqual(['出生医学证明', '预防接种证'].map((name) => wallet.licences.some((l) => l.name === name)), [true, true]);
  assert.equal(wallet.licences.every((l) => l.valid), true);
});
