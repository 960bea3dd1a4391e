import type pg from 'pg';
import type { Entry } from '../server/src/engines/search/index.ts';

/** Invented entries of a province's catalogue, its items and its open sets, the same in every run. */
const words = (text: string): string[] => text.split(' ');
const bodies = words('公安 民政 市场监管 人社 医保 卫健 教育 自然资源 生态环境 住建 交通 水利 农业农村 应急 文旅 税务 司法 统计 气象 林草');
export const places = words('长春市 吉林市 四平市 辽源市 通化市 白山市 松原市 白城市 延边州 南关区 朝阳区 宽城区 二道区 绿园区 榆树市 德惠市');
export const subjects = words('户籍人口 婚姻登记 低保对象 市场主体 食品经营 道路运输 机动车 驾驶证 医疗机构 医师执业 学籍 教师资格 不动产 采矿权 排污单位 空气质量 施工许可 商品房 取水许可 水库 种子经营 危险化学品 旅行社 景区 纳税人 律师 公证 价格指数 气象观测 林木采伐 残疾人 退役军人 养老机构 社会组织 公积金');
export const kinds = words('基本信息 登记信息 许可信息 变更信息 注销信息 统计汇总 名录 监测数据 处罚信息 补贴发放 核验信息 年度报告');
export const fields = words('姓名 公民身份号码 统一社会信用代码 企业名称 许可证编号 有效期至 登记日期 行政区划代码 联系电话 地址 金额 状态');
export const matters = words('许可证核发 许可证变更 许可证延续 许可证注销 登记 备案 年度检验 补办 信息查询 资格认定 补贴申领 待遇核定 转移接续 投诉举报 违法行为处罚 信用修复');
const attributes = ['unconditional', 'conditional', 'none'] as const;

export interface Chance {
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
}
export function chance(from: number): Chance {
  let seed = from;
  const below = (n: number): number => (seed = (seed * 48_271) % 2_147_483_647) % n;
  return { below, pick: (list) => list[below(list.length)]! };
}

export const providerOf = (n: number): string => `112200009${String(n).padStart(8, '0')}X`;
/** Code of the entry with this number. */
export const codeOf = (i: number): string => `3${String(1 + (i % 40)).padStart(2, '0')}001/${String(i).padStart(6, '0')}`;
const idOf = (space: string, i: number): string => `${space}-0000-7000-8000-${String(i).padStart(12, '0')}`;

async function insert(client: pg.ClientBase, table: string, count: number, row: (i: number) => Record<string, unknown>): Promise<void> {
  const names = Object.keys(row(0)).join(', ');
  const portion = 2_000;
  for (let from = 0; from < count; from += portion) {
    const rows = Array.from({ length: Math.min(portion, count - from) }, (_, i) => row(from + i));
    await client.query(`insert into ${table} (${names}) select ${names} from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [JSON.stringify(rows)]);
  }
  await client.query(`analyze ${table}`);
}

/** 目录条目. */
export async function fillCatalogue(client: pg.ClientBase, count: number): Promise<void> {
  const { below, pick } = chance(11);
  await insert(client, 'catalogue.entry', count, (i) => {
    const [subject, kind, provider] = [pick(subjects), pick(kinds), below(80)];
    return {
      id: idOf('0ca7a106', i), code: codeOf(i), title: `${pick(places)}${subject}${kind}${below(4) === 0 ? `（${2015 + below(12)}年）` : ''}`, provider: providerOf(provider), provider_name: `${bodies[provider % bodies.length]}部门`,
      division: `22${String(1 + below(9)).padStart(2, '0')}`, summary: `${subject}${kind}`, format: 'table', keywords: [], items: [0, 1, 2, 3].map((at) => ({ id: `f${at}`, name: pick(fields), type: 'text' })),
      sharing: pick(attributes), sharing_basis: '测速', sharing_ways: ['api'], opening: pick(attributes), opening_basis: '测速', update_cycle: 'monthly', related: [], grade: '1', state: 'published', origin: 'import', digest: String(i),
      published_on: `20${20 + below(6)}-0${1 + below(9)}-1${below(10)}`, version: 1, updated_at: '2026-01-01T00:00:00Z',
    };
  });
}

/** 事项: entries of the index alone, for items are content; the answer names those that the content knows. */
export function* itemEntries(count: number): Generator<Entry> {
  const { below, pick } = chance(7);
  for (let i = 0; i < count; i += 1) {
    const title = `${pick(places)}${pick(subjects)}${pick(matters)}${below(3) === 0 ? `（${pick(subjects)}）` : ''}`;
    const division = ['', '22', '2201', '220102', `22${String(1 + below(9)).padStart(2, '0')}`][below(5)]!;
    yield { kind: 'service-item', ref: `bench-${i}`, title, summary: `${pick(subjects)}、${pick(matters)}、${pick(matters)}`, division, url: `/items/bench-${i}`, weight: below(100) };
  }
}

export const harvestId = idOf('0a7e5700', 1);

/** 开放数据集: own ones made after the sets that are open, and what other catalogues open. */
export async function fillOpenSets(client: pg.ClientBase, own: number, foreign: number): Promise<void> {
  const { below, pick } = chance(5);
  const { rows: [model] } = await client.query<Record<string, unknown>>('select * from open.set where current_build is not null order by name limit 1');
  if (model === undefined) throw new Error('no open set is open yet');
  const themes = words('economy health education transport environment agriculture culture safety');
  await insert(client, 'open.set', own, (i) => {
    const title = `${pick(places)}${pick(subjects)}${pick(kinds)}`;
    return { ...model, name: `bench-${i}`, id: idOf('0e5e7000', i), title, organisation: providerOf(below(80)), organisation_name: `${pick(bodies)}部门`, theme: pick(themes), tags: [pick(subjects), pick(kinds)], resources: [`bench-${i}`], words: `${title}\n${pick(fields)} ${pick(fields)}`, modified_at: `20${20 + below(6)}-0${1 + below(9)}-1${below(10)}T00:00:00Z` };
  });
  await insert(client, 'open.harvest', 1, () => ({ id: harvestId, title: '测速目录', url: 'https://catalogue.example/', state: 'active', next_at: '2100-01-01T00:00:00Z', version: 1, by_name: '测速', at: '2026-01-01T00:00:00Z', sets: foreign }));
  await insert(client, 'open.foreign_set', foreign, (i) => {
    const title = `${pick(places)}${pick(subjects)}${pick(kinds)}`;
    return {
      harvest_id: harvestId, iri: `https://catalogue.example/${i}`, name: `harvested-${String(i).padStart(16, '0')}`, id: idOf('0f0e1600', i), title, description: `${pick(bodies)}部门的${title}`, publisher: `${pick(bodies)}部门`, keywords: [pick(subjects), pick(kinds)],
      page: null, licence: null, changed_on: `20${20 + below(6)}-0${1 + below(9)}-1${below(10)}`, files: [], words: `${title}\n${pick(bodies)}部门 ${pick(fields)}`, seen_at: '2026-01-01T00:00:00Z', first_at: '2026-01-01T00:00:00Z', chain: ['https://catalogue.example/'], formats: ['csv'], resources: [], listed: true,
    };
  });
}
