import type { DeskIcon } from '../pieces/icon.tsx';
import { defineWords } from '../words/define-words.ts';

export const navigationWords = defineWords('navigation', {
  work: ['办理', 'Work'],
  watch: ['监督', 'Oversight'],
  matters: ['事项证照', 'Items and licences'],
  catalogue: ['目录', 'Catalogue'],
  gather: ['归集治理', 'Collection, governance'],
  share: ['共享', 'Sharing'],
  open: ['开放流通', 'Opening, trading'],
  use: ['开发应用', 'Development, use'],
  safety: ['安全', 'Security'],
  platform: ['平台管理', 'Platform'],
  home: ['工作台', 'Workbench'],
  tasks: ['待办事项', 'Work list'],
  cases: ['办件查询', 'Case search'],
  window: ['窗口收件', 'Window acceptance'],
  handOut: ['窗口出件', 'Hand-out'],
  inspections: ['现场核查', 'Inspections'],
  owed: ['容缺台账', 'Deferred materials'],
  laterChecks: ['事后核查', 'Later checks'],
  licences: ['证照管理', 'Licences'],
  items: ['事项库', 'Item library'],
  designs: ['设计器', 'Designers'],
  registers: ['数据登记簿', 'Registers'],
  boards: ['数据看板', 'Boards'],
  libraries: ['数据资产', 'Data assets'],
  dataCollection: ['数据归集', 'Data collection'],
  dataQuality: ['数据质量', 'Data quality'],
  openData: ['公共数据开放', 'Open data'],
  dataDevelopment: ['数据开发', 'Data development'],
  dataComparison: ['清洗比对', 'Cleaning, comparison'],
  dataAnalysis: ['统计分析', 'Statistics'],
  dataMap: ['图层地图', 'Layer map'],
  safeSpace: ['安全空间', 'Safe space'],
  dataStandards: ['数据标准', 'Data standards'],
  dataCatalogue: ['数据资源', 'Data resources'],
  dataSharing: ['数据共享', 'Data sharing'],
  dataMarket: ['数据要素市场', 'Data market'],
  enterpriseSharing: ['政企数据共享', 'Sharing with firms'],
  capabilities: ['能力开放', 'Capabilities'],
  docking: ['系统对接', 'Docking'],
  organisations: ['机构与账号', 'Organisations'],
  machines: ['部门系统', 'Systems'],
  seals: ['电子印章', 'E-seals'],
  figures: ['消息统计', 'Messages'],
  supervision: ['电子监察', 'E-supervision'],
  reviews: ['好差评', 'Reviews'],
  privacy: ['个人信息保护', 'Privacy'],
  dataExports: ['数据导出', 'Data exports'],
  personRights: ['个人权利请求', 'Requests of persons'],
  jointComputing: ['隐私计算', 'Joint computing'],
  dataSecurity: ['数据安全', 'Data security'],
  assessments: ['评估认证', 'Assessments'],
  dataActivity: ['数据审计', 'Data audit'],
  audit: ['审计日志', 'Audit log'],
  evidence: ['存证核验', 'Evidence'],
  crypto: ['密码服务', 'Cryptography'],
});

type Name = keyof (typeof navigationWords)['phrases'];
export interface Place {
  path: string;
  name: Name;
  icon: DeskIcon;
  /** Any of these opens it; none asked: everybody. */
  permissions: readonly string[];
}

const place = (path: string, name: Name, icon: DeskIcon, ...permissions: string[]): Place => ({ path, name, icon, permissions });

/** Every place of the desk, in the order of the side bar; data by the steps of the plans: 目录、归集、治理、共享、开放、安全. */
export const navigation: readonly { name: Name; places: readonly Place[] }[] = [
  {
    name: 'work',
    places: [
      place('/', 'home', 'home'),
      place('/tasks', 'tasks', 'inbox'),
      place('/window', 'window', 'counter', 'cases.accept'),
      place('/hand-out', 'handOut', 'upload', 'cases.accept', 'cases.deliver'),
      place('/inspections', 'inspections', 'clipboard', 'cases.inspect', 'inspections.conduct'),
      place('/owed', 'owed', 'clock', 'cases.accept', 'cases.review', 'cases.decide'),
      place('/later-checks', 'laterChecks', 'clipboard', 'commitments.check', 'licences.manage'),
      place('/cases', 'cases', 'search', 'cases.view'),
    ],
  },
  {
    name: 'watch',
    places: [place('/supervision', 'supervision', 'radar', 'supervision.view'), place('/reviews', 'reviews', 'star', 'reviews.view')],
  },
  {
    name: 'matters',
    places: [
      place('/items', 'items', 'list', 'items.view'),
      place('/licences', 'licences', 'document', 'documents.view'),
      place('/designs', 'designs', 'fork', 'processes.manage', 'forms.manage', 'content.publish'),
      place('/seals', 'seals', 'seal', 'seals.view'),
    ],
  },
  {
    name: 'catalogue',
    places: [
      place('/data-catalogue', 'dataCatalogue', 'search', 'catalogue.view'),
      place('/libraries', 'libraries', 'company', 'registers.view'),
      place('/registers', 'registers', 'database', 'registers.view'),
    ],
  },
  {
    name: 'gather',
    places: [
      place('/data-collection', 'dataCollection', 'upload', 'collection.view'),
      place('/data-standards', 'dataStandards', 'list', 'quality.view'),
      place('/data-quality', 'dataQuality', 'check', 'quality.view'),
      place('/data-comparison', 'dataComparison', 'swap', 'quality.view'),
    ],
  },
  {
    name: 'share',
    places: [
      place('/data-sharing', 'dataSharing', 'swap', 'exchange.view'),
      place('/enterprise-sharing', 'enterpriseSharing', 'company', 'enterprise.view'),
      place('/capabilities', 'capabilities', 'spark', 'capabilities.view'),
      place('/docking', 'docking', 'tree', 'docking.view'),
    ],
  },
  {
    name: 'open',
    places: [place('/open-data', 'openData', 'globe', 'open-data.view'), place('/data-market', 'dataMarket', 'building', 'trading.view')],
  },
  {
    name: 'use',
    places: [
      place('/data-development', 'dataDevelopment', 'fork', 'data.manage'),
      place('/safe-space', 'safeSpace', 'lock', 'data.view'),
      place('/data-analysis', 'dataAnalysis', 'radar', 'data.view'),
      place('/boards', 'boards', 'cases', 'data.view'),
      place('/data-map', 'dataMap', 'pin', 'registers.view'),
    ],
  },
  {
    name: 'safety',
    places: [
      place('/data-security', 'dataSecurity', 'shield', 'data-security.mend', 'data-security.view'),
      place('/assessments', 'assessments', 'clipboard', 'assessment.view', 'assessment.answer'),
      place('/data-activity', 'dataActivity', 'search', 'audit.view'),
      place('/data-exports', 'dataExports', 'download', 'registers.view', 'privacy.view'),
      place('/joint-computing', 'jointComputing', 'lock', 'data.manage'),
      place('/person-rights', 'personRights', 'person', 'privacy.view'),
      place('/privacy', 'privacy', 'eye', 'privacy.view'),
      place('/audit', 'audit', 'log', 'audit.view'),
      place('/evidence', 'evidence', 'ledger', 'ledger.view'),
      place('/crypto', 'crypto', 'key', 'crypto.view'),
    ],
  },
  {
    name: 'platform',
    places: [
      place('/organisations', 'organisations', 'tree', 'accounts.view'),
      place('/machines', 'machines', 'key', 'machines.view'),
      place('/message-figures', 'figures', 'mail', 'messages.manage', 'messages.view'),
    ],
  },
];

/** Whether an address is this place or a page of it. */
export const standsIn = (one: Place, pathname: string): boolean => pathname === one.path || (one.path !== '/' && pathname.startsWith(`${one.path}/`));
export const mayOpen = (one: Place, permissions: readonly string[]): boolean => one.permissions.length === 0 || one.permissions.some((permission) => permissions.includes(permission));
