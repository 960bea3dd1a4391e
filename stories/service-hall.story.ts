import assert from 'node:assert/strict';
import * as messages from '../server/src/modules/capabilities/messages/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { story } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { division, taskOf } from './restaurant.ts';

/** 周文博, who needs a statement that he owns no home. */
const graduate = 'p006';
const graduateNumber = '220105200306309591';
const answers = { scope: 'none', purpose: '申请人才公寓' };

story(['service-portal', 'smart-search', 'service-guide', 'online-guide', 'unified-entry'], '周文博 finds 无房证明 in his own words, reads the guide, applies on line; at the window a clerk does the same for his neighbour, in one list', async (province) => {
  const { visitor } = province;
  const find = async (text: string): Promise<string[]> => (await visitor.call(services.searchServices, { text, division })).results.map((r) => r.id);

  // smart search: spoken words, abbreviations, pinyin, a typing slip, two characters; nonsense finds nothing and breaks nothing
  for (const words of ['无房证明', '查房产', '房屋查询']) assert.equal((await find(words))[0], 'real-estate-query', words);
  assert.equal((await find('生孩子'))[0], 'newborn', 'an everyday word for what the catalogue calls 新生儿出生一件事');
  assert.equal((await find('上户口')).includes('birth-registration'), true);
  assert.equal((await find('老人补贴'))[0], 'senior-allowance');
  assert.deepEqual(await find('龘靐齉'), []);
  for (const hostile of ["'; drop table cases.case; --", '%_\\', '((((', '￿\u202e']) await find(hostile);
  await refused('http.invalid', visitor.call(services.searchServices, { text: '房'.repeat(101) }));
  const mixed = await visitor.call(services.searchServices, { text: '出生', division });
  assert.deepEqual(new Set(mixed.results.map((r) => r.kind)), new Set(['life-event', 'service-item']), 'matters and items in one result');

  // the entry: what there is, by subject and by department, in the citizen's own place
  const home = await visitor.call(services.portalHome, { division });
  assert.equal(home.division.name.endsWith('南关区'), true);
  assert.deepEqual(home.lifeEvents.map((e) => e.id).toSorted(), ['newborn', 'open-restaurant']);
  const housing = await visitor.call(services.listItems, { division, theme: 'housing' });
  assert.equal(home.themes.find((t) => t.id === 'housing')?.count, housing.items.length);
  assert.equal(housing.items.some((i) => i.id === 'real-estate-query'), true);
  await refused('services.divisionUnknown', visitor.call(services.portalHome, { division: '99' }));

  // the guide: what to bring, what it costs, who decides on what law, where to complain
  const guide = await visitor.call(services.getItem, { itemId: 'real-estate-query', division });
  assert.match(guide.department, /不动产登记中心/);
  assert.equal(guide.visits, 0);
  assert.match(guide.fee, /不收费/);
  assert.match(guide.materials.find((m) => m.id === 'identity-card')!.howToGet, /免于提交/);
  assert.equal(guide.bases.some((b) => b.law.includes('民法典') && b.article === '第二百一十八条'), true);
  assert.equal(guide.flow.length, 3);
  const food = await visitor.call(services.getItem, { itemId: 'food-business-licence', division });
  const elsewhere = await visitor.call(services.getItem, { itemId: 'food-business-licence', division: '2224' });
  assert.deepEqual([food.promisedDays, elsewhere.promisedDays], [5, 6], 'Changchun promises more than the province');
  assert.equal(food.codes.basic, elsewhere.codes.basic, 'the same item everywhere (四级四同)');
  await refused('services.itemUnknown', visitor.call(services.getItem, { itemId: '../../etc/passwd', division }));

  // guided handling: three questions; each answer drops or adds, with the reason
  const plan = async (given: Record<string, string>) => visitor.call(services.planLifeEvent, { eventId: 'open-restaurant', division, answers: JSON.stringify(given) });
  const open = await plan({});
  assert.deepEqual([open.complete, open.questions.length], [false, 3]);
  const mall = await plan({ large: 'no', signboard: 'no', drainage: 'no' });
  assert.deepEqual(mall.items.map((i) => [i.id, i.included]), [['food-business-licence', true], ['fire-safety-check', false], ['signboard-permit', false], ['sewage-discharge-permit', false]]);
  assert.match(mall.items.find((i) => i.id === 'fire-safety-check')!.reason!, /不足 300 平方米/);
  const whole = await plan({ large: 'yes', signboard: 'yes', drainage: 'yes' });
  assert.equal(whole.materials.filter((m) => m.name === '营业执照').length, 1, 'one paper for four departments is named once');
  assert.deepEqual((await plan({ large: 'perhaps' })).questions.find((q) => q.id === 'large')?.answer, null, 'an answer that nobody offered does not count');
  await refused('services.answersUnreadable', visitor.call(services.planLifeEvent, { eventId: 'open-restaurant', division, answers: '{"large":' }));

  // on line: signed in, filled in by government but for two answers, submitted once although sent twice
  await refusedWith(401, visitor.call(services.startDraft, { kind: 'service-item', id: 'real-estate-query', division }));
  const citizen = await province.signIn(graduate);
  let draft = await citizen.call(services.startDraft, { kind: 'service-item', id: 'real-estate-query', division });
  assert.equal(draft.answers['applicantName'], '周文博');
  draft = await citizen.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...draft.answers, ...answers } });
  assert.deepEqual(draft.problems, []);
  const again = { idempotencyKey: 'submitted-on-a-slow-train' };
  const submitted = await citizen.call(services.submitDraft, { draftId: draft.id, version: draft.version }, again);
  assert.deepEqual(await citizen.call(services.submitDraft, { draftId: draft.id, version: draft.version }, again), submitted);
  await refused('forms.draftUnknown', citizen.call(services.submitDraft, { draftId: draft.id, version: draft.version }));

  // at the window: the same item, for a neighbour who has no telephone
  const clerk = await province.signIn('o001');
  const neighbour = await clerk.call(services.findApplicant, { code: '220102194403099023', purpose: '窗口代办核验身份' });
  assert.equal(neighbour.party?.name, '孙秀兰');
  assert.equal(neighbour.party?.code.includes('19440309'), false, 'her number is not read back to the clerk');
  assert.equal((await clerk.call(services.findApplicant, { code: '220102194403099024', purpose: '窗口代办核验身份' })).party, null);
  const examiner = await province.signIn('o012');
  await refusedWith(403, examiner.call(services.findApplicant, { code: graduateNumber, purpose: '好奇' }));
  let onBehalf = await clerk.call(services.startDraft, { kind: 'service-item', id: 'real-estate-query', division, applicant: '220102194403099023' });
  assert.equal(onBehalf.answers['applicantName'], '孙秀兰');
  onBehalf = await clerk.call(services.saveDraft, { draftId: onBehalf.id, version: onBehalf.version, answers: { ...onBehalf.answers, ...answers } });
  const atWindow = await clerk.call(services.submitDraft, { draftId: onBehalf.id, version: onBehalf.version });
  await province.settle();

  // who has no portal is told by telephone: she, not the clerk who typed it
  const texts = async (phone: string): Promise<string[]> => (await visitor.call(messages.demonstrationPhone, { phone })).messages.filter((m) => m.body.includes(atWindow.number)).map((m) => m.title);
  assert.deepEqual([await texts('14200000005'), await texts('14200010001')], [['申请已提交'], []]);

  // many channels, one acceptance: both are in the clerk's one list
  const list = await clerk.call(services.workList, {});
  assert.deepEqual(list.tasks.map((t) => t.caseNumber).filter((n) => [submitted.number, atWindow.number].includes(n)).toSorted(), [submitted.number, atWindow.number].toSorted());
  for (const { caseId } of [submitted, atWindow]) {
    const task = await taskOf(clerk, caseId, 'accept');
    await clerk.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision: 'accept' });
  }
  await province.settle();

  // instant service: accepted and concluded, the sealed statement is there
  const mine = await citizen.call(services.getMyCase, { caseId: submitted.caseId });
  assert.equal(mine.state, 'granted');
  assert.deepEqual(mine.documents.map((d) => d.format).includes('ofd'), true);
  const ofd = new Uint8Array(await (await citizen.get(mine.documents.find((d) => d.format === 'ofd')!.url)).arrayBuffer());
  assert.deepEqual([...ofd.subarray(0, 2)], [0x50, 0x4b]);
  assert.equal((await visitor.get(mine.documents[0]!.url)).status >= 400, true, 'nobody else downloads it');
  const listed = await citizen.call(services.listMyCases, { state: 'concluded' });
  assert.deepEqual(listed.cases.map((c) => c.number), [submitted.number]);
  await refused('cases.unknown', citizen.call(services.getMyCase, { caseId: atWindow.caseId }));
});
