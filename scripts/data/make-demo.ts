/** Makes content/jilin/demo/: officers, people with families, companies. All invented; the day of making is 2026-11-01. */
import { readFileSync, writeFileSync } from 'node:fs';
import { formatCsv, parseCsv } from '../../server/src/engines/content/csv.ts';
import { createCompanies } from './demo-companies.ts';
import { createOfficers } from './demo-officers.ts';
import { createPersons } from './demo-persons.ts';

const folder = new URL('../../content/jilin/', import.meta.url);
const read = (file: string): Record<string, string>[] => {
  const [header, ...rows] = parseCsv(readFileSync(new URL(file, folder), 'utf8'));
  return rows.map(({ cells }) => Object.fromEntries((header?.cells ?? []).map((column, i) => [column, cells[i] ?? ''])));
};
const write = (file: string, rows: Record<string, string | number>[]): void => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  writeFileSync(new URL(`demo/${file}`, folder), formatCsv([columns, ...rows.map((row) => columns.map((c) => row[c]))]));
  console.log(`${file}: ${rows.length}`);
};

const divisions = read('divisions.csv');
const organisations = read('organisations.csv');
const persons = createPersons(divisions);
write('persons.csv', persons);
write('companies.csv', createCompanies(persons, organisations));
write('officers.csv', createOfficers(organisations));
