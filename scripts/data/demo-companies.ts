import { createRandom, creditCode } from './identifiers.ts';
import { age, type PersonRow } from './demo-persons.ts';

type Row = Record<string, string>;

const TRADES: [name: string, industry: string, scope: string, types: string[]][] = [
  ['餐饮管理', '62', '餐饮服务；餐饮管理', ['1100', '1150']],
  ['饭店', '62', '餐饮服务', ['9500']],
  ['食品', '14', '食品生产；食品销售', ['1100', '1200']],
  ['商贸', '51', '货物进出口；日用百货批发', ['1100', '1150']],
  ['便利店', '52', '食品销售；烟草制品零售；日用百货销售', ['9500']],
  ['大药房', '52', '药品零售；第二类医疗器械销售', ['1100']],
  ['汽车零部件', '36', '汽车零部件及配件制造', ['1100', '1200']],
  ['信息技术', '65', '软件开发；信息系统集成服务', ['1100', '1150']],
  ['建筑工程', '47', '房屋建筑工程施工；建筑劳务分包', ['1100', '1110']],
  ['装饰工程', '50', '建筑装饰工程设计、施工', ['1100', '1150']],
  ['房地产开发', '70', '房地产开发经营', ['1100', '1200']],
  ['物业服务', '70', '物业管理', ['1100']],
  ['物流', '54', '道路货物运输；仓储服务', ['1100']],
  ['宾馆', '61', '住宿服务', ['1100', '9500']],
  ['广告传媒', '72', '广告设计、制作、发布', ['1150']],
  ['人力资源服务', '72', '职业中介活动；劳务派遣服务', ['1100']],
  ['环保科技', '77', '环境保护专用设备销售；水污染治理', ['1100']],
  ['化工', '26', '化工产品生产、销售', ['1100', '1200']],
  ['生物制药', '27', '药品生产；生物技术研发', ['1200']],
  ['教育咨询', '83', '教育咨询服务', ['1150']],
  ['口腔门诊', '84', '医疗服务', ['1100']],
  ['养老服务', '85', '养老服务', ['1100']],
  ['文化传播', '88', '组织文化艺术交流活动', ['1150']],
  ['健身', '89', '健身休闲活动', ['1100', '9500']],
  ['热力', '44', '热力生产和供应', ['1110']],
  ['种植专业合作社', '01', '粮食、蔬菜种植', ['9100']],
  ['人参种植专业合作社', '01', '人参种植、初加工', ['9100']],
];
const WORDS = ['云杉', '白桦', '松涛', '雪霁', '鹿鸣', '晨曦', '禾丰', '北岸', '星河', '春城', '柳条', '青禾', '长明', '净月', '天池', '红松', '冰凌', '沃野', '江畔', '鹤舞', '瑞雪', '金穗', '云岭', '远山'];

/** A hundred and twenty companies, the first ones belonging to the cast of people. */
export function createCompanies(persons: PersonRow[], organisations: Row[]): Row[] {
  const random = createRandom(220102);
  const adults = persons.filter((p) => age(p['birthDate'] ?? '') >= 20 && age(p['birthDate'] ?? '') < 66);
  const registrars = organisations.filter((o) => o['function'] === 'market-regulation' && o['level'] === '3');
  const taken = new Set<string>();
  const rows: Row[] = [];

  const add = (trade: (typeof TRADES)[number], owner: PersonRow, word: string, state: string): void => {
    const division = owner['division'] ?? '';
    const registrar = registrars.find((o) => o['division'] === division.slice(0, 6));
    if (!registrar) throw new Error(`no registrar for ${division}`);
    const type = random.pick(trade[3]);
    const place = (registrar['name'] ?? '').replace('市场监督管理局', '');
    const ending = type === '9500' ? '' : type === '9100' ? '' : type === '1200' ? '股份有限公司' : '有限公司';
    const name = `${place}${word}${trade[0]}${ending}`;
    if (taken.has(name)) return;
    taken.add(name);
    const serial = rows.length + 1;
    const kind = type === '9500' ? '92' : type === '9100' ? '93' : '91';
    rows.push({
      id: creditCode(kind, division.slice(0, 6), 900_000 + serial), name, type, legalRepresentative: owner['id'] ?? '',
      division, address: (owner['address'] ?? '').replace(/\d+栋.*$/, `${random.int(1, 400)}号`), industry: trade[1], scope: trade[2],
      capitalTenThousandYuan: String(type === '9500' ? random.int(1, 20) : random.pick([50, 100, 200, 500, 1000, 5000])),
      establishedOn: `${random.int(2009, 2025)}-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`,
      state, registrar: registrar['id'] ?? '', phone: `${registrar['phone']?.slice(0, 4) ?? '0431'}-0900${String(serial).padStart(4, '0')}`,
    });
  };
  const trade = (name: string): (typeof TRADES)[number] => TRADES.find((t) => t[0] === name) as (typeof TRADES)[number];
  const person = (i: number): PersonRow => persons[i] as PersonRow;
  add(trade('餐饮管理'), person(0), '云杉', 'active');
  add(trade('建筑工程'), person(7), '北岸', 'active');
  add(trade('信息技术'), person(9), '星河', 'active');
  add(trade('商贸'), person(10), '天池', 'active');
  while (rows.length < 120) {
    const roll = random.next();
    add(random.pick(TRADES), random.pick(adults), random.pick(WORDS), roll < 0.9 ? 'active' : random.pick(['suspended', 'cancelled', 'revoked', 'moved-out']));
  }
  return rows;
}
