/**
 * Resident population on 2020-11-01, seventh national census (国家统计局：第七次全国人口普查公报（第三号）；吉林省统计局：公报（第二号）).
 * The sums of the bulletins are checked: a typing error does not pass.
 */
const provinces: [division: string, population: number][] = [
  ['11', 21893095], ['12', 13866009], ['13', 74610235], ['14', 34915616], ['15', 24049155], ['21', 42591407], ['22', 24073453], ['23', 31850088], ['31', 24870895], ['32', 84748016], ['33', 64567588],
  ['34', 61027171], ['35', 41540086], ['36', 45188635], ['37', 101527453], ['41', 99365519], ['42', 57752557], ['43', 66444864], ['44', 126012510], ['45', 50126804], ['46', 10081232], ['50', 32054159],
  ['51', 83674866], ['52', 38562148], ['53', 47209277], ['54', 3648100], ['61', 39528999], ['62', 25019831], ['63', 5923957], ['64', 7202654], ['65', 25852345],
];
const nation = 1_409_778_724;

const sum = provinces.reduce((total, [, population]) => total + population, 0);
if (sum !== nation) throw new Error(`the provinces sum to ${sum}, the bulletin says ${nation}`);

export const census = provinces.map(([division, value]) => ({ indicator: 'population', division, period: '2020', value, yearOnYear: undefined, unit: '人', source: '第七次全国人口普查公报（第三号）', publishedOn: '2021-05-11' }));
