import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import * as catalogue from '../server/src/modules/data/catalogue/contract.ts';
import * as open from '../server/src/modules/data/open/contract.ts';
import { ckan } from './ckan.ts';
import { dcatApFaults, type Node } from './dcat-ap-shapes.ts';
import { openProvince, story } from './harness.ts';
import { refused, refusedWith } from './refused.ts';

interface Package { id: string; name: string; title: string; url: string; author: string; isopen: boolean; organization: { name: string; title: string }; resources: { id: string; format: string; url: string; datastore_active: boolean }[]; extras: { key: string; value: string }[] }
const extra = (p: Package, key: string): string | undefined => p.extras.find((e) => e.key === key)?.value;

const asked = { set: 'companies', purpose: '研究长春市餐饮企业的分布与存续时间', use: 'research' as const, until: '2027-06-30' };

story('open-data-platform', 'a set that is open on condition: a purpose, an approval, a key bound to it, used by every interface, revoked at once', async (province) => {
  await province.settle();
  const everybody = province.visitor;
  const bureau = await province.signIn('o087');
  const citizen = await province.signIn('p001');
  const other = await province.signIn('p002');

  // everybody reads what it is and on which condition; nobody its rows, by whichever way
  const set = await everybody.call(open.getSet, { name: 'companies' });
  assert.deepEqual([set.access.conditional, set.access.mayRead, set.access.condition?.includes('实名申请'), set.columns.length], [true, false, true, 7]);
  assert.equal(set.organisation, '吉林省市场监督管理厅');
  const csv = '/dataset/companies/download/companies.csv';
  const resource = set.resources.find((r) => r.format === 'CSV')!.id;
  const ways = [csv, '/dataset/companies/download/companies.xlsx', '/dataset/companies/download/companies.ttl', `${csv}?version=1`, `/datastore/dump/${resource}`, `/api/3/action/datastore_search?resource_id=${resource}`, '/api/open/sets/companies/rows'];
  const statuses = async (headers: Record<string, string> = {}): Promise<number[]> => Promise.all(ways.map(async (w) => (await fetch(province.url + w, { headers })).status));
  assert.deepEqual(await statuses(), ways.map(() => 403));
  await refused('open.accessNeeded', citizen.call(open.findRows, { name: 'companies' }));
  assert.match(await (await everybody.get('/dataset/companies.ttl')).text(), /access-right\/RESTRICTED/);

  // an application says what for and until when; one at a time
  await refused('open.notConditional', citizen.call(open.askAccess, { ...asked, set: 'schools' }));
  await refused('open.untilInvalid', citizen.call(open.askAccess, { ...asked, until: '2030-01-01' }));
  await refusedWith(422, citizen.call(open.askAccess, { ...asked, purpose: '看看' }));
  const { id, dueOn } = await citizen.call(open.askAccess, asked);
  assert.equal(dueOn, '2026-12-07');
  await refused('open.accessUnderWay', citizen.call(open.askAccess, asked));
  await refused('open.accessNeeded', citizen.call(open.makeAccessKey, { id }));
  await refusedWith(403, (await province.signIn('o191')).call(open.decideAccess, { id, version: 1, granted: true }));
  const [waiting] = (await bureau.call(open.listDeskAccess, { state: 'asked' })).access;
  assert.deepEqual([waiting!.id, waiting!.purpose], [id, asked.purpose]);
  await refused('open.reasonMissing', bureau.call(open.decideAccess, { id, version: 1, granted: false }));
  await refused('open.stale', bureau.call(open.decideAccess, { id, version: 9, granted: true }));
  await bureau.call(open.decideAccess, { id, version: 1, granted: true });

  // approved: signed in at once, machines by a key that opens this set and no other, and is nobody else's
  assert.equal((await citizen.call(open.findRows, { name: 'companies', limit: 5 })).rows.length, 5);
  await refused('open.accessNeeded', other.call(open.findRows, { name: 'companies' }));
  await refused('open.notFound', other.call(open.makeAccessKey, { id }));
  const { key } = await citizen.call(open.makeAccessKey, { id });
  const lines = (await (await fetch(province.url + csv, { headers: { 'x-api-key': key } })).text()).trimEnd().split('\n');
  assert.equal(lines.length, set.rows + 1);
  const found = (await (await fetch(`${province.url}/api/3/action/datastore_search?resource_id=${resource}&limit=3`, { headers: { authorization: key } })).json()) as { result: { total: number } };
  assert.equal(found.result.total, set.rows);
  const general = await citizen.call(open.makeKey, { purpose: '一般用途密钥' });
  assert.equal((await fetch(province.url + csv, { headers: { 'x-api-key': general.key } })).status, 403, 'a key without the purpose opens nothing');
  const renewed = await citizen.call(open.makeAccessKey, { id });
  assert.equal((await fetch(province.url + csv, { headers: { 'x-api-key': key } })).status, 403, 'the key before is over');

  // revoked: the next question is refused; it may be applied for again
  const granted = (await bureau.call(open.listDeskAccess, { state: 'granted' })).access[0]!;
  await bureau.call(open.revokeAccess, { id, version: granted.version, reason: '用途与申请不符' });
  assert.equal((await fetch(province.url + csv, { headers: { 'x-api-key': renewed.key } })).status, 403);
  await refused('open.accessNeeded', citizen.call(open.findRows, { name: 'companies' }));
  assert.deepEqual((await citizen.call(open.listAccess, {})).access.map((a) => [a.state, a.reason]), [['revoked', '用途与申请不符']]);
  // what she took she deletes, and says so; nobody else is asked
  await province.settle();
  const [asking, ...none] = (await citizen.call(open.listErasures, {})).erasures;
  assert.deepEqual([none.length, asking?.reason, asking?.erasedAt, asking?.late], [0, '用途与申请不符', null, false]);
  assert.deepEqual((await other.call(open.listErasures, {})).erasures, []);
  await refused('open.notFound', other.call(open.confirmErasure, { id: asking!.id }));
  await citizen.call(open.confirmErasure, { id: asking!.id });
  assert.notEqual((await citizen.call(open.listErasures, {})).erasures[0]?.erasedAt, null);
  assert.deepEqual((await bureau.call(open.erasuresOfSet, { name: 'companies' })).erasures.map((e) => e.holders.map((hold) => hold.erasedAt !== null)), [[true]]);
  const again = await citizen.call(open.askAccess, { ...asked, until: '2026-11-25' });
  await bureau.call(open.decideAccess, { id: again.id, version: 1, granted: true });
  province.clock.advance(4 * 86_400_000);
  await refused('open.accessNeeded', citizen.call(open.findRows, { name: 'companies' }));
});

story('open-data-platform', 'another catalogue’s DCAT is harvested as foreign sets; what it no longer has goes; a broken, endless or hostile one changes nothing; OGC shares the budget of its caller', async (province, t) => {
  await province.settle();
  const bureau = await province.signIn('o087');
  const second = await openProvince(t);
  await second.settle();
  const run = async (id: string): Promise<void> => {
    await bureau.call(open.harvestNow, { id });
    await province.settle();
  };

  // the second house's own catalogue, in both syntaxes
  await refusedWith(403, (await province.signIn('o191')).call(open.addHarvest, { title: '第二平台', url: `${second.url}/catalog.jsonld` }));
  const { id } = await bureau.call(open.addHarvest, { title: '第二平台', url: `${second.url}/catalog.jsonld` });
  await refused('open.harvestKnown', bureau.call(open.addHarvest, { title: '第二平台', url: `${second.url}/catalog.jsonld` }));
  await province.settle();
  const theirs = await second.visitor.call(open.searchSets, { limit: 1 });
  const [first] = (await bureau.call(open.listHarvests, {})).harvests;
  assert.deepEqual([first!.lastError, first!.sets], [null, theirs.total]);
  const found = await province.visitor.call(open.searchForeign, { q: '公交 线路' });
  const bus = found.sets.find((s) => s.title === '公共汽电车线路')!;
  assert.deepEqual([bus.iri, bus.page, bus.source, bus.publisher], [`${second.url}/dataset/bus-lines`, `${second.url}/open/sets/bus-lines`, '第二平台', '吉林省交通运输厅']);
  assert.ok(bus.files.some((f) => f.url === `${second.url}/dataset/bus-lines/download/bus-lines.csv` && f.format === 'CSV'), JSON.stringify(bus.files));
  assert.equal((await province.visitor.call(open.searchSets, { q: '公交 线路' })).sets.every((s) => s.name !== bus.iri), true, 'own sets stay own');
  const xml = await bureau.call(open.addHarvest, { title: '第二平台（XML）', url: `${second.url}/catalog.rdf` });
  await province.settle();
  const sources = (await province.visitor.call(open.searchForeign, {})).sources;
  assert.deepEqual(sources.map((s) => s.sets), [theirs.total, theirs.total]);
  const same = async (source: string) => (await province.visitor.call(open.searchForeign, { source, limit: 100 })).sets.map(({ seenAt: _at, source: _s, ...s }) => ({ ...s, keywords: s.keywords.toSorted(), files: s.files.toSorted((a, b) => (a.url < b.url ? -1 : 1)) })).toSorted((a, b) => (a.iri < b.iri ? -1 : 1));
  assert.deepEqual(await same(xml.id), await same(id));
  const turtle = await bureau.call(open.addHarvest, { title: '第二平台（Turtle）', url: `${second.url}/catalog.ttl` });
  await province.settle();
  assert.deepEqual(await same(turtle.id), await same(id));

  // the clients of CKAN and DCAT find them too: each once, under a name of ours, with publisher and source, and nothing of their rows here
  const own = (await province.visitor.call(open.searchSets, { limit: 1 })).total;
  const packages = await ckan<string[]>(province, 'package_list');
  assert.deepEqual([packages.length, new Set(packages).size], [own + theirs.total, own + theirs.total]);
  const listed = await ckan<{ count: number; results: Package[] }>(province, 'package_search', { q: '公共汽电车线路', rows: 10 });
  const foreign = listed.results.find((p) => p.url === bus.page)!;
  assert.deepEqual([foreign.title, foreign.author, foreign.organization.title, extra(foreign, 'uri'), extra(foreign, 'harvest_source_url'), foreign.isopen], [bus.title, bus.publisher, '第二平台', bus.iri, `${second.url}/catalog.jsonld`, false]);
  assert.deepEqual(await ckan<Package>(province, 'package_show', { id: foreign.name }), await ckan<Package>(province, 'package_show', { id: foreign.id }));
  const file = foreign.resources.find((r) => r.format === 'CSV')!;
  assert.deepEqual([file.url, file.datastore_active], [`${second.url}/dataset/bus-lines/download/bus-lines.csv`, false]);
  assert.equal((await ckan<{ url: string }>(province, 'resource_show', { id: file.id })).url, file.url);
  assert.equal((await province.visitor.get(`/api/3/action/datastore_search?resource_id=${file.id}`)).status, 404);
  const bySource = await ckan<{ count: number }>(province, 'package_search', { fq: `organization:${foreign.organization.name}`, rows: 0 });
  assert.equal(bySource.count, theirs.total);
  assert.equal((await ckan<{ package_count: number }>(province, 'organization_show', { id: foreign.organization.name })).package_count, theirs.total);
  const described = await (await fetch(`${province.url}/dataset/${foreign.name}`, { headers: { accept: 'text/turtle' } })).text();
  for (const said of [`<${bus.iri}>`, '"吉林省交通运输厅"', `<${second.url}/catalog>`, 'http://www.w3.org/ns/dcat#CatalogRecord']) assert.ok(described.includes(said), `${said} in ${described}`);

  // the whole catalogue, foreign sets among it, keeps the constraints of DCAT-AP, on every page
  const graph = async (): Promise<Node[]> => {
    const nodes: Node[] = [];
    for (let page = 1; ; page++) {
      const answer = await province.visitor.get(`/catalog.jsonld?page=${page}`);
      const some = (await answer.json()) as Node[];
      if (!some.some((n) => n['@type']?.includes('http://www.w3.org/ns/dcat#Dataset'))) return nodes;
      assert.deepEqual(dcatApFaults(some), [], `page ${page}`);
      nodes.push(...some);
    }
  };
  const described60 = await graph();
  const datasets = described60.filter((n) => n['@type']?.includes('http://www.w3.org/ns/dcat#Dataset'));
  assert.equal(datasets.length, own + theirs.total);
  assert.ok(datasets.some((n) => n['@id'] === bus.iri), 'foreign sets are checked too');
  // and the check sees what is missing, too often or of another kind
  const spoiled = (property: string, value: unknown[]): string[] => dcatApFaults([{ ...datasets[0]!, [property]: value }]).filter((f) => f.includes(property.split('/').at(-1)!));
  assert.equal(spoiled('http://purl.org/dc/terms/title', []).length, 1);
  assert.equal(spoiled('http://purl.org/dc/terms/issued', [{ '@value': '去年' }]).length, 1);
  assert.equal(spoiled('http://purl.org/dc/terms/publisher', [{ '@value': '局' }]).length, 2);

  // round and round: the second house harvests us and takes nothing of its own back, nor do we
  const back = await second.signIn('o087');
  const { id: looped } = await back.call(open.addHarvest, { title: '第一平台', url: `${province.url}/catalog.ttl` });
  await second.settle();
  const { total: told, sets: taken } = await second.visitor.call(open.searchForeign, { source: looped, limit: 100 });
  assert.deepEqual([(await back.call(open.listHarvests, {})).harvests[0]!.lastError, told, taken.every((s) => s.iri.startsWith(`${province.url}/dataset/`))], [null, own, true]);
  await run(id);
  assert.equal((await ckan<string[]>(province, 'package_list')).length, own + theirs.total, 'nothing of ours came back as foreign');
  const [loop] = (await back.call(open.listHarvests, {})).harvests;
  await back.call(open.endHarvest, { id: looped, version: loop!.version });

  for (const source of [xml, turtle]) {
    const ended = (await bureau.call(open.listHarvests, {})).harvests.find((h) => h.id === source.id)!;
    await bureau.call(open.endHarvest, { id: source.id, version: ended.version });
  }
  assert.equal((await province.visitor.call(open.searchForeign, {})).total, theirs.total);

  // what it withdraws is gone here after the next run
  const chief = await second.signIn('o087');
  const schools = await chief.call(open.getDeskSet, { name: 'schools' });
  await chief.call(open.withdrawSet, { name: 'schools', version: schools.version, reason: '口径调整' });
  const before = await ckan<{ results: Package[] }>(province, 'package_search', { q: '学校', fq: `organization:${foreign.organization.name}`, rows: 100 });
  const gone = before.results.find((p) => extra(p, 'uri') === `${second.url}/dataset/schools`)!;
  await run(id);
  assert.equal((await province.visitor.call(open.searchForeign, { q: '学校' })).sets.some((s) => s.iri.endsWith('/dataset/schools')), false);
  assert.deepEqual([(await province.visitor.get(`/api/3/action/package_show?id=${gone.name}`)).status, (await province.visitor.get(`/dataset/${gone.name}.ttl`)).status], [404, 404]);
  assert.equal((await (await province.visitor.get('/catalog.jsonld')).text()).includes(`${second.url}/dataset/schools`), false);

  // a catalogue that breaks, lies or never ends keeps what was there and is told as an error
  let answer: { status?: number; type?: string; body: string; location?: string } = { body: '' };
  const server = createServer((request, response) => {
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/ld+json', ...(answer.location === undefined ? {} : { location: answer.location }) });
    response.end(answer.body.replaceAll('SELF', `http://${request.headers.host}`));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/catalog`;
  const dcat = { dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/', title: { '@id': 'dct:title' }, landing: { '@id': 'dcat:landingPage', '@type': '@id' } };
  answer = { body: JSON.stringify({ '@context': dcat, '@graph': [
    { '@id': 'SELF/a', '@type': 'dcat:Dataset', title: [{ '@value': 'Wells', '@language': 'en' }, { '@value': '水井', '@language': 'zh' }], 'dct:description': '<script>alert(1)</script>', landing: 'javascript:alert(1)' },
    { '@id': 'SELF/b', '@type': 'dcat:Dataset', 'dct:description': 'no title' }, { '@id': 'urn:x', '@type': 'dcat:Dataset', title: 'no address' },
  ] }) };
  const odd = await bureau.call(open.addHarvest, { title: '异样平台', url });
  await province.settle();
  const wells = (await province.visitor.call(open.searchForeign, { source: odd.id })).sets;
  assert.deepEqual(wells.map((s) => [s.title, s.page]), [['水井', null]]);
  const deep = '{"@graph":['.repeat(200) + ']}'.repeat(200);
  for (const bad of [{ status: 500, body: '' }, { body: '{' }, { body: deep }, { body: '[]' }, { type: 'text/turtle', body: '<a> <b> "c' }, { type: 'text/turtle', body: '<a> <b> '.padEnd(100_000, '[<c> ') }, { type: 'application/rdf+xml', body: '<rdf:RDF><unclosed>' }, { type: 'application/rdf+xml', body: '<!DOCTYPE a [<!ENTITY x "y">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&x;</rdf:RDF>' }, { status: 302, location: `${second.url}/catalog.jsonld`, body: '' }]) {
    answer = bad;
    await run(odd.id);
    const row = (await bureau.call(open.listHarvests, {})).harvests.find((h) => h.id === odd.id)!;
    assert.ok(row.lastError !== null, JSON.stringify(bad).slice(0, 80));
    assert.equal((await province.visitor.call(open.searchForeign, { source: odd.id })).total, 1);
  }

  // an entry of the catalogue without any edge has a lineage of itself; what does not exist has none
  const { entries } = await bureau.call(catalogue.searchEntries, { text: '农作物种子生产经营许可信息' });
  const alone = await bureau.call(catalogue.lineage, { node: `entry:${entries[0]!.id}` });
  assert.deepEqual([alone.nodes.map((n) => n.title), alone.edges, alone.impact], [['农作物种子生产经营许可信息'], [], []]);
  await refused('catalogue.unknown', bureau.call(catalogue.lineage, { node: 'entry:0193f000-0000-7000-8000-000000000001' }));

  // codes of divisions by their names in previews; formats by what is asked
  const rows = await province.visitor.call(open.findRows, { name: 'bus-lines-by-prefecture', limit: 1 });
  assert.equal(rows.names['prefecture']?.[String(rows.rows[0]!['prefecture'])], '吉林省长春市');
  for (const [accept, type] of [['text/turtle', 'text/turtle'], ['application/rdf+xml', 'application/rdf+xml'], ['application/ld+json;q=1, text/turtle;q=0.5', 'application/ld+json']] as const) {
    assert.equal((await fetch(`${province.url}/catalog`, { headers: { accept } })).headers.get('content-type')?.split(';')[0], type);
  }

  // one budget for all interfaces: features too end in “try again later”
  const many = await Promise.all(Array.from({ length: 300 }, () => fetch(`${province.url}/ogc/conformance`).then((r) => r.status)));
  assert.ok(many.includes(429) && many.includes(200), String(new Set(many)));
});

story('open-data-platform', 'open data follow the grade that people confirmed: a field that may not be open closes its set on every interface, and nothing of it is left', async (province) => {
  await province.settle();
  const bureau = await province.signIn('o087');
  const steward = await province.signIn('o192');
  const citizen = await province.signIn('p001');
  const { id } = await citizen.call(open.askAccess, asked);
  await bureau.call(open.decideAccess, { id, version: 1, granted: true });
  const { key } = await citizen.call(open.makeAccessKey, { id });
  const ways = ['/dataset/companies/download/companies.csv', '/dataset/companies/download/companies.csv?version=1', '/dataset/companies/download/companies.json', '/dataset/companies/download/companies.xlsx', '/datastore/dump/companies', '/api/3/action/datastore_search?resource_id=companies', '/api/open/sets/companies', '/dataset/companies.ttl'];
  const statuses = (): Promise<number[]> => Promise.all(ways.map(async (w) => (await fetch(province.url + w, { headers: { 'x-api-key': key } })).status));
  assert.deepEqual(await statuses(), ways.map(() => 200));
  assert.ok((await citizen.call(open.findRows, { name: 'companies', limit: 1 })).rows[0]!['establishedOn']);
  const confirm = async (grade: 'general-1' | 'general-3'): Promise<void> => {
    const entry = (await steward.call(catalogue.searchEntries, { text: '市场主体登记信息', limit: 10 })).entries.find((e) => e.title === '市场主体登记信息')!;
    await steward.call(catalogue.confirmGrades, { entryId: entry.id, version: entry.version, items: [{ name: '成立日期', grade, sensitive: false }] });
  };
  const until = async (state: string): Promise<void> => {
    // what follows a confirmation is planned behind the answer
    for (let i = 0; i < 40 && (await bureau.call(open.getDeskSet, { name: 'companies' })).state !== state; i++) await province.settle();
    assert.equal((await bureau.call(open.getDeskSet, { name: 'companies' })).state, state);
  };
  await confirm('general-3');
  await until('waiting');
  const closed = await bureau.call(open.getDeskSet, { name: 'companies' });
  assert.deepEqual(closed.failed, ['sensitive']);
  assert.match(closed.build!.checks.find((x) => x.id === 'sensitive')!.words, /级别不得开放的字段：establishedOn/);
  assert.ok(closed.preview.length > 0 && closed.preview.every((r) => r['establishedOn'] === null), 'not even the desk’s preview of the build has it');
  assert.deepEqual(await statuses(), ways.map(() => 404));
  await refused('open.notFound', citizen.call(open.findRows, { name: 'companies' }));
  await refused('open.checksFailed', bureau.call(open.decideRelease, { name: 'companies', version: closed.version, agreed: true }));

  await confirm('general-1');
  await until('open');
  assert.equal((await province.visitor.call(open.getSet, { name: 'companies' })).version, 2);
  assert.deepEqual((await statuses()).slice(0, 3), [200, 404, 200], 'the approval stands; the file that was closed stays closed');
});
