import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const content = (file: string): Record<string, unknown> => parse(readFileSync(fileURLToPath(new URL(`../../../../content/jilin/forms/${file}.yaml`, import.meta.url)), 'utf8')) as Record<string, unknown>;
type FormDefinition = { id: string; version: number; title: unknown; pages: unknown[] };
export const openRestaurant = content('open-restaurant') as FormDefinition;
export const inspectionFood = content('inspection-food') as FormDefinition;

/** UUIDs that stay the same from run to run. */
export const id = (n: number): string => `0193a000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const now = Date.now();
const hour = 3_600_000;
export const ago = (hours: number): string => new Date(now - hours * hour).toISOString();
export const dayFrom = (days: number): string => new Date(now + days * 24 * hour + 8 * hour).toISOString().slice(0, 10);

export const company = '长春市南关区云杉餐饮管理有限公司';
export const market = '长春市南关区市场监督管理局';
export const applicants = [company, '吉林省北岸海鲜渔港餐饮连锁管理集团有限责任公司长春南关第三分公司', '欧阳慧敏', '长春市南关区重庆路北社区星河信息技术有限公司', '买买提·阿不都热依木江', '延吉市天池商贸有限公司', '王建国', '长春市双阳区远山生物制药股份有限公司'];
export const itemNames = ['开办餐饮店一件事', '食品经营许可（餐饮服务）核发', '公众聚集场所投入使用、营业前消防安全检查', '设置大型户外广告及在城市建筑物、设施上悬挂、张贴宣传品审批', '城镇污水排入排水管网许可', '新生儿出生一件事', '高龄津贴发放', '道路普通货物运输经营许可'];
export const organisations = [market, '长春市南关区消防救援大队', '长春市南关区城市管理行政执法局', '长春市南关区住房和城乡建设局', '长春市南关区卫生健康局', '长春市公安局南关区分局', '长春市南关区民政局', '长春市南关区交通运输局', '长春市南关区人力资源和社会保障局', '长春市南关区医疗保障局'];

export const answersOfRestaurant = {
  creditCode: '91220102YW9000019E',
  companyName: company,
  legalRepresentative: '上官秀英',
  registeredAddress: '长春市南关区永吉街道吉顺社区91号',
  contactName: '欧阳慧敏',
  contactPhone: '13800000123',
  premises: { region: '220102', detail: '重庆路 1188 号万达广场 A 座 3 层 3012、3013、3015 号商铺' },
  areaSquareMetres: 286.5,
  premisesRight: 'rented',
  restaurantKind: 'medium',
  kitchenSquareMetres: 92,
  foodItems: ['hot', 'cold', 'drinks'],
  dedicatedRoom: true,
  onlineDelivery: true,
  staffCount: 18,
  safetyOfficerNumber: '220102199003071234',
  safetyOfficer: '李霞薇',
  floor: 3,
  exits: 2,
  gas: true,
  gasAlarm: true,
  siteInspection: true,
  signText: '云杉里·东北家常菜（南关万达店）',
  signWidth: 8.6,
  signHeight: 1.2,
  signPosition: 'lintel',
  signMaterial: '铝塑板、LED 发光字',
  signLit: true,
  dischargeDaily: 6.5,
  outletCount: 1,
  greaseTrap: true,
};
export const sourcesOfRestaurant = {
  companyName: { register: '法人库', at: ago(50), locked: true },
  legalRepresentative: { register: '法人库', at: ago(50), locked: true },
  registeredAddress: { register: '法人库', at: ago(50), locked: true },
  safetyOfficer: { register: '人口库', at: ago(50), locked: true },
};

type MaterialState = 'missing' | 'uploaded' | 'fetched' | 'wallet' | 'promised' | 'later' | 'rejected';
const material = (n: number, item: string, name: string, state: MaterialState, source: string | null = null, files: string[] = []) => ({
  id: `m${n}`,
  itemId: item,
  itemName: item,
  name,
  required: n !== 4,
  note: null,
  state,
  source,
  ways: ['upload', 'wallet', 'promise'] as ('upload' | 'wallet' | 'promise')[],
  promise: state === 'promised' ? '承诺从业人员均持有效健康证明，随时接受核查' : null,
  laterDays: state === 'later' ? 10 : null, laterDue: null,
  accept: ['pdf', 'ofd', 'jpg', 'png'],
  filesMax: 5,
  files: files.map((file, at) => ({ id: id(900 + n * 10 + at), name: file, bytes: 386_000 * (at + 1), url: `/api/files/${id(900 + n * 10 + at)}` })),
  candidates: state === 'missing' ? [{ recordId: id(801), title: '不动产权证书（重庆路 1188 号）', number: '吉（2021）长春市不动产权第0123456号' }] : [],
});
export const materials = [
  material(1, '食品经营许可（餐饮服务）核发', '营业执照', 'fetched', '法人库 · 共享获取'),
  material(2, '食品经营许可（餐饮服务）核发', '食品经营场所主要设备设施布局、操作流程图', 'uploaded', null, ['厨房布局与操作流程图（含冷食专间）.png', '设备设施清单.pdf']),
  material(3, '食品经营许可（餐饮服务）核发', '食品安全管理制度目录清单', 'rejected', null, ['食品安全管理制度.ofd']),
  material(4, '食品经营许可（餐饮服务）核发', '从业人员健康证明', 'promised'),
  material(5, '公众聚集场所投入使用、营业前消防安全检查', '消防安全制度、灭火和应急疏散预案', 'missing'),
  material(6, '公众聚集场所投入使用、营业前消防安全检查', '场所平面布置图、消防设施平面图', 'wallet', '电子证照 · 建设工程消防验收意见书'),
  material(7, '设置大型户外广告及在城市建筑物、设施上悬挂、张贴宣传品审批', '户外招牌设置效果图', 'later'),
];
