import type { Locale } from '../../portal-request.ts';

const zh = {
  title: '公共数据开放', lead: '政府部门向社会开放的数据：检索、预览、下载，或用接口读取。', search: '搜索数据集', placeholder: '如：学校、停车场、人口普查', find: '搜索', found: (n: number) => `共 ${n} 个数据集`, some: '没有完全符合的，以下是部分符合的数据集',
  none: '没有找到数据集', themes: '主题', departments: '提供部门', formats: '格式', cycles: '更新周期', clear: '清除筛选', all: '全部', statistics: '开放统计', requests: '需求与反馈', showcases: '应用成果', developers: '开发者与密钥',
  rows: (n: number) => `${n.toLocaleString('zh-CN')} 行`, updated: '更新', version: '版本', provider: '提供部门', theme: '主题', cycle: '更新周期', period: '数据时期', licence: '使用许可', standard: '所依标准', entry: '信息资源代码', digest: '内容摘要（SM3）', quality: '完整度', checks: '发布检查',
  passed: '通过', failed: '未通过', download: '下载', excel: 'Excel 用 CSV（带 BOM）', preview: '数据预览', chart: '图表', map: '地图', mapNote: '示意图，坐标系 CGCS2000，无底图', dictionary: '数据字典', field: '字段', name: '名称', type: '类型', filled: '非空', codes: '代码', about: '数据集信息',
  versions: '版本历史', approved: '审核', query: '数据查询', operator: '条件', value: '值', sort: '排序', descending: '从大到小', run: '查询', condition: (n: number) => `条件 ${n}`, theseRows: '下载查询结果 CSV', api: '接口调用', apiLead: '以下地址返回同样的结果：', results: (n: number | null) => (n === null ? '结果很多，只显示前面部分' : `${n} 条结果`), noSort: '不排序', any: '不限',
  ckan: 'CKAN 接口', dcat: 'DCAT 元数据', ogc: '空间要素接口（OGC API）', use: '使用情况', views: '浏览', downloads: '下载', calls: '接口调用', sets: '数据集', organisations: '提供部门', totalRows: '数据行', ask: '提出需求或反馈', askAbout: '对这个数据集提意见', kinds: { data: '数据需求', error: '数据纠错', suggestion: '意见建议' },
  kind: '类别', subject: '标题', body: '内容', send: '提交', sent: (day: string | null) => (day === null ? '已提交。' : `已提交，将在 ${day} 前答复。`), mine: '我提出的', answered: '已公开的答复', waiting: (day: string | null) => (day === null ? '待答复' : `待答复，期限 ${day}`), answer: '答复', nothing: '暂无内容', signIn: '登录后提出',
  keys: '我的 API 密钥', keysLead: '不用密钥也能读取全部无条件开放的数据；密钥给您单独的、更高的访问速率。请求时放在 X-API-Key 请求头。', purpose: '用途', makeKey: '申请密钥', newKey: '新密钥（只显示这一次，请保存）', endKey: '停用', ended: '已停用', created: '申请时间', tooShort: '请至少填写 4 个字', top: '最常使用',
  offer: '提交应用成果', offerName: '应用名称', offerSummary: '说明', offerUrl: '网址（可不填）', offerSets: '用到的数据集（英文名，用逗号分隔）', offered: '已提交，审核后展示。', usedSets: '用到的数据集',
  conditional: '有条件开放', signInToApply: '登录后申请', applyFor: '提交申请', accessPurpose: '用途（写清做什么、给谁用）', accessUse: '使用性质', accessUses: { public: '公益', research: '研究', business: '商业' }, accessUntil: '使用至', accessTooShort: '请写明用途（至少 10 个字）和使用期限',
  erasures: '须删除的已收回数据', erasureDue: (day: string) => `须于 ${day} 前删除`, erasureDone: (day: string) => `${day} 已确认删除`, erasureConfirm: '确认副本已删除',
  accessStates: { asked: '待审批', granted: '已获准', refused: '未同意', revoked: '已撤销', ended: '已期满' }, usableUntil: (day: string) => `使用期限至 ${day}`, accessKeys: '领取密钥', accessMine: '有条件开放的申请', accessKey: '领取密钥', accessKeyAgain: '更换密钥',
  foreign: '其他平台', foreignLead: '从其他开放平台的目录（DCAT）收割的数据集，内容由其平台提供和负责。', harvested: '外部收割', harvestedOn: '收割',
  cycleWords: { 'real-time': '实时', daily: '每日', weekly: '每周', monthly: '每月', quarterly: '每季度', 'half-yearly': '每半年', yearly: '每年', irregular: '不定期' } as Record<string, string>,
  types: { text: '文本', integer: '整数', decimal: '数值', money: '金额', boolean: '是否', date: '日期', timestamp: '时间' } as Record<string, string>,
  operators: { eq: '等于', ne: '不等于', lt: '小于', le: '不大于', gt: '大于', ge: '不小于', contains: '包含' } as Record<string, string>,
};
export type OpenText = typeof zh;

const en: OpenText = {
  title: 'Open data', lead: 'Data that public bodies open to everybody: search, preview, download, or read by interface.', search: 'Search data sets', placeholder: 'schools, car parks, census', find: 'Search', found: (n) => `${n} data ${n === 1 ? 'set' : 'sets'}`, some: 'Nothing fits all words; these fit some of them',
  none: 'No data set was found', themes: 'Themes', departments: 'Bodies', formats: 'Formats', cycles: 'Updated', clear: 'Clear filters', all: 'All', statistics: 'Statistics', requests: 'Requests and feedback', showcases: 'Showcases', developers: 'Developers and keys',
  rows: (n) => `${n.toLocaleString('en')} ${n === 1 ? 'row' : 'rows'}`, updated: 'Updated', version: 'Version', provider: 'Provided by', theme: 'Theme', cycle: 'Update cycle', period: 'Period', licence: 'Licence', standard: 'Standard', entry: 'Resource code', digest: 'Digest (SM3)', quality: 'Completeness', checks: 'Checks of the release',
  passed: 'passed', failed: 'failed', download: 'Download', excel: 'CSV for Excel (with BOM)', preview: 'Preview', chart: 'Chart', map: 'Map', mapNote: 'A sketch in CGCS2000, without a base map', dictionary: 'Data dictionary', field: 'Field', name: 'Name', type: 'Type', filled: 'Filled', codes: 'Codes', about: 'About this set',
  versions: 'Versions', approved: 'Approved by', query: 'Query', operator: 'Condition', value: 'Value', sort: 'Sort by', descending: 'Largest first', run: 'Run', condition: (n) => `Condition ${n}`, theseRows: 'Download these rows as CSV', api: 'Interface', apiLead: 'This address gives the same answer:', results: (n) => (n === null ? 'Many results; the first are shown' : `${n} ${n === 1 ? 'result' : 'results'}`), noSort: 'not sorted', any: 'any',
  ckan: 'CKAN interface', dcat: 'DCAT metadata', ogc: 'Features (OGC API)', use: 'Use', views: 'Views', downloads: 'Downloads', calls: 'Calls', sets: 'Data sets', organisations: 'Bodies', totalRows: 'Rows', ask: 'Ask or give feedback', askAbout: 'Give feedback on this set', kinds: { data: 'Request for data', error: 'Error in data', suggestion: 'Suggestion' },
  kind: 'Kind', subject: 'Subject', body: 'Text', send: 'Send', sent: (day) => (day === null ? 'Sent.' : `Sent. You will have an answer by ${day}.`), mine: 'Mine', answered: 'Answered in public', waiting: (day) => (day === null ? 'Waiting' : `Waiting, due ${day}`), answer: 'Answer', nothing: 'Nothing yet', signIn: 'Sign in to ask',
  keys: 'My API keys', keysLead: 'All data that is open to everybody can be read without a key; a key gives you a higher rate of your own. Send it in the header X-API-Key.', purpose: 'What for', makeKey: 'Get a key', newKey: 'New key (shown this once: keep it)', endKey: 'End', ended: 'Ended', created: 'Made', tooShort: 'At least 4 characters, please', top: 'Used most',
  offer: 'Offer a showcase', offerName: 'Name', offerSummary: 'What it does', offerUrl: 'Address (optional)', offerSets: 'Sets used (names, by comma)', offered: 'Sent. It is shown when it has been looked at.', usedSets: 'Sets used',
  conditional: 'Open on condition', signInToApply: 'Sign in to apply', applyFor: 'Apply', accessPurpose: 'Purpose (what you do with it, and for whom)', accessUse: 'Kind of use', accessUses: { public: 'public benefit', research: 'research', business: 'business' }, accessUntil: 'Until', accessTooShort: 'Say what for (at least 10 characters) and until when',
  erasures: 'Withdrawn data to delete', erasureDue: (day) => `delete by ${day}`, erasureDone: (day) => `deleted, confirmed ${day}`, erasureConfirm: 'My copies are deleted',
  accessStates: { asked: 'waiting', granted: 'approved', refused: 'refused', revoked: 'revoked', ended: 'over' }, usableUntil: (day) => `until ${day}`, accessKeys: 'get a key', accessMine: 'Sets open on condition', accessKey: 'Get the key', accessKeyAgain: 'New key',
  foreign: 'Other catalogues', foreignLead: 'Sets harvested from the catalogues (DCAT) of other portals, which provide and answer for them.', harvested: 'harvested', harvestedOn: 'harvested',
  cycleWords: { 'real-time': 'real time', daily: 'daily', weekly: 'weekly', monthly: 'monthly', quarterly: 'quarterly', 'half-yearly': 'half-yearly', yearly: 'yearly', irregular: 'irregular' },
  types: { text: 'text', integer: 'whole number', decimal: 'number', money: 'money', boolean: 'yes or no', date: 'date', timestamp: 'moment' },
  operators: { eq: 'equals', ne: 'is not', lt: 'less than', le: 'at most', gt: 'more than', ge: 'at least', contains: 'contains' },
};
export const openText = (locale: Locale): OpenText => (locale === 'en' ? en : zh);
