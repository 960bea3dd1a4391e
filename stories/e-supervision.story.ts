import assert from 'node:assert/strict';
import * as services from '../server/src/modules/services/contract.ts';
import { applyForFoodLicence } from './food-licence.ts';
import { story, type Persona } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { decide, inOrder, ownerOf, taskOf } from './restaurant.ts';
import { openBrowser } from './browser.ts';
import * as identity from '../server/src/modules/capabilities/identity/contract.ts';
import { createCall } from '../server/src/kernel/contract/index.ts';

const day = 86_400_000;
const bureau = '11220102YW00020340';

story(['e-supervision', 'staff-workbench'], 'a promise passes unkept: near, yellow, red; the department explains, the supervisor lifts or confirms, the board counts and reports; every desk shows what is urgent', async (province) => {
  const owner = await ownerOf(province);
  const [late, punctual] = [await applyForFoodLicence(owner), await applyForFoodLicence(owner)];
  await province.settle();
  const clerk = await province.signIn('o001');

  // the work portal of the clerk: two to accept, nothing of hers in the examiner's, only her own applications
  const home = (who: Persona) => who.call(services.deskHome, {});
  const start = await home(clerk);
  assert.deepEqual([start.counts.open, start.counts.overdue, start.divisionName.endsWith('南关区')], [2, 0, true]);
  assert.deepEqual(start.urgent, [], 'nothing is near its limit yet');
  assert.equal(start.week.at(-1)?.day, '2026-11-23');
  const allowed = (page: typeof start): string[] => page.apps.filter((a) => a.allowed).map((a) => a.id);
  assert.deepEqual(['window', 'supervision', 'audit', 'crypto'].map((id) => allowed(start).includes(id)), [true, false, false, false]);
  for (const caseId of [late.caseId, punctual.caseId]) await decide(clerk, caseId, 'accept', 'accept');
  await province.settle();
  assert.deepEqual([(await home(clerk)).counts.open, (await home(await province.signIn('o034'))).counts.open], [0, 0], 'a stranger’s department has nothing of it');
  await refusedWith(401, province.visitor.call(services.deskHome, {}));
  await refusedWith(403, owner.call(services.deskHome, {}));

  // single sign-on: the desk's applications are one house, another tab of this browser is not asked again
  const browser = openBrowser(province.url);
  await browser.signIn(await browser.go('/signin?app=desk&return=/healthz'), 'o012');
  assert.equal((await browser.go('/signin?app=desk&return=/healthz')).url, '/healthz');
  const tab = createCall({ base: province.url, headers: () => ({ cookie: `yiwang_session=${browser.cookies.get('yiwang_session') ?? ''}` }) });
  assert.equal((await tab(identity.me, {})).name, '陈峰');

  // one of the two is handled on the first day
  const grant = async (caseId: string): Promise<void> => {
    await decide(await province.signIn('o012'), caseId, 'examine', 'pass');
    const inspector = await province.signIn('o014');
    const visit = await taskOf(inspector, caseId, 'inspect');
    await inspector.call(services.decideTask, { taskId: visit.id, version: visit.taskVersion, decision: 'pass', opinion: '现场核查合格', checklist: inOrder(visit) });
    await decide(await province.signIn('o016'), caseId, 'decide', 'grant');
    await province.settle();
  };
  await grant(punctual.caseId);
  const examiner = await province.signIn('o012');
  const work = await examiner.call(services.workList, {});
  assert.deepEqual([work.counts.open, work.counts.overdue, work.tasks.map((t) => t.caseNumber).includes(punctual.number)], [work.tasks.length, 0, false]);

  // days go by; the machine looks every ten minutes, and raises each card once
  let supervisor = await province.signIn('o007');
  const cards = async (who: Persona) => (await who.call(services.listCards, { limit: 100 })).cards.filter((c) => c.caseId === late.caseId);
  const pass = async (days: number): Promise<void> => {
    province.clock.advance(days * day);
    await province.settle();
    province.clock.advance(11 * 60_000);
    await province.settle();
    supervisor = await province.signIn('o007');
  };
  assert.deepEqual(await cards(supervisor), []);
  await pass(7); // Monday 30 November: the last day
  assert.deepEqual((await cards(supervisor)).filter((c) => !c.rule.startsWith('环节')).map((c) => [c.light, c.rule]), [['soon', '承诺时限将到']]);
  await pass(1);
  const yellow = (await cards(supervisor)).find((c) => c.rule === '超过承诺时限')!;
  assert.deepEqual([yellow.light, yellow.state, yellow.caseNumber], ['yellow', 'open', late.number]);
  assert.match(yellow.organisation, /南关区市场监督管理局/);
  let board = await supervisor.call(services.supervisionBoard, {});
  assert.deepEqual([board.lights.yellow, board.lights.red], [1, 0]);

  // the department is told, at its desk and in its messages
  let chen = await province.signIn('o012');
  const desk = await home(chen);
  assert.equal(desk.counts.overdue > 0 && desk.counts.unread > 0, true);
  assert.deepEqual([desk.urgent[0]?.caseNumber, desk.urgent[0]?.light], [late.number, 'yellow']);
  const { messages } = await chen.call(services.listMyMessages, {});
  assert.equal(messages.some((m) => m.body.includes(late.number) && /黄牌/.test(m.title + m.body)), true);
  assert.deepEqual((await chen.call(services.workList, { light: 'yellow' })).tasks.map((t) => t.caseNumber), [late.number]);

  // it answers, once; a stranger's department sees no card, the department does not settle its own
  const answer = { cardId: yellow.id, version: yellow.version, answer: '申请人一直未提供现场核查时间，已约定周三' };
  await refused('services.cardUnknown', (await province.signIn('o034')).call(services.answerCard, answer));
  await refused('cases.notYourTask', supervisor.call(services.answerCard, answer));
  await refusedWith(403, chen.call(services.settleCard, { cardId: yellow.id, version: yellow.version, settle: 'lifted', reason: '自行撤销' }));
  await refused('cases.stale', chen.call(services.answerCard, { ...answer, version: yellow.version + 1 }));
  await refused('http.invalid', chen.call(services.answerCard, { ...answer, answer: '' }));
  const once = { idempotencyKey: 'explained-once' };
  await chen.call(services.answerCard, answer, once);
  await chen.call(services.answerCard, answer, once);
  await refused('cases.stale', chen.call(services.answerCard, answer));
  const answered = (await cards(supervisor)).find((c) => c.id === yellow.id)!;
  assert.deepEqual([answered.state, answered.answer], ['answered', answer.answer]);

  // the supervisor lifts it with a reason; it does not come back
  await refused('http.invalid', supervisor.call(services.settleCard, { cardId: yellow.id, version: answered.version, settle: 'lifted', reason: '' }));
  await supervisor.call(services.settleCard, { cardId: yellow.id, version: answered.version, settle: 'lifted', reason: '经核查，属申请人原因' });
  await refused('cases.stale', supervisor.call(services.settleCard, { cardId: yellow.id, version: answered.version + 1, settle: 'confirmed', reason: '改主意' }));
  await pass(1);
  assert.deepEqual((await cards(supervisor)).filter((c) => c.rule === '超过承诺时限').map((c) => [c.state, c.liftReason]), [['lifted', '经核查，属申请人原因']]);

  // ten working days by law pass too: red, confirmed; the city's supervisor sees it, another place's does not
  await pass(6); // Tuesday 8 December
  const red = (await cards(supervisor)).find((c) => c.light === 'red')!;
  assert.equal(red.rule, '超过法定时限');
  const cityEye = await province.signIn('o058');
  assert.equal((await cards(cityEye)).some((c) => c.id === red.id), true);
  assert.deepEqual((await cards(await province.signIn('o097'))), []);
  await supervisor.call(services.settleCard, { cardId: red.id, version: red.version, settle: 'confirmed', reason: '部门未按期办结' });

  // the board: figures by the books, the ranking, a report that says what they say and no more
  board = await supervisor.call(services.supervisionBoard, { days: 30 });
  assert.deepEqual([board.totals.submitted, board.totals.concluded, board.totals.open, board.totals.onTimeRate], [2, 1, 1, 100]);
  assert.deepEqual([board.lights.red, board.lights.yellow, board.organisations.find((o) => o.code === bureau)?.red], [1, 0, 1]);
  assert.match(board.report, /近 30 天.*共收件 2 件.*办结 1 件.*在办 1 件/s);
  assert.match(board.report, /需重点督办：长春市南关区市场监督管理局（红牌 1、黄牌 0）/);
  assert.match(board.report, /暂无评价/, 'what nobody rated is not guessed');
  await grant(late.caseId);
  await (await ownerOf(province)).call(services.rateCase, { caseId: late.caseId, stars: 2, tags: [], comment: '超期一周' });
  supervisor = await province.signIn('o007');
  board = await supervisor.call(services.supervisionBoard, { days: 30 });
  assert.deepEqual([board.totals.concluded, board.totals.open, board.totals.onTimeRate, board.totals.satisfaction, board.lights.red], [2, 0, 50, 0, 0]);
  assert.deepEqual(board.byDay.filter((d) => d.concluded > 0).map((d) => [d.day, d.concluded]), [['2026-11-23', 1], ['2026-12-08', 1]]);
  assert.equal((await supervisor.call(services.supervisionBoard, { division: '2202' })).totals.submitted, 0);
  chen = await province.signIn('o012');
  assert.equal((await home(chen)).counts.overdue, 0, 'done is done');
  await refusedWith(403, chen.call(services.supervisionBoard, {}));
});
