import { id } from './fixtures.ts';

const role = (name: string, label: string) => ({ id: name, name: label, permissions: [], scope: 'organisation' as const, division: null });
export const posts = [
  { id: id(11), organisation: '12220102YW00018242', organisationName: '长春市南关区政务服务中心', division: '220102', title: '综合窗口组长', main: true, roles: [role('window-clerk', '综合窗口人员'), role('review-handler', '好差评处理人员')] },
  { id: id(12), organisation: '11220102YW001131XW', organisationName: '长春市南关区永吉街道办事处便民服务站', division: '220102008', title: '便民服务站综合窗口', main: false, roles: [role('window-clerk', '综合窗口人员')] },
];
export const permissions = ['cases.view', 'cases.create', 'cases.accept', 'cases.review', 'cases.decide', 'cases.deliver', 'cases.inspect', 'inspections.conduct', 'supervision.view', 'supervision.act', 'reviews.view', 'reviews.handle', 'items.view', 'items.publish', 'registers.view', 'accounts.view', 'accounts.manage', 'roles.manage', 'seals.view', 'seals.manage', 'messages.view', 'messages.manage', 'audit.view', 'ledger.view', 'ledger.verify', 'crypto.view', 'crypto.manage', 'privacy.view'];
export const officers = [
  { accountId: id(31), name: '吴辉睿', organisation: '长春市南关区政务服务中心', post: '综合窗口人员' },
  { accountId: id(32), name: '秦华毅', organisation: '长春市南关区政务服务中心', post: '综合窗口人员' },
  { accountId: id(33), name: '上官秀英', organisation: '长春市南关区政务服务中心', post: '中心主任' },
  { accountId: id(34), name: '程军勇', organisation: '长春市南关区政务服务和数字化建设管理局', post: '行政审批科四级调研员' },
  { accountId: id(35), name: '欧阳建华', organisation: '长春市南关区市场监督管理局', post: '食品经营安全监督管理科科长' },
  { accountId: id(36), name: '万勇', organisation: '长春市南关区政务服务和数字化建设管理局', post: '电子监察科科长' },
];
