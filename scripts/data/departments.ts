/** Types of government bodies and their names by level: province, city, county (empty: none there). `+` = name of the place. */
export interface Department {
  function: string;
  nature: 'government' | 'department' | 'institution' | 'hall';
  names: [province: string, city: string, county: string];
  short: string;
  english: string;
}

const line = (text: string): Department => {
  const [func = '', nature = '', province = '', city = '', county = '', short = '', english = ''] = text.split('|').map((s) => s.trim());
  return { function: func, nature: nature as Department['nature'], names: [province, city, county], short, english };
};

/** `@` stands for a county-level branch of the city's body: 长春市公安局南关区分局 in districts, its own bureau in counties. */
export const departments: Department[] = `
government|government|+人民政府|+人民政府|+人民政府|+政府|People's Government of +
general-office|department|+人民政府办公厅|+人民政府办公室|+人民政府办公室|+政府办|General Office of the People's Government of +
digital-government|department|+政务服务和数字化建设管理局|+政务服务和数字化建设管理局|+政务服务和数字化建设管理局|+政数局|Government Services and Digital Construction Administration of +
government-service-hall|hall|+政务大厅|+政务服务中心|+政务服务中心|+政务中心|Government Service Centre of +
hotline|institution|+12345政务服务便民热线中心|+12345政务服务便民热线中心||+12345热线|12345 Hotline Centre of +
development-reform|department|+发展和改革委员会|+发展和改革委员会|+发展和改革局|+发改|Development and Reform Commission of +
education|department|+教育厅|+教育局|+教育局|+教育|Education Bureau of +
science-technology|department|+科学技术厅|+科学技术局||+科技|Science and Technology Bureau of +
industry|department|+工业和信息化厅|+工业和信息化局|+工业和信息化局|+工信|Industry and Information Technology Bureau of +
ethnic-affairs|department|+民族事务委员会|+民族事务委员会||+民|Ethnic Affairs Commission of +
public-security|department|+公安厅|+公安局|@公安局|+公安|Public Security Bureau of +
civil-affairs|department|+民政厅|+民政局|+民政局|+民政|Civil Affairs Bureau of +
justice|department|+司法厅|+司法局|+司法局|+司法|Justice Bureau of +
finance|department|+财政厅|+财政局|+财政局|+财政|Finance Bureau of +
human-resources|department|+人力资源和社会保障厅|+人力资源和社会保障局|+人力资源和社会保障局|+人社|Human Resources and Social Security Bureau of +
natural-resources|department|+自然资源厅|+规划和自然资源局|@规划和自然资源局|+自然资源|Natural Resources Bureau of +
ecology-environment|department|+生态环境厅|+生态环境局|%生态环境局|+生态环境|Ecology and Environment Bureau of +
housing-construction|department|+住房和城乡建设厅|+住房和城乡建设局|+住房和城乡建设局|+住建|Housing and Urban-Rural Development Bureau of +
transport|department|+交通运输厅|+交通运输局|+交通运输局|+交通|Transport Bureau of +
water|department|+水利厅|+水务局|+水利局|+水利|Water Resources Bureau of +
agriculture|department|+农业农村厅|+农业农村局|+农业农村局|+农业|Agriculture and Rural Affairs Bureau of +
commerce|department|+商务厅|+商务局|+商务局|+商务|Commerce Bureau of +
culture-tourism|department|+文化和旅游厅|+文化广播电视和旅游局|+文化和旅游局|+文旅|Culture and Tourism Bureau of +
health|department|+卫生健康委员会|+卫生健康委员会|+卫生健康局|+卫健|Health Commission of +
veterans|department|+退役军人事务厅|+退役军人事务局|+退役军人事务局|+退役军人|Veterans Affairs Bureau of +
emergency|department|+应急管理厅|+应急管理局|+应急管理局|+应急|Emergency Management Bureau of +
audit|department|+审计厅|+审计局|+审计局|+审计|Audit Bureau of +
market-regulation|department|+市场监督管理厅|+市场监督管理局|+市场监督管理局|+市场监管|Market Regulation Bureau of +
drug|department|+药品监督管理局|||+药监|Drug Administration of +
state-assets|department|+人民政府国有资产监督管理委员会|+人民政府国有资产监督管理委员会||+国资|State-owned Assets Commission of +
forestry|department|+林业和草原局|+林业和园林局||+林草|Forestry Administration of +
statistics|department|+统计局|+统计局|+统计局|+统计|Statistics Bureau of +
medical-security|department|+医疗保障局|+医疗保障局|+医疗保障局|+医保|Medical Security Bureau of +
petition|department|+信访局|+信访局|+信访局|+信访|Petition Bureau of +
urban-management|department||+城市管理局|+城市管理行政执法局|+城管|Urban Management Bureau of +
fire-rescue|department|+消防救援总队|+消防救援支队|+消防救援大队|+消防|Fire and Rescue Brigade of +
taxation|department|国家税务总局+税务局|国家税务总局+税务局|国家税务总局+税务局|+税务|Tax Service of +, State Taxation Administration
meteorology|department|+气象局|+气象局||+气象|Meteorological Bureau of +
cyberspace|department|+互联网信息办公室|+互联网信息办公室||+网信|Cyberspace Administration of +
cryptography|department|+密码管理局|+密码管理局||+密码|Cryptography Administration of +
data-centre|institution|+政务数据中心|+政务数据中心||+数据中心|Government Data Centre of +
public-resources-trading|institution|+公共资源交易中心|+公共资源交易中心||+交易中心|Public Resources Trading Centre of +
housing-fund|institution||+住房公积金管理中心||+公积金|Housing Provident Fund Centre of +
real-estate-registration|institution||+不动产登记中心|+不动产登记中心|+不动产登记|Real Estate Registration Centre of +
social-insurance|institution|+社会保险事业管理局|+社会保险事业管理局|+社会保险事业管理局|+社保|Social Insurance Agency of +
disabled-federation|institution|+残疾人联合会|+残疾人联合会|+残疾人联合会|+残联|Disabled Persons' Federation of +
`.trim().split('\n').map(line);
