import assert from 'node:assert/strict';
import * as sharing from '../server/src/modules/data/sharing/contract.ts';
import * as data from '../server/src/modules/data/contract.ts';
import * as protection from '../server/src/modules/data/protection/contract.ts';
import * as security from '../server/src/modules/security/contract.ts';
import { story, type Persona, type Province } from './harness.ts';
import { refused, refusedWith } from './refused.ts';

/** 骆明远 data-security officer of the province (o201), 胡斌勇 of its data bureau (o087), 吴凯刚 steward of 南关区市场监督管理局 (o019), 贺 of the district's police (o031). */
const market = '11220102YW00020340';
const dayMs = 86_400_000;

async function inspect(province: Province, officer: Persona) {
  await officer.call(protection.startInspection, {});
  await province.settle();
  const { inspections } = await officer.call(protection.overview, {});
  assert.equal(inspections[0]?.state, 'done', inspections[0]?.problem ?? '');
  return inspections[0]!;
}
const standing = async (officer: Persona, rule: string, subject?: string) => {
  const found = [];
  for (let cursor: string | undefined; ;) {
    const page = await officer.call(protection.listFindings, cursor === undefined ? {} : { cursor });
    found.push(...page.findings.filter((f) => f.rule === rule && f.state !== 'closed' && (subject === undefined || f.subject === subject)));
    if (page.next === null) return found;
    cursor = page.next;
  }
};

story('data-security-governance', 'what is wrong with data is sensed every day, analysed by rules that are content, brought to whoever must mend it, and closed by the next inspection alone; who gave what to whom; what is past its term goes by two hands and leaves a proof', async (province) => {
  let officer = await province.signIn('o201');
  let bureau = await province.signIn('o087');

  // 感知、分析: the first inspection, stage by stage
  const first = await inspect(province, officer);
  assert.deepEqual(first.stages.map((s) => s.stage), ['collect', 'transfer', 'store', 'use', 'share', 'destroy']);
  assert.ok(first.found! > 0 && first.fresh === first.found && first.score !== null && first.score < 100);
  const { rules } = await officer.call(protection.overview, {});
  assert.equal(rules.find((r) => r.id === 'grant-unused')?.when, 'idleDays > 60', 'rules are content, to be read by everybody concerned');
  for (const login of ['o001', 'o031']) await refusedWith(403, (await province.signIn(login)).call(protection.overview, {}));
  await refusedWith(403, (await province.signIn('p001')).call(protection.listFindings, {}));

  // 存储: no backup is found; an answer alone does not close it, a good backup and a drill do
  const [missing] = await standing(officer, 'backup-missing');
  assert.deepEqual([missing!.severity, missing!.state, missing!.facts.find((f) => f.name === 'fullDays')?.value], ['high', 'open', null]);
  await officer.call(protection.answerFinding, { findingId: missing!.id, version: missing!.version, note: '已安排今晚备份' });
  await inspect(province, officer);
  const again = await officer.call(protection.getFinding, { findingId: missing!.id });
  assert.deepEqual([again.state, again.actions.map((a) => a.kind)], ['open', ['found', 'answered', 'found-again']], 'said to be done, and still missing');
  await refused('protection.stale', officer.call(protection.answerFinding, { findingId: missing!.id, version: missing!.version, note: '重复答复' }));
  const noted = { place: '省级容灾中心', takenAt: province.clock.now().toISOString() };
  await officer.call(protection.noteBackup, { kind: 'full', good: true, bytes: 52_428_800, digest: 'ab'.repeat(32), ...noted });
  await officer.call(protection.noteBackup, { kind: 'restore-drill', good: true, seconds: 1260, ...noted });
  await refusedWith(403, bureau.call(protection.noteBackup, { kind: 'full', good: true, ...noted }));
  const third = await inspect(province, officer);
  assert.ok(third.closed! >= 2);
  assert.equal((await officer.call(protection.getFinding, { findingId: missing!.id })).state, 'closed');
  assert.ok(third.stages.find((s) => s.stage === 'store')!.score! > first.stages.find((s) => s.stage === 'store')!.score!, 'the stage is better than before');

  // 流向: who looked at what of whom, from the log and not from what was declared
  const police = await province.signIn('o031');
  const browse = (who: Persona, purpose: string) => who.call(data.browseRegister, { register: 'population', limit: 20, purpose });
  await browse(police, '核查户籍登记信息');
  const { flows } = await officer.call(protection.flows, { register: 'population' });
  const looked = flows.find((f) => f.way === 'looked' && f.toName?.includes('公安局南关区分局') === true);
  assert.ok(looked, JSON.stringify(flows));
  assert.deepEqual([looked.personal, looked.rows >= 20, looked.from !== null], [true, true, true]);
  assert.deepEqual((await officer.call(protection.flows, { register: 'population', organisation: market })).flows, []);

  // 使用: at night, many, without a case: found, with the body to explain it
  province.clock.advance(14 * 3_600_000);
  const night = await province.signIn('o031');
  for (let i = 0; i < 5; i++) await browse(night, '核查户籍登记信息');
  officer = await province.signIn('o201');
  await inspect(province, officer);
  const [nightly] = await standing(officer, 'looks-at-night');
  assert.ok(nightly, '五次夜间查询');
  assert.equal(nightly.organisationName.includes('公安局南关区分局'), true);
  assert.ok(Number(nightly.facts.find((f) => f.name === 'nightLooks')?.value) >= 5);
  await refused('protection.acceptTooLong', officer.call(protection.acceptFinding, { findingId: nightly.id, version: nightly.version, note: '夜间值班', until: '2028-01-01' }));
  await officer.call(protection.acceptFinding, { findingId: nightly.id, version: nightly.version, note: '夜间值班，附值班表', until: '2026-11-30' });
  await inspect(province, officer);
  assert.equal((await officer.call(protection.getFinding, { findingId: nightly.id })).state, 'accepted', 'accepted for a week: it does not come back the same day');

  // 共享、账号: a grant and accounts that nobody uses
  bureau = await province.signIn('o087');
  const { id: grantId } = await bureau.call(sharing.grantService, { service: 'population.verify', organisation: market, purposeCode: 'food-licence', purpose: '食品经营许可核验负责人身份', legalBasis: '《食品经营许可和备案管理办法》第十二条', fields: ['name'], validTo: '2027-12-31T00:00:00Z' });
  province.clock.advance(95 * dayMs);
  officer = await province.signIn('o201');
  await inspect(province, officer);
  const { things, facts, hit } = await officer.call(protection.listSensed, { sense: 'grant', onlyHit: 'true' });
  assert.ok(hit >= 1 && facts.some((f) => f.name === 'idleDays'));
  assert.deepEqual(things.find((x) => x.subject === grantId)?.hits.map((h) => h.rule), ['grant-unused']);
  const [unused] = await standing(officer, 'grant-unused', grantId);
  assert.deepEqual([unused!.organisation, unused!.control], [market, 'withdraw-grant']);
  const asleep = await standing(officer, 'account-asleep');
  assert.ok(asleep.length > 50, 'accounts that were opened and never used');

  // whoever must mend it sees her own body's, and no other
  const steward = await province.signIn('o019');
  const hers = (await steward.call(protection.listFindings, {})).findings;
  assert.ok(hers.length > 0 && hers.every((f) => f.organisation === market));
  await refused('protection.notFound', steward.call(protection.getFinding, { findingId: nightly.id }));
  await refusedWith(403, steward.call(protection.controlFinding, { findingId: unused!.id, version: unused!.version, note: '自行撤销' }));
  await refused('protection.noControl', officer.call(protection.controlFinding, { findingId: asleep[0]!.id, version: asleep[0]!.version, note: '没有这种管控' }));
  const otherCity = await province.signIn('o202');
  assert.equal((await standing(otherCity, 'backup-missing')).length, 0, 'the database is the province’s to keep');

  // 管控: withdrawn from the finding, at once; the next inspection closes it
  await officer.call(protection.controlFinding, { findingId: unused!.id, version: unused!.version, note: '已无使用需求' });
  bureau = await province.signIn('o087');
  assert.equal((await bureau.call(sharing.listGrants, { organisation: market })).grants.find((g) => g.id === grantId)?.state === 'active', false);
  await inspect(province, officer);
  assert.deepEqual((await officer.call(protection.getFinding, { findingId: unused!.id })).actions.map((a) => a.kind), ['found', 'controlled', 'closed']);

  // 每日: by itself, in the night
  province.clock.advance(dayMs);
  await province.settle();
  officer = await province.signIn('o201');
  assert.equal((await officer.call(protection.overview, {})).inspections[0]?.by, '日巡检');

  // 销毁: what is past its term, by two hands, with a proof; nothing else goes
  bureau = await province.signIn('o087');
  const { terms } = await bureau.call(protection.listRetention, {});
  const material = terms.find((x) => x.register === 'material')!;
  assert.deepEqual([material.disposal, material.years, material.due > 0], ['destroy', 3, true]);
  const rowsOf = async (register: string) => {
    const found = [];
    for (let cursor: string | undefined; ;) {
      const page = await bureau.call(data.browseRegister, { register, limit: 100, purpose: '到期数据核对', ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.records);
      if (page.next === null) return found;
      cursor = page.next;
    }
  };
  const before = await rowsOf('material');
  const due = before.filter((r) => String(r.data['issuedOn']) < material.before);
  assert.equal(due.length, material.due, 'the whole register, as the province’s data administrator sees it');
  await refused('protection.noTerm', bureau.call(protection.proposeDisposal, { register: 'population', reason: '越界申请' }));
  const proposed = await bureau.call(protection.proposeDisposal, { register: 'material', reason: '保存期限届满' });
  assert.equal(proposed.rows, due.length);
  await refused('protection.standing', bureau.call(protection.proposeDisposal, { register: 'material', reason: '再次申请' }));
  const decide = (who: Persona, disposalId: string, version: number) => who.call(protection.decideDisposal, { disposalId, version, approve: true, reason: '同意' });
  await refused('protection.sameHand', decide(bureau, proposed.id, proposed.version));
  await refused('protection.noProof', officer.call(protection.disposalProof, { disposalId: proposed.id }));
  await decide(officer, proposed.id, proposed.version);
  await refused('protection.stale', decide(officer, proposed.id, proposed.version));
  await province.settle();
  const after = await rowsOf('material');
  assert.deepEqual(after.map((r) => r.id).toSorted(), before.filter((r) => !due.includes(r)).map((r) => r.id).toSorted(), 'those rows, and no others');
  assert.deepEqual((await bureau.call(data.recordHistory, { register: 'material', recordId: due[0]!.id, purpose: '核对是否已销毁' })).actions, [], 'with their history');
  const proof = await officer.call(protection.disposalProof, { disposalId: proposed.id });
  assert.deepEqual([proof.disposal.state, proof.disposal.rows, proof.disposal.decidedBy], ['done', due.length, '骆明远']);
  const checked = await province.visitor.call(security.verifyEvidence, { receipt: proof.receipt });
  assert.equal(checked.ok, true, JSON.stringify(checked));

  // 归档: kept sealed before it goes, its digest in the proof; a term that has nothing due is refused
  const archive = await bureau.call(protection.proposeDisposal, { register: 'epidemic-event', reason: '应急处置结束满一年' });
  await decide(officer, archive.id, archive.version);
  await province.settle();
  const archived = (await officer.call(protection.listDisposals, {})).disposals.find((x) => x.id === archive.id)!;
  assert.deepEqual([archived.state, archived.kind, /^[0-9a-f]{64}$/.test(archived.archiveDigest ?? '')], ['done', 'archive', true], archived.problem ?? '');
  await refused('protection.nothingDue', bureau.call(protection.proposeDisposal, { register: 'epidemic-event', reason: '已无到期数据' }));
  const last = await inspect(province, officer);
  assert.equal(last.stages.find((s) => s.stage === 'destroy')!.hits, 0, 'nothing is kept past its term any more');
});
