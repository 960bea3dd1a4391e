import assert from 'node:assert/strict';
import type { InputOf } from '../server/src/kernel/contract/index.ts';
import * as development from '../server/src/modules/data/development/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { story, type Persona } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { division, ownerOf, provideMaterials } from './restaurant.ts';

const answers = { scene: '普惠金融授信模型', purpose: '按行业和注册资本分布测算小微餐饮企业授信额度', offer: 'company-analysis', output: '分行业授信模型参数', dutiesAccepted: true };

async function apply(owner: Persona): Promise<{ caseId: string; number: string }> {
  let draft = await owner.call(services.startDraft, { kind: 'service-item', id: 'data-authorisation', division });
  draft = await owner.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...draft.answers, ...answers } });
  assert.deepEqual(draft.problems, []);
  draft = await provideMaterials(owner, draft);
  return owner.call(services.submitDraft, { draftId: draft.id, version: draft.version });
}

async function decide(bureau: Persona, caseId: string, decision: string): Promise<void> {
  const task = (await bureau.call(services.workList, { limit: 100 })).tasks.find((t) => t.caseId === caseId);
  assert.ok(task, 'the case is on the data bureau’s work list');
  await bureau.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision, opinion: '场景明确，数据使用必要，安全措施到位' });
}

story('public-data-development', 'a company applies for a scene, gets a sealed agreement, works in the safe space on masked rows and takes out only what was released; its use is metered and settled; withdrawn, nothing more leaves', async (province) => {
  const owner = await ownerOf(province);
  const bureau = await province.signIn('o006');
  const { offers } = await province.visitor.call(development.listOperatorOffers, {});
  assert.deepEqual(offers.map((o) => [o.id, o.grade, o.level, o.priceClass]), [['company-analysis', 2, 'rows', 'cost']], 'graded; what is for officials only is not offered');
  assert.equal(offers[0]!.views[0]!.columns.find((x) => x.column === 'name')?.masked, true);

  // refused, then authorised: a case of the portal, an agreement under the bureau's seal
  const first = await apply(owner);
  await province.settle();
  await decide(bureau, first.caseId, 'refuse');
  await province.settle();
  assert.deepEqual((await owner.call(development.myAgreements, {})).agreements, []);
  const { caseId, number } = await apply(owner);
  await province.settle();
  await decide(bureau, caseId, 'authorise');
  await province.settle();
  const [agreement] = (await owner.call(development.myAgreements, {})).agreements;
  assert.deepEqual([agreement?.number, agreement?.scene, agreement?.state, agreement?.validUntil, agreement?.duties.length], [number, answers.scene, 'active', '2027-11-23', 3]);
  const document = (await owner.call(services.listMyLicences, {})).licences.find((l) => l.name === '公共数据授权运营协议');
  assert.ok(document?.number?.startsWith('吉数授〔2026〕'));
  const agreementId = agreement!.id;

  // another company neither sees nor uses it
  const stranger = await province.signIn('p008');
  assert.deepEqual((await stranger.call(development.myAgreements, {})).agreements, []);
  type Asked = InputOf<typeof development.askAsOperator>['asked'];
  const ask = (asked: Asked, who = owner) => who.call(development.askAsOperator, { agreementId, asked });
  const byIndustry: Asked = { where: 'state = "active"', groupBy: [{ column: 'industry' }], measures: [{ as: 'companies', fn: 'count' }, { as: 'capital', fn: 'average', of: 'registeredCapital' }] };
  await refusedWith(404, ask(byIndustry, stranger));
  await refused('development.columnNotOffered', ask({ rows: ['legalRepresentative'] }));
  await refused('development.columnNotOffered', ask({ where: 'name = "长春市南关区云杉餐饮管理有限公司"', rows: ['industry'] }));
  await refused('development.columnNotOffered', ask({ groupBy: [{ column: 'creditCode' }], measures: [{ as: 'n', fn: 'count' }] }));
  await refused('development.columnNotOffered', ask({ from: 'person', rows: ['sex'] }));

  // figures: small groups are held back; rows: masked; neither is seen by who asked before a review
  const figures = await ask(byIndustry);
  const masked = await ask({ rows: ['creditCode', 'name', 'industry'], limit: 20 });
  await refused('development.notReleased', owner.call(development.takeResult, { questionId: figures.questionId }));
  assert.equal(JSON.stringify(await owner.call(development.myQuestions, { agreementId })).includes('companies'), false);
  const page = await bureau.call(development.reviewPage, { questionId: masked.questionId });
  assert.ok(page.result.rows.every((r) => r['name'] === '***' && /^91\*+.{2}$/.test(String(r['creditCode']))));
  await refused('development.groupTooSmall', bureau.call(development.review, { questionId: masked.questionId, version: 1, release: true, note: '同意导出' }));
  await bureau.call(development.review, { questionId: masked.questionId, version: 1, release: false, note: '明细可识别，不予出域' });
  const group = await bureau.call(development.reviewPage, { questionId: figures.questionId });
  assert.ok(group.result.rows.length > 0 && group.result.rows.every((r) => Number(r['companies']) >= 5));
  await bureau.call(development.review, { questionId: figures.questionId, version: 1, release: true, note: '汇总结果，准予出域' });
  const taken = await owner.call(development.takeResult, { questionId: figures.questionId });
  assert.match(taken.exportId, /^CY[0-9A-F]{16}$/);
  assert.deepEqual(taken.rows.map((r) => r['exportId']), taken.rows.map(() => taken.exportId));
  await refusedWith(404, stranger.call(development.takeResult, { questionId: figures.questionId }));

  // metered and, when the month is over, settled: two questions at 2 yuan, rows that left at 5 yuan a thousand; once
  const period = '2026-11';
  const use = await owner.call(development.useOf, { agreementId, period });
  assert.deepEqual([use.questions, use.released, use.rows], [2, 1, taken.rows.length]);
  await refused('development.periodOpen', bureau.call(development.settle, { agreementId, period }));
  province.clock.set(new Date('2026-12-01T09:00:00+08:00'));
  const later = await province.signIn('o006');
  const settled = await later.call(development.settle, { agreementId, period });
  assert.equal(settled.amount, Math.round((2 * 2 + (5 * taken.rows.length) / 1000) * 100) / 100);
  await refused('development.settled', later.call(development.settle, { agreementId, period }));
  const again = await ownerOf(province);
  assert.deepEqual((await again.call(development.useOf, { agreementId, period })).settlements.map((s) => [s.period, s.amount, s.digest]), [[period, settled.amount, settled.digest]]);

  // 场景登记: the scene stands with who, what for, over which data, until when, and its meter
  const registered = async () => (await later.call(development.listScenes, {})).scenes.find((s) => s.id === agreementId)!;
  const scene = await registered();
  assert.deepEqual([scene.kind, scene.title, scene.purpose, scene.from, scene.until, scene.state], ['operator', agreement!.scene, agreement!.purpose, agreement!.signedAt.slice(0, 10), agreement!.validUntil, 'active']);
  assert.deepEqual([scene.meter.questions, scene.meter.released, scene.meter.rows], [2, 1, taken.rows.length]);
  await refusedWith(403, (await province.signIn('o001')).call(development.listScenes, {}));

  // withdrawn: at once, for questions and for results not yet taken
  await refused('development.stale', later.call(development.withdrawAgreement, { agreementId, version: 9, reason: '违反协议约定' }));
  await later.call(development.withdrawAgreement, { agreementId, version: agreement!.version, reason: '违反协议约定' });
  assert.equal((await registered()).state, 'withdrawn');
  await refused('development.agreementEnded', ask(byIndustry, again));
  await refused('development.agreementEnded', again.call(development.takeResult, { questionId: figures.questionId }));
});
