import assert from 'node:assert/strict';
import * as data from '../server/src/modules/data/contract.ts';
import * as assessment from '../server/src/modules/data/assessment/contract.ts';
import * as protection from '../server/src/modules/data/protection/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { story, type Persona } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { toldTo } from './told-to.ts';
import { companyCode, ownerOf, plan } from './restaurant.ts';

/** 甘正航 assessor of 南关区 (o203), its data bureau (o006), 吴凯刚 steward of 市场监督管理局 (o019), 贺 of the police (o031). */
const market = '11220102YW00020340';
const police = '11220102YW0001867J';

const answers = (all: { id: string; evidence: boolean }[], files: string[], no: string[] = []) => all.map((i) => ({ item: i.id, answer: no.includes(i.id) ? 'no' as const : 'yes' as const, evidence: i.evidence && !no.includes(i.id) ? files : [] }));

async function decide(who: Persona, caseId: string, decision: string, opinion: string): Promise<void> {
  const task = (await who.call(services.workList, { limit: 100 })).tasks.find((x) => x.caseId === caseId);
  assert.ok(task, 'the certificate waits for a decision');
  await who.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision, opinion });
}

story('data-security-assessment', 'what was done with data is searched with its reasons; a body and a provider are assessed by a published questionnaire with evidence, mend what fails by a day, get a certificate that anyone verifies and that is annulled when it is no more true; who misused data answers for it', async (province) => {
  // 审计: one time line of looks with their reasons; by night; by reason; another district's auditor sees none of it
  province.clock.advance(14 * 3_600_000);
  const night = await province.signIn('o031');
  const me = (await night.call(data.browseRegister, { register: 'population', limit: 5, purpose: '替朋友打听住址' })).records;
  assert.ok(me.length > 0);
  province.clock.advance(10 * 3_600_000);
  const [auditor, bureau, steward] = [await province.signIn('o203'), await province.signIn('o006'), await province.signIn('o019')];
  const search = (who: Persona, input: Record<string, unknown>) => who.call(assessment.searchActivity, input);
  const { events } = await search(auditor, { nightOnly: true, register: 'population', reason: '打听' });
  assert.equal(events.length === 1 && events.every((e) => e.night && e.rows === 5 && e.kind === 'look' && e.reason === '替朋友打听住址' && e.organisation === police), true, JSON.stringify(events[0]));
  assert.deepEqual((await search(auditor, { reason: '%' })).events, [], 'a sign is a sign, not a pattern');
  assert.deepEqual((await search(auditor, { kind: 'call', reason: '打听' })).events, []);
  assert.deepEqual((await search(await province.signIn('o062'), { organisation: police })).events.length > 0, true, 'the city’s auditor sees its districts');
  await refusedWith(403, search(steward, {}));
  const looks = await auditor.call(protection.listSensed, { sense: 'look' });
  assert.equal(looks.things.some((x) => x.organisation === police && Number(x.facts['nightLooks']) >= 5), true, 'the pattern is sensed');

  // 问责: called to account for that look; the body answers; who called closes; a second body sees none of it
  const day = (ahead: number): string => new Date(province.clock.now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
  const call = { organisation: police, measure: 'talk' as const, reason: '夜间以私人事由查询人口信息', basis: '《个人信息保护法》第十条、第七十一条', answerDue: day(5), event: events[0]!.id };
  await refused('assessment.notFound', auditor.call(assessment.callToAccount, { ...call, organisation: '11220000YW0000119J' }));
  await refused('assessment.dueInPast', auditor.call(assessment.callToAccount, { ...call, answerDue: '2026-01-01' }));
  const account = await auditor.call(assessment.callToAccount, call);
  assert.deepEqual((await (await province.signIn('o019')).call(assessment.listAccountability, {})).accounts, []);
  await refused('assessment.notNow', auditor.call(assessment.closeAccount, { accountabilityId: account.id, outcome: '未经答复即办结', version: 1 }));
  assert.deepEqual((await bureau.call(assessment.listAccountability, {})).accounts.map((a) => [a.number, a.state]), [[account.number, 'open']]);

  // 评估: nobody assesses herself; a questionnaire is for the kind of subject that it says
  const { questionnaires } = await bureau.call(assessment.listQuestionnaires, {});
  const questionnaire = questionnaires.find((q) => q.id === 'body')!;
  const items = questionnaire.domains.flatMap((d) => d.items);
  assert.ok(items.length >= 18 && items.every((i) => i.clause !== '') && items.some((i) => i.must));
  const open = (more: Record<string, unknown> = {}) => auditor.call(assessment.openAssessment, { questionnaire: 'body', subjectKind: 'body', subjectCode: market, object: '食品许可审批系统', dueOn: day(20), ...more } as never);
  await refused('assessment.notForSubject', open({ questionnaire: 'provider' }));
  await refused('assessment.subjectUnknown', open({ subjectCode: '11220102YW00000000' }));
  await refused('assessment.ownSubject', open({ subjectCode: '11220102YW0001816A' }));
  await refusedWith(403, bureau.call(assessment.openAssessment, { questionnaire: 'body', subjectKind: 'body', subjectCode: market, object: '系统', dueOn: day(9) }));
  const { id: assessmentId, version } = await open();

  // 自评: all items, with evidence of one's own
  const subject = await province.signIn('o019');
  const file = await subject.upload('数据安全制度.pdf', plan, 'application/pdf');
  const answer = (who: Persona, v: number, list: unknown, submit: boolean) => who.call(assessment.answerAssessment, { assessmentId, items: list as never, submit, version: v });
  await refused('assessment.notSubject', answer(auditor, version, answers(items, [file]), true));
  await refused('assessment.incomplete', answer(subject, version, answers(items.slice(0, 3), [file]), true));
  await refused('assessment.evidenceMissing', answer(subject, version, answers(items, []), true));
  await refused('assessment.itemUnknown', answer(subject, version, [{ item: 'nothing', answer: 'yes', evidence: [] }], false));
  await refusedWith(404, answer(subject, version, [{ item: items[0]!.id, answer: 'yes', evidence: ['00000000-0000-4000-8000-000000000000'] }], false));
  const draft = await answer(subject, version, answers(items.slice(0, 5), [file]), false);
  await refused('assessment.stale', answer(subject, version, answers(items, [file]), true));
  const handed = await answer(subject, draft.version, answers(items, [file]), true);
  assert.equal(handed.state, 'judging');

  // 评定: by what was found; a veto that fails keeps the level down; there is a day to mend it by
  const judged = items.map((i) => ({ item: i.id, judged: i.id === 'backup' ? 'fails' as const : i.id === 'measured' || i.id === 'improved' ? 'not-applicable' as const : 'conform' as const, words: i.id === 'backup' ? '未见恢复演练记录' : undefined }));
  const judge = (list: unknown, more: Record<string, unknown> = {}) => auditor.call(assessment.judgeAssessment, { assessmentId, items: list as never, mendBy: day(30), version: handed.version, ...more });
  await refused('assessment.incomplete', judge(judged.slice(0, 4)));
  const first = await judge(judged);
  assert.deepEqual([first.level, first.findings], [0, 1], 'a veto of the first level');
  const seen = await subject.call(assessment.getAssessment, { assessmentId });
  const [finding] = seen.findings;
  assert.deepEqual([finding!.item, finding!.severity, finding!.words, finding!.dueOn, finding!.state], ['backup', 'major', '未见恢复演练记录', day(30), 'open']);
  await refused('assessment.notFound', (await province.signIn('o097')).call(assessment.getAssessment, { assessmentId }));

  // 整改: with evidence, verified; sent back once
  const mend = (v: number) => subject.call(assessment.mendFinding, { assessmentId, findingId: finding!.id, words: '已完成恢复演练', evidence: [file], version: v });
  const mended = await mend(first.version);
  const verify = (v: number, accept: boolean) => auditor.call(assessment.verifyFinding, { assessmentId, findingId: finding!.id, accept, words: accept ? '记录齐全' : '缺用时记录', version: v });
  const back = await verify(mended.version, false);
  assert.equal(back.level, 0);
  const twice = await mend(back.version);
  const good = await verify(twice.version, true);
  assert.equal(good.level >= 3, true);
  const concluded = await auditor.call(assessment.concludeAssessment, { assessmentId, words: '达到发证等级', version: good.version });
  assert.equal(concluded.state, 'certifying');

  // 发证: by the data bureau, a sealed licence that anyone verifies
  await refusedWith(403, auditor.call(assessment.annulCertificate, { assessmentId, reason: '越权撤销证书', basis: '没有依据', version: concluded.version }));
  await decide(bureau, concluded.caseId!, 'certify', '同意发证');
  await province.settle();
  const certified = await subject.call(assessment.getAssessment, { assessmentId });
  assert.equal(certified.state, 'certified');
  assert.deepEqual(certified.actions.map((a) => a.kind), ['opened', 'submitted', 'judged', 'mended', 'reopened', 'mended', 'verified', 'passed', 'certified']);
  const record = await bureau.call(data.openRecord, { register: 'certificate', recordId: certified.certificate!, purpose: '核对证书' });
  const details = record.data['details'] as Record<string, unknown>;
  assert.deepEqual([record.data['name'], details['level'], details['object'], String(record.data['validTo']).slice(0, 4)], ['数据安全合规性评估证书', certified.level, '食品许可审批系统', '2028']);

  // 撤销: by who gave it, with its reason; verified as annulled
  const annul = (who: Persona, v: number) => who.call(assessment.annulCertificate, { assessmentId, reason: '抽查发现备份已停止', basis: '《数据安全法》第四十四条', version: v });
  await annul(bureau, certified.version);
  assert.equal((await bureau.call(data.openRecord, { register: 'certificate', recordId: certified.certificate!, purpose: '核对证书' })).data['state'], 'annulled');
  await refused('services.licenceNotNow', annul(bureau, certified.version + 1));

  // 云服务商: a company answers for itself; below the level there is no certificate; its licence is in its wallet when there is one
  const provider = questionnaires.find((q) => q.id === 'provider')!;
  const asked = provider.domains.flatMap((d) => d.items);
  const cloud = await auditor.call(assessment.openAssessment, { questionnaire: 'provider', subjectKind: 'cloud-provider', subjectCode: companyCode, object: '政务云长春节点', dueOn: day(20) });
  const owner = await ownerOf(province);
  const proof = await owner.upload('等级测评报告.pdf', plan, 'application/pdf');
  assert.deepEqual((await owner.call(assessment.listAssessments, {})).assessments.map((a) => [a.id, a.mine]), [[cloud.id, true]], 'hers, and nobody else’s');
  const submitted = await owner.call(assessment.answerAssessment, { assessmentId: cloud.id, items: answers(asked, [proof]), submit: true, version: 1 });
  const passed = await auditor.call(assessment.judgeAssessment, { assessmentId: cloud.id, items: asked.map((i) => ({ item: i.id, judged: 'conform' as const })), mendBy: day(10), version: submitted.version });
  assert.deepEqual([passed.score, passed.findings], [100, 0]);
  const done = await auditor.call(assessment.concludeAssessment, { assessmentId: cloud.id, words: '全部符合', version: passed.version });
  await decide(bureau, done.caseId!, 'certify', '同意发证');
  await province.settle();
  const [licence] = (await owner.call(services.listMyLicences, {})).licences.filter((l) => l.name === '数据安全合规性评估证书');
  assert.ok(licence?.valid, 'in the company’s wallet');
  const shown = await owner.call(services.getMyLicence, { recordId: licence.recordId });
  const check = await province.visitor.call(services.verifyLicence, { code: shown.code.text.split('/').at(-1)! });
  assert.deepEqual([check.valid, check.name], [true, '数据安全合规性评估证书'], JSON.stringify(check.steps));
  const latest = await owner.call(assessment.getAssessment, { assessmentId: cloud.id });
  await annulCloud(bureau, cloud.id, latest.version);
  assert.equal((await province.visitor.call(services.verifyLicence, { code: shown.code.text.split('/').at(-1)! })).valid, false, 'annulled: whoever scans it sees so');
  const annulled = await owner.call(assessment.getAssessment, { assessmentId: cloud.id });
  assert.deepEqual([annulled.state, annulled.annulled?.reason, annulled.annulled?.basis, annulled.actions.at(-1)?.kind], ['annulled', '租户数据混放', '《数据安全法》第四十条', 'annulled'], 'not one that was failed');
  assert.match(annulled.annulled!.by, /南关区/, 'by whom');
  await province.settle();
  assert.deepEqual((await toldTo(owner)).filter((title) => /评估|证照/.test(title)), ['证照状态变更', '电子证照已签发', '数据安全评估结论', '数据安全评估已评定', '数据安全评估待自评'], 'the company was told of each step');
});

const annulCloud = (bureau: Persona, assessmentId: string, version: number) => bureau.call(assessment.annulCertificate, { assessmentId, reason: '租户数据混放', basis: '《数据安全法》第四十条', version });
