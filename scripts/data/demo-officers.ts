import { createRandom } from './identifiers.ts';
import { givenName, surname } from './demo-names.ts';

type Row = Record<string, string>;

/** division, function of the organisation, then `title: roles` */
const POSTS: [division: string, func: string, ...posts: string[]][] = [
  ['220102', 'government-service-hall', '综合窗口人员: window-clerk', '综合窗口人员: window-clerk', '综合窗口组长: window-clerk review-handler', '中心主任: leader supervisor'],
  ['220102', 'digital-government', '科员: item-manager item-reviewer', '科员: data-administrator', '科长: supervisor', '局长: leader', '系统管理员: system-administrator', '安全管理员: security-administrator', '审计管理员: auditor'],
  ['220102', 'market-regulation', '注册许可科科员: examiner licence-manager', '注册许可科科员: examiner item-manager', '食品安全监管科科员: inspector law-enforcer', '食品安全监管科科员: inspector regulator', '注册许可科科长: approver countersigner', '副局长: leader approver', '印章管理员: seal-manager', '数据专员: data-steward'],
  ['220102', 'health', '综合监督科科员: examiner inspector', '行政审批科科长: approver countersigner', '妇幼健康科科员: examiner register-manager', '副局长: leader approver'],
  ['220102', 'fire-rescue', '监督员: inspector examiner', '监督科科长: approver countersigner'],
  ['220102', 'urban-management', '行政审批科科员: examiner', '执法队员: inspector law-enforcer', '监督员: city-manager', '行政审批科科长: approver countersigner', '工单承办人: order-handler'],
  ['220102', 'public-security', '户籍民警: window-clerk examiner register-manager', '治安大队民警: inspector examiner', '人口管理大队大队长: approver'],
  ['220102', 'human-resources', '社会保障科科员: examiner order-handler', '社会保障科科长: approver'],
  ['220102', 'social-insurance', '参保登记经办人: examiner register-manager', '养老待遇科科长: approver'],
  ['220102', 'medical-security', '参保经办人: examiner register-manager', '待遇保障科科长: approver'],
  ['220102', 'civil-affairs', '社会救助科科员: examiner inspector', '婚姻登记员: window-clerk examiner register-manager', '社会救助科科长: approver'],
  ['220102', 'natural-resources', '科员: examiner', '科长: approver countersigner'],
  ['220102', 'real-estate-registration', '登记员: window-clerk examiner register-manager', '审核员: approver'],
  ['220102', 'housing-construction', '质量安全科科员: inspector examiner', '行政审批科科长: approver countersigner'],
  ['220102', 'ecology-environment', '科员: examiner inspector'],
  ['220102', 'taxation', '办税服务厅人员: window-clerk examiner'],
  ['220102', 'emergency', '值班员: emergency-duty'],
  ['220102', 'general-office', '文书: document-clerk', '秘书: office-worker'],
  ['220102', 'education', '基础教育科科员: examiner'],
  ['220102', 'disabled-federation', '康复部干事: examiner'],
  ['2201', 'digital-government', '事项标准处副处长: item-manager item-reviewer', '数据资源处处长: data-administrator', '电子监察处处长: supervisor', '个人信息保护负责人: privacy-officer', '系统管理员: system-administrator', '安全管理员: security-administrator', '审计管理员: auditor', '局长: leader', '项目管理处处长: project-manager'],
  ['2201', 'government-service-hall', '综合窗口人员: window-clerk', '咨询引导员: window-clerk knowledge-manager'],
  ['2201', 'hotline', '话务员: hotline-agent', '话务员: hotline-agent', '派单员: hotline-dispatcher', '知识库管理员: knowledge-manager'],
  ['2201', 'urban-management', '指挥中心指挥员: city-commander', '工单承办人: order-handler', '监督受理员: city-manager'],
  ['2201', 'market-regulation', '信用监管处处长: regulator credit-manager', '执法支队支队长: law-enforcer approver'],
  ['2201', 'emergency', '指挥中心值班员: emergency-duty city-commander'],
  ['2201', 'general-office', '文电处文书: document-clerk', '秘书长: leader'],
  ['2201', 'public-resources-trading', '交易员: trade-manager'],
  ['2201', 'cryptography', '密码管理员: crypto-manager seal-manager'],
  ['2201', 'data-centre', '运维工程师: operations-engineer', '物联平台管理员: device-manager', '数据分析师: statistician'],
  ['2201', 'development-reform', '信用处处长: credit-manager'],
  ['2201', 'housing-fund', '归集提取经办人: examiner approver'],
  ['22', 'digital-government', '政务服务处处长: item-manager item-reviewer', '数据管理处处长: data-administrator', '督查处处长: supervisor', '门户编辑: content-publisher message-manager', '系统管理员: system-administrator', '安全管理员: security-administrator', '审计管理员: auditor', '局长: leader'],
  ['22', 'market-regulation', '标准化处处长: item-manager'],
  ['22', 'general-office', '电子公文管理员: document-clerk'],
  ['220204', 'government-service-hall', '综合窗口人员: window-clerk'],
  ['220204', 'market-regulation', '注册许可科科长: examiner approver'],
  ['222401', 'government-service-hall', '综合窗口人员（双语）: window-clerk'],
  ['222401', 'market-regulation', '注册许可科科长: examiner approver'],
  ['220102001', 'township', '网格员: grid-worker', '便民服务站站长: window-clerk order-handler'],
];
/** Officers with a second post: the hall's clerk also accepts for the street; a head of section countersigns for the hall. */
const SECOND: Record<string, [division: string, func: string, title: string, roles: string]> = {
  o003: ['220102001', 'township', '便民服务站综合窗口', 'window-clerk'],
  o016: ['220102', 'government-service-hall', '首席代表', 'countersigner approver'],
};

/** Officers with their posts; ids and names are stable. */
export function createOfficers(organisations: Row[]): Row[] {
  const random = createRandom(220103);
  const find = (division: string, func: string): string => {
    const found = organisations.find((o) => o['division'] === division && o['function'] === func);
    if (!found) throw new Error(`no ${func} in ${division}`);
    return found['id'] ?? '';
  };
  const names = new Set<string>();
  const rows: Row[] = [];
  for (const [division, func, ...posts] of POSTS) {
    for (const post of posts) {
      const [title = '', roles = ''] = post.split(': ');
      const sex = random.pick(['1', '2'] as const);
      const korean = division.startsWith('2224');
      let name = '';
      do name = surname(random, korean) + givenName(random, sex, korean); while (names.has(name));
      names.add(name);
      const serial = rows.length + 1;
      const id = `o${String(serial).padStart(3, '0')}`;
      const second = SECOND[id];
      rows.push({
        id, name, sex, organisation: find(division, func), title, roles,
        otherPosts: second ? `${find(second[0], second[1])}|${second[2]}|${second[3]}` : '',
        phone: `1420001${String(serial).padStart(4, '0')}`,
      });
    }
  }
  return rows;
}
