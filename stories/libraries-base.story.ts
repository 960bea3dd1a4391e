import assert from 'node:assert/strict';
import * as data from '../server/src/modules/data/contract.ts';
import * as libraries from '../server/src/modules/data/libraries/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { applyForFoodLicence } from './food-licence.ts';
import { concludeFoodLicence } from './food-licence-granted.ts';
import { story } from './harness.ts';
import { administrator, ask, batchOf, callerMachine, grantTo, handIn, inspectLibrary, measure } from './libraries.ts';
import { refused, refusedWith } from './refused.ts';
import { companyCode, ownerOf } from './restaurant.ts';

const minutes = 60_000;

story('macro-economy-db', 'the statistics office hands in indicators; leaders, enterprises and the public ask for time series by place, with their sources', async (province) => {
  const officer = await province.signIn(administrator);
  await inspectLibrary(officer, 'macro-economy-db');
  const steward = await province.signIn('o197');
  const header = '指标代码,地区,时期,数值,同比（%）,单位,资料来源,发布日期';
  const rows = ['gdp,2201,2024Q1,1500.5,5.1,亿元,长春市统计局,2024-04-20', 'gdp,2201,2024Q2,3100,5.4,亿元,长春市统计局,2024-07-20', 'gdp,2201,2024Q3,4800,5.6,亿元,长春市统计局,2024-10-20', 'gdp,2202,2024Q1,300,4.1,亿元,吉林市统计局,2024-04-20', 'gdp,2201,2024Q4,一万,5,亿元,长春市统计局,2025-01-20'];
  const run = await handIn(province, steward, 'macro-indicator', `${header}\n${rows.join('\n')}\n`);
  assert.deepEqual([run.created, run.refused, run.refusedLines[0]?.line], [4, 1, 6], JSON.stringify(run));
  // corrected by the source: the same key, another value; the history keeps both
  const again = await handIn(province, steward, 'macro-indicator', `${header}\ngdp,2201,2024Q3,4790,5.5,亿元,长春市统计局,2024-11-20\n`, '修订');
  assert.deepEqual([again.created, again.changed], [0, 1]);

  // a series by place, in order, as anybody may ask for it, ready to be drawn
  const series = await province.visitor.call(libraries.askOpenLibrary, { libraryId: 'macro-economy-db', questionId: 'series', division: '2201', only: 'gdp' });
  assert.deepEqual(series.rows.map((r) => [r['period'], r['value'], r['yearOnYear']]), [['2024Q1', 1500.5, 5.1], ['2024Q2', 3100, 5.4], ['2024Q3', 4790, 5.5]]);
  assert.deepEqual([series.chart, series.labels['indicator'], series.columns.map((c) => c.title)], ['line', { gdp: '地区生产总值' }, ['指标代码', '地区', '时期', '数值', '同比（%）']]);
  // a published fact: the seventh census, as the bulletin says it
  const census = await province.visitor.call(libraries.askOpenLibrary, { libraryId: 'macro-economy-db', questionId: 'population', division: '22' });
  assert.equal(census.rows.find((r) => r['division'] === '22')?.['value'], 24_073_453);
  assert.ok((await ask(officer, 'macro-economy-db', 'sources')).rows.some((r) => /普查公报/.test(String(r['source']))));
  await refused('libraries.unknown', province.visitor.call(libraries.askOpenLibrary, { libraryId: 'macro-economy-db', questionId: 'drop-table' }));
  const hostile = await province.visitor.call(libraries.askOpenLibrary, { libraryId: 'macro-economy-db', questionId: 'series', only: 'gdp" or true or "' });
  assert.deepEqual(hostile.rows, [], 'a value is a value');

  assert.ok((await measure(province, officer, 'macro-indicator')).score! > 90);
  const machine = await callerMachine(province);
  const fetched = await batchOf(machine, 'macro-indicator', await grantTo(province, officer, 'macro-indicator.batch', ['indicator', 'division', 'period', 'value']));
  assert.ok(fetched.some((r) => r['indicator'] === 'gdp' && r['period'] === '2024Q3' && r['value'] === 4790));
});

story('website-resource-library', 'sites push what they publish; everybody finds it across sites by words, theme, kind and tag; another site’s system calls it', async (province) => {
  const officer = await province.signIn(administrator);
  await inspectLibrary(officer, 'website-resource-library');
  const header = '资源编号,网站,主办单位代码,栏目,信息类型,主题,标题,摘要,标签,网址,发布日期,所在行政区划';
  const rows = ['WZ900001,吉林省教育厅网站,11220000YW0000071A,政策文件,policy,health,关于校园食堂阳光厨房建设的通知,明厨亮灶全覆盖,校园食堂；明厨亮灶,https://jyt.example/1,2026-11-20,22', 'WZ900002,长春市政务网,11220000YW00000202,政策解读,interpretation,health,一图读懂校园食堂阳光厨房,图解,校园食堂,https://cc.example/2,2026-11-21,2201', 'WZ900003,坏链接站,11220000YW00000202,政策解读,poem,health,一首诗,无,无,https://x.example,2026-11-21,2201'];
  const run = await handIn(province, await province.signIn('o198'), 'web-resource', `${header}\n${rows.join('\n')}\n`);
  assert.deepEqual([run.created, run.refused], [2, 1], JSON.stringify(run.refusedLines));
  province.clock.advance(6 * minutes);
  await province.settle();

  const search = async (input: Record<string, string>) => (await province.visitor.call(libraries.searchResources, input)).resources;
  const found = await search({ text: '校园食堂' });
  assert.deepEqual(found.map((r) => r.site).toSorted(), ['吉林省教育厅网站', '长春市政务网'], 'over sites and levels');
  assert.deepEqual((await search({ text: '校园食堂', kind: 'interpretation' })).map((r) => r.number), ['WZ900002']);
  assert.deepEqual((await search({ text: '明厨亮灶' })).map((r) => r.tags), [['校园食堂', '明厨亮灶']], 'by tag');
  const newest = await search({ theme: 'health', site: '长春市政务网' });
  assert.deepEqual(newest.map((r) => r.publishedOn), ['2026-11-21']);
  const page = await province.visitor.call(libraries.searchResources, { kind: 'policy' });
  assert.ok(page.resources.length > 1 && page.resources.every((r) => r.kind === 'policy'));
  const days = page.resources.map((r) => r.publishedOn);
  assert.deepEqual(days, days.toSorted().toReversed());
  assert.deepEqual(await search({ text: "' or 1=1 --" }).then((r) => r.filter((x) => x.number === 'WZ900003')), []);
  await refused('http.invalid', province.visitor.call(libraries.searchResources, { text: '长'.repeat(61) }));

  const machine = await callerMachine(province);
  const query = await machine.call('POST', '/exchange/v1/web-resource.query', { grant: await grantTo(province, officer, 'web-resource.query', ['resourceNumber', 'title', 'url']), body: { key: { resourceNumber: 'WZ900001' } } });
  assert.deepEqual((query.json['records'] as { data: Record<string, string> }[]).map((r) => r.data['url']), ['https://jyt.example/1']);
  assert.ok((await ask(officer, 'website-resource-library', 'by-site')).rows.length >= 12);
  assert.ok((await measure(province, officer, 'web-resource')).score! > 80);
});

story(['case-library', 'gov-service-db'], 'what was handled is gathered in the words of the national exchange, with supervision and rating, masked for who may not know; the month’s figures equal the cases', async (province) => {
  const officer = await province.signIn(administrator);
  const clerk = await province.signIn('o001');
  await inspectLibrary(officer, 'case-library');
  await inspectLibrary(officer, 'gov-service-db');
  const owner = await ownerOf(province);
  await concludeFoodLicence(province, owner);
  const open = await applyForFoodLicence(owner);
  // five: of fewer persons' records no figure is told, not even when the newest was written
  for (let i = 0; i < 3; i++) await applyForFoodLicence(owner);
  await province.settle();
  province.clock.advance(6 * minutes);
  await province.settle();

  const keeper = await province.signIn('o001');
  const browse = async (who = keeper, purpose = '统计本月办件') => (await who.call(data.browseRegister, { register: 'service-case', purpose, where: [{ field: 'itemCode', op: 'eq', value: 'food-business-licence.2201' }] })).records;
  const cases = await browse();
  assert.deepEqual(cases.map((r) => [r.data['state'], r.data['result'] ?? null, r.data['overdue'], r.data['channel']]).toSorted(), [...Array.from({ length: 4 }, () => ['1', null, false, 'portal']), ['11', 'granted', false, 'portal']]);
  const granted = cases.find((r) => r.data['state'] === '11')!;
  assert.ok(Number(granted.data['steps']) >= 4 && String(granted.data['acceptedOn']) <= String(granted.data['concludedOn']));
  assert.notEqual(granted.data['applicantName'], '长春市南关区云杉餐饮管理有限公司', 'a list is masked');
  await refused('records.purposeMissing', keeper.call(data.browseRegister, { register: 'service-case' }));
  assert.deepEqual((await browse(await province.signIn('o097'))).length, 0, 'another prefecture sees none');

  // a rating comes later and is gathered too; gathering again changes nothing
  const mine = (await owner.call(services.listMyCases, {})).cases.find((c) => c.number === granted.data['caseNumber'])!;
  await owner.call(services.rateCase, { caseId: mine.id, stars: 2, tags: [], comment: '等候时间长', named: false });
  province.clock.advance(6 * minutes);
  await province.settle();
  const rated = (await browse()).find((r) => r.id === granted.id)!;
  assert.deepEqual([rated.data['stars'], rated.version], [2, granted.version + 1]);
  province.clock.advance(6 * minutes);
  await province.settle();
  assert.equal((await browse()).find((r) => r.id === granted.id)!.version, rated.version);
  assert.ok(open.number);

  // the special library's figures equal the cases of the district's body
  const figures = await ask(clerk, 'gov-service-db', 'by-month', { division: '220102' });
  assert.deepEqual(figures.rows.map((r) => [r['month'], r['accepted'], r['concluded'], r['onTime'], r['online']]), [['2026-11', 1, 1, 1, 1]]);
  const [body] = (await ask(officer, 'gov-service-db', 'by-organisation')).rows;
  assert.deepEqual([body!['organisationName'], body!['accepted'], body!['badRatings']], ['长春市南关区市场监督管理局', 1, 1]);

  // docking: the province's exchange takes the cases in the national field names, under a grant
  const machine = await callerMachine(province);
  const docked = await batchOf(machine, 'service-case', await grantTo(province, officer, 'service-case.batch', ['caseNumber', 'itemCode', 'state', 'applicantName', 'changedAt']));
  assert.deepEqual(docked.map((r) => r['caseNumber']).toSorted(), cases.map((r) => r.data['caseNumber'] as string).toSorted());
  const { registers } = await officer.call(data.listRegisters, { category: 'base' });
  assert.ok(registers.find((r) => r.id === 'service-case')!.fields.some((f) => f.title.includes('PROJID')));
  assert.ok((await measure(province, officer, 'service-case')).score! > 90);
  assert.equal((await measure(province, officer, 'service-figures')).score, 100);
});

story('material-library', 'papers of a concluded case are in the library, offered to their owner and used again in her next application; the window finds them, nobody else does', async (province) => {
  const officer = await province.signIn(administrator);
  await inspectLibrary(officer, 'material-library');
  const owner = await ownerOf(province);
  await concludeFoodLicence(province, owner);
  await province.settle();
  province.clock.advance(6 * minutes);
  await province.settle();
  const { materials } = await owner.call(libraries.reusableMaterials, {});
  assert.ok(materials.length > 0 && materials.every((m) => m.usedTimes === 0), JSON.stringify(materials));
  const paper = materials[0]!;
  assert.deepEqual((await (await province.signIn('p008')).call(libraries.reusableMaterials, {})).materials.filter((m) => m.fileId === paper.fileId), []);
  await refusedWith(403, officer.call(libraries.reusableMaterials, {}));

  // the next application takes it without a new upload
  let draft = await owner.call(services.startDraft, { kind: 'service-item', id: 'food-business-licence', division: '220102', guide: {} });
  const asked = draft.materials.find((m) => m.name === paper.title)!;
  draft = await owner.call(services.provideMaterial, { draftId: draft.id, version: draft.version, itemId: asked.itemId, materialId: asked.id, way: 'upload', fileIds: [paper.fileId] });
  assert.equal(draft.materials.find((m) => m.id === asked.id)!.state, 'uploaded');
  const stranger = await province.signIn('p008');
  const theirs = await stranger.call(services.startDraft, { kind: 'service-item', id: 'food-business-licence', division: '220102', guide: {} }).catch(() => undefined);
  if (theirs !== undefined) await refusedWith(404, stranger.call(services.provideMaterial, { draftId: theirs.id, version: theirs.version, itemId: asked.itemId, materialId: asked.id, way: 'upload', fileIds: [paper.fileId] }));

  // the window and the data bureau find it for a purpose, which she reads
  const clerk = await province.signIn('o001');
  const seen = (await clerk.call(data.browseRegister, { register: 'material', purpose: '核对可复用材料', where: [{ field: 'creditCode', op: 'eq', value: companyCode }] })).records;
  assert.ok(seen.some((r) => r.data['title'] === paper.title && /^[0-9a-f]{64}$/.test(String(r.data['fileDigest']))));
  assert.ok((await owner.call(services.whoLooked, {})).accesses.some((a) => a.purpose === '核对可复用材料'));
  await refused('records.purposeMissing', clerk.call(data.browseRegister, { register: 'material' }));
  assert.ok((await measure(province, officer, 'material')).score! > 80);
});
