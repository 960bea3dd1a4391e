import assert from 'node:assert/strict';
import * as seals from '../server/src/modules/capabilities/seals/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { story, type Persona, type Province } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { decide, division, inOrder, ownerOf, plan, taskOf } from './restaurant.ts';

const day = 86_400_000;
const item = 'food-business-licence';

const answers = {
  premises: { region: division, detail: '永吉街道吉顺社区91号' }, areaSquareMetres: 140, restaurantKind: 'small', kitchenSquareMetres: 20, foodItems: ['hot', 'cold'], dedicatedRoom: true,
  onlineDelivery: false, staffCount: 6, safetyOfficerNumber: '220103199004189143', safetyOfficer: '王雨桐',
};

/** 食品经营许可 with its rules promised (告知承诺) and its chart of the work flow left for later (容缺). */
async function apply(owner: Persona, rules: 'promise' | 'upload' = 'promise'): Promise<{ caseId: string; number: string }> {
  let draft = await owner.call(services.startDraft, { kind: 'service-item', id: item, division });
  draft = await owner.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...draft.answers, ...answers } });
  assert.deepEqual(draft.problems, []);
  for (const material of draft.materials.filter((m) => m.state === 'missing' && m.required)) {
    const way = material.id === 'process-chart' ? 'later' as const : material.id === 'food-safety-rules' ? rules : 'upload' as const;
    const fileIds = way === 'upload' ? [await owner.upload(`${material.name}.pdf`, plan, 'application/pdf')] : undefined;
    draft = await owner.call(services.provideMaterial, { draftId: draft.id, version: draft.version, itemId: material.itemId, materialId: material.id, way, ...(fileIds === undefined ? {} : { fileIds }) });
  }
  const submitted = await owner.call(services.submitDraft, { draftId: draft.id, version: draft.version });
  return submitted;
}

async function grant(province: Province, caseId: string): Promise<void> {
  await decide(await province.signIn('o012'), caseId, 'examine', 'pass');
  const inspector = await province.signIn('o014');
  const visit = await taskOf(inspector, caseId, 'inspect');
  await inspector.call(services.decideTask, { taskId: visit.id, version: visit.taskVersion, decision: 'pass', opinion: '现场核查合格', checklist: inOrder(visit) });
  await decide(await province.signIn('o016'), caseId, 'decide', 'grant');
  await province.settle();
}

story([], '收件凭证、补正期限: a sealed receipt at once; a supplement has its last day, and who lets it pass has her papers returned in writing', async (province) => {
  const owner = await ownerOf(province);
  const { caseId, number } = await apply(owner);
  await province.settle();
  const mine = () => owner.call(services.getMyCase, { caseId });

  // the receipt: sealed, hers to download, nobody else's
  const receipt = (await mine()).documents.find((d) => d.name === '收件凭证');
  assert.equal(receipt?.format, 'ofd');
  const bytes = Buffer.from(await (await owner.get(receipt.url)).arrayBuffer());
  assert.equal((await province.visitor.call(seals.verifyDocument, { document: bytes.toString('base64') })).verdict, 'valid', 'the seal of the department stands on it, unbroken');
  assert.equal((await (await province.signIn('p008')).get(receipt.url)).status >= 400, true);

  // 补正告知 names its last day: ten working days of the calendar, counted from the notice
  const clerk = await province.signIn('o001');
  const task = await taskOf(clerk, caseId, 'accept');
  await clerk.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision: 'supplement', opinion: '布局图未标注设备位置', supplement: [{ itemId: item, materialId: 'layout-plan', why: '请标注设备位置' }] });
  await province.settle();
  const asked = await mine();
  assert.deepEqual([asked.supplement?.until, asked.supplement?.overdue, asked.closable], ['2026-12-07', false, false]);
  const told = (await owner.call(services.listMyMessages, {})).messages.find((m) => m.caseId === caseId && m.title === '请补正材料');
  assert.match(told!.body, /请于 2026-12-07 前提交/);

  // not a day early, not by a stranger, not without a reason; then once, and the applicant has it in writing
  const close = (who: Persona, version: number, reason = '逾期未补正') => who.call(services.closeOverdue, { caseId, version, reason });
  await refused('services.notOverdue', close(clerk, asked.version));
  province.clock.advance(14 * day);
  let later = await province.signIn('o001');
  await refused('services.notOverdue', close(later, asked.version));
  province.clock.advance(day);
  later = await province.signIn('o001');
  await refusedWith(422, close(later, asked.version, ' '));
  await refused('cases.unknown', close(await province.signIn('o020'), asked.version));
  await refused('cases.stale', close(later, asked.version + 1));
  await refusedWith(403, (await ownerOf(province)).call(services.closeOverdue, { caseId, version: asked.version, reason: '不办了' }));
  const seen = await later.call(services.getDeskCase, { caseId });
  assert.deepEqual([seen.supplement?.overdue, seen.closable], [true, true]);
  assert.equal((await close(later, seen.version)).state, 'withdrawn');
  await province.settle();
  const again = await ownerOf(province);
  const over = await again.call(services.getMyCase, { caseId });
  assert.deepEqual([over.state, over.reason, over.documents.some((d) => d.name === '退件通知书')], ['withdrawn', '逾期未补正', true]);
  assert.match(over.timeline.at(-1)!.title, /视为撤回申请/);
  assert.equal((await again.call(services.listMyMessages, {})).messages.some((m) => m.caseId === caseId && m.body.includes(number) && m.title === '申请已退件'), true);
  await refused('cases.notNow', again.call(services.answerSupplement, { caseId, version: over.version, materials: [] }));
});

story([], '容缺后补: what is owed has its day, is handed in, asked for again, confirmed; what is not handed in turns red', async (province) => {
  const owner = await ownerOf(province);
  const [kept, forgotten] = [await apply(owner), await apply(owner)];
  await province.settle();
  const clerk = await province.signIn('o001');
  const chartOf = async (who: Persona, caseId: string) => {
    const view = await who.call(services.getMyCase, { caseId });
    return { view, chart: view.materials.find((m) => m.id === 'process-chart')! };
  };
  assert.equal((await chartOf(owner, kept.caseId)).chart.laterDue, null, 'its day begins with the acceptance');
  for (const { caseId } of [kept, forgotten]) await decide(clerk, caseId, 'accept', 'accept');
  await province.settle();
  const accepted = await chartOf(owner, kept.caseId);
  assert.deepEqual([accepted.chart.state, accepted.chart.laterDue, accepted.view.actions.includes('laterMaterial')], ['later', '2026-11-30', true]);
  assert.deepEqual((await owner.call(services.listMyCases, { state: 'waiting' })).cases.length, 2, 'it waits for her');

  // handed in: only what is owed, only kinds of file that the item takes, only by herself
  const give = (who: Persona, version: number, fileIds: string[], materialId = 'process-chart') => who.call(services.provideLater, { caseId: kept.caseId, version, materials: [{ itemId: item, materialId, fileIds }] });
  const file = await owner.upload('操作流程图.pdf', plan, 'application/pdf');
  await refused('services.nothingOwed', give(owner, accepted.view.version, [file], 'layout-plan'));
  await refused('cases.stale', give(owner, accepted.view.version + 7, [file]));
  await refusedWith(422, give(owner, accepted.view.version, []));
  const stranger = await province.signIn('p008');
  await refused('cases.unknown', give(stranger, accepted.view.version, [await stranger.upload('x.pdf', plan, 'application/pdf')]));
  await give(owner, accepted.view.version, [file]);
  await refused('services.nothingOwed', give(owner, accepted.view.version + 1, [file]));

  // the department looks: not in order, with the reason and a new day; then in order
  const examiner = await province.signIn('o012');
  const list = (who: Persona, box: 'owed' | 'overdue' | 'given') => who.call(services.listOwed, { box });
  const [row] = (await list(examiner, 'given')).materials;
  assert.deepEqual([row?.caseId, row?.name, row?.state], [kept.caseId, '操作流程图', 'given']);
  assert.equal((await list(await province.signIn('o020'), 'given')).materials.length, 0, 'another department has nothing of it');
  const settle = (who: Persona, version: number, how: 'confirmed' | 'again', reason?: string) => who.call(services.settleLater, { caseId: kept.caseId, version, materialId: `${item}/process-chart`, settle: how, ...(reason === undefined ? {} : { reason }) });
  await refused('services.reasonMissing', settle(examiner, row!.caseVersion, 'again'));
  await refused('cases.notYourTask', settle(await province.signIn('o014'), row!.caseVersion, 'confirmed'));
  province.clock.advance(3 * day);
  await settle(await province.signIn('o012'), row!.caseVersion, 'again', '图上看不清冷食间');
  await province.settle();
  const back = await chartOf(await ownerOf(province), kept.caseId);
  assert.deepEqual([back.chart.state, back.chart.note, back.chart.laterDue], ['later', '图上看不清冷食间', '2026-12-03']);
  assert.equal((await (await ownerOf(province)).call(services.listMyMessages, {})).messages.some((m) => m.title === '补交的材料需要重新提交' && m.body.includes('2026-12-03')), true);
  await give(await ownerOf(province), back.view.version, [file]);
  const fresh = await province.signIn('o012');
  const [again] = (await list(fresh, 'given')).materials;
  await settle(fresh, again!.caseVersion, 'confirmed');
  assert.deepEqual([(await chartOf(await ownerOf(province), kept.caseId)).chart.state, (await list(fresh, 'given')).counts], ['uploaded', { owed: 1, overdue: 0, given: 0 }]);

  // the other lets its day pass: red at the desk, a card in e-supervision, once; then the handling may be ended
  province.clock.advance(5 * day);
  await province.settle();
  await province.settle();
  const supervisor = await province.signIn('o007');
  const cards = (await supervisor.call(services.listCards, { limit: 100 })).cards.filter((c) => c.caseId === forgotten.caseId && c.light === 'red');
  assert.deepEqual(cards.map((c) => c.rule), ['容缺材料逾期未补：操作流程图']);
  const now = await province.signIn('o012');
  const overdue = await list(now, 'overdue');
  assert.deepEqual(overdue.materials.map((m) => [m.caseId, m.dueOn, m.overdue]), [[forgotten.caseId, '2026-11-30', true]]);
  const closed = await now.call(services.closeOverdue, { caseId: forgotten.caseId, version: overdue.materials[0]!.caseVersion, reason: '容缺材料逾期未补交' });
  assert.equal(closed.state, 'terminated');
  await province.settle();
  assert.deepEqual((await list(now, 'overdue')).materials, []);
});

story([], '告知承诺事后核查: what was granted on a promise is looked at later; a false one costs the licence and the right to promise again', async (province) => {
  const owner = await ownerOf(province);
  const [honest, false_] = [await apply(owner), await apply(owner)];
  const proven = await apply(owner, 'upload');
  await province.settle();
  const clerk = await province.signIn('o001');
  for (const { caseId } of [honest, false_, proven]) {
    await decide(clerk, caseId, 'accept', 'accept');
    await grant(province, caseId);
  }

  // one check for each grant on a promise, none for the one that was proven; its day stands in the item
  const inspector = await province.signIn('o014');
  const checks = (await inspector.call(services.workList, { role: 'commitments.check' })).tasks;
  assert.deepEqual(checks.map((t) => [t.step, t.caseDueOn]), [['事后核查', '2026-12-21'], ['事后核查', '2026-12-21']]);
  assert.equal((await (await province.signIn('o020')).call(services.workList, { role: 'commitments.check' })).tasks.length, 0, 'the department that granted checks');
  const boxes = async (who: Persona, box: 'open' | 'overdue' | 'kept' | 'broken') => who.call(services.listLaterChecks, { box });
  const listed = await boxes(inspector, 'open');
  assert.deepEqual([listed.counts, listed.checks.map((c) => [c.promises, c.step, c.dueOn, c.overdue])], [{ open: 2, overdue: 0, kept: 0, broken: 0 }, [[['保证食品安全的规章制度'], '事后核查', '2026-12-21', false], [['保证食品安全的规章制度'], '事后核查', '2026-12-21', false]]]);
  assert.deepEqual(listed.checks.map((c) => c.checkedNumber).toSorted(), [honest.number, false_.number].toSorted());
  assert.deepEqual((await boxes(await province.signIn('o020'), 'open')).counts, { open: 0, overdue: 0, kept: 0, broken: 0 }, 'another department has nothing of it');
  await refusedWith(403, boxes(owner, 'open'));
  const pages = await Promise.all(checks.map((t) => inspector.call(services.getDeskCase, { caseId: t.caseId })));
  assert.deepEqual(pages.map((p) => p.materials.map((m) => [m.name, m.state, m.promise?.includes('真实有效')])), [[['保证食品安全的规章制度', 'promised', true]], [['保证食品安全的规章制度', 'promised', true]]]);
  const pageOf = (number: string) => pages.find((p) => p.answers['checkedNumber'] === number)!;
  const check = async (caseId: string, decision: string, more: Record<string, unknown>, opinion = ''): Promise<void> => {
    const task = await taskOf(inspector, caseId, 'check');
    await inspector.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision, opinion, checklist: { way: 'site', content: 'yes', conditions: 'yes', ...more } });
  };

  // a check list that is not filled in, an opinion that is missing: refused; the honest one is done
  await refused('services.checklistInvalid', check(pageOf(honest.number).id, 'kept', { way: undefined }));
  await check(pageOf(honest.number).id, 'rectify', {}, '制度未上墙，五日内补齐');
  await check(pageOf(honest.number).id, 'kept', {});
  await province.settle();
  assert.equal((await inspector.call(services.getDeskCase, { caseId: pageOf(honest.number).id })).state, 'granted');

  // the false one: told first, decided by the post that may, annulled with its basis
  const broken = pageOf(false_.number).id;
  await refused('services.checklistInvalid', check(broken, 'broken', { content: 'no' }, '未建立制度'));
  await refused('services.opinionMissing', check(broken, 'broken', { content: 'no', findings: '现场无任何制度文件' }));
  await check(broken, 'broken', { content: 'no', findings: '现场无任何制度文件' }, '未建立所承诺的制度');
  await province.settle();
  assert.equal((await owner.call(services.listMyMessages, {})).messages.some((m) => m.title === '告知承诺核查结果' && m.body.includes('陈述')), true);
  const licences = () => owner.call(services.listMyLicences, {}).then((r) => r.licences.filter((l) => l.name === '食品经营许可证').map((l) => l.state).toSorted());
  assert.deepEqual(await licences(), ['有效', '有效', '有效'], 'nothing is taken before it is decided');
  const approver = await province.signIn('o016');
  const annul = await taskOf(approver, broken, 'annul');
  await refused('cases.notYourTask', inspector.call(services.decideTask, { taskId: annul.id, version: annul.taskVersion, decision: 'annul', opinion: '撤销' }));
  await approver.call(services.decideTask, { taskId: annul.id, version: annul.taskVersion, decision: 'annul', opinion: '以不实承诺取得许可' });
  await province.settle();
  assert.deepEqual(await licences(), ['撤销', '有效', '有效'].toSorted());
  const view = await owner.call(services.getMyCase, { caseId: false_.caseId });
  assert.match(view.timeline.at(-1)!.title, /撤销/);
  const licence = await owner.call(services.getMyLicence, { recordId: view.licences[0]!.recordId });
  const verified = await province.visitor.call(services.verifyLicence, { code: licence.code.text });
  assert.deepEqual([verified.found, verified.valid, verified.stateWords], [true, false, '撤销']);

  // the list tells them apart, and the licence rests on what content says
  assert.deepEqual((await boxes(inspector, 'kept')).checks.map((c) => [c.checkedCaseId, c.stateWords, c.overdue]), [[honest.caseId, '已办结（准予）', false]]);
  const [found] = (await boxes(inspector, 'broken')).checks;
  assert.deepEqual([found?.checkedCaseId, found?.step, found?.concludedOn], [false_.caseId, null, '2026-11-23']);
  assert.match((await approver.call(services.getDeskLicence, { recordId: view.licences[0]!.recordId })).history.at(-1)!.what, /第六十九条第二款；国办发〔2020〕42号/);

  // and no promise is taken from her again: the paper itself
  let draft = await owner.call(services.startDraft, { kind: 'service-item', id: item, division });
  draft = await owner.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...draft.answers, ...answers } });
  await refused('services.promiseBarred', owner.call(services.provideMaterial, { draftId: draft.id, version: draft.version, itemId: item, materialId: 'food-safety-rules', way: 'promise' }));
});
