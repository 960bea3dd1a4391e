import { defineWords } from '../../words/define-words.ts';

/** 实施清单要素: names of the elements, in the order of the national table. */
export const elementNames = defineWords('elements', {
  name: ['事项名称', 'Name'],
  summary: ['事项简述', 'Summary'],
  basicCode: ['基本编码', 'Basic code'],
  implementationCode: ['实施编码', 'Implementation code'],
  itemType: ['事项类型', 'Item type'],
  level: ['行使层级', 'Level'],
  powerSource: ['权力来源', 'Source of power'],
  implementer: ['实施主体', 'Implementer'],
  jointOrganisations: ['联办机构', 'Joint bodies'],
  delegatedBy: ['委托部门', 'Delegated by'],
  bases: ['设定依据', 'Legal bases'],
  serves: ['服务对象', 'Serves'],
  handling: ['办件类型', 'Kind of handling'],
  statutoryDays: ['法定办结时限（工作日）', 'Limit by law, working days'],
  promisedDays: ['承诺办结时限（工作日）', 'Promised limit, working days'],
  specialProcedures: ['特别程序', 'Special procedures'],
  conditions: ['受理条件', 'Conditions'],
  materials: ['申请材料', 'Materials'],
  fee: ['收费', 'Fee'],
  visits: ['到办事现场次数', 'Visits'],
  visitReason: ['必须现场办理原因', 'Why a visit is needed'],
  onlineDepth: ['网上办理深度', 'Online depth'],
  reach: ['通办范围', 'Reach'],
  windows: ['办理地点与时间', 'Windows'],
  consult: ['咨询方式', 'Advice'],
  complain: ['监督投诉方式', 'Complaints'],
  options: ['服务方式', 'Ways of service'],
  themes: ['主题分类', 'Themes'],
  keywords: ['关键词', 'Keywords'],
  form: ['申请表单', 'Form'],
  process: ['办理流程', 'Process'],
  variables: ['流程参数', 'Process settings'],
  decision: ['裁量决策表', 'Decision table'],
  result: ['审批结果', 'Result'],
  templates: ['文书模板', 'Templates'],
  flow: ['办理环节', 'Flow'],
  samples: ['样例', 'Samples'],
  state: ['事项状态', 'State'],
  plannedFrom: ['计划生效日期', 'In force from'],
});
export type ElementName = keyof typeof elementNames.phrases;
export const isElementName = (name: string): name is ElementName => Object.hasOwn(elementNames.phrases, name);

/** Codes of elements in words. */
export const elementCodes = defineWords('elementCodes', {
  instant: ['即办件', 'On the spot'],
  promised: ['承诺件', 'Within a promised time'],
  county: ['全县（区）通办', 'Within the county'],
  city: ['全市通办', 'Within the city'],
  province: ['全省通办', 'Within the province'],
  country: ['跨省通办', 'Across provinces'],
  published: ['已发布', 'Published'],
  suspended: ['暂停', 'Suspended'],
  cancelled: ['取消', 'Cancelled'],
});
export const isCode = (value: string): value is keyof typeof elementCodes.phrases => Object.hasOwn(elementCodes.phrases, value);
