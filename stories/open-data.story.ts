import assert from 'node:assert/strict';
import * as open from '../server/src/modules/data/open/contract.ts';
import { ckan, type CkanAnswer as Answer } from './ckan.ts';
import { story, type Persona } from './harness.ts';
import { refused, refusedWith } from './refused.ts';

const text = async (who: Persona, path: string): Promise<string> => (await who.get(path)).text();

story('open-data-platform', 'a body opens a set: checks, a second person, an immutable version; the public searches, asks, downloads, and other machines read it by CKAN, DCAT and OGC', async (province) => {
  await province.settle();
  const everybody = province.visitor;

  // what the content declares is there, checked and proven
  const all = await everybody.call(open.searchSets, { limit: 1 });
  assert.ok(all.total >= 60, `${all.total} sets`);
  const bureau = await province.signIn('o087');
  const waiting = await bureau.call(open.listDeskSets, { state: 'waiting' });
  for (const s of waiting.sets) assert.ok(s.failed.length > 0, `${s.name} waits for a reason`);

  // a citizen finds the census, sees dictionary, checks, versions
  const found = await everybody.call(open.searchSets, { q: '人口普查 常住人口' });
  assert.equal(found.sets.some((s) => s.name === 'census-2020-population'), true);
  const census = await everybody.call(open.getSet, { name: 'census-2020-population' });
  assert.deepEqual([census.rows, census.version, census.checks.every((c) => c.passed), census.columns.some((c) => c.id === 'value')], [31, 1, true, true]);
  const north = await everybody.call(open.findRows, { name: 'census-2020-population', filters: JSON.stringify([{ field: 'division', op: 'eq', value: '22' }]) });
  assert.equal(north.rows[0]?.['value'], 24_073_453);
  const large = await everybody.call(open.findRows, { name: 'census-2020-population', filters: JSON.stringify([{ field: 'value', op: 'gt', value: 100_000_000 }]), sort: '-value' });
  assert.deepEqual(large.rows.map((r) => r['division']), ['44', '37']);

  // files in every format say the same
  const csv = await text(everybody, '/dataset/census-2020-population/download/census-2020-population.csv');
  assert.equal(csv.trimEnd().split('\n').length, 32);
  const json = JSON.parse(await text(everybody, '/dataset/census-2020-population/download/census-2020-population.json')) as { value: number }[];
  assert.equal(json.reduce((sum, r) => sum + r.value, 0), 1_409_778_724, 'the 31 provinces of the communiqué');
  assert.equal((await text(everybody, '/dataset/census-2020-population/download/census-2020-population.xml')).match(/<row>/g)?.length, 31);
  const places = JSON.parse(await text(everybody, '/dataset/parking-lots/download/parking-lots.geojson')) as { features: { geometry: { type: string } }[] };
  assert.equal(places.features[0]?.geometry.type, 'Point');

  // CKAN's clients
  const names = await ckan<string[]>(province, 'package_list');
  assert.equal(names.length, all.total);
  const page = await ckan<{ count: number; results: { name: string }[]; search_facets: Record<string, { items: { name: string }[] }> }>(province, 'package_search', { q: '学校', rows: 5, 'facet.field': ['organization', 'res_format'] });
  assert.ok(page.count >= 3 && page.results.some((p) => p.name === 'schools') && page.search_facets['res_format']!.items.some((i) => i.name === 'CSV'));
  const schools = await ckan<{ resources: { id: string; format: string; datastore_active: boolean }[]; organization: { name: string } }>(province, 'package_show', { id: 'schools' });
  const resource = schools.resources.find((r) => r.format === 'CSV')!;
  const rows = await ckan<{ total: number; records: { _id: number; pupils: number }[]; fields: { id: string; type: string }[] }>(province, 'datastore_search', { resource_id: resource.id, sort: 'pupils desc', limit: 3, fields: ['_id', 'name', 'pupils'] });
  assert.deepEqual(rows.records.map((r) => r.pupils), rows.records.map((r) => r.pupils).toSorted((a, b) => b - a));
  assert.ok(rows.total > 100 && rows.fields[0]?.id === '_id');
  const dump = await text(everybody, `/datastore/dump/${resource.id}`);
  assert.equal(dump.trimEnd().split('\n').length, rows.total + 1);
  // distinct values, the part of a dump that a client asks for, filters with OR and NOT
  const natures = await ckan<{ total: number; records: Record<string, string>[] }>(province, 'datastore_search', { resource_id: resource.id, fields: 'division', distinct: true, sort: 'division', limit: 500 });
  const divisions = dump.trimEnd().split('\n').slice(1).map((line) => line.split(',')[dump.split('\n')[0]!.split(',').indexOf('division')]!);
  assert.deepEqual([natures.total, natures.records.map((r) => r['division'])], [new Set(divisions).size, [...new Set(divisions)].toSorted()]);
  assert.deepEqual((await ckan<{ records: Record<string, string>[] }>(province, 'datastore_search', { resource_id: resource.id, fields: 'division', distinct: true, limit: 500 })).records.map((r) => r['division']).toSorted(), [...new Set(divisions)].toSorted());
  const [first] = natures.records;
  const part = new URLSearchParams({ filters: JSON.stringify({ division: first!['division'] }), fields: '_id,division,pupils', sort: 'pupils desc', limit: '3', offset: '1', format: 'tsv' }).toString();
  const [head, ...lines] = (await text(everybody, `/datastore/dump/${resource.id}?${part}`)).trimEnd().split('\n').map((line) => line.split('\t'));
  const same = await ckan<{ records: (string | number)[][] }>(province, 'datastore_search', { resource_id: resource.id, filters: { division: first!['division'] }, fields: '_id,division,pupils', sort: 'pupils desc', limit: 3, offset: 1, records_format: 'lists' });
  assert.deepEqual([head, lines], [['_id', 'division', 'pupils'], same.records.map((r) => r.map(String))]);
  for (const bad of ['fields=salary', 'filters=x', 'limit=-1', 'format=json&limit=2', `sort=${encodeURIComponent("pupils'--")}`]) assert.match(String((await everybody.get(`/datastore/dump/${resource.id}?${bad}`)).status), /^4/, bad);
  const countOf = async (fq: string): Promise<number> => (await ckan<{ count: number }>(province, 'package_search', { fq, rows: 0 })).count;
  const [transport, education, either, neither] = [await countOf('groups:transport'), await countOf('groups:education'), await countOf('groups:(transport OR education)'), await countOf('-groups:transport -groups:education')];
  assert.ok(transport > 0 && education > 0);
  assert.deepEqual([either, neither], [transport + education, all.total - either]);
  assert.deepEqual(await (await everybody.get('/api/3')).json(), { version: 3 });
  const sql = (await (await everybody.get('/api/3/action/datastore_search_sql?sql=select+1')).json()) as Answer;
  assert.deepEqual([sql.success, sql.error.__type], [false, 'Authorization Error']);

  // other catalogues harvest
  const turtle = await text(everybody, '/catalog.ttl');
  assert.match(turtle, /<http:\/\/www\.w3\.org\/ns\/dcat#dataset> <[^>]+\/dataset\/schools>/);
  assert.match(await text(everybody, '/dataset/schools.ttl'), /www\.w3\.org\/ns\/dcat#Distribution/);
  const features = (await (await everybody.get('/ogc/collections/parking-lots/items?limit=5&bbox=125,43,126,45')).json()) as { features: unknown[]; numberReturned: number; links: { rel: string; href: string }[] };
  assert.equal(features.numberReturned, 5);
  assert.ok(features.links.some((l) => l.rel === 'next'));

  // a department proposes; who proposed cannot approve; what fails a check cannot be released
  const steward = await province.signIn('o191');
  const made = await steward.call(open.createSet, { name: 'bus-stops-demo', title: '公交线路站点数', description: '各线路的站点数。', register: 'bus-line', fields: ['lineCode', 'name', 'stops', 'division'], theme: 'transport', cycle: 'monthly', tags: ['公交'], quasiIdentifiers: ['division'] });
  const proposed = await steward.call(open.proposeRelease, { name: made.name, version: made.version });
  await province.settle();
  const checked = await bureau.call(open.getDeskSet, { name: made.name });
  assert.deepEqual([checked.state, checked.build?.checks.find((c) => c.id === 'reidentification')?.passed], ['waiting', true], checked.build?.checks.map((c) => c.words).join());
  await refusedWith(403, steward.call(open.decideRelease, { name: made.name, version: checked.version, agreed: true }));
  await refused('open.notFound', everybody.call(open.getSet, { name: made.name }));
  await refused('open.stale', bureau.call(open.decideRelease, { name: made.name, version: proposed.version, agreed: true }));
  const released = await bureau.call(open.decideRelease, { name: made.name, version: checked.version, agreed: true, note: '同意' });
  assert.deepEqual([released.state, released.currentVersion], ['open', 1]);
  assert.equal((await everybody.call(open.getSet, { name: made.name })).releases[0]?.approvedBy, '胡斌勇');

  const risky = await steward.call(open.createSet, { name: 'people-demo', title: '户籍人口明细', description: '不应开放的数据。', register: 'population', fields: ['name', 'birthDate', 'division'], theme: 'population', cycle: 'yearly', quasiIdentifiers: ['birthDate', 'division'] });
  await steward.call(open.proposeRelease, { name: risky.name, version: risky.version });
  await province.settle();
  const refusedSet = await bureau.call(open.getDeskSet, { name: risky.name });
  assert.ok(refusedSet.failed.includes('opening'), refusedSet.failed.join());
  assert.deepEqual(refusedSet.failed.includes('reidentification'), true);
  await refused('open.checksFailed', bureau.call(open.decideRelease, { name: risky.name, version: refusedSet.version, agreed: true }));

  // keys, requests with a limit, answers that all can read
  const citizen = await province.signIn('p001');
  const key = await citizen.call(open.makeKey, { purpose: '研究公共交通' });
  assert.equal((await fetch(`${province.url}/api/3/action/package_list`, { headers: { authorization: key.key } })).status, 200);
  await citizen.call(open.endKey, { id: key.id });
  const asked = await citizen.call(open.ask, { kind: 'data', title: '希望开放充电桩', body: '请开放全省公共充电桩的位置和功率。' });
  assert.equal(asked.dueOn, '2026-12-07');
  assert.equal((await everybody.call(open.listRequests, {})).requests.length, 0);
  const [open1] = (await bureau.call(open.listDeskRequests, {})).requests;
  await bureau.call(open.answerRequest, { id: open1!.id, version: open1!.version, answer: '已列入明年开放计划。' });
  assert.equal((await everybody.call(open.listRequests, {})).requests[0]?.answer, '已列入明年开放计划。');

  // a showcase is offered by who made it, shown when somebody has looked, taken down again; never of a set that is not open
  const application = { title: '公交换乘地图', summary: '用公交线路开放数据做的换乘查询。', url: 'https://map.example/bus', sets: ['bus-lines'] };
  await refusedWith(401, everybody.call(open.offerShowcase, application));
  await refused('open.notFound', citizen.call(open.offerShowcase, { ...application, sets: ['bus-lines', risky.name] }));
  await refusedWith(422, citizen.call(open.offerShowcase, { ...application, url: 'javascript:alert(1)' }));
  const offered = await citizen.call(open.offerShowcase, application);
  assert.deepEqual((await everybody.call(open.listShowcases, {})).showcases, [], 'nobody has looked yet');
  const [showcase] = (await bureau.call(open.listDeskRequests, {})).showcases;
  await refusedWith(403, steward.call(open.decideShowcase, { id: offered.id, version: showcase!.version, shown: true }));
  const shown = await bureau.call(open.decideShowcase, { id: offered.id, version: showcase!.version, shown: true });
  await refused('open.stale', bureau.call(open.decideShowcase, { id: offered.id, version: showcase!.version, shown: false }));
  assert.deepEqual((await everybody.call(open.listShowcases, {})).showcases.map((x) => [x.title, x.url, x.sets]), [[application.title, application.url, application.sets]]);
  await bureau.call(open.decideShowcase, { id: offered.id, version: shown.version, shown: false });
  assert.deepEqual((await everybody.call(open.listShowcases, {})).showcases, []);

  // withdrawn: gone for the public, proven for ever
  const now = await bureau.call(open.getDeskSet, { name: made.name });
  await bureau.call(open.withdrawSet, { name: made.name, version: now.version, reason: '口径调整' });
  await refused('open.notFound', everybody.call(open.getSet, { name: made.name }));
  assert.equal((await bureau.call(open.getDeskSet, { name: made.name })).releases.length, 1);
});

story('open-data-platform', 'hostile questions are refused in the words of each interface, and nothing of them runs', async (province) => {
  await province.settle();
  const get = (path: string) => province.visitor.get(path);
  const problem = async (path: string): Promise<[number, string]> => {
    const answer = await get(path);
    return [answer.status, ((await answer.json()) as { error?: { __type: string }; code?: string }).error?.__type ?? ''];
  };
  const id = 'census-2020-population';
  const action = '/api/3/action/datastore_search';
  assert.deepEqual(await problem(`${action}?resource_id=nothing`), [404, 'Not Found Error']);
  for (const query of ['sort=value;drop table open.set', 'fields=value"--', `filters=${encodeURIComponent('{"value\' or 1=1--":1}')}`, 'limit=-1', 'limit=ten', `filters=${encodeURIComponent('{')}`, 'records_format=exe']) {
    assert.deepEqual(await problem(`${action}?resource_id=${id}&${query}`), [409, 'Validation Error'], query);
  }
  const far = (await (await get(`${action}?resource_id=${id}&offset=1000000`)).json()) as { result: { records: unknown[]; total: number } };
  assert.deepEqual([far.result.records, far.result.total], [[], 31]);
  assert.equal((await get(`${action}?resource_id=${id}&q=${'长'.repeat(1000)}`)).status, 200);
  assert.equal((await get('/api/3/action/package_search?q=%27%20or%201=1--')).status, 200);
  assert.equal((await get('/api/3/action/nothing_known')).status, 400);
  assert.equal((await fetch(`${province.url}/api/3/action/package_show`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '[1]' })).status, 400);
  for (const bad of ['bbox=1,2,3', 'bbox=a,b,c,d', 'bbox=10,20,5,1', 'limit=0', 'limit=x', 'datetime=yesterday', 'datetime=2026-02-01/2026-01-01', 'nofield=1']) {
    const answer = await get(`/ogc/collections/parking-lots/items?${bad}`);
    assert.deepEqual([answer.status, answer.headers.get('content-type')?.split(';')[0]], [400, 'application/problem+json'], bad);
  }
  assert.equal((await get('/ogc/collections/census-2020-population/items')).status, 404);
  assert.equal((await get('/dataset/schools/download/..%2f..%2fetc%2fpasswd.csv')).status, 404);
  assert.equal((await get('/catalog.ttl?page=0')).status, 400);
});
