import assert from 'node:assert/strict';
import * as catalogue from '../server/src/modules/data/catalogue/contract.ts';
import * as sharing from '../server/src/modules/data/sharing/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { story, type Persona } from './harness.ts';
import { refused, refusedWith } from './refused.ts';

/** 吴凯刚 data steward and 审批负责人 of 南关区市场监督管理局; the data bureaux of district and province; stewards of two provincial bodies. */
const people = { steward: 'o019', head: 'o016', district: 'o006', province: 'o087', police: 'o191', market: 'o192' } as const;

/** Decides the task of a case that waits for her, from her own work list. */
async function decide(who: Persona, caseId: string, step: string, decision: string, more: { opinion?: string } = {}): Promise<void> {
  const { tasks } = await who.call(services.workList, { limit: 100 });
  const task = tasks.find((t) => t.caseId === caseId);
  assert.ok(task, `${who.name} has something to decide at ${step}`);
  await who.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision, opinion: '经审查，符合规定', ...more });
}

const proposal = {
  title: '餐饮单位明厨亮灶接入信息', summary: '接入“互联网+明厨亮灶”的餐饮单位和设备状态', format: 'database' as const, keywords: ['明厨亮灶'],
  items: [
    { name: '企业名称', type: 'C' as const, length: 100 }, { name: '统一社会信用代码', type: 'C' as const, length: 18, element: 'creditCode' }, { name: '接入日期', type: 'D' as const }, { name: '设备状态', type: 'C' as const, length: 20 },
  ],
  sharing: { type: 'unconditional' as const, ways: ['interface' as const, 'table' as const] }, opening: { type: 'unconditional' as const }, updateCycle: 'daily' as const,
};

story(['data-catalogue', 'data-resource-portal', 'data-asset-library'], 'a department registers its data, two reviews put it into the catalogue, others find it, its libraries and rates are told', async (province) => {
  const [steward, head, bureau, police] = [await province.signIn(people.steward), await province.signIn(people.head), await province.signIn(people.district), await province.signIn(people.police)];

  // at start: the catalogues of the bodies, and every register of the house as an entry that is mounted
  const start = await police.call(catalogue.searchEntries, {});
  assert.ok(start.facets !== null && Object.values(start.facets.class).reduce((a, b) => a + b, 0) >= 150);
  const population = (await police.call(catalogue.searchEntries, { text: '户籍人口' })).entries[0]!;
  assert.deepEqual([population.title, population.code.slice(0, 3), population.mounts], ['户籍人口基本信息', '101', ['table']]);
  assert.ok((population.rows ?? 0) > 0);
  for (const [text, title] of [['婚姻', '婚姻登记信息'], ['paiwu', '排污许可证信息'], ['机动车登记', '机动车登记信息']] as const) {
    assert.ok((await police.call(catalogue.searchEntries, { text })).entries.some((e) => e.title === title), text);
  }
  const closed = await police.call(catalogue.searchEntries, { sharing: 'none', limit: 100 });
  assert.ok(closed.entries.length > 5 && closed.entries.every((e) => e.sharing === 'none'));
  const view = await police.call(catalogue.getEntry, { entryId: closed.entries[0]!.id });
  assert.ok((view.sharingBasis ?? '').length > 4, 'what is not shared says by which law');
  await refusedWith(403, (await province.signIn('p001')).call(catalogue.searchEntries, {}));

  // what the guide makes compulsory is asked for in words
  const send = (more: Record<string, unknown>) => steward.call(catalogue.register, { classification: '327001', proposal: { ...proposal, ...more } });
  await refused('catalogue.invalid', send({ sharing: { type: 'none' } }));
  await refused('catalogue.invalid', send({ sharing: { type: 'conditional', ways: ['interface'], basis: '某法' } }));
  await refused('catalogue.invalid', send({ items: [{ name: '手机号码', sensitive: true }] }));
  await refused('catalogue.notYours', steward.call(catalogue.register, { classification: '327001', proposal, organisation: '11220000YW0000119J' }));
  await refused('http.invalid', send({ title: '' }));

  // registered: not found before both have passed it
  const opened = await send({});
  assert.match(opened.dueOn ?? '', /^2026-12-0[0-9]$/, 'ten working days');
  assert.equal((await police.call(catalogue.searchEntries, { text: '明厨亮灶' })).entries.length, 0);
  await decide(head, opened.caseId, 'check', 'pass');
  await refusedWith(403, police.call(catalogue.matchMaterial, { itemId: 'x', materialId: 'y', entryId: population.id, version: 0 }));
  await decide(bureau, opened.caseId, 'review', 'publish');
  const found = (await police.call(catalogue.searchEntries, { text: '明厨亮灶' })).entries[0]!;
  assert.deepEqual([found.title, found.code, found.version, found.providerName], [proposal.title, '327001/000002', 1, '长春市南关区市场监督管理局']);

  // its table is mounted; a register that is not there cannot be
  await refused('catalogue.mountUnknown', steward.call(catalogue.mountEntry, { entryId: found.id, kind: 'table', target: 'no-such-register', title: '接入登记' }));
  await refused('catalogue.notYours', police.call(catalogue.mountEntry, { entryId: found.id, kind: 'file', target: 'a.csv', title: '接入登记' }));
  await steward.call(catalogue.mountEntry, { entryId: found.id, kind: 'table', target: 'food-business-licence', title: '食品经营许可' });
  await refused('catalogue.mountedAlready', steward.call(catalogue.mountEntry, { entryId: found.id, kind: 'table', target: 'food-business-licence', title: '食品经营许可' }));

  // a change is a new version; one at a time, on the version that was seen; a returned one changes nothing
  const change = (version: number, more: Record<string, unknown>) => steward.call(catalogue.changeRegistration, { entryId: found.id, version, proposal: { ...proposal, ...more }, reason: '增加更新频次' });
  await refused('catalogue.stale', change(7, { updateCycle: 'real-time' }));
  const changing = await change(1, { updateCycle: 'real-time' });
  await refused('catalogue.pending', change(1, { updateCycle: 'weekly' }));
  await decide(head, changing.caseId, 'check', 'return');
  assert.equal((await steward.call(catalogue.getEntry, { entryId: found.id })).version, 1);
  const again = await change(1, { updateCycle: 'real-time' });
  await decide(head, again.caseId, 'check', 'pass');
  await decide(bureau, again.caseId, 'review', 'publish');
  const changed = await steward.call(catalogue.getEntry, { entryId: found.id });
  assert.deepEqual([changed.version, changed.updateCycle, changed.versions.map((v) => v.change)], [2, 'real-time', ['changed', 'published']]);

  // the provincial workbook in and out; one bad row is told, the others go on
  const answer = await police.get('/api/desk/catalogue/workbook?provider=11220000YW0000119J');
  assert.equal(answer.status, 200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(bytes.subarray(0, 2).toString('latin1'), 'PK');
  const imported = await police.call(catalogue.importCatalogue, { workbook: bytes.toString('base64') });
  assert.deepEqual([imported.refused, imported.opened.length >= 8], [[], true]);
  await refused('catalogue.workbook', police.call(catalogue.importCatalogue, { workbook: Buffer.from('=cmd|calc').toString('base64') }));
  const json = await police.call(catalogue.exportCatalogue, { provider: '11220000YW0000119J' });
  assert.equal(json.entries.some((e) => e.code === population.code), true);

  // libraries with owner, source, standard, volume; rates; the hub on one page
  const { libraries } = await police.call(catalogue.assetLibrary, {});
  const library = libraries.find((l) => l.register === 'population')!;
  assert.deepEqual([library.kind, library.owner, library.source, library.rows > 0, library.fresh], ['base', '吉林省公安厅', '公安机关', true, true]);
  const figures = await steward.call(catalogue.rates, {});
  assert.deepEqual(figures.total, (await bureau.call(catalogue.rates, {})).total, 'the same whoever reads them, though each sees only her own registrations');
  assert.ok(figures.total.entries >= 150 && figures.total.sharing! > 0.5 && figures.total.mounting! > 0 && figures.total.cataloguing! < 1, 'registrations under way count as not catalogued yet');
  const hub = await bureau.call(catalogue.hubOverview, {});
  assert.deepEqual([hub.entries, hub.records > 0, hub.mounted > 10], [figures.total.entries, true, true]);

  // 血缘: what breaks if the identity number ends
  const traced = await police.call(catalogue.lineage, { node: 'field:population.identityNumber' });
  assert.ok(traced.impact.some((n) => n.id === `entry:${population.id}`));
  const served = traced.impact.filter((n) => n.kind === 'service').map((n) => n.id);
  assert.ok(['verify', 'query', 'batch', 'changes'].every((mode) => served.includes(`service:population.${mode}`)), 'from the field to the services that show it');
  assert.ok((await police.call(catalogue.lineage, { node: 'register:population' })).impact.some((n) => n.kind === 'item'));
  await refused('catalogue.unknown', police.call(catalogue.lineage, { node: 'field:population.nothing' }));

  // withdrawn: out of the portal, kept with its versions
  const ending = await steward.call(catalogue.withdrawEntry, { entryId: found.id, version: 2, reason: '职能划转' });
  await decide(head, ending.caseId, 'check', 'pass');
  await decide(bureau, ending.caseId, 'review', 'publish');
  assert.equal((await police.call(catalogue.searchEntries, { text: '明厨亮灶' })).entries.length, 0);
  assert.equal((await steward.call(catalogue.getEntry, { entryId: found.id })).state, 'withdrawn');
});

story(['data-supply-demand', 'data-sharing-coordination', 'data-sharing-assessment'], 'one department asks, another refuses, the coordination group decides; delivered, confirmed, rated, scored; a material is no longer asked for', async (province) => {
  let [steward, bureau, police] = [await province.signIn(people.steward), await province.signIn(people.province), await province.signIn(people.police)];
  const market = await province.signIn(people.market);
  const entry = (await steward.call(catalogue.searchEntries, { text: '户籍人口基本信息' })).entries[0]!;
  await police.call(catalogue.setLiaison, { responsible: '周启明', post: '副厅长', liaison: '林数源', phone: '0431-00000011', version: 0 });
  await refused('catalogue.stale', police.call(catalogue.setLiaison, { responsible: '他人', post: '副厅长', liaison: '林数源', phone: '0431-00000011', version: 0 }));

  const ask = (more: Record<string, unknown> = {}) => steward.call(catalogue.openDemand, { entryId: entry.id, purpose: '食品经营许可核验负责人身份', basis: '《食品经营许可和备案管理办法》第十二条', fields: ['姓名', '公民身份号码'], ...more });
  await refused('catalogue.fieldUnknown', ask({ fields: ['收入'] }));
  await refused('http.invalid', ask({ basis: '' }));
  const secret = (await steward.call(catalogue.searchEntries, { sharing: 'none', text: '评标专家' })).entries[0]!;
  await refused('catalogue.notShared', ask({ entryId: secret.id, fields: [] }));
  const own = (await market.call(catalogue.searchEntries, { provider: '11220000YW0000282R' })).entries[0]!;
  await refused('catalogue.ownData', market.call(catalogue.openDemand, { entryId: own.id, purpose: '核验本部门数据', basis: '依据部门职责', fields: [] }));

  // asked: ten working days, seen by both and by nobody else
  const opened = await ask();
  assert.equal(opened.dueOn, '2026-12-07');
  assert.deepEqual((await steward.call(catalogue.listDemands, { box: 'mine' })).demands.map((d) => [d.state, d.role]), [['asked', 'demander']]);
  assert.equal((await police.call(catalogue.listDemands, { box: 'answer' })).demands[0]?.caseId, opened.caseId);
  assert.equal((await market.call(catalogue.listDemands, {})).demands.length, 0);
  await refused('catalogue.demandUnknown', market.call(catalogue.getDemand, { caseId: opened.caseId }));

  // refused with words, disputed, decided by the coordination group
  const task = (await police.call(catalogue.getDemand, { caseId: opened.caseId })).task!;
  assert.deepEqual(task.options.map((o) => o.value), ['agree', 'refuse']);
  await refusedWith(422, police.call(services.decideTask, { taskId: task.id, version: task.version, decision: 'refuse' }));
  await decide(police, opened.caseId, 'answer', 'refuse', { opinion: '用途可由核验接口满足' });
  await decide(steward, opened.caseId, 'consider', 'dispute', { opinion: '核验接口无法覆盖批量复核' });
  assert.equal((await bureau.call(catalogue.coordination, {})).open, 1);
  await decide(bureau, opened.caseId, 'coordinate', 'share', { opinion: '属履职必需，应当共享' });
  const owed = await police.call(catalogue.getDemand, { caseId: opened.caseId });
  assert.deepEqual([owed.state, owed.decision, owed.deliverDue], ['upheld', '属履职必需，应当共享', '2026-12-21']);
  await refused('catalogue.notFulfilled', steward.call(catalogue.rateDemand, { caseId: opened.caseId, rating: 5 }));
  await decide(police, opened.caseId, 'deliver', 'deliver');
  await decide(steward, opened.caseId, 'confirm', 'accept');
  await steward.call(catalogue.rateDemand, { caseId: opened.caseId, rating: 4, comment: '及时' });
  await refused('catalogue.ratedAlready', steward.call(catalogue.rateDemand, { caseId: opened.caseId, rating: 1 }));
  const done = await steward.call(catalogue.getDemand, { caseId: opened.caseId });
  assert.deepEqual([done.state, done.rating, done.steps.map((s) => s.words)], ['fulfilled', 4, ['', 'refuse', 'dispute', 'share', 'deliver', 'accept']]);
  // delivered: the exchange has a grant for this purpose and these fields, which the demand names
  const { grants } = await bureau.call(sharing.listGrants, { organisation: done.demander });
  const grant = grants.find((g) => g.id === done.grant);
  assert.deepEqual([grant?.caseId, grant?.state, [...(grant?.fields ?? [])].toSorted()], [opened.caseId, 'active', ['identityNumber', 'name']]);
  const group = await bureau.call(catalogue.coordination, {});
  assert.deepEqual([group.open, group.decided, group.fulfilled, group.liaisons[0]?.responsible], [0, 1, 1, '周启明']);
  assert.ok((await steward.call(catalogue.lineage, { node: `entry:${entry.id}` })).impact.some((n) => n.kind === 'consumer'));

  // an unconditional one is to be answered within a working day; past it, it is late
  const plain = (await steward.call(catalogue.searchEntries, { text: '排污许可证信息' })).entries[0]!;
  const quick = await ask({ entryId: plain.id, fields: [] });
  assert.equal(quick.dueOn, '2026-11-24');
  province.clock.advance(3 * 86_400_000);
  [steward, bureau, police] = [await province.signIn(people.steward), await province.signIn(people.province), await province.signIn(people.police)];
  assert.equal((await steward.call(catalogue.getDemand, { caseId: quick.caseId })).late, true);

  // 校核: a doubt goes to the provider, who answers
  const doubt = await steward.call(catalogue.openCorrection, { entryId: entry.id, item: '户籍地址', doubt: '一名负责人的户籍地址与许可申请不一致', proposed: '以最新登记为准' });
  await decide(police, doubt.caseId, 'correct', 'corrected', { opinion: '已按最新户口登记更正' });
  assert.deepEqual((await steward.call(catalogue.listCorrections, {})).corrections.map((k) => [k.state, k.answer]), [['corrected', '已按最新户口登记更正']]);

  // 免提交: matched with a source, decided in a document, read at the portal
  const before = await bureau.call(catalogue.listMaterials, { itemId: 'food-business-licence' });
  const material = before.materials.find((m) => !m.spared)!;
  await refused('catalogue.sourceNotReady', bureau.call(catalogue.freeMaterials, { number: '吉政数发〔2026〕31号', title: '关于取消有关申请材料的决定', materials: [material] }));
  const licences = (await steward.call(catalogue.searchEntries, { text: '食品经营许可信息' })).entries[0]!;
  const matched = await bureau.call(catalogue.matchMaterial, { itemId: material.itemId, materialId: material.materialId, entryId: licences.id, version: 0 });
  assert.equal(matched.state, 'ready');
  await refused('catalogue.stale', bureau.call(catalogue.matchMaterial, { itemId: material.itemId, materialId: material.materialId, entryId: licences.id, version: 0 }));
  const issued = await bureau.call(catalogue.freeMaterials, { number: '吉政数发〔2026〕31号', title: '关于取消有关申请材料的决定', materials: [material] });
  assert.ok(issued.body.includes(material.material) && issued.body.includes('食品经营许可信息'));
  const guide = await province.visitor.call(services.getItem, { itemId: 'food-business-licence', division: '220102' });
  const read = guide.materials.find((m) => m.id === material.materialId)!;
  assert.ok(read.howToGet.startsWith('免提交') && read.howToGet.includes('食品经营许可信息'), read.howToGet);
  assert.equal((await bureau.call(catalogue.listMaterials, { itemId: 'food-business-licence' })).free, before.free + 1);
  assert.equal((await province.visitor.call(catalogue.materialDecisions, {})).decisions[0]?.digest, issued.digest);

  // the assessment: weights add up, the asked one answered in time, the late one pays
  const scores = await bureau.call(catalogue.assessment, {});
  assert.equal(Object.values(scores.weights).reduce((a, b) => a + b, 0), 100);
  const of = (organisation: string) => scores.bodies.find((b) => b.organisation === organisation)!;
  assert.equal(of('11220000YW0000119J').response, 100);
  assert.equal(of('11220000YW0000178M').response, 0);
  assert.ok(scores.bodies.every((b, i) => b.score >= 0 && b.score <= 100 && (i === 0 || b.score <= scores.bodies[i - 1]!.score)));
});

story('data-lists', 'responsibility, negative, open and demand lists are drawn from the catalogue and issued level by level', async (province) => {
  const [bureau, district, steward] = [await province.signIn(people.province), await province.signIn(people.district), await province.signIn(people.steward)];
  const negative = await bureau.call(catalogue.draftList, { kind: 'negative' });
  assert.ok(negative.rows.length > 5 && negative.rows.every((r) => (r['basis'] ?? '').length > 4 && (r['responsible'] ?? '') !== ''), 'each with its law and its responsible body');
  await refused('catalogue.listEmpty', bureau.call(catalogue.issueList, { kind: 'demand', division: '22', number: '一号', title: '数据需求清单' }));
  const issued = await bureau.call(catalogue.issueList, { kind: 'responsibility', division: '22', number: '吉政数发〔2026〕30号', title: '吉林省数据共享责任清单（2026年版）' });
  await refused('catalogue.notIssuer', district.call(catalogue.issueList, { kind: 'responsibility', division: '22', number: 'x', title: '越级发布' }));
  await refusedWith(403, steward.call(catalogue.issueList, { kind: 'negative', division: '220102', number: 'x', title: '无权发布' }));
  const [list] = (await steward.call(catalogue.issuedLists, { kind: 'responsibility' })).lists;
  assert.deepEqual([list?.id, list?.rows], [issued.id, issued.rows]);
  const text = await steward.call(catalogue.getIssuedList, { listId: issued.id });
  assert.equal(text.rows.every((r) => r['sharing'] !== 'none' && (r['responsible'] ?? '') !== ''), true);
  const open = await bureau.call(catalogue.draftList, { kind: 'open' });
  assert.equal(open.rows.every((r) => r['opening'] !== 'none'), true);
  // a demand comes on the list of demands
  const entry = (await steward.call(catalogue.searchEntries, { text: '婚姻登记信息' })).entries[0]!;
  await steward.call(catalogue.openDemand, { entryId: entry.id, purpose: '核验申请人婚姻状况', basis: '依据部门职责规定', fields: [] });
  assert.deepEqual((await bureau.call(catalogue.draftList, { kind: 'demand' })).rows.map((r) => r['title']), ['婚姻登记信息']);
});

story('data-classification', 'grades are proposed from names and samples by the national table, confirmed by people, and the entry takes the highest', async (province) => {
  const [steward, police] = [await province.signIn(people.steward), await province.signIn(people.police)];
  const proposed = await steward.call(catalogue.proposeGrades, {
    fields: [
      { name: 'sfzh', samples: [] }, { name: 'col_7', samples: ['220103199004189143', '220104196502289238', ''] }, { name: '备注', samples: ['13800138000', '13900139000', '15800158001'] }, { name: '开户行卡', samples: ['6222021234567890128'] },
      { name: '单位名称', samples: [] }, { name: '流水号', samples: ['123456789012345671'] }, { name: '图斑几何范围', samples: [] }, { name: '天气', samples: ['晴'] },
    ],
  });
  const by = new Map(proposed.proposals.map((p) => [p.name, p]));
  assert.deepEqual([by.get('sfzh')?.class, by.get('sfzh')?.grade, by.get('sfzh')?.by], ['identity-number', 'general-4', 'name']);
  assert.deepEqual([by.get('col_7')?.class, by.get('col_7')?.by, by.get('col_7')?.mask], ['identity-number', 'samples', 'identity-number']);
  assert.deepEqual([by.get('备注')?.class, by.get('备注')?.grade], ['phone', 'general-3']);
  assert.deepEqual([by.get('流水号')?.class, by.get('天气')?.grade], [null, 'general-1'], 'eighteen digits that fail the check are no identity number');
  assert.equal(by.get('图斑几何范围')?.grade, 'important');
  assert.equal(proposed.grade, 'important', 'the whole takes the highest');

  const entry = (await steward.call(catalogue.searchEntries, { text: '公众聚集场所消防' })).entries[0] ?? (await steward.call(catalogue.searchEntries, { text: '消防安全检查' })).entries[0]!;
  await refused('catalogue.notYours', steward.call(catalogue.confirmGrades, { entryId: entry.id, version: entry.version, items: [{ name: '地址', grade: 'general-2', sensitive: false }] }));
  const own = (await police.call(catalogue.searchEntries, { text: '机动车驾驶证信息' })).entries[0]!;
  const suggestion = await police.call(catalogue.proposeGrades, { entryId: own.id });
  assert.equal(suggestion.proposals.find((p) => p.name === '公民身份号码')?.grade, 'general-4');
  await refused('catalogue.fieldUnknown', police.call(catalogue.confirmGrades, { entryId: own.id, version: own.version, items: [{ name: '没有', grade: 'core', sensitive: true }] }));
  const confirmed = await police.call(catalogue.confirmGrades, { entryId: own.id, version: own.version, items: [{ name: '累积记分', grade: 'important', sensitive: true }] });
  assert.deepEqual([confirmed.grade, confirmed.version], ['important', own.version + 1]);
  await refused('catalogue.stale', police.call(catalogue.confirmGrades, { entryId: own.id, version: own.version, items: [{ name: '累积记分', grade: 'general-1', sensitive: false }] }));
  assert.equal((await police.call(catalogue.getEntry, { entryId: own.id })).gradeConfirmedBy, '林数源');
  // open to all and sensitive do not go together
  const hotel = (await police.call(catalogue.searchEntries, { text: '旅馆业特种行业许可' })).entries[0]!;
  await refused('catalogue.invalid', police.call(catalogue.confirmGrades, { entryId: hotel.id, version: hotel.version, items: [{ name: '企业名称', grade: 'general-4', sensitive: true }] }));
});

story('social-data-procurement', 'data bought once is used by several bodies, each for its purpose, while the contract runs', async (province) => {
  const [bureau, steward, police] = [await province.signIn(people.province), await province.signIn(people.steward), await province.signIn(people.police)];
  const contract = { title: '企业招聘与用电景气数据', supplier: '示范数据服务有限公司', contractNumber: 'JLZS-2026-017', amountFen: 68_000_000, startsOn: '2026-01-01', endsOn: '2026-12-31', scope: '全省企业月度景气指数，供各部门共用' };
  await refusedWith(403, steward.call(catalogue.addPurchase, contract));
  await refused('http.invalid', bureau.call(catalogue.addPurchase, { ...contract, endsOn: '2025-01-01' }));
  const { id } = await bureau.call(catalogue.addPurchase, contract);
  await refused('catalogue.numberTaken', bureau.call(catalogue.addPurchase, contract));
  const { useId } = await steward.call(catalogue.askPurchase, { purchaseId: id, purpose: '研判辖区餐饮业景气' });
  await refused('catalogue.usedAlready', steward.call(catalogue.askPurchase, { purchaseId: id, purpose: '研判辖区餐饮业景气' }));
  const second = await police.call(catalogue.askPurchase, { purchaseId: id, purpose: '涉企经济犯罪预警' });
  await bureau.call(catalogue.decidePurchaseUse, { useId, grant: true });
  await bureau.call(catalogue.decidePurchaseUse, { useId: second.useId, grant: false, note: '用途与合同范围不符' });
  await refused('catalogue.purchaseUnknown', bureau.call(catalogue.decidePurchaseUse, { useId, grant: false }));
  const [found] = (await steward.call(catalogue.listPurchases, {})).purchases;
  assert.deepEqual([found?.inForce, found?.uses.map((u) => u.state)], [true, ['granted', 'refused']]);
  province.clock.advance(60 * 86_400_000);
  await refused('catalogue.purchaseOver', (await province.signIn(people.police)).call(catalogue.askPurchase, { purchaseId: id, purpose: '合同期满后再申请' }));
});
