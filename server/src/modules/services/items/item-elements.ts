import type { Definition } from '#engines/content';
import { textIn, type Locale, type Text } from '#kernel/i18n';
import { codeWords } from '../code-words.ts';
import type { Hall } from '../hall.ts';
import { departmentOf, departmentWords, organisationWords } from './item-summary.ts';
import type { ServiceItem } from './item-definition.ts';

export interface Reader {
  hall: Pick<Hall, 'catalogue' | 'content'>;
  division: string;
  locale: Locale;
}

type Value = (item: ServiceItem, reader: Reader, definition: Definition<ServiceItem>) => string;

const say = (zh: string, en: string): ((r: Reader) => string) => ({ locale }) => (locale === 'zh' ? zh : en);
const local = say('随当地承办部门确定', 'With the department in charge there');
const none = say('无', 'None');
const yesNo = (is: boolean): ((r: Reader) => string) => (is ? say('是', 'Yes') : say('否', 'No'));
const all = (texts: readonly Text[], r: Reader): string => (texts.length === 0 ? none(r) : texts.map((t) => textIn(t, r.locale)).join(r.locale === 'zh' ? '；' : '; '));
const days = (n: number): ((r: Reader) => string) => (n === 0 ? say('即时办结', 'At once') : say(`${n} 个工作日`, `${n} working days`));

const depths: Record<ServiceItem['onlineDepth'], [string, string]> = {
  1: ['信息发布', 'Information only'], 2: ['网上预约、预审', 'Appointment and first look on line'], 3: ['网上受理', 'Accepted on line'], 4: ['全程网办', 'Wholly on line'],
};
const results: Record<ServiceItem['result']['kind'], [string, string]> = { certificate: ['证照', 'Licence'], letter: ['批文', 'Letter'], cancellation: ['证照注销', 'Licence cancelled'], none: ['其他', 'Other'] };
const reaches: Record<ServiceItem['reach'], [string, string]> = { county: ['全县（区）', 'Within the county'], city: ['全市', 'Within the city'], province: ['全省', 'Within the province'], country: ['全国', 'Nationwide'] };

export const feeWords = ({ fee }: ServiceItem, locale: Locale): string =>
  !fee.charged ? (locale === 'zh' ? '不收费' : 'Free of charge') : `${(fee.fen / 100).toFixed(2)}${locale === 'zh' ? ' 元' : ' yuan'}${fee.basis === undefined ? '' : locale === 'zh' ? `（${fee.basis}）` : ` (${fee.basis})`}`;

const basisWords = ({ law, article }: ServiceItem['bases'][number]): string => `《${law.replace(/^《|》$/g, '')}》${article ?? ''}`;

/** 实施清单要素 (standards.md 1.7), in the order of the national exchange table: those that an applicant may read. */
const elements: readonly (readonly [zh: string, en: string, value: Value])[] = [
  ['事项名称', 'Name of the item', (i, r) => textIn(i.name, r.locale)],
  ['基本编码', 'Basic code', (i) => i.basicCode],
  ['实施编码', 'Implementation code', (i, r) => implementationCode(i, r) || local(r)],
  ['事项类型', 'Type of item', (i, r) => codeWords(r.hall.content, 'item-type', i.itemType, r.locale)],
  ['事项版本', 'Version', (_i, _r, d) => String(d.version)],
  ['行使层级', 'Level', (i, r) => codeWords(r.hall.content, 'exercise-level', i.level, r.locale)],
  ['权力来源', 'Source of power', (i, r) => codeWords(r.hall.content, 'power-source', i.powerSource, r.locale)],
  ['实施主体', 'Implementing body', (i, r) => departmentWords(r.hall, i.implementer, r.division, r.locale)],
  ['实施主体编码', 'Code of the implementing body', (i, r) => departmentOf(r.hall, i.implementer, r.division)?.id ?? local(r)],
  ['委托部门', 'Delegated by', (i, r) => i.delegatedBy ?? none(r)],
  ['联办机构', 'Joint bodies', (i, r) => all(i.jointOrganisations.map((code) => organisationWords(r.hall.catalogue.organisation(code) ?? r.hall.catalogue.organisationOf(code, r.division), r.locale) || code), r)],
  ['设定依据', 'Legal basis', (i, r) => all(i.bases.map(basisWords), r)],
  ['服务对象', 'For whom', (i, r) => all(i.serves.map((code) => codeWords(r.hall.content, 'applicant-type', code, r.locale)), r)],
  ['办件类型', 'Kind of handling', (i, r) => codeWords(r.hall.content, 'handling-type', i.handling === 'instant' ? '1' : '2', r.locale)],
  ['法定办结时限', 'Statutory time limit', (i, r) => days(i.statutoryDays)(r)],
  ['承诺办结时限', 'Promised time limit', (i, r) => days(i.promisedDays)(r)],
  ['特别程序', 'Special procedures', (i, r) => all(i.specialProcedures.map((p) => `${textIn(p.name, r.locale)}（${days(p.days)(r)}，${p.basis}）`), r)],
  ['受理条件', 'Conditions', (i, r) => all(i.conditions, r)],
  ['是否收费', 'Fee', (i, r) => feeWords(i, r.locale)],
  ['通办范围', 'Where it can be done', (i, r) => say(...reaches[i.reach])(r)],
  ['到办事现场次数', 'Visits to the hall', (i) => String(i.visits)],
  ['现场办理原因', 'Why a visit is needed', (i, r) => (i.visitReason === undefined ? none(r) : textIn(i.visitReason, r.locale))],
  ['网上办理深度', 'On-line depth', (i, r) => say(...depths[i.onlineDepth])(r)],
  ['是否进驻政务大厅', 'In the service hall', (i, r) => yesNo(i.options.hall)(r)],
  ['是否支持预约办理', 'By appointment', (i, r) => yesNo(i.options.appointment)(r)],
  ['是否支持网上支付', 'Payment on line', (i, r) => yesNo(i.options.onlinePayment)(r)],
  ['是否支持物流快递', 'Results by post', (i, r) => yesNo(i.options.express)(r)],
  ['是否支持自助终端办理', 'At a kiosk', (i, r) => yesNo(i.options.terminal)(r)],
  ['审批结果类型', 'Kind of result', (i, r) => say(...results[i.result.kind])(r)],
  ['审批结果名称', 'Result', (i, r) => textIn(i.result.name, r.locale)],
  ['主题分类', 'Themes', (i, r) => all(i.themes.map((theme) => codeWords(r.hall.content, 'theme', theme, r.locale)), r)],
  ['咨询方式', 'Ask', (i, r) => textIn(i.consult, r.locale)],
  ['监督投诉方式', 'Complain', (i, r) => textIn(i.complain, r.locale)],
  ['计划生效日期', 'In force from', (i, r, d) => i.plannedFrom ?? d.validFrom ?? none(r)],
];

/** 实施编码: composed where the place's body is known (GB/T 39554.1). */
export const implementationCode = (item: ServiceItem, { hall, division }: Pick<Reader, 'hall' | 'division'>): string =>
  item.implementationCode ?? (departmentOf(hall, item.implementer, division) === undefined ? '' : hall.catalogue.implementationCode(item, division));

const spoken: Readonly<Record<string, string>> = {
  itemType: '事项类型', level: '行使层级', powerSource: '权力来源', implementer: '实施主体', bases: '设定依据', serves: '服务对象', handling: '办件类型', specialProcedures: '特别程序',
  fee: '是否收费', reach: '通办范围', onlineDepth: '网上办理深度', themes: '主题分类',
};

/** Elements whose values are codes or structures, in words, by the name of the element in the definition; with forms and tables by their titles. */
export function elementWords(definition: Definition<ServiceItem>, reader: Reader): Record<string, string> {
  const { value } = definition;
  const title = (kind: string, id: string): string => {
    const found = reader.hall.content.find<{ title?: Text; name?: Text }>(kind, id)?.value;
    return textIn(found?.title ?? found?.name ?? id, reader.locale);
  };
  return {
    ...Object.fromEntries(Object.entries(spoken).map(([name, label]) => [name, elements.find(([zh]) => zh === label)?.[2](value, reader, definition) ?? ''])),
    form: title('form', value.form), process: title('process', value.process), ...(value.decision === undefined ? {} : { decision: title('decision', value.decision) }),
  };
}

export const elementsOf = (definition: Definition<ServiceItem>, reader: Reader): { label: string; value: string }[] =>
  elements.map(([zh, en, value]) => ({ label: reader.locale === 'zh' ? zh : en, value: value(definition.value, reader, definition) }));
