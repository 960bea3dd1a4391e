import { createRequire } from 'node:module';

/** What a division is, by how its name ends, longest first. */
const endings: readonly (readonly [string, string])[] = [
  ['朝鲜族自治州', 'Korean Autonomous Prefecture'], ['自治州', 'Autonomous Prefecture'], ['自治县', 'Autonomous County'], ['街道办事处', 'Subdistrict'], ['经济开发区', 'Economic Development Zone'], ['开发区', 'Development Zone'], ['居民委员会', 'Community'], ['村民委员会', 'Village'],
  ['街道', 'Subdistrict'], ['社区', 'Community'], ['省', 'Province'], ['市', 'City'], ['区', 'District'], ['县', 'County'], ['镇', 'Town'], ['乡', 'Township'], ['村', 'Village'], ['盟', 'League'], ['旗', 'Banner'],
];
const require = createRequire(import.meta.url);
const governmentOf = "People's Government of ";
const most = 20_000;
const made = new Map<string, string>();

/** 行政区划英译 (GB/T 17693.1 and common usage): what it is called, romanised, and what it is: 四平市 → Siping City. */
export function englishDivision(name: string): string {
  const before = made.get(name);
  if (before !== undefined) return before;
  const [ending, kind] = endings.find(([end]) => name.length > end.length && name.endsWith(end)) ?? ['', ''];
  const { pinyin } = require('pinyin-pro') as typeof import('pinyin-pro');
  const own = pinyin(name.slice(0, name.length - ending.length), { toneType: 'none', type: 'array', v: true }).join('');
  const english = `${own.charAt(0).toUpperCase()}${own.slice(1).replaceAll('v', 'ü')}${kind === '' ? '' : ` ${kind}`}`;
  if (made.size >= most) made.clear();
  made.set(name, english);
  return english;
}

/** The division's own English name where its government's is known: “Nong'an County, Changchun City” → “Nong'an County”. */
export const divisionInGovernment = (government: string | undefined): string | undefined => (government?.startsWith(governmentOf) === true ? government.slice(governmentOf.length).split(', ')[0] : undefined);
