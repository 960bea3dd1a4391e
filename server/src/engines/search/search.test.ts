import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { createContent } from '#engines/content';
import { systemClock } from '#kernel/clock';
import { anonymous, type Actor, type Context } from '#kernel/context';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { createSearch, searchKinds, type Entry, type Query, type Search } from './index.ts';

const synonyms = readFileSync(path.resolve(import.meta.dirname, '../../../../content/national/synonyms/government.yaml'), 'utf8');
const officer: Actor = { ...anonymous, kind: 'officer', name: '员' };

const item = (ref: string, title: string, more: Partial<Entry> = {}): Entry => ({ kind: 'item', ref, title, url: `/items/${ref}`, ...more });
const sample: Entry[] = [
  { kind: 'life-event', ref: 'restaurant', title: '开办餐饮店一件事', titleEn: 'Opening a restaurant', keywords: ['开餐馆', '餐饮'], summary: '食品经营许可、门头招牌、消防检查、公共场所卫生许可一次办', url: '/life-events/restaurant', weight: 60 },
  { kind: 'life-event', ref: 'birth', title: '新生儿出生一件事', titleEn: 'Having a baby', summary: '出生医学证明、户口登记、医保参保一次办', url: '/life-events/birth', weight: 60 },
  item('food', '食品经营许可证核发', { titleEn: 'Food business licence', summary: '从事食品销售和餐饮服务', weight: 40 }),
  item('hygiene', '公共场所卫生许可', { summary: '美容美发、住宿等场所', weight: 40 }),
  item('fund', '住房公积金提取', { weight: 40, body: '购买自住住房、偿还贷款、租房' }),
  item('fund-2201', '住房公积金提取', { division: '2201', weight: 40 }),
  item('fund-2202', '住房公积金提取', { division: '2202', weight: 40 }),
  item('move', '户口迁移', { division: '22' }),
  item('inside', '内部督办规程', { audience: 'officer' }),
];

interface House {
  search: Search;
  find(text: string, more?: Partial<Query>, actor?: Actor): Promise<string[]>;
  read<T>(use: (ctx: Context) => Promise<T>, actor?: Actor): Promise<T>;
  write<T>(use: (ctx: Context) => Promise<T> | T): Promise<T>;
}

async function house(t: TestContext, entries: Entry[] = sample): Promise<House> {
  const db = await testDatabase(t);
  const content = createContent({ packs: [{ 'pack.yaml': 'id: p\nname: { zh: 包 }\nversion: "1"\n', 'synonyms.yaml': synonyms }] });
  for (const kind of searchKinds) content.registerKind(kind);
  await content.load();
  const search = createSearch({ content, db, clock: systemClock });
  const ids = createIds();
  const context = (actor: Actor) => (tx: never): Context => ({ tx, actor, now: new Date(), newId: ids, locale: 'zh', requestId: 'r' });
  const h: House = {
    search,
    read: (use, actor = anonymous) => db.read(actor, (tx) => use(context(actor)(tx as never))),
    write: (use) => db.write(officer, async (tx) => use(context(officer)(tx as never))),
    find: (text, more = {}, actor = anonymous) => h.read(async (ctx) => (await search.query(ctx, { text, ...more })).hits.map((hit) => hit.ref), actor),
  };
  await h.write((ctx) => search.index(ctx, entries));
  return h;
}

test('what people say finds what government calls it', async (t) => {
  const { find } = await house(t);
  const first = async (text: string): Promise<string | undefined> => (await find(text))[0];
  const cases = {
    我要开餐馆: 'restaurant', 怎么开饭店: 'restaurant', 开火锅店: 'restaurant', 餐饮店: 'restaurant', 生孩子: 'birth', 宝宝上户口: 'birth', 食品证: 'food', 公积金怎么提取: 'fund', 如何办理公共场所卫生许可: 'hygiene',
    '开办餐饮店一件事': 'restaurant', '开办 餐饮店': 'restaurant', 租房: 'fund',
  };
  for (const [text, ref] of Object.entries(cases)) assert.equal((await first(text))?.replace(/-\d+$/, ''), ref, text);
});

test('two characters, pinyin, initials, English, full-width letters', async (t) => {
  const { find } = await house(t);
  const cases = { 许可: ['food', 'hygiene'], 餐饮: ['restaurant'], 金提: ['fund', 'fund-2201', 'fund-2202'], canyin: ['restaurant'], kaicanguan: ['restaurant'], kcg: ['restaurant'], hkqy: ['move'], shipin: ['food'], restaurant: ['restaurant'], licences: ['food'], 'food licen': ['food'], ＲＥＳＴＡＵＲＡＮＴ: ['restaurant'] };
  for (const [text, refs] of Object.entries(cases)) assert.deepEqual((await find(text)).sort(), refs, text);
});

test('one wrong character still finds it', async (t) => {
  const { find } = await house(t);
  const cases = { 食品经营许可正: 'food', 公共场索卫生许可: 'hygiene', 新生儿出声一件事: 'birth', 住房公基金提取: 'fund', restuarant: 'restaurant' };
  for (const [text, ref] of Object.entries(cases)) assert.equal((await find(text))[0]?.replace(/-\d+$/, ''), ref, text);
});

test('the nearest division comes first, others of the same rank are left out', async (t) => {
  const { find } = await house(t);
  assert.deepEqual(await find('公积金提取', { division: '220102' }), ['fund-2201', 'fund']);
  assert.deepEqual(await find('公积金提取', { division: '2202' }), ['fund-2202', 'fund']);
  assert.deepEqual((await find('公积金提取')).length, 3);
  assert.deepEqual(await find('公积金', { kinds: ['life-event'] }), []);
});

test('who may not see an entry does not find it', async (t) => {
  const { find } = await house(t);
  assert.deepEqual([await find('督办规程'), await find('督办规程', {}, officer)], [[], ['inside']]);
});

test('title before summary, with places to highlight; pages follow one another', async (t) => {
  const many = Array.from({ length: 45 }, (_, i) => item(`m${String(i).padStart(2, '0')}`, `养老服务第${i}项`, { weight: 45 - i }));
  const { read, search, find } = await house(t, [...sample, ...many, item('body', '其他事项', { summary: '养老服务补贴', weight: 100 })]);
  const found = await read((ctx) => search.query(ctx, { text: '餐饮' }));
  assert.deepEqual([found.by, found.hits[0]?.highlights.title], ['words', [[2, 4]]]);
  const refs: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await read((ctx) => search.query(ctx, { text: '养老服务', limit: 20, cursor }));
    refs.push(...page.hits.map((h) => h.ref));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual([refs.length, new Set(refs).size, refs[0]], [45, 45, 'm00']);
  assert.deepEqual(await find('养老服务补贴'), ['body']);
});

test('an entry goes with its source: changed, removed, or not written at all', async (t) => {
  const { search, write, find } = await house(t);
  await write((ctx) => search.index(ctx, [item('move', '户口迁入登记', { division: '22' })]));
  assert.deepEqual([await find('迁移'), await find('迁入')], [[], ['move']]);
  await assert.rejects(write((ctx) => {
    search.index(ctx, [item('new', '暂住登记')]);
    throw new Error('no');
  }));
  await write((ctx) => search.remove(ctx, 'item', ['move']));
  assert.deepEqual([await find('暂住'), await find('迁入')], [[], []]);
});

test('a rebuild writes what changed, removes what is gone, and sums up the same for the same source', async (t) => {
  const { search, find } = await house(t, []);
  const items = sample.filter((e) => e.kind === 'item');
  const first = await search.rebuild('item', items);
  assert.deepEqual([first.written, first.entries], [items.length, items.length]);
  const again = await search.rebuild('item', items.toReversed());
  assert.deepEqual([again.written, again.unchanged, again.checksum], [0, items.length, first.checksum]);
  const less = await search.rebuild('item', items.slice(1).map((e) => (e.ref === 'hygiene' ? { ...e, title: '卫生许可新办' } : e)));
  assert.deepEqual([less.written, less.removed, less.checksum === first.checksum], [1, 1, false]);
  assert.deepEqual([await find('食品'), await find('新办')], [[], ['hygiene']]);
});

test('what stands next may be what was meant: told beyond the page, and again on the next one', async (t) => {
  const { search, read } = await house(t);
  const first = await read((ctx) => search.query(ctx, { text: '公积金', limit: 1, beyond: 8 }));
  assert.deepEqual([first.hits.length, first.beyond.map((h) => h.title)], [1, ['住房公积金提取', '住房公积金提取']]);
  const second = await read((ctx) => search.query(ctx, { text: '公积金', limit: 1, cursor: first.next! }));
  assert.deepEqual([second.hits[0]!.ref, second.beyond], [first.beyond[0]!.ref, []]);
  assert.deepEqual((await read((ctx) => search.query(ctx, { text: '公积金', limit: 5, beyond: 8 }))).beyond, []);
});

test('hot words: what many found, never numbers', async (t) => {
  const { search, find, read } = await house(t);
  for (let i = 0; i < 3; i += 1) {
    await find('公积金');
    await find('餐饮 220102199001011234');
  }
  await find('餐饮');
  await search.saveHotWords();
  assert.deepEqual(await read((ctx) => search.hotWords(ctx)), ['公积金']);
});

test('nothing that is typed breaks the query', async (t) => {
  const { find } = await house(t);
  for (const text of ['', '   ', "'", "a'b & | ! :* <-> \\", '（）', '的', '我要', '𠮷', '餐'.repeat(500), ':*', 'a', '\u0000餐饮', "'); drop table search.entry; --", '😀', '\ud800']) assert.ok(Array.isArray(await find(text)), JSON.stringify(text));
  await assert.rejects(find('餐饮', { cursor: 'x' }), (e: { code?: string }) => e.code === 'search.queryInvalid');
  await assert.rejects(find('餐饮', { division: "2' or" }), (e: { code?: string }) => e.code === 'search.queryInvalid');
});

test('a word that is everywhere does not hide what is called just so, or begins so', async (t) => {
  const many = Array.from({ length: 900 }, (_, i) => item(`n${i}`, `第${i}号补贴申领`, { division: '2202' }));
  const { find } = await house(t, [...many, item('all', '补贴'), item('old', '补贴高龄老人'), item('inner', '补贴规程', { audience: 'officer' })]);
  const found = await find('补贴');
  assert.deepEqual(found.slice(0, 2), ['all', 'old']);
  assert.ok(!found.includes('inner'));
  assert.ok(!(await find('补贴', { kinds: ['life-event'] })).includes('all'));
});

/** Deterministic, so that a failure comes again. */
function random(seed: number): (n: number) => number {
  let at = seed;
  return (n) => (at = (at * 48_271) % 2_147_483_647) % n;
}

test('the first pages are those of a plain scan over every title, with and without labels, however common the words', async (t) => {
  const below = random(5);
  const pick = (of: string): string => of.split(' ')[below(of.split(' ').length)]!;
  const entries = Array.from({ length: 2500 }, (_, i) => item(String(i), `${pick('长春市 吉林市 四平市 南关区')}${pick('养老 水库 婚姻 排污 驾驶 旅馆')}${pick('许可 登记 补贴 名录')}${pick('信息 信息 信息 统计')}${'续'.repeat(below(3))}`, { weight: below(4) * 20, labels: [`sharing:${pick('yes no')}`] }));
  const { search, read } = await house(t, []);
  await search.rebuild('item', entries);
  // a title that begins with the text stands 40 high, one that holds it 30; then what the entry weighs, and its shortness
  const scan = (text: string, label: string | undefined): string[] => entries
    .filter((e) => e.title.includes(text) && (label === undefined || e.labels!.includes(label)))
    .map((e) => ({ ref: e.ref, score: (e.title === text ? 100 : e.title.startsWith(text) ? 40 : 30) + e.weight! * 0.2 - e.title.length * 0.05 }))
    .toSorted((a, b) => Math.round((b.score - a.score) * 1000) || Number(a.ref) - Number(b.ref)).slice(0, 50).map((e) => e.ref);
  for (let i = 0; i < 120; i += 1) {
    const { title } = entries[below(entries.length)]!;
    const from = below(title.length - 2);
    const text = i % 4 === 0 ? '信息' : title.slice(from, from + 2 + below(4));
    const label = i % 2 === 0 ? undefined : `sharing:${pick('yes no')}`;
    const expected = scan(text, label);
    const found = await read((ctx) => search.query(ctx, { text, limit: 50, labels: label === undefined ? [] : [label] }));
    assert.deepEqual(found.hits.slice(0, expected.length).map((h) => h.ref), expected, `${text} ${label}`);
  }
});
