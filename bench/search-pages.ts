import http from 'node:http';
import type { Search } from '../server/src/engines/search/index.ts';
import { anonymous, type Actor } from '../server/src/kernel/context/index.ts';
import type { ReadTx } from '../server/src/kernel/db/index.ts';
import { searchEntries } from '../server/src/modules/data/catalogue/search-entries.ts';
import { packageSearch } from '../server/src/modules/data/open/ckan-search.ts';
import { facetKinds, searchSets } from '../server/src/modules/data/open/search-sets.ts';
import { chance, codeOf, fields, harvestId, kinds, matters, places, providerOf, subjects } from './search-rows.ts';

const { below, pick } = chance(3);

export type Query = Record<string, string>;
/** What is asked, and the same without the house around it. */
export interface SearchPage {
  name: string;
  path: string;
  cookie: string;
  actor: Actor;
  bare(tx: ReadTx, query: Query): Promise<unknown>;
  sorts: Record<string, () => Query>;
}

const sharing = (): Query => ({ sharing: pick(['unconditional', 'conditional', 'none']) });
/** Over so many entries. */
export const searchPages = (search: Search, cookie: string, count: number): SearchPage[] => [
  {
    name: '数据目录 data catalogue', path: '/api/desk/catalogue/entries', cookie, actor: { ...anonymous, kind: 'officer' },
    bare: (tx, query) => searchEntries({ search } as never, { tx } as never, { limit: 20, ...query } as never),
    sorts: {
      '两字 two characters': () => ({ text: pick(['许可', '登记', '信息', '人口', '婚姻', '气象', '水库', '残疾']) }),
      '处处都有 everywhere': () => ({ text: '信息' }),
      '词 words': () => ({ text: `${pick(subjects)}${pick(kinds)}` }),
      '地方与数据 place and words': () => ({ text: `${pick(places)}${pick(subjects)}` }),
      '拼音 pinyin': () => ({ text: pick(['renkou', 'hunyin', 'jidongche', 'paiwu', 'xuexi', 'shuiku']) }),
      '首字母 initials': () => ({ text: pick(['jdc', 'hydj', 'spjy', 'bdc', 'gjj']) }),
      '信息项 item': () => ({ text: pick(fields) }),
      '代码 code': () => ({ text: codeOf(below(count)) }),
      '句子 sentence': () => ({ text: `哪里有${pick(subjects)}的${pick(kinds)}` }),
      '错字 typing error': () => ({ text: pick(['道路运疏许可信息', '机动车登纪信息', '婚因登记', '医疗机够名录']) }),
      '没有 nothing': () => ({ text: pick(['量子纠缠', 'zzxxqq', '火星基地']) }),
      '两字并筛选 two characters, filtered': () => ({ text: pick(['许可', '登记', '信息', '人口']), ...sharing() }),
      '词并筛选 words, two filters': () => ({ text: pick(subjects), ...sharing(), class: '3' }),
      '部门内 within one body': () => ({ text: pick(['信息', '许可']), provider: providerOf(below(80)) }),
      '第三页 third page': () => ({ text: pick(['许可', '登记', '人口']), cursor: Buffer.from('[40,0]').toString('base64url') }),
      '不输词 no words, with facets': () => ({}),
      '不输词并筛选 no words, filtered': () => ({ provider: providerOf(below(80)) }),
    },
  },
  {
    name: '事项 service items', path: '/api/services/search', cookie: '', actor: anonymous,
    bare: (tx, query) => search.query({ tx }, { text: query['text']!, division: query['division'], cursor: query['cursor'], kinds: ['life-event', 'service-item'], beyond: 8 }),
    sorts: {
      '两词 two words': () => ({ text: `${pick(subjects)}${pick(matters)}` }),
      '两词，一地 two words, in one place': () => ({ text: `${pick(subjects)}${pick(matters)}`, division: '220102' }),
      '两字 two characters': () => ({ text: pick(['许可', '登记', '变更', '户口', '补贴', '机动', '排污']) }),
      '两字，一地 two characters, in one place': () => ({ text: pick(['许可', '登记', '变更', '户口', '补贴', '机动', '排污']), division: '2203' }),
      '句子 sentence': () => ({ text: `我要怎么办理${pick(subjects)}的${pick(matters)}` }),
      '拼音 pinyin': () => ({ text: pick(['yiliaojigou', 'paiwu', 'hukou', 'ylfw', 'gjj', 'jidongche']) }),
      '错字 typing error': () => ({ text: pick(['医疗机够登记', '道路运疏许可证变更', '养老浮务备案', '出生医学正明补办']) }),
      '没有 nothing': () => ({ text: pick(['量子纠缠', '火星基地', 'zzxxqq']) }),
      '第三页 third page': () => ({ text: pick(['许可', '登记', '变更']), cursor: Buffer.from('[40,0]').toString('base64url') }),
    },
  },
  {
    name: '开放数据 open data', path: '/api/open/sets', cookie: '', actor: anonymous, bare: (tx, { q, sort, offset, ...filters }) => searchSets(tx, { q, sort: sort as 'title' | undefined, limit: 20, offset: Number(offset ?? 0), filters: facetKinds.flatMap((kind) => (filters[kind] === undefined ? [] : [{ kind, values: [filters[kind]] }])) }),
    sorts: {
      '不输词 no words': () => ({}),
      '两字 two characters': () => ({ q: pick(['许可', '登记', '人口', '婚姻']) }),
      '两词 two words': () => ({ q: `${pick(subjects)} ${pick(kinds)}` }),
      '的 a sentence': () => ({ q: `${pick(subjects)}的${pick(kinds)}` }),
      '只有一部分 some of it': () => ({ q: `${pick(subjects)}${pick(fields)}${pick(kinds)}` }),
      '错字 typing error': () => ({ q: pick(['道路运疏许可信息', '机动车登纪信息', '婚因登记', '医疗机够名录']) }),
      '没有 nothing': () => ({ q: pick(['量子纠缠', 'zzxxqq']) }),
      '主题 theme': () => ({ theme: pick(['economy', 'health', 'education']) }),
      '词并筛选 words, filtered': () => ({ q: pick(['登记', '信息']), theme: pick(['economy', 'health', 'education']) }),
      '按标题，最后一页 by title, last page': () => ({ sort: 'title', offset: String(Math.round(count / 5) - 20) }),
    },
  },
  {
    name: 'CKAN package_search', path: '/api/3/action/package_search', cookie: '', actor: anonymous, bare: (tx, query) => packageSearch({ url: '', policy: { themes: [], licences: [{}], publisher: {} } } as never, tx, query),
    sorts: {
      '不输词 no words': () => ({}),
      '两字 two characters': () => ({ q: pick(['许可', '登记', '人口', '婚姻']) }),
      '两词 two words': () => ({ q: `${pick(subjects)} ${pick(kinds)}` }),
      '的 a sentence': () => ({ q: `${pick(subjects)}的${pick(kinds)}` }),
      '只有一部分 some of it': () => ({ q: `${pick(subjects)}${pick(fields)}${pick(kinds)}` }),
      '错字 typing error': () => ({ q: pick(['道路运疏许可信息', '机动车登纪信息', '婚因登记', '医疗机够名录']) }),
      '第百页 page 100': () => ({ start: '1000' }),
      '分面 facets': () => ({ rows: '0', 'facet.field': '["organization","groups","tags","res_format"]' }),
      '两字并分面 two characters, with facets': () => ({ q: pick(['许可', '登记', '人口', '婚姻']), 'facet.field': '["organization","tags","res_format"]' }),
      '两个筛选 two filters': () => ({ fq: `tags:(${pick(subjects)} OR ${pick(subjects)}) AND res_format:CSV` }),
      '一个来源 one source': () => ({ fq: `organization:source-${harvestId}` }),
    },
  },
];

export const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let visitor = 0;
/** Milliseconds until the last byte. Visitors come from many addresses, each of which may ask so often. */
export async function askPage(url: string, page: SearchPage, query: Query): Promise<number> {
  const at = performance.now();
  const forwarded = `10.0.${(visitor >> 8) & 255}.${visitor++ & 255}`;
  await new Promise<void>((done, failed) => {
    http.get(`${url}${page.path}?${new URLSearchParams(query)}`, { agent, headers: { cookie: page.cookie, 'x-forwarded-for': forwarded } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => (response.statusCode === 200 ? done() : failed(new Error(`${page.path}: ${response.statusCode} ${text.slice(0, 300)}`))));
    }).on('error', failed);
  });
  return performance.now() - at;
}
