import assert from 'node:assert/strict';
import test from 'node:test';
import type { Actor } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { dayInChina } from '#kernel/clock';
import { testHall, type TestHall } from '#test/hall';
import { answerCard, listCards, settleCard } from '../supervision/cards.ts';
import { decideTask } from './decide-task.ts';
import { deskHome } from './desk-home.ts';
import { findColleagues } from './find-colleagues.ts';
import { getDeskCase } from './get-desk-case.ts';
import { listDeskCases } from './list-desk-cases.ts';
import { listReviews, publicReviews } from '../supervision/list-reviews.ts';
import { getManagedItem, listManagedItems } from '../items/managed-items.ts';
import { publishItem } from '../items/publish-item.ts';
import { raiseCards } from '../supervision/raise-cards.ts';
import { rateCase } from '../supervision/rate-case.ts';
import { supervisionBoard } from '../supervision/supervision-board.ts';
import { findWindowApplicant } from '../applications/window-applicant.ts';
import { handOut } from '../cases/case-changes.ts';
import { operateTask } from './operate-task.ts';
import { workList } from './work-list.ts';

const market = '11220102YW00020340';
const company = '91220102YW9000019E';

async function openCase(house: TestHall, applicant: Actor, name = '食品经营许可'): Promise<string> {
  const { hall } = house;
  return house.as(applicant, async (ctx) => {
    const work = await hall.cases.open(ctx, {
      kind: 'service-item', kindCode: 'SX', definition: { kind: 'service-item', id: 'food-business-licence.2201', version: 1 }, title: name, division: '220102', organisation: market,
      party: { id: applicant.partyId!, kind: 'company', name: '长春市南关区云杉餐饮管理有限公司' }, channel: 'portal', answers: { foodItems: ['hot', 'cold'], dedicatedRoom: false, areaSquareMetres: 420 },
      process: { id: 'standard-approval' }, promisedDays: 5, statutoryDays: 10, variables: { inspection: false, countersign: false },
    });
    await work.start();
    await work.save();
    return work.row.id;
  });
}

const code = (expected: string) => (error: unknown): boolean => error instanceof Refusal && error.code === expected;

test('the desk of an example place', async (t) => {
  const house = await testHall(t);
  const { hall } = house;
  const applicant = await house.actor('p001', company);
  const [clerk, examiner, approver, supervisor] = [await house.actor('o001'), await house.actor('o012'), await house.actor('o016'), await house.actor('o007')];
  const caseId = await openCase(house, applicant);
  const list = (actor: Actor, input: Partial<Parameters<typeof workList>[2]> = {}) => house.as(actor, (ctx) => workList(hall, ctx, { box: 'open', limit: 20, ...input }));
  const page = (actor: Actor, id = caseId) => house.as(actor, (ctx) => getDeskCase(hall, ctx, { caseId: id }));
  const decide = async (actor: Actor, decision: string, opinion?: string, id = caseId) => {
    const task = (await page(actor, id)).tasks.find((one) => one.decisions.some((d) => d.value === decision));
    assert.ok(task !== undefined, `a task with ${decision}`);
    return house.as(actor, (ctx) => decideTask(hall, ctx, { taskId: task.id, version: task.taskVersion, decision, opinion }));
  };

  await t.test('a work list of one role leaves out the steps of others', async () => {
    assert.deepEqual((await list(clerk, { role: 'cases.accept' })).tasks.map((one) => one.caseId), (await list(clerk)).tasks.map((one) => one.caseId));
    assert.deepEqual((await list(clerk, { role: 'cases.inspect' })).tasks, []);
    assert.deepEqual((await list(clerk, { role: 'no.such' })).tasks, []);
  });

  await t.test('a work list has what its official may do, and nothing else', async () => {
    const mine = await list(clerk);
    assert.deepEqual(mine.tasks.map((one) => [one.caseId, one.state, one.mine]), [[caseId, 'waiting', false]]);
    assert.equal(mine.counts.open, 1);
    assert.deepEqual((await list(examiner)).tasks, [], 'acceptance is not the examiner’s');
    assert.equal((await list(clerk, { box: 'mine' })).tasks.length, 0);
  });

  await t.test('a case is found by its number or by the beginning of its party’s name, not by a part of it', async () => {
    const { number } = await page(clerk);
    const find = async (text: string) => (await house.as(clerk, (ctx) => listDeskCases(hall, ctx, { text, limit: 20 }))).cases.length;
    assert.deepEqual([await find(number), await find(number.toLowerCase()), await find('长春市南关区云杉'), await find('云杉'), await find('%'), await find('_'.repeat(5))], [1, 1, 1, 0, 0, 0]);
    assert.equal((await list(clerk, { text: number })).tasks.length, 1);
    assert.equal((await list(clerk, { text: '云杉' })).tasks.length, 0);
  });

  await t.test('who opens a case is seen by its applicant, with the purpose', async () => {
    const view = await page(clerk);
    const looks = await house.as(applicant, (ctx) => hall.records.accessesOf(ctx, applicant.partyId!));
    assert.ok(looks.some((l) => l.register === 'cases' && l.recordId === caseId && l.purpose === `办理办件 ${view.number}` && l.actorName === clerk.name));
    assert.deepEqual(view.tasks[0]?.decisions.map((d) => d.value), ['accept', 'supplement', 'refuse']);
    assert.deepEqual(view.steps.find((s) => s.node === 'accept')?.state, 'active');
    assert.equal(view.steps.find((s) => s.node === 'decide')?.state, 'ahead');
  });

  await t.test('the decision table proposes over the answers and names the rule that fired', async () => {
    const { proposal } = await page(clerk);
    assert.deepEqual(proposal, { decision: '建议不予', reasons: ['制售生食、冷食须设置专间或者专用操作区'], rules: ['no-room'] });
  });

  await t.test('an official elsewhere does not find the case', async () => {
    const elsewhere = await house.actor('o020');
    await assert.rejects(page(elsewhere), code('cases.unknown'));
    assert.equal((await house.as(elsewhere, (ctx) => listDeskCases(hall, ctx, { limit: 20 }))).cases.length, 0);
  });

  await t.test('a row of the list is claimed and put back by the version that it tells, without opening the case', async () => {
    const looks = async (): Promise<number> => (await house.as(applicant, (ctx) => hall.records.accessesOf(ctx, applicant.partyId!))).length;
    const before = await looks();
    const [row] = (await list(clerk)).tasks;
    const change = (operation: 'claim' | 'release', version: number) => house.as(clerk, (ctx) => operateTask(hall, ctx, { taskId: row!.id, version, operation }));
    await assert.rejects(change('claim', row!.taskVersion + 1), code('cases.stale'));
    await change('claim', row!.taskVersion);
    const [mine] = (await list(clerk, { box: 'mine' })).tasks;
    assert.deepEqual([mine?.id, mine?.mine, mine?.assignee], [row!.id, true, clerk.name]);
    await assert.rejects(change('release', row!.taskVersion), code('cases.stale'), 'the older row no longer counts');
    await change('release', mine!.taskVersion);
    assert.equal(await looks(), before);
  });

  await t.test('accepted, the case goes to its department; the clerk may take nothing more', async () => {
    await decide(clerk, 'accept');
    const view = await page(examiner);
    assert.deepEqual(view.tasks.map((one) => one.decisions.map((d) => d.value)), [['pass', 'fail']]);
    assert.equal(view.clock.acceptedOn, dayInChina(house.clock.now()));
    assert.deepEqual((await list(clerk, { box: 'done' })).tasks.map((one) => one.state), ['done']);
    assert.deepEqual((await page(clerk)).tasks.flatMap((one) => one.decisions), []);
  });

  await t.test('a portal page of counts, urgent tasks and a week', async () => {
    const home = await house.as(examiner, (ctx) => deskHome(hall, ctx));
    assert.equal(home.week.length, 7);
    assert.equal(home.week.at(-1)?.submitted, 1);
    assert.equal(home.division, '220102');
    assert.equal(home.apps.find((a) => a.id === 'supervision')?.allowed, false);
  });

  await t.test('limits that pass raise each card once; the department answers, the supervisor settles', async () => {
    house.clock.advance(20 * 86_400_000);
    assert.equal(await house.asSystem((ctx) => raiseCards(hall, { ...ctx, now: house.clock.now() })), 1);
    assert.equal(await house.asSystem((ctx) => raiseCards(hall, { ...ctx, now: house.clock.now() })), 0);
    const { cards } = await house.as(supervisor, (ctx) => listCards(hall, ctx, { limit: 20 }));
    assert.deepEqual(cards.map((one) => [one.light, one.caseId, one.state]), [['red', caseId, 'open']]);
    const card = cards[0]!;
    assert.equal((await list(examiner, { light: 'red' })).tasks.length, 1);
    assert.equal((await list(examiner, { light: 'soon' })).tasks.length, 0);
    const foreign = await house.actor('o020');
    await assert.rejects(house.as(foreign, (ctx) => answerCard(hall, ctx, { cardId: card.id, version: 0, answer: '说明' })), code('services.cardUnknown'));
    await house.as(approver, (ctx) => answerCard(hall, ctx, { cardId: card.id, version: card.version, answer: '等待核查' }));
    await assert.rejects(house.as(approver, (ctx) => answerCard(hall, ctx, { cardId: card.id, version: card.version, answer: '再说明' })), code('cases.stale'));
    await house.as(supervisor, (ctx) => settleCard(hall, ctx, { cardId: card.id, version: card.version + 1, settle: 'confirmed', reason: '情况属实' }));
    await assert.rejects(house.as(supervisor, (ctx) => settleCard(hall, ctx, { cardId: card.id, version: card.version + 2, settle: 'lifted', reason: '又撤销' })), code('cases.stale'));
  });

  await t.test('the board counts what is there, and its report says the same', async () => {
    const board = await house.as(supervisor, (ctx) => supervisionBoard(hall, ctx, { days: 30 }));
    assert.deepEqual(board.totals, { submitted: 1, accepted: 1, concluded: 0, open: 1, onTimeRate: null, averageDays: null, satisfaction: null });
    assert.deepEqual(board.lights, { green: 0, soon: 0, yellow: 0, red: 1, stopped: 0 });
    assert.match(board.report, /红牌 1 件/);
    assert.equal(board.live[0]?.caseId, caseId);
    assert.equal((await house.as(supervisor, (ctx) => supervisionBoard(hall, ctx, { days: 30, division: '2202' }))).totals.submitted, 0);
  });

  await t.test('a bad rating is looked into, answered and shown', async () => {
    await decide(examiner, 'fail', '未设专间');
    const last = (await page(approver)).tasks.find((one) => one.decisions.length > 0)!;
    await house.as(approver, (ctx) => decideTask(hall, ctx, { taskId: last.id, version: last.taskVersion, decision: 'refuse', opinion: '不符合条件', place: ' 永吉街道 91 号 ' }));
    await house.settle();
    assert.ok((await page(approver)).timeline.some((one) => 'opinion' in one && one.opinion === '核查地点：永吉街道 91 号\n不符合条件'));
    const waiting = async (handedOut: boolean): Promise<string[]> => (await house.as(clerk, (ctx) => listDeskCases(hall, ctx, { state: 'refused', handedOut, limit: 20 }))).cases.map((one) => one.id);
    assert.deepEqual([await waiting(false), await waiting(true)], [[caseId], []]);
    const { version } = await page(clerk);
    await house.as(clerk, (ctx) => handOut(hall, ctx, { caseId, version, to: '王雨桐', way: 'window' }));
    assert.deepEqual([await waiting(false), await waiting(true)], [[], [caseId]]);
    const { followUpCaseId } = await house.as(applicant, (ctx) => rateCase(hall, ctx, { caseId, stars: 1, tags: ['慢'], comment: '超时了', named: true }));
    assert.ok(followUpCaseId !== null);
    const handler = { ...approver, permissions: new Set([...approver.permissions, 'reviews.view', 'reviews.handle']) };
    await decide(handler, 'confirm', '已约谈', followUpCaseId);
    await decide(handler, 'confirm', '已整改，今后按时办结', followUpCaseId);
    const { reviews, figures } = await house.as(handler, (ctx) => listReviews(hall, ctx, { bad: true, limit: 20 }));
    assert.deepEqual(reviews.map((r) => [r.stars, r.reply, r.followUp?.caseId]), [[1, '已整改，今后按时办结', followUpCaseId]]);
    assert.deepEqual(figures, { total: 1, satisfaction: 0, bad: 1, corrected: 1 });
    const shown = await house.as({ ...applicant, kind: 'anonymous', partyId: null, accountId: null, personId: null }, (ctx) => publicReviews(hall, ctx, { limit: 20 }));
    assert.deepEqual([shown.count, shown.average, shown.reviews[0]?.reply], [1, 1, '已整改，今后按时办结']);
  });

  await t.test('colleagues of a department; an applicant at the window, masked and noted', async () => {
    const { people } = await house.as(examiner, (ctx) => findColleagues(hall, ctx, { text: '科长' }));
    assert.ok(people.some((p) => p.name === '贾雪诗'));
    const found = await house.as(clerk, (ctx) => findWindowApplicant(hall, ctx, { code: '220103199004189143', purpose: '窗口受理食品经营许可' }));
    assert.deepEqual([found.party?.name, found.party?.code], ['王雨桐', '220***********9143']);
    assert.equal((await house.as(clerk, (ctx) => findWindowApplicant(hall, ctx, { code: '110101199001011234', purpose: '窗口受理' }))).party, null);
  });

  await t.test('items: a new version for the place; what is locked, stale or broken does not land', async () => {
    const manager = await house.actor('o013');
    const { items, figures } = await house.as(manager, (ctx) => listManagedItems(hall, ctx, { text: '食品经营', limit: 20 }));
    assert.ok(items.some((i) => i.id === 'food-business-licence') && figures.items > 0);
    const { version: before, said } = await house.as(manager, (ctx) => getManagedItem(hall, ctx, { itemId: 'food-business-licence.2201' }));
    assert.deepEqual([said['itemType'], said['handling'], said['onlineDepth'], said['fee']], ['行政许可', '承诺件', '全程网办', '不收费']);
    assert.equal(Object.values(said).some((words) => /^[a-z0-9-]+$/.test(words)), false, 'no code is left a code');
    const publish = (changes: Record<string, unknown>, basedOnVersion = before) => house.as(manager, (ctx) => publishItem(hall, ctx, { itemId: 'food-business-licence', basedOnVersion, changes, reason: '压缩承诺时限' }));
    await assert.rejects(publish({ promisedDays: 4 }, before + 7), code('services.itemStale'));
    await assert.rejects(publish({ name: '另一名称' }), code('services.elementLocked'));
    await assert.rejects(publish({ promisedDays: 'soon' }), code('services.itemRefused'));
    assert.equal(hall.catalogue.item('food-business-licence', { division: '220102', on: house.clock.now() }).version, before, 'nothing landed');
    assert.deepEqual(await publish({ promisedDays: 4 }), { ok: true, version: before + 1 });
    assert.equal(hall.catalogue.item('food-business-licence', { division: '220102', on: house.clock.now() }).value.promisedDays, 4);
    assert.notEqual(hall.catalogue.item('food-business-licence', { division: '220104', on: house.clock.now() }).value.promisedDays, 4, 'another district keeps its own');
    await assert.rejects(publish({ promisedDays: 3 }), code('services.itemStale'));
    const together = await Promise.allSettled([3, 2, 1].map((promisedDays) => publish({ promisedDays }, before + 1)));
    assert.equal(together.filter((p) => p.status === 'fulfilled').length, 1, 'of those who publish at once one is first');
    for (const p of together) if (p.status === 'rejected') assert.ok(code('services.itemStale')(p.reason));
    const history = await house.as(manager, (ctx) => ctx.tx.query<{ version: number }>("select version from services.item_change where item_id like 'food-business-licence.%' order by version"));
    assert.deepEqual(history.map((h) => h.version), [before + 1, before + 2], 'who came second left nothing behind');
  });
});
