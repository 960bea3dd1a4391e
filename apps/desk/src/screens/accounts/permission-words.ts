import { currentLanguage } from '../../words/start-words.ts';

type Pair = readonly [zh: string, en: string];

const things: Readonly<Record<string, Pair>> = {
  accounts: ['账号', 'Accounts'], assessment: ['数据安全评估', 'Assessment'], 'data-security': ['数据安全', 'Data security'], appointments: ['预约', 'Appointments'], audit: ['审计', 'Audit'], cases: ['办件', 'Cases'], catalogue: ['数据目录', 'Catalogue'], command: ['指挥', 'Command'],
  content: ['内容', 'Content'], credit: ['信用', 'Credit'], crypto: ['密码服务', 'Cryptography'], data: ['数据', 'Data'], demand: ['数据需求', 'Data demands'], documents: ['文书', 'Documents'], emergencies: ['应急事件', 'Emergencies'],
  enforcement: ['执法', 'Enforcement'], events: ['城管事件', 'City events'], exchange: ['数据共享', 'Exchange'], files: ['文件', 'Files'], forms: ['表单', 'Forms'], grid: ['网格', 'Grid'],
  indicators: ['指标', 'Indicators'], inspections: ['检查', 'Inspections'], items: ['事项', 'Items'], jobs: ['后台任务', 'Jobs'], knowledge: ['知识库', 'Knowledge'], ledger: ['存证', 'Evidence'], machines: ['部门系统', 'Systems'], licences: ['证照', 'Licences'], commitments: ['告知承诺', 'Promises'],
  meetings: ['会议', 'Meetings'], messages: ['消息', 'Messages'], monitoring: ['监测', 'Monitoring'], observations: ['感知数据', 'Observations'], office: ['公文', 'Official papers'], 'open-data': ['开放数据', 'Open data'],
  operations: ['运维', 'Operations'], orders: ['工单', 'Orders'], organisations: ['机构', 'Organisations'], persons: ['人员', 'People'], places: ['地址', 'Places'], policies: ['政策', 'Policies'],
  portal: ['门户', 'Portal'], privacy: ['个人信息保护', 'Privacy'], processes: ['流程', 'Processes'], projects: ['项目', 'Projects'], quality: ['数据质量', 'Data quality'], records: ['登记记录', 'Records'],
  registers: ['登记簿', 'Registers'], regulation: ['监管', 'Regulation'], reports: ['报表', 'Reports'], reviews: ['评价', 'Reviews'], roles: ['角色', 'Roles'], screens: ['大屏', 'Screens'],
  seals: ['电子印章', 'E-seals'], security: ['安全', 'Security'], settings: ['设置', 'Settings'], supervision: ['电子监察', 'E-supervision'], templates: ['模板', 'Templates'], things: ['物联设备', 'Devices'],
  trades: ['公共资源交易', 'Trading'], warnings: ['预警', 'Warnings'],
};

const acts: Readonly<Record<string, Pair>> = {
  accept: ['受理', 'accept'], act: ['处置', 'act'], answer: ['答复', 'answer'], appeal: ['申诉', 'appeal'], approve: ['审批', 'approve'], archive: ['归档', 'archive'], audit: ['审计', 'audit'],
  call: ['回访', 'call back'], certify: ['发证', 'certify'], check: ['核查', 'check'], close: ['结案', 'close'], conduct: ['实施', 'conduct'], confirm: ['确认', 'confirm'], coordinate: ['协调', 'coordinate'], correct: ['更正', 'correct'], countersign: ['会签', 'countersign'], create: ['登记', 'create'],
  decide: ['审批决定', 'decide'], deliver: ['出件', 'deliver'], dispatch: ['派发', 'dispatch'], dispose: ['归档与销毁', 'archive and destroy'], draft: ['拟稿', 'draft'], edit: ['编辑', 'edit'], export: ['导出', 'export'], extend: ['延期', 'extend'],
  file: ['立案', 'file'], handle: ['办理', 'handle'], inspect: ['现场核查', 'inspect'], issue: ['签发', 'issue'], lookup: ['查找', 'look up'], manage: ['管理', 'manage'], mend: ['整改', 'mend'], merge: ['合并', 'merge'],
  object: ['异议', 'object'], open: ['开标', 'open'], plan: ['计划', 'plan'], publish: ['发布', 'publish'], register: ['登记', 'register'], reload: ['重新装载', 'reload'], repair: ['修复', 'repair'], report: ['上报', 'report'],
  request: ['申请', 'request'], retry: ['重试', 'retry'], return: ['退回', 'return'], review: ['审查', 'review'], revoke: ['撤销', 'revoke'], send: ['发送', 'send'], sign: ['签发', 'sign'],
  special: ['特别程序', 'special procedure'], supervise: ['督办', 'supervise'], supplement: ['补正告知', 'ask for more'], unmask: ['查看完整内容', 'unmask'], upload: ['上传', 'upload'], use: ['使用', 'use'],
  verify: ['核验', 'verify'], view: ['查看', 'view'],
};

/** 权限 in words: `cases.accept` is 「办件 · 受理」; one that a place invented stays as it is. */
export function permissionWords(id: string): string {
  const dot = id.lastIndexOf('.');
  const [thing, act] = [things[id.slice(0, dot)], acts[id.slice(dot + 1)]];
  const at = currentLanguage() === 'en' ? 1 : 0;
  return thing === undefined || act === undefined ? id : `${thing[at]} · ${act[at]}`;
}
