/** Items that are handled outside the place of registration, from the national lists; the departments are those of a province. */
type Row = Record<string, string | number>;
const numbered = (prefix: string, rows: readonly Row[]): Row[] => rows.map((row, i) => ({ itemNumber: `${prefix}${String(i + 1).padStart(3, '0')}`, ...row }));

const crossProvince = '国办发〔2020〕35号';
const persons = (name: string, department: string, way: string): Row => ({ name, department, way, source: crossProvince, serviceObject: 'person', since: '2021-01-01' });
const entities = (name: string, department: string, way: string): Row => ({ name, department, way, source: crossProvince, serviceObject: 'legal', since: '2021-01-01' });

export const crossProvinceItems = numbered('KS', [
  persons('学历公证', '省司法厅', 'online'), persons('学位公证', '省司法厅', 'online'), persons('机动车驾驶证公证', '省司法厅', 'online'), persons('应届毕业生就业手续办理', '省人力资源和社会保障厅', 'online'),
  persons('领取养老金人员待遇资格认证', '省人力资源和社会保障厅', 'online'), persons('养老保险供养亲属领取待遇资格认证', '省人力资源和社会保障厅', 'online'), persons('个人社保参保证明查询打印', '省人力资源和社会保障厅', 'online'), persons('失业登记', '省人力资源和社会保障厅', 'online'),
  persons('失业保险金申领', '省人力资源和社会保障厅', 'online'), persons('社会保障卡申领', '省人力资源和社会保障厅', 'collect'), persons('养老保险关系转移接续申请', '省人力资源和社会保障厅', 'joint'), persons('基本医疗保险参保信息变更', '省医疗保障局', 'online'),
  persons('异地就医结算备案', '省医疗保障局', 'online'), persons('门诊费用跨省直接结算', '省医疗保障局', 'online'), persons('个人住房公积金缴存贷款等信息查询', '省住房和城乡建设厅', 'online'), persons('出具贷款职工住房公积金缴存使用证明', '省住房和城乡建设厅', 'online'),
  persons('正常退休提取住房公积金', '省住房和城乡建设厅', 'online'), persons('异地购房提取住房公积金', '省住房和城乡建设厅', 'joint'), persons('户籍类证明', '省公安厅', 'collect'), persons('工作调动户口迁移', '省公安厅', 'joint'), persons('大中专院校录取学生户口迁移', '省公安厅', 'joint'),
  persons('首次申领居民身份证', '省公安厅', 'collect'), persons('换领、补领居民身份证', '省公安厅', 'collect'), persons('结婚登记', '省民政厅', 'collect'), persons('高级中等教育学校学生转学', '省教育厅', 'joint'), persons('医师电子化注册', '省卫生健康委员会', 'online'), persons('护士电子化注册', '省卫生健康委员会', 'online'),
  entities('内资企业及分支机构设立登记', '省市场监督管理厅', 'online'), entities('内资企业及分支机构变更登记', '省市场监督管理厅', 'online'), entities('内资企业及分支机构注销登记', '省市场监督管理厅', 'online'), entities('营业执照遗失补领、换发', '省市场监督管理厅', 'online'),
  entities('住房公积金单位登记开户', '省住房和城乡建设厅', 'online'), entities('工业产品生产许可证延续', '省市场监督管理厅', 'online'), entities('食品生产经营许可信息查询', '省市场监督管理厅', 'online'), entities('道路客、货运驾驶员从业资格证补发、换发', '省交通运输厅', 'online'),
]);

const within = (name: string, department: string, way: string, serviceObject: string): Row => ({ name, department, way, source: '全省“省内通办”事项清单（示范）', serviceObject, since: '2022-01-01' });
export const provinceWideItems = numbered('SN', [
  within('出生医学证明补发', '省卫生健康委员会', 'collect', 'person'), within('出生登记', '省公安厅', 'joint', 'person'), within('居住证签注', '省公安厅', 'collect', 'person'), within('老年人优待证办理', '省民政厅', 'collect', 'person'), within('高龄津贴申请', '省民政厅', 'joint', 'person'),
  within('残疾人两项补贴申请', '省民政厅', 'joint', 'person'), within('城乡居民基本医疗保险参保登记', '省医疗保障局', 'online', 'person'), within('灵活就业人员参保登记', '省人力资源和社会保障厅', 'online', 'person'), within('不动产登记信息查询', '省自然资源厅', 'online', 'both'),
  within('食品经营许可', '省市场监督管理厅', 'online', 'legal'), within('公共场所卫生许可', '省卫生健康委员会', 'online', 'legal'), within('城镇污水排入排水管网许可', '省住房和城乡建设厅', 'collect', 'legal'), within('设置大型户外广告及店招标牌审批', '省住房和城乡建设厅', 'collect', 'legal'),
  within('道路货物运输经营许可', '省交通运输厅', 'online', 'legal'), within('个体工商户设立登记', '省市场监督管理厅', 'online', 'both'),
]);

const matter = (name: string, department: string, departments: string, items: number, serviceObject: string): Row => ({ name, department, departments, items, serviceObject, since: '2024-01-16' });
/** 国发〔2024〕3号 annex: the first thirteen matters. */
export const oneMatterItems = numbered('YJ', [
  matter('企业信息变更', '省市场监督管理厅', '市场监管、公安、税务、人社、住建', 6, 'legal'), matter('开办运输企业', '省交通运输厅', '交通运输、市场监管、公安', 4, 'legal'), matter('开办餐饮店', '省市场监督管理厅', '市场监管、城市管理、消防救援', 4, 'legal'),
  matter('水电气网联合报装', '省住房和城乡建设厅', '住建、能源、通信管理', 6, 'legal'), matter('信用修复', '省发展和改革委员会', '发展改革、市场监管、税务', 3, 'legal'), matter('企业上市合法合规信息核查', '省发展和改革委员会', '发展改革、地方金融及相关监管部门', 10, 'legal'),
  matter('企业破产信息核查', '省发展和改革委员会', '法院、市场监管、公安、自然资源、税务', 8, 'legal'), matter('企业注销登记', '省市场监督管理厅', '市场监管、税务、人社、海关、人民银行', 6, 'legal'), matter('新生儿出生', '省卫生健康委员会', '卫生健康、公安、人社、医保', 6, 'person'),
  matter('教育入学', '省教育厅', '教育、公安、自然资源、人社、卫生健康', 8, 'person'), matter('社会保障卡居民服务', '省人力资源和社会保障厅', '人社、医保、交通运输、文旅', 8, 'person'), matter('残疾人服务', '省残疾人联合会', '残联、民政、人社、医保', 6, 'person'), matter('退休', '省人力资源和社会保障厅', '人社、医保、住建、公安、卫生健康', 6, 'person'),
]);
