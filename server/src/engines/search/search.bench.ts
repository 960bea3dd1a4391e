/**
 * 100,000 entries made of the titles of real service words, 100 queries each of several sorts, one at a time; prints milliseconds at
 * the 50th and 99th percentile. Run by hand: `node server/src/engines/search/search.bench.ts [entries]`.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createContent } from '#engines/content';
import { systemClock } from '#kernel/clock';
import { anonymous } from '#kernel/context';
import { testDatabase } from '#test/database';
import { createSearch, searchKinds, type Entry } from './index.ts';

const count = Number(process.argv[2] ?? 100_000);
const cleanups: (() => unknown)[] = [];
const db = await testDatabase({ after: (fn: unknown) => void cleanups.push(fn as () => unknown) } as never);
const content = createContent({ packs: [{ 'pack.yaml': 'id: p\nname: { zh: 包 }\nversion: "1"\n', 's.yaml': readFileSync(path.resolve(import.meta.dirname, '../../../../content/national/synonyms/government.yaml'), 'utf8') }] });
for (const kind of searchKinds) content.registerKind(kind);
await content.load();
const search = createSearch({ content, db, clock: systemClock });

const subjects = '食品经营 公共场所卫生 道路运输 医疗机构 建筑施工 不动产 社会保险 住房公积金 养老服务 特种设备 出版物 烟草专卖 危险化学品 民办学校 人力资源 林木采伐 水资源 排污 药品经营 旅行社 娱乐场所 户外广告 机动车 驾驶证 出生医学证明 居住证 户口 婚姻 残疾人 失业'.split(' ');
const matters = '许可证核发 许可证变更 许可证延续 许可证注销 登记 备案 年度检验 补办 信息查询 资格认定 补贴申领 待遇核定 转移接续 投诉举报 违法行为处罚 信用修复'.split(' ');
const places = '长春市 吉林市 四平市 辽源市 通化市 白山市 松原市 白城市 延边州 南关区 朝阳区 宽城区 二道区 绿园区'.split(' ');
let seed = 7;
const next = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
const pick = (list: readonly string[]): string => list[next(list.length)]!;

function* entries(): Generator<Entry> {
  for (let i = 0; i < count; i += 1) {
    const title = `${pick(places)}${pick(subjects)}${pick(matters)}${next(3) === 0 ? `（${pick(subjects)}）` : ''}`;
    yield { kind: 'item', ref: String(i), title, summary: `${pick(subjects)}、${pick(matters)}、${pick(matters)}`, division: `22${String(1 + next(9)).padStart(2, '0')}`, url: `/items/${i}`, weight: next(100) };
  }
}
const began = performance.now();
const built = await search.rebuild('item', entries());
console.log(`rebuild ${built.entries} entries: ${Math.round(performance.now() - began)} ms, ${Math.round((built.entries / (performance.now() - began)) * 1000)}/s`);
await db.owner((c) => c.query('analyze search.entry, search.entry_place'));

const sorts: Record<string, () => { text: string; division?: string }> = {
  'two words': () => ({ text: `${pick(subjects)}${pick(matters)}` }),
  'two words, division': () => ({ text: `${pick(subjects)}${pick(matters)}`, division: '220102' }),
  'two characters': () => ({ text: ['许可', '登记', '变更', '户口', '补贴', '机动', '排污'][next(7)]! }),
  'two characters, division': () => ({ text: ['许可', '登记', '变更', '户口', '补贴', '机动', '排污'][next(7)]!, division: '2203' }),
  sentence: () => ({ text: `我要怎么办理${pick(subjects)}的${pick(matters)}` }),
  pinyin: () => ({ text: ['yiliaojigou', 'paiwu', 'hukou', 'ylfw', 'gjj', 'jidongche'][next(6)]! }),
  'typing error': () => ({ text: ['医疗机够登记', '道路运疏许可证变更', '养老浮务备案', '出生医学正明补办'][next(4)]! }),
  nothing: () => ({ text: ['量子纠缠', '火星基地', 'zzxxqq'][next(3)]! }),
};
const all: number[] = [];
for (const [name, make] of Object.entries(sorts)) {
  const times: number[] = [];
  for (let i = 0; i < 100; i += 1) {
    const query = make();
    const at = performance.now();
    await db.read(anonymous, (tx) => search.query({ tx } as never, query));
    times.push(performance.now() - at);
  }
  all.push(...times);
  times.sort((a, b) => a - b);
  console.log(`${name}: p50 ${times[50]!.toFixed(1)} ms, p99 ${times[98]!.toFixed(1)} ms`);
}
all.sort((a, b) => a - b);
console.log(`all: p50 ${all[Math.floor(all.length / 2)]!.toFixed(1)} ms, p99 ${all[Math.floor(all.length * 0.99)]!.toFixed(1)} ms`);
if (process.argv[3] !== undefined) {
  const rows = await db.owner(async (c) => (await c.query(`explain (analyze, buffers) ${process.argv[3]}`)).rows);
  for (const r of rows) console.log((r as { 'QUERY PLAN': string })['QUERY PLAN']);
}
for (const end of cleanups) await end();
process.exit(0);
