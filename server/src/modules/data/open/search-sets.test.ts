import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous } from '#kernel/context';
import { testDatabase } from '#test/database';
import { facetKinds, labelTotal, organisationNames, searchListed, searchSets, valuesOfKind, type Among, type SetFilter } from './search-sets.ts';
import { wordsOfQuery } from './terms.ts';

const build = '00000000-0000-7000-8000-0000000000b1';
const [near, far] = ['00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a2'];
const idOf = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

interface Own { name: string; title: string; words: string; theme: string; organisation: string; tags: string[]; formats: string[] }
const subjects = ['户籍人口', '残疾人', '不动产', 'Population census', '公共停车场', '水库', '许可证'];
const things = ['登记信息', '许可名录', '补贴名单', '年度报告', 'register', "O'Brien \\ list", '水'];
const own: Own[] = Array.from({ length: 98 }, (_, i) => {
  const title = `${subjects[i % 7]}${things[Math.floor(i / 7) % 7]}`;
  return { name: `set-${i}`, title, words: `${title}\n说明：${subjects[(i * 3) % 7]} 第${i}号`.toLowerCase(), theme: ['economy', 'health', 'transport'][i % 3]!, organisation: `1122${i % 5}`, tags: [subjects[i % 7]!, `t${i % 4}`], formats: i % 2 === 0 ? ['csv', 'geojson'] : ['csv'] };
});

async function filled(t: Parameters<typeof testDatabase>[0]): Promise<Awaited<ReturnType<typeof testDatabase>>> {
  const db = await testDatabase(t);
  await db.owner(async (c) => {
    await c.query(`insert into open.build (id, set_name, digest, rows, bytes, columns, checks, passed, built_at) values ('${build}', 'x', 'x', 1, 1, '[]', '[]', true, now())`);
    await c.query(
      `insert into open.set (name, id, origin, definition, digest, title, organisation, organisation_name, division, theme, cycle, tags, formats, resources, words, state, current_version, current_build, issued_at, modified_at, updated_at)
       select r.name, r.id, 'desk', '{}', 'x', r.title, r.organisation, '单位' || r.organisation, '22', r.theme, 'monthly', r.tags, r.formats, '{}', r.words, 'open', 1, '${build}', now(), r.modified, now()
       from jsonb_to_recordset($1::jsonb) as r(name text, id uuid, title text, organisation text, theme text, tags text[], formats text[], words text, modified timestamptz)`,
      [JSON.stringify(own.map((s, i) => ({ ...s, id: idOf(i + 1), modified: new Date(Date.UTC(2026, 0, 1 + (i % 28))) })))]);
    await c.query("insert into open.harvest (id, title, url, state, next_at, by_name, at, sets) values ($1, '近源', 'https://near.example/', 'active', now(), '某', now(), 1), ($2, '远源', 'https://far.example/', 'active', now(), '某', now(), 2)", [near, far]);
    const foreign = `insert into open.foreign_set (harvest_id, iri, title, description, keywords, files, words, seen_at, name, id, chain, formats, resources, first_at, listed) values`;
    await c.query(`${foreign} ($1, 'https://x.example/1', '户籍人口外部', '', '{户籍人口}', '[]', '户籍人口外部', now(), 'harvested-1', $3, '{a}', '{csv}', '{}', now(), true), ($2, 'https://x.example/1', '户籍人口外部', '', '{户籍人口}', '[]', '户籍人口外部', now(), 'harvested-1', $3, '{a,b}', '{csv}', '{}', now(), false),
      ($2, 'https://x.example/2', '外部水库', '', '{水库}', '[]', '外部水库', now(), 'harvested-2', $4, '{b}', '{pdf}', '{}', now(), true)`, [near, far, idOf(901), idOf(902)]);
  });
  return db;
}

/** Told by a plain look at each set. */
const withAll = (q: string, filters: readonly SetFilter[] = []): Own[] => own.filter((s) => wordsOfQuery(q).every((w) => s.words.includes(w)) && filters.every(({ kind, values, not }) => {
  const has = { theme: [s.theme], organisation: [s.organisation], format: s.formats, cycle: ['monthly'], tag: s.tags }[kind].some((v) => values.includes(v));
  return not === true ? !has : has;
}));

test('a search finds exactly the sets that hold all its words, as a plain look does: characters, parts of words, Latin letters, signs of SQL', async (t) => {
  const db = await filled(t);
  await db.read(anonymous, async (tx) => {
    for (const q of ['水', '库', '人口', '户籍人口', '口登', '登记', '许可证 名录', '残疾人补贴', 'POPULATION', 'pop', 'p', 'opul', 'census register', "o'brien", '\\', '第3', '第13号', '说明：', '% _', 'l', '：']) {
      const expected = withAll(q);
      const found = await searchListed(tx, { q, limit: 100, offset: 0, facets: facetKinds }, 'own');
      if (expected.length === 0) assert.notEqual(found.by, 'words', q);
      else {
        assert.deepEqual([found.by, found.total, found.names.toSorted()], ['words', expected.length, expected.map((s) => s.name).toSorted()], q);
        assert.equal(found.facets.format.find((f) => f.id === 'geojson')?.count ?? 0, expected.filter((s) => s.formats.includes('geojson')).length, q);
      }
    }
  });
});

test('filters hold together, with one of several values, or with none of them; pages follow one another and facets add up', async (t) => {
  const db = await filled(t);
  const cases: { q?: string; filters: SetFilter[] }[] = [
    { filters: [{ kind: 'theme', values: ['economy'] }] }, { filters: [{ kind: 'theme', values: ['economy', 'health'] }] }, { filters: [{ kind: 'theme', values: ['economy'], not: true }] },
    { filters: [{ kind: 'tag', values: ['t1'] }, { kind: 'format', values: ['geojson'] }] }, { q: '登记', filters: [{ kind: 'organisation', values: ['11221'] }, { kind: 'tag', values: ['水库', 't2'], not: true }] }, { filters: [{ kind: 'tag', values: ["'; drop table open.set; --"] }] }, { filters: [] },
  ];
  await db.read(anonymous, async (tx) => {
    for (const { q, filters } of cases) {
      const expected = withAll(q ?? '', filters).map((s) => s.name).toSorted();
      const names: string[] = [];
      for (let offset = 0; offset < 98; offset += 7) names.push(...(await searchListed(tx, { q, filters, limit: 7, offset }, 'own')).names);
      const { total, facets } = await searchListed(tx, { q, filters, limit: 1, offset: 0, facets: facetKinds }, 'own');
      assert.deepEqual(names.toSorted(), expected, JSON.stringify(filters));
      assert.deepEqual([total, facets.theme.reduce((sum, f) => sum + f.count, 0)], [expected.length, expected.length], JSON.stringify(filters));
    }
  });
});

test('what stands in the title comes first, then the newest; a sentence is cut at 的; where nothing holds all the words, what shares four characters in a row, three, two', async (t) => {
  const db = await filled(t);
  await db.read(anonymous, async (tx) => {
    const found = await searchSets(tx, { q: '水库', limit: 100, offset: 0 });
    const places = found.sets.map((s) => s.title.includes('水库'));
    assert.ok(places.includes(false) && places.indexOf(false) === places.filter(Boolean).length, 'titles first');
    const titled = found.sets.filter((s) => s.title.includes('水库')).map((s) => s.modified_at!.getTime());
    assert.deepEqual(titled, titled.toSorted((a, b) => b - a));
    const sentence = await searchListed(tx, { q: '残疾人的登记信息', limit: 100, offset: 0 }, 'own');
    assert.deepEqual([sentence.by, sentence.names.toSorted()], ['words', withAll('残疾人 登记信息').map((s) => s.name).toSorted()]);
    const near = await searchListed(tx, { q: '残疾人登记信息表', limit: 100, offset: 0 }, 'own');
    assert.equal(near.by, 'some');
    assert.ok(near.total > 0 && near.names.every((n) => own.find((s) => s.name === n)!.words.includes('登记信息')));
    assert.ok(own.find((s) => s.name === near.names[0])!.title.startsWith('残疾人登记信息'));
    for (const q of ['的', '的的', '的 水', '的'.repeat(200)]) assert.ok((await searchListed(tx, { q, limit: 1, offset: 0 }, 'own')).total < 98, q);
    const near2 = await searchListed(tx, { q: '停军场', limit: 100, offset: 0 }, 'own');
    assert.deepEqual([near2.by, near2.total], ['some', 0]);
    const wrong = await searchListed(tx, { q: '水厍登记', limit: 100, offset: 0 }, 'own');
    assert.ok(wrong.total > 0 && wrong.names.every((n) => own.find((s) => s.name === n)!.title.includes('登记')));
    assert.deepEqual(await searchListed(tx, { q: '量子纠缠', limit: 10, offset: 0 }), { names: [], total: 0, facets: { theme: [], organisation: [], format: [], cycle: [], tag: [] }, by: 'some' });
  });
});

test('own and foreign sets are searched apart or together; a source finds its own also where another lists them', async (t) => {
  const db = await filled(t);
  await db.read(anonymous, async (tx) => {
    const totalOf = async (among: Among, s: object = {}): Promise<number> => (await searchListed(tx, { limit: 1, offset: 0, ...s }, among)).total;
    assert.deepEqual([await totalOf('own'), await totalOf('foreign'), await totalOf('all')], [98, 2, 100]);
    assert.deepEqual([await totalOf('all', { q: '户籍人口' }) - (await totalOf('own', { q: '户籍人口' })), await totalOf('foreign', { q: '户籍人口' })], [1, 1]);
    for (const [source, names] of [[near, ['harvested-1']], [far, ['harvested-1', 'harvested-2']]] as const) {
      assert.deepEqual((await searchListed(tx, { source, limit: 10, offset: 0 }, 'foreign')).names.toSorted(), names);
      assert.deepEqual((await searchListed(tx, { source, q: '外部', limit: 10, offset: 0 }, 'foreign')).names.toSorted(), names);
    }
    assert.deepEqual(await searchListed(tx, { filters: [{ kind: 'organisation', values: [far] }], limit: 10, offset: 0 }).then((f) => f.names), ['harvested-2']);
    assert.deepEqual(await organisationNames(tx, ['11221', near, 'none']), new Map([['11221', '单位11221'], [near, '近源']]));
  });
});

test('what is listed and what is counted follow the sets: withdrawn, opened again, renamed, harvested anew, gone', async (t) => {
  const db = await filled(t);
  const counted = (): Promise<unknown> => db.owner(async (c) => (await c.query("select scope, kind, value, sets from open.label_count where sets <> 0")).rows);
  const recounted = (): Promise<unknown> => db.owner(async (c) => (await c.query(`
    select scope, split_part(label, ':', 1) as kind, case when label ~ ':' then regexp_replace(label, '^[^:]*:', '') else '' end as value, count(*)::int as sets
    from open.listing l, unnest(l.labels) label, unnest(array['all', case when l.source is null then 'own' else 'foreign' end]) scope group by scope, label`)).rows);
  const change = async (sql: string, total: number): Promise<void> => {
    await db.owner((c) => c.query(sql));
    const sorted = (rows: unknown): string[] => (rows as object[]).map((r) => JSON.stringify(Object.entries(r).toSorted())).toSorted();
    assert.deepEqual(sorted(await counted()), sorted(await recounted()), sql);
    await db.read(anonymous, async (tx) => assert.deepEqual([await labelTotal(tx, 'all'), (await searchListed(tx, { limit: 0, offset: 0 })).total], [total, total], sql));
  };
  await change('select', 100);
  await change("update open.set set state = 'withdrawn', current_build = null where name in ('set-1', 'set-2')", 98);
  await change(`update open.set set state = 'open', current_build = '${build}' where name = 'set-1'`, 99);
  await change("update open.set set title = '改名之后', words = '改名之后', tags = '{新}', theme = 'health' where name = 'set-3'", 99);
  await db.read(anonymous, async (tx) => {
    assert.deepEqual((await searchListed(tx, { q: '改名', limit: 5, offset: 0 })).names, ['set-3']);
    assert.deepEqual((await valuesOfKind(tx, 'tag', 100)).filter((v) => v.value === '新'), [{ value: '新', sets: 1 }]);
  });
  await change("update open.set set waiting_build = null where name = 'set-4'", 99);
  // the nearer source loses it: the other one lists it
  await change(`delete from open.foreign_set where harvest_id = '${near}'`, 98);
  await change("update open.foreign_set set listed = true where iri = 'https://x.example/1'", 99);
  await change("update open.foreign_set set seen_at = now(), keywords = '{别的}'", 99);
  await change(`delete from open.foreign_set where harvest_id = '${far}'`, 97);
  await db.owner(async (c) => assert.equal((await c.query("select from open.label_count where scope = 'foreign' and sets <> 0")).rowCount, 0));
});
