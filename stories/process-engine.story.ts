import assert from 'node:assert/strict';
import * as designers from '../server/src/modules/capabilities/designers/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import type { DeskTask } from '../server/src/modules/services/contract.ts';
import { applyForFoodLicence, operate, stepOf } from './food-licence.ts';
import { story, type Persona } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { division, inOrder, ownerOf } from './restaurant.ts';

const day = 86_400_000;

async function decideAt(officer: Persona, caseId: string, step: string, decision: string, more: Record<string, unknown> = {}): Promise<DeskTask> {
  const task = await stepOf(officer, caseId, step);
  await officer.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision, opinion: '经审查，符合规定条件', ...more });
  return task;
}

story('process-engine', 'a case is claimed, transferred, countersigned, taken back, returned, suspended; a new definition meets a running case', async (province) => {
  let owner = await ownerOf(province);
  const { caseId } = await applyForFoodLicence(owner);
  await province.settle();
  const staff = async (): Promise<[Persona, Persona, Persona, Persona, Persona]> => (await Promise.all(['o001', 'o012', 'o013', 'o014', 'o016'].map((login) => province.signIn(login)))) as [Persona, Persona, Persona, Persona, Persona];
  let [clerk, chen, xia, inspector, jia] = await staff();
  await decideAt(clerk, caseId, '受理', 'accept');
  await province.settle();
  const colleague = async (name: string): Promise<string> => {
    const found = (await chen.call(services.findColleagues, { text: name })).people[0];
    assert.ok(found, name);
    return found.accountId;
  };

  // two work in parallel: the examiner at his desk, the inspector on his phone
  const start = await chen.call(services.getDeskCase, { caseId });
  assert.deepEqual(start.tasks.map((t) => t.step).toSorted(), ['审查', '现场核查']);
  assert.deepEqual(start.steps.filter((s) => s.state === 'active').map((s) => s.name).toSorted(), ['审查', '现场核查']);
  assert.equal(start.steps.find((s) => s.name === '受理')?.state, 'done', 'the window’s step is seen by the department');

  // 签收, 转办: it is his until he gives it away; then it is hers
  const open = await stepOf(chen, caseId, '审查');
  await operate(chen, caseId, '审查', 'claim');
  await refused('cases.stale', chen.call(services.decideTask, { taskId: open.id, version: open.taskVersion, decision: 'pass' }));
  await refused('cases.notYourTask', decideAt(xia, caseId, '审查', 'pass'));
  await refusedWith(404, decideAt(await province.signIn('o034'), caseId, '审查', 'pass'));
  await refused('process.nobody', operate(chen, caseId, '审查', 'transfer', { to: [] }));
  await operate(chen, caseId, '审查', 'transfer', { to: [await colleague('夏国超')], reason: '外出培训' });
  await refused('cases.notYourTask', decideAt(chen, caseId, '审查', 'pass'));
  assert.deepEqual((await xia.call(services.workList, { box: 'mine' })).tasks.map((t) => t.caseId), [caseId]);

  // 加签 before him: he waits until she has signed
  await operate(xia, caseId, '审查', 'addSign', { to: [await colleague('贾雪诗')], mode: 'before', reason: '请科长先看布局' });
  const suspended = (await xia.call(services.getDeskCase, { caseId })).tasks.find((t) => t.step === '审查' && t.state === 'suspended');
  assert.ok(suspended);
  await refused('process.suspended', xia.call(services.decideTask, { taskId: suspended.id, version: suspended.taskVersion, decision: 'pass' }));
  const hers = (await jia.call(services.getDeskCase, { caseId })).tasks.find((t) => t.step === '审查' && t.mine);
  assert.ok(hers, 'she was added');
  await jia.call(services.decideTask, { taskId: hers.id, version: hers.taskVersion, decision: 'pass', opinion: '布局合理' });
  await refused('services.decisionUnknown', decideAt(xia, caseId, '审查', 'perhaps'));
  const done = await decideAt(xia, caseId, '审查', 'pass');
  await refused('cases.taskClosed', xia.call(services.decideTask, { taskId: done.id, version: done.taskVersion + 1, decision: 'pass' }));

  // 撤回: nobody has gone on from it, so he may take it back and decide again
  await operate(xia, caseId, '审查', 'withdraw');
  assert.equal((await stepOf(xia, caseId, '审查')).decisions.length > 0, true);
  await decideAt(xia, caseId, '审查', 'pass', { opinion: '复核后建议准予' });

  // the inspection: an unfinished check list is refused; put right, inspected again
  const visit = await stepOf(inspector, caseId, '现场核查');
  await refused('services.checklistInvalid', inspector.call(services.decideTask, { taskId: visit.id, version: visit.taskVersion, decision: 'pass', opinion: '好', checklist: {} }));
  await decideAt(inspector, caseId, '现场核查', 'rectify', { opinion: '防鼠板缺失', checklist: inOrder(visit) });
  assert.deepEqual((await chen.call(services.getDeskCase, { caseId })).tasks.map((t) => t.step), ['现场核查'], 'the examiner is done, the inspector goes again');
  await decideAt(inspector, caseId, '现场核查', 'pass', { checklist: inOrder(visit) });

  // 特别程序: the clock stands, nobody decides; afterwards the due day has moved by the working days between
  const before = await owner.call(services.getMyCase, { caseId });
  assert.equal(before.clock.promisedDue, '2026-11-30');
  let page = await jia.call(services.getDeskCase, { caseId });
  await refused('cases.stale', jia.call(services.suspendCase, { caseId, version: page.version - 1, procedure: '听证', reason: '利害关系人申请听证', days: 20 }));
  await jia.call(services.suspendCase, { caseId, version: page.version, procedure: '听证', reason: '利害关系人申请听证', days: 20 });
  await refused('process.suspended', decideAt(jia, caseId, '审批', 'grant'));
  province.clock.advance(2 * day);
  [clerk, chen, xia, inspector, jia] = await staff();
  owner = await ownerOf(province);
  assert.equal((await owner.call(services.getMyCase, { caseId })).clock.light, 'stopped');
  page = await jia.call(services.getDeskCase, { caseId });
  await jia.call(services.resumeCase, { caseId, version: page.version, result: '听证结束，无异议' });
  const after = await owner.call(services.getMyCase, { caseId });
  assert.deepEqual([after.clock.light === 'stopped', after.clock.promisedDue], [false, '2026-12-02'], 'Monday to Wednesday did not count');

  // 退回: back to the examination with a reason; a step that was never done is no target
  const approval = await stepOf(jia, caseId, '审批');
  assert.equal(approval.earlierSteps.some((s) => s.name === '审查'), true);
  await refused('process.noSuchStep', operate(jia, caseId, '审批', 'return', { node: 'countersign' }));
  await operate(jia, caseId, '审批', 'return', { node: approval.earlierSteps.find((s) => s.name === '审查')!.node, reason: '面积与租赁合同不符，请复核' });
  page = await xia.call(services.getDeskCase, { caseId });
  assert.equal(page.tasks.map((t) => t.step).includes('审批'), false);
  assert.equal(page.notes.some((n) => n.text.includes('面积与租赁合同不符')), true);
  await decideAt(chen, caseId, '审查', 'pass', { opinion: '已复核，面积一致' });

  // a new version of the item while the case runs: the case keeps its own, the next one follows the new
  const item = await xia.call(services.getManagedItem, { itemId: 'food-business-licence' });
  const changes = { promisedDays: 3, process: 'instant-service' };
  await refused('services.itemStale', xia.call(services.publishItem, { itemId: item.id, basedOnVersion: item.version + 7, changes, reason: '提速' }));
  await refused('services.elementLocked', xia.call(services.publishItem, { itemId: item.id, basedOnVersion: item.version, changes: { basicCode: '000000000000' }, reason: '改码' }));
  await refused('services.itemRefused', xia.call(services.publishItem, { itemId: item.id, basedOnVersion: item.version, changes: { process: 'no-such-process' }, reason: '写错' }));
  await refusedWith(403, chen.call(services.publishItem, { itemId: item.id, basedOnVersion: item.version, changes, reason: '越权' }));
  await xia.call(services.publishItem, { itemId: item.id, basedOnVersion: item.version, changes, reason: '小餐饮改为即时办理' });
  assert.equal((await province.visitor.call(services.getItem, { itemId: 'food-business-licence', division })).promisedDays, 3, 'the guide says so at once');
  await decideAt(jia, caseId, '审批', 'grant');
  await province.settle();
  const concluded = await owner.call(services.getMyCase, { caseId });
  assert.deepEqual([concluded.state, concluded.clock.promisedDays], ['granted', 5]);

  // the next case goes the new way: nobody examines, acceptance concludes it
  const second = await applyForFoodLicence(owner);
  await decideAt(clerk, second.caseId, '受理', 'accept');
  await province.settle();
  const quick = await owner.call(services.getMyCase, { caseId: second.caseId });
  assert.deepEqual([quick.state, quick.clock.promisedDays], ['granted', 3]);
  const walked = await chen.call(services.getDeskCase, { caseId: second.caseId });
  assert.deepEqual(walked.history.map((t) => t.step), ['受理']);

  // the applicant takes the third back: its task is gone, and it cannot be taken back twice
  const third = await applyForFoodLicence(owner);
  const waiting = await stepOf(clerk, third.caseId, '受理');
  const mine = await owner.call(services.getMyCase, { caseId: third.caseId });
  const withdraw = (who: Persona, version: number): Promise<unknown> => who.call(services.withdrawCase, { caseId: third.caseId, version, reason: '店址变更' });
  await refused('cases.stale', withdraw(owner, mine.version + 1));
  await refused('cases.unknown', withdraw(await province.signIn('p008'), mine.version));
  await withdraw(owner, mine.version);
  const gone = await owner.call(services.getMyCase, { caseId: third.caseId });
  assert.deepEqual([gone.state, gone.reason, gone.actions], ['withdrawn', '店址变更', []]);
  await refused('cases.notNow', withdraw(owner, gone.version));
  await refused('cases.taskClosed', clerk.call(services.decideTask, { taskId: waiting.id, version: waiting.taskVersion, decision: 'accept' }));
  assert.equal((await clerk.call(services.workList, {})).tasks.some((t) => t.caseId === third.caseId), false);

  // the designer shortens acceptance in the process itself: checked, tried, approved by another; the next case has it
  const reviewer = await province.signIn('o005');
  const draft = await xia.call(designers.startDraft, { kind: 'process', id: 'instant-service' });
  const text = { definition: draft.definition, file: (draft.file ?? '').replace('yw:workingDays="5"', 'yw:workingDays="1"') };
  await refusedWith(403, chen.call(designers.startDraft, { kind: 'process', id: 'instant-service' }));
  await xia.call(designers.saveDraft, { draftId: draft.id, version: 1, ...text });
  const { problems } = await xia.call(designers.checkDefinition, { kind: 'process', id: 'instant-service', ...text, file: text.file.replace('acceptance.decision = "accept"', 'acceptance.decision = (') });
  assert.equal(problems.length, 1);
  const { walk } = await xia.call(designers.tryDefinition, { kind: 'process', id: 'instant-service', ...text, sample: { variables: { waits: false } } });
  assert.deepEqual(walk?.steps.filter((s) => s.kind === 'task').map((s) => [s.name, s.workingDays]), [['受理', 1]]);
  await xia.call(designers.proposeDraft, { draftId: draft.id, version: 2, from: '2026-11-25', reason: '即时办结，当日受理' });
  await refused('designers.mayNotApprove', xia.call(designers.decideDraft, { draftId: draft.id, version: 3, decision: 'approve', opinion: '' }));
  assert.deepEqual(await reviewer.call(designers.decideDraft, { draftId: draft.id, version: 3, decision: 'approve', opinion: '同意' }), { state: 'published', published: 2 });
  const fourth = await applyForFoodLicence(owner);
  const { versions, usedBy } = await xia.call(designers.getDefinition, { kind: 'process', id: 'instant-service' });
  assert.deepEqual(versions.map((v) => [v.version, v.inForce]), [[2, true], [1, false]]);
  assert.ok(usedBy.some((use) => use.kind === 'service-item' && use.id.startsWith('food-business-licence')), JSON.stringify(usedBy));
  assert.equal((await clerk.call(services.workList, {})).tasks.find((task) => task.caseId === fourth.caseId)?.dueOn, '2026-11-26');
});
