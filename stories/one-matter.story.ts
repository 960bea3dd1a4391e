import assert from 'node:assert/strict';
import * as services from '../server/src/modules/services/contract.ts';
import { story } from './harness.ts';
import { applyForRestaurant, cast, division, guideAnswers, handleInDepartments, ownerOf, plan, taskOf } from './restaurant.ts';

story(['one-matter', 'parallel-approval', 'unified-acceptance', 'approval-system', 'integrated-service-platform'], '开办餐饮店一件事: one form, one window, four departments in parallel, one supplement, sealed licences', async (province) => {
  const { visitor } = province;
  const found = await visitor.call(services.searchServices, { text: '我要开餐馆', division });
  assert.equal(found.results[0]?.id, 'open-restaurant');

  const small = await visitor.call(services.planLifeEvent, { eventId: 'open-restaurant', division, answers: JSON.stringify({ large: 'no', signboard: 'no', drainage: 'no' }) });
  assert.deepEqual(small.items.filter((i) => i.included).map((i) => i.id), ['food-business-licence']);
  const whole = await visitor.call(services.planLifeEvent, { eventId: 'open-restaurant', division, answers: JSON.stringify(guideAnswers) });
  assert.equal(whole.items.filter((i) => i.included).length, 4);
  assert.equal(new Set(whole.items.map((i) => i.department)).size >= 3, true);

  const owner = await ownerOf(province);
  const { caseId, number } = await applyForRestaurant(owner);
  await province.settle();

  // one window looks at everything, and asks once
  const clerk = await province.signIn(cast.clerk);
  let task = await taskOf(clerk, caseId, 'accept');
  await clerk.call(services.decideTask, {
    taskId: task.id, version: task.taskVersion, decision: 'supplement', opinion: '布局图未标注食品处理区', supplement: [{ itemId: 'food-business-licence', materialId: 'layout-plan', why: '未标注食品处理区' }],
  });
  await province.settle();
  let mine = await owner.call(services.getMyCase, { caseId });
  assert.equal(mine.state, 'supplement');
  assert.deepEqual(mine.supplement?.materials.map((m) => m.materialId), ['layout-plan']);
  assert.deepEqual(mine.actions.includes('supplement'), true);
  const fileId = await owner.upload('布局图（标注）.pdf', plan, 'application/pdf');
  await owner.call(services.answerSupplement, { caseId, version: mine.version, materials: [{ itemId: 'food-business-licence', materialId: 'layout-plan', fileIds: [fileId] }] });
  task = await taskOf(clerk, caseId, 'accept');
  await clerk.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision: 'accept' });
  await province.settle();

  // four departments at the same time
  mine = await owner.call(services.getMyCase, { caseId });
  assert.equal(mine.children.length, 4);
  assert.equal(mine.children.every((c) => c.state === 'accepted'), true);
  assert.equal(mine.clock.promisedDue, '2026-11-30', 'Changchun promises five working days; it was accepted on Monday 2026-11-23');
  await handleInDepartments(province, mine);

  mine = await owner.call(services.getMyCase, { caseId });
  assert.equal(mine.state, 'granted');
  assert.equal(mine.number, number);
  const licences = await owner.call(services.listMyLicences, {});
  const food = licences.licences.find((l) => l.name === '食品经营许可证');
  assert.ok(food?.valid);
  assert.match(food.number, /^JY2\d{13}$/);
  const page = await owner.call(services.getMyLicence, { recordId: food.recordId });
  const ofd = new Uint8Array(await (await owner.get(page.ofdUrl)).arrayBuffer());
  assert.deepEqual([...ofd.subarray(0, 2)], [0x50, 0x4b], 'an OFD is a zip');
  const checked = await visitor.call(services.verifyLicence, { code: page.code.text.split('/').at(-1) ?? '' });
  assert.equal(checked.valid, true, JSON.stringify(checked.steps));
  assert.equal(checked.holder, food.holder, 'the name of a company is public; a person’s would be masked');

  await owner.call(services.rateCase, { caseId, stars: 5, tags: [], comment: '一次都没跑，四证齐全' });
  await assert.rejects(owner.call(services.rateCase, { caseId, stars: 1 }), /评价过/);
});
