import assert from 'node:assert/strict';
import { parse } from 'yaml';
import type { InputOf } from '../server/src/kernel/contract/index.ts';
import * as catalogue from '../server/src/modules/data/catalogue/contract.ts';
import * as data from '../server/src/modules/data/contract.ts';
import * as development from '../server/src/modules/data/development/contract.ts';
import * as quality from '../server/src/modules/data/quality/contract.ts';
import { story, type Persona, type Province } from './harness.ts';
import { refused, refusedWith } from './refused.ts';

type Definition = InputOf<typeof development.savePipeline>['definition'];
type Step = Definition['steps'][number];

const companies: Step = { do: 'extract', from: { register: 'legal-entity' }, columns: ['creditCode', 'name', 'division', 'industry', 'registeredCapital', 'state', 'legalRepresentativeNumber'] };
const persons: Step = { do: 'extract', from: { register: 'population' }, columns: ['identityNumber', 'name', 'sex', 'division', 'birthDate'] };
const asSet = (name: string): Step => ({ do: 'publish', as: 'set', name, title: '测试数据集' });

const outcome = async (province: Province, who: Persona, runId: string) => {
  await province.settle();
  return who.call(development.getRun, { runId });
};

story('data-development-workbench', 'a pipeline runs by hand, by the calendar, after another and over past days; every row is accounted for; a run that moved nothing is an alarm; a model is drafted; a question’s result leaves only when another has released it', async (province) => {
  let engineer = await province.signIn('o087');
  const run = async (pipelineId: string) => outcome(province, engineer, (await engineer.call(development.startRun, { pipelineId })).runId);

  // by hand: what goes into a step came out of the one before; the sum is what the register holds
  const first = await run('company-structure');
  assert.deepEqual([first.state, first.problem, first.day, first.reason], ['done', null, '2026-11-23', 'manual']);
  assert.deepEqual(first.steps.map((s) => s.kind), ['extract', 'filter', 'check', 'aggregate', 'compute', 'load']);
  for (const [i, step] of first.steps.slice(1).entries()) assert.equal(step.rowsIn, first.steps[i]!.rowsOut, `step ${i + 2}`);
  const check = first.steps[2]!;
  assert.equal(check.rowsIn - check.rowsOut, check.refused);
  const { records } = await engineer.call(data.browseRegister, { register: 'company-structure', where: [{ field: 'statDay', op: 'eq', value: '2026-11-23' }], limit: 100, purpose: '核对汇总' });
  assert.equal(records.length, first.moved);
  assert.equal(records.reduce((sum, r) => sum + Number(r.data['companies']), 0), check.rowsOut, 'every company that passed is counted once');
  assert.match(records[0]!.provenance['companies']!.source, /^数据管道：企业结构按日汇总/);

  // what waited for it has run for the same day; both are in the lineage
  const follower = (await engineer.call(development.getPipeline, { pipelineId: 'company-structure-open' })).runs;
  assert.deepEqual(follower.map((r) => [r.state, r.reason, r.day, r.moved]), [['done', 'dependency', '2026-11-23', first.moved]]);
  const { impact } = await engineer.call(catalogue.lineage, { node: 'register:legal-entity' });
  for (const node of ['pipeline:company-structure', 'register:company-structure', 'set:company-structure']) assert.ok(impact.some((n) => n.id === node), node);

  // the same again moves nothing: no success, an alarm
  const again = await run('company-structure');
  assert.deepEqual([again.state, again.moved, again.problem], ['failed', 0, '本次运行没有搬运任何数据']);
  const alarm = (await engineer.call(development.listAlarms, {})).alarms.find((a) => a.runId === again.id);
  await engineer.call(development.seeAlarm, { alarmId: alarm!.id });
  assert.equal((await engineer.call(development.listAlarms, {})).alarms.some((a) => a.id === alarm!.id), false);

  // back-fill: working days of the past week, each for itself
  await refused('development.daysInvalid', engineer.call(development.backFill, { pipelineId: 'company-structure', from: '2026-11-20', to: '2026-11-23' }));
  const filled = (await engineer.call(development.backFill, { pipelineId: 'company-structure', from: '2026-11-19', to: '2026-11-22' })).runs;
  assert.deepEqual(filled.map((r) => r.day), ['2026-11-19', '2026-11-20'], 'the week-end is left out');
  assert.equal((await outcome(province, engineer, filled[0]!.runId)).state, 'done');

  // by the clock: once on a working day, never on a Saturday
  const scheduled = async () => (await engineer.call(development.getPipeline, { pipelineId: 'company-structure' })).runs.filter((r) => r.reason === 'schedule').map((r) => r.day);
  province.clock.set(new Date('2026-11-24T03:11:00+08:00'));
  await province.settle();
  province.clock.advance(120_000);
  await province.settle();
  engineer = await province.signIn('o087');
  assert.equal((await scheduled()).filter((d) => d === '2026-11-24').length, 1);
  province.clock.set(new Date('2026-11-28T09:00:00+08:00'));
  await province.settle();
  engineer = await province.signIn('o087');
  assert.equal((await scheduled()).includes('2026-11-28'), false);
  province.clock.set(new Date('2026-11-30T09:00:00+08:00'));
  engineer = await province.signIn('o087');
  const author = engineer;

  // drawn at the desk: refused at the step that cannot be, before anything is kept
  const save = (steps: Step[], more: { version?: number; pipelineId?: string; mayBeEmpty?: boolean } = {}, who = author) =>
    who.call(development.savePipeline, { pipelineId: more.pipelineId ?? 'trial', version: more.version ?? 0, definition: { title: '试验管道', steps, ...(more.mayBeEmpty === undefined ? {} : { mayBeEmpty: more.mayBeEmpty }) } });
  await refused('development.stepInvalid', save([companies, { do: 'filter', where: 'salary > 1' }, asSet('trial')]));
  await refusedWith(422, save([companies, { do: 'filter', where: 'name = "x"; drop table reg.legal_entity' }, asSet('trial')]));
  await refused('development.stepInvalid', save([companies, { do: 'load', register: 'company-structure' }]));
  await refused('development.stepInvalid', save([{ do: 'filter', where: 'true' }, asSet('trial')]));
  await refused('development.sealedLeaves', save([companies, asSet('trial')]));
  await refused('development.personalLeaves', save([persons, { do: 'map', columns: [{ column: 'sex' }] }, { do: 'publish', as: 'open-candidate', name: 'trial', title: '人员名单' }]));
  await refused('development.ownedByContent', save([companies, asSet('trial')], { pipelineId: 'company-structure', version: 1 }));
  await refusedWith(403, save([companies, asSet('trial')], {}, await province.signIn('o019')));

  // joined by a sealed key, computed, masked: a set for further work
  const joined: Step[] = [
    companies,
    { do: 'join', with: { register: 'population' }, kind: 'inner', on: [{ left: 'legalRepresentativeNumber', right: 'identityNumber' }], take: [{ column: 'birthDate', as: 'ownerBorn' }] },
    { do: 'compute', as: 'large', kind: 'boolean', expression: 'registeredCapital >= 1000000' },
    { do: 'mask', columns: [{ column: 'creditCode', rule: 'licence-number' }] },
    { do: 'map', columns: [{ column: 'creditCode' }, { column: 'division' }, { column: 'ownerBorn' }, { column: 'large' }] },
    asSet('owners'),
  ];
  assert.equal((await save(joined)).version, 1);
  await refused('development.stale', save(joined));
  const done = await run('trial');
  assert.deepEqual([done.state, done.problem, done.steps.at(-1)?.rowsOut], ['done', null, done.moved]);
  assert.ok(done.moved! > 10);
  // persons in the set: figures only, small groups left out
  const figures: Step[] = [persons, { do: 'aggregate', groupBy: [{ column: 'division', by: { first: 6 }, as: 'county' }], measures: [{ as: 'persons', fn: 'count' }] }, { do: 'publish', as: 'service', name: 'county-persons', title: '各区县人口' }];
  await save(figures, { version: 1 });
  const counted = await run('trial');
  assert.equal(counted.state, 'done', counted.problem ?? '');
  // a check that refuses more than its share fails the run and writes nothing; a join whose key is not unique too
  await save([companies, { do: 'check', title: '注册资本过亿', rule: 'registeredCapital > 100000000', atMost: 0.01 }, { do: 'map', columns: [{ column: 'division' }] }, asSet('none')], { version: 2 });
  const strict = await run('trial');
  assert.deepEqual([strict.state, strict.steps.length], ['failed', 2]);
  assert.match(strict.problem!, /注册资本过亿.*退回 \d+ 行/);
  await save([companies, { do: 'join', with: { register: 'legal-entity' }, kind: 'left', on: [{ left: 'division', right: 'division' }], take: [{ column: 'industry', as: 'other' }] }, { do: 'map', columns: [{ column: 'other' }] }, asSet('none')], { version: 3 });
  assert.match((await run('trial')).problem!, /键重复/);
  await save([companies, { do: 'filter', where: 'division = "99"' }, { do: 'map', columns: [{ column: 'division' }] }, asSet('none')], { version: 4, mayBeEmpty: true });
  assert.equal((await run('trial')).state, 'done', 'empty, as it was said that it may be');
  const waiting = await author.call(development.startRun, { pipelineId: 'trial' });
  await author.call(development.cancelRun, { runId: waiting.runId });
  assert.deepEqual([(await outcome(province, author, waiting.runId)).state, (await outcome(province, author, waiting.runId)).steps], ['cancelled', []]);
  await refused('development.notCancellable', author.call(development.cancelRun, { runId: waiting.runId }));

  // a model from a table: elements by name and by form, as register content
  const fileId = await author.upload('商户.csv', Buffer.from(`统一社会信用代码,手机号,备注\n${[1, 2, 3].map((n) => `91220102YW9000019E,1384400000${n},第${n}户`).join('\n')}\n`), 'text/csv');
  await author.call(quality.takeSnapshot, { of: { fileId } });
  const draft = await author.call(development.draftRegister, { from: { file: fileId }, id: 'merchant', title: '商户台账' });
  const register = parse(draft.yaml) as { kind: string; id: string; fields: { id: string; type: string; sensitive?: boolean }[] };
  assert.deepEqual([register.kind, register.id, register.fields.map((f) => f.type)], ['register', 'merchant', ['credit-code', 'phone', 'text']]);
  assert.equal(register.fields[1]!.sensitive, true);

  // 安全空间: typed questions over masked views; what is masked is not asked about, small groups are not told
  for (const { title, views } of (await author.call(development.listOffers, {})).offers) for (const v of views) assert.ok(v.snapshotAt !== null, `${title}: ${v.title} has been there since the start`);
  const ask = (asked: InputOf<typeof development.askAsOfficial>['asked'], offer = 'population-figures') => author.call(development.askAsOfficial, { offer, purpose: '养老设施布局测算', asked });
  const bySex = { groupBy: [{ column: 'sex' }], measures: [{ as: 'persons', fn: 'count' as const }] };
  await refused('development.columnNotOffered', ask({ ...bySex, groupBy: [{ column: 'identityNumber' }] }));
  await refused('development.columnNotOffered', ask({ ...bySex, groupBy: [{ column: 'residenceAddress' }] }));
  await refused('development.columnNotOffered', ask({ ...bySex, where: 'name = "赵德厚"' }));
  await refused('development.columnNotOffered', ask({ rows: ['sex'] }));
  await refusedWith(422, ask({ ...bySex, where: 'sex = "1"; drop table reg.population' }));
  await refusedWith(400, ask({ ...bySex, groupBy: [{ column: 'sex" from reg.population --' }] })).catch(() => refusedWith(422, ask({ ...bySex, groupBy: [{ column: 'sex" from reg.population --' }] })));
  const small = await ask({ groupBy: [{ column: 'birthDate', by: 'day' }], measures: [{ as: 'persons', fn: 'count' }] });
  assert.equal(small.rows, 0, 'nobody’s birthday is a group');
  assert.ok(small.suppressed > 0);
  const asked = await ask(bySex);
  assert.equal(asked.rows, 2);

  // nothing leaves before another official has released it
  const mine = () => author.call(development.myQuestions, {});
  assert.equal(JSON.stringify(await mine()).includes('"result"'), false);
  await refused('development.notReleased', author.call(development.takeResult, { questionId: asked.questionId }));
  await refused('development.ownReview', author.call(development.review, { questionId: asked.questionId, version: 1, release: true, note: '自己审核' }));
  const reviewer = await province.signIn('o057');
  const page = await reviewer.call(development.reviewPage, { questionId: asked.questionId });
  assert.deepEqual([page.grade, page.rows, page.smallestGroup >= 10, page.result.rows.length], [3, 2, true, 2]);
  assert.deepEqual([page.described.groupBy.map((g) => g.title), page.result.columns.map((x) => x.title)], [['性别'], ['性别', '行数']], 'the reviewer reads it in words');
  const { exportId } = await reviewer.call(development.review, { questionId: asked.questionId, version: page.version, release: true, note: '仅为汇总，可以出域' });
  await refused('development.stale', reviewer.call(development.review, { questionId: asked.questionId, version: page.version, release: false, note: '再审' }));
  const taken = await author.call(development.takeResult, { questionId: asked.questionId });
  assert.deepEqual([taken.exportId, taken.digest, taken.rows.every((r) => r['exportId'] === exportId)], [exportId, page.digest, true]);
  await refusedWith(404, reviewer.call(development.takeResult, { questionId: asked.questionId }));
  // rows that nobody else is like do not leave, whatever the reviewer thinks
  const rows = await ask({ rows: ['division', 'registeredCapital', 'establishedOn'] }, 'company-analysis');
  await refused('development.groupTooSmall', reviewer.call(development.review, { questionId: rows.questionId, version: 1, release: true, note: '同意' }));
  assert.equal((await reviewer.call(development.review, { questionId: rows.questionId, version: 1, release: false, note: '可识别到个体' })).state, 'withheld');
  await refused('development.notReleased', author.call(development.takeResult, { questionId: rows.questionId }));

  // 试查: she sees inside what could leave, nobody else does; submitted by herself, once, with what it is for
  const tried = await author.call(development.tryQuestion, { offer: 'population-figures', asked: bySex });
  assert.deepEqual([tried.rows, tried.shown.length, tried.heldBack, tried.least, tried.columns.map((x) => x.title)], [2, 2, 0, 10, ['性别', '行数']]);
  assert.deepEqual(tried.shown.map((r) => r['persons']).toSorted(), page.result.rows.map((r) => r['persons']).toSorted());
  const none = await author.call(development.tryQuestion, { offer: 'population-figures', asked: { groupBy: [{ column: 'birthDate', by: 'day' }], measures: [{ as: 'persons', fn: 'count' }] } });
  assert.deepEqual([none.shown, none.suppressed > 0], [[], true]);
  const single = await author.call(development.tryQuestion, { offer: 'company-analysis', asked: { rows: ['name', 'registeredCapital', 'establishedOn'] } });
  assert.deepEqual([single.rows > 0, single.shown, single.heldBack], [true, [], single.rows], 'rows that tell of one are not shown');
  await refused('development.columnNotOffered', author.call(development.tryQuestion, { offer: 'population-figures', asked: { groupBy: [{ column: 'identityNumber' }] } }));
  await refusedWith(404, reviewer.call(development.reviewPage, { questionId: tried.questionId }));
  await refused('development.nothingToReview', author.call(development.review, { questionId: tried.questionId, version: 1, release: true, note: '直接放行' }));
  await refused('development.notReleased', author.call(development.takeResult, { questionId: tried.questionId }));
  const submit = (who: typeof author, version = 1) => who.call(development.submitQuestion, { questionId: tried.questionId, version, purpose: '养老、托育、教育设施布局；测算床位' });
  await refusedWith(404, submit(reviewer));
  await refused('development.stale', submit(author, 7));
  assert.equal((await submit(author)).state, 'waiting');
  await refused('development.submittedAlready', submit(author, 2));
  assert.ok((await reviewer.call(development.listForReview, {})).questions.some((q) => q.id === tried.questionId && q.purpose.endsWith('测算床位')));
  // 限额: what is tried counts; the day's questions end
  const offer = (await author.call(development.listOffers, {})).offers.find((o) => o.id === 'company-analysis')!;
  assert.deepEqual([offer.views[0]!.snapshotAt !== null, offer.views[0]!.columns.find((x) => x.column === 'registeredCapital')?.kind], [true, 'money']);
  for (let i = 2; i < offer.questionsPerDay; i++) await author.call(development.tryQuestion, { offer: offer.id, asked: { measures: [{ as: 'n', fn: 'count' }] } });
  await refused('development.quotaUsed', author.call(development.tryQuestion, { offer: offer.id, asked: { measures: [{ as: 'n', fn: 'count' }] } }));
});
