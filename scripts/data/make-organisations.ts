/** Makes content/jilin/organisations.csv: bodies of the province, of three cities with their counties, and their townships. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pinyin } from 'pinyin-pro';
import { formatCsv, parseCsv } from '../../server/src/engines/content/csv.ts';
import { departments, type Department } from './departments.ts';
import { creditCode } from './identifiers.ts';

interface Division { id: string; name: string; level: number; parent: string }
const CITIES: Record<string, string> = { '2201': '0431', '2202': '0432', '2224': '0433' };
const SUFFIXES: [zh: string, en: string][] = [
  ['朝鲜族自治州', 'Korean Autonomous Prefecture'], ['满族自治县', 'Manchu Autonomous County'], ['省', 'Province'], ['市', 'City'], ['区', 'District'], ['县', 'County'],
  ['街道', 'Subdistrict'], ['满族乡', 'Manchu Township'], ['满族镇', 'Manchu Town'], ['朝鲜族乡', 'Korean Township'], ['朝鲜族镇', 'Korean Town'], ['回族乡', 'Hui Township'], ['满族朝鲜族乡', 'Manchu-Korean Township'], ['镇', 'Town'], ['乡', 'Township'],
].sort((a, b) => (b[0]?.length ?? 0) - (a[0]?.length ?? 0)) as [string, string][];

const folder = new URL('../../content/jilin/', import.meta.url);
const divisions = parseCsv(readFileSync(new URL('divisions.csv', folder), 'utf8')).slice(1)
  .map(({ cells: [id = '', , name = '', level, parent = ''] }): Division => ({ id, name, level: Number(level), parent }));
const byId = new Map(divisions.map((d) => [d.id, d]));

/** Economic zones are counted like counties by the statistics bureau but have no government of their own. */
const isZone = (d: Division): boolean => d.level === 3 && /^\d{4}7\d$/.test(d.id);
const chosen = divisions.filter((d) => d.id === '22' || (d.id.slice(0, 4) in CITIES && d.level <= 4 && !isZone(d) && !isZone(byId.get(d.parent) ?? d)));

/** Official spellings that a dictionary of readings misses. */
const SPELLINGS: Record<string, string> = { 珲春: 'Hunchun' };
const latin = (name: string): string => {
  const spelling = SPELLINGS[name];
  if (spelling !== undefined) return spelling;
  const syllables = pinyin(name, { toneType: 'none', type: 'array' });
  const joined = syllables.map((s, i) => (i > 0 && /^[aoe]/.test(s) ? `'${s}` : s)).join('');
  return joined.charAt(0).toUpperCase() + joined.slice(1);
};
const english = (name: string): string => {
  const suffix = SUFFIXES.find(([zh]) => name.endsWith(zh) && name.length > zh.length);
  return suffix ? `${latin(name.slice(0, -suffix[0].length))} ${suffix[1]}` : latin(name);
};

const rows: (string | number)[][] = [];
let serial = 0;
const governments = new Map<string, string>();
const bureaus = new Map<string, string>();

function add(division: Division, nature: string, func: string, names: { name: string; short: string; english: string }, parent: string): string {
  serial += 1;
  const region = division.id.slice(0, 6).padEnd(6, '0');
  const id = creditCode(nature === 'institution' || nature === 'hall' ? '12' : '11', region, serial);
  const city = byId.get(division.id.slice(0, 4));
  const county = division.level >= 3 ? byId.get(division.id.slice(0, 6)) : undefined;
  const where = division.level === 1 ? '长春市' : `${city?.name ?? ''}${county?.name ?? ''}`;
  const address = `${where}${division.level === 4 ? division.name : '政府路'}${(serial * 7) % 900 + 1}号`;
  const phone = `${CITIES[division.id.slice(0, 4)] ?? '0431'}-${String(serial).padStart(8, '0')}`; // local numbers never begin with 0
  rows.push([id, names.name, names.short, names.english, division.id, division.level, parent, nature, func, address, phone, 'true']);
  return id;
}

/** `@` and `%` mark bodies that a city runs in its counties. */
function nameOf(template: string, division: Division): string {
  const city = byId.get(division.parent)?.name ?? '';
  const district = division.name.endsWith('区');
  if (template.startsWith('%') || (template.startsWith('@') && district)) return `${city}${template.slice(1)}${division.name}分局`;
  if (template === '@规划和自然资源局') return `${division.name}自然资源局`;
  return template.replace(/^@/, division.name).replace('+', template.startsWith('国家税务总局') && district ? city + division.name : prefixed(division, city, district));
}
/** Districts share names between cities (铁西区 …), so their bodies carry the city's name. */
const prefixed = (division: Division, city: string, district: boolean): string => (district ? city + division.name : division.name);

/** 市监 → 市场监管局 is written in the table; what is left open there ends like the full name does. */
function shortEnding(department: Department, name: string): string {
  if (department.nature !== 'department' || /(局|办|委)$/.test(department.short)) return '';
  if (name.endsWith('委员会')) return '委';
  if (name.endsWith('办公室')) return '办';
  return /(总队|支队|大队|分局|厅|局)$/.exec(name)?.[0] ?? '';
}

function addDepartments(division: Division): void {
  const city = byId.get(division.parent)?.name ?? '';
  const full = prefixed(division, city, division.name.endsWith('区'));
  const place = division.level === 3 ? `${english(division.name)}, ${english(city)}` : english(division.name);
  for (const department of departments as Department[]) {
    const template = department.names[division.level - 1] ?? '';
    if (template === '') continue;
    const parent = department.function === 'government' ? (governments.get(division.parent) ?? '')
      : department.nature === 'hall' ? (bureaus.get(division.id) ?? '') : (governments.get(division.id) ?? '');
    const names = { name: nameOf(template, division), short: department.short.replace('+', full) + shortEnding(department, nameOf(template, division)), english: department.english.replace('+', place) };
    const id = add(division, department.nature, department.function, names, parent);
    if (department.function === 'government') governments.set(division.id, id);
    if (department.function === 'digital-government') bureaus.set(division.id, id);
  }
}

for (const division of chosen.sort((a, b) => a.level - b.level || (a.id < b.id ? -1 : 1))) {
  if (division.level < 4) { addDepartments(division); continue; }
  const suffix = SUFFIXES.find(([zh]) => division.name.endsWith(zh) && division.name.length > zh.length);
  if (!suffix) continue; // farms, zones and other units like a township
  const county = byId.get(division.parent);
  const full = prefixed(county ?? division, byId.get(county?.parent ?? '')?.name ?? '', county?.name.endsWith('区') ?? false);
  const street = division.name.endsWith('街道');
  const names = {
    name: `${full}${division.name}${street ? '办事处' : '人民政府'}`,
    short: `${division.name}${street ? '街道办' : '政府'}`.replace('街道街道', '街道'),
    english: `${street ? 'Office' : "People's Government"} of ${english(division.name)}, ${english(county?.name ?? '')}`,
  };
  add(division, 'township', 'township', names, governments.get(division.parent) ?? '');
}

const header = ['id', 'name', 'shortName', 'englishName', 'division', 'level', 'parent', 'nature', 'function', 'address', 'phone', 'demonstration'];
writeFileSync(new URL('organisations.csv', folder), formatCsv([header, ...rows]));
console.log(`${rows.length} organisations`);
