/**
 * 30 quality rules over N rows and a comparison of two sources of N rows, through the house's engine, against bare DuckDB SQL that
 * does the same on the same files, interleaved in one run (performance.md, section 3). N: YIWANG_BENCH_ROWS, 10,000,000 by default.
 */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@yiwang/duckdb';
import { createAnalysis, type Check, type SnapshotColumn } from '../server/src/engines/analysis/index.ts';

const rows = Number(process.env['YIWANG_BENCH_ROWS'] ?? 10_000_000);
const rounds = Number(process.env['YIWANG_BENCH_ROUNDS'] ?? 3);
const memoryMiB = 2048;
const now = new Date('2026-11-22T00:00:00Z');
const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-analysis-'));
const say = (line: string): void => console.log(line);
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const columns: SnapshotColumn[] = [
  { name: 'recordId', kind: 'text' }, { name: 'number', kind: 'digest' }, { name: 'name', kind: 'text' }, { name: 'sex', kind: 'text' }, { name: 'born', kind: 'date' },
  { name: 'division', kind: 'text' }, { name: 'address', kind: 'text' }, { name: 'phone', kind: 'text' }, { name: 'income', kind: 'money' }, { name: 'died', kind: 'date' },
];

/** Invented people; `shift` makes 1 % missing on either side, `other` 1 % differing. */
const peopleSql = (shift: number, other: boolean): string => `select lpad(to_hex(i), 12, '0') as "recordId", md5(cast(i as varchar)) as number,
  '张王李赵'[cast(i % 4 as int) + 1] || '伟芳娜敏'[cast(i % 4 as int) + 1] || ${other ? "case when i % 100 = 7 then '某' else '' end" : "''"} as name, cast(1 + i % 2 as varchar) as sex, date '1940-01-01' + cast(i % 30000 as int) as born,
  '2201' || lpad(cast(i % 12 as varchar), 2, '0') as division, case when i % 50 <> 0 then '人民大街 ' || cast(i % 9999 as varchar) || ' 号' end as address, '13' || lpad(cast(hash(i) % 1000000000 as varchar), 9, '0') as phone,
  cast(hash(i) % 100000 as decimal(18, 2)) as income, case when i % 40 = 0 then date '2020-01-01' + cast(i % 2000 as int) end as died from range(${shift}, ${rows + shift}) r(i)`;

const rules: [feel: string, sql: string][] = [
  ['name != null', 'name is not null'], ['string length(name) >= 2', 'length(name) >= 2'], ['string length(name) <= 50', 'length(name) <= 50'], ['not(matches(name, "[0-9\\\\s]"))', "not regexp_matches(name, '[0-9\\s]')"],
  ['number != null', 'number is not null'], ['sex in ("1", "2", "9")', "sex in ('1', '2', '9')"], ['sex = "1" or sex = "2"', "sex = '1' or sex = '2'"], ['born != null', 'born is not null'], ['born <= today()', "born <= date '2026-11-22'"],
  ['born >= date("1900-01-01")', "born >= date '1900-01-01'"], ['born.year > 1939', 'extract(year from born) > 1939'], ['string length(division) = 6', 'length(division) = 6'], ['starts with(division, "22")', "starts_with(division, '22')"],
  ['matches(division, "^[0-9]{6}$")', "regexp_matches(division, '^[0-9]{6}$')"], ['division != "220111"', "division <> '220111'"], ['address != null', 'address is not null'], ['address = null or string length(address) < 200', 'address is null or length(address) < 200'],
  ['address = null or contains(address, "号")', "address is null or strpos(address, '号') > 0"], ['phone != null', 'phone is not null'], ['string length(phone) = 11', 'length(phone) = 11'], ['matches(phone, "^1[3-9][0-9]{9}$")', "regexp_matches(phone, '^1[3-9][0-9]{9}$')"],
  ['starts with(phone, "13")', "starts_with(phone, '13')"], ['income != null', 'income is not null'], ['income >= 0', 'income >= 0'], ['income < 100000', 'income < 100000'], ['income between 0 and 99999', 'income between 0 and 99999'], ['died = null or died >= born', 'died is null or died >= born'],
  ['died = null or died <= today()', "died is null or died <= date '2026-11-22'"], ['if died != null then born < died else true', 'case when died is not null then born < died else true end'], ['substring(division, 1, 4) = "2201"', "substring(division, 1, 4) = '2201'"],
];
const checks: Check[] = rules.map(([expression], i) => ({ id: `r${i}`, kind: 'row', expression }));

/** Snapshots are made by the bare engine itself: what is measured is the question, not the way in. */
async function prepare(bare: Awaited<ReturnType<typeof openBare>>): Promise<{ a: string; b: string }> {
  const analysis = createAnalysis({ folder, limits: { memoryMiB, threads: 2 } });
  const files: string[] = [];
  for (const [name, sql] of [['bench:a', peopleSql(0, false)], ['bench:b', peopleSql(Math.ceil(rows / 100), true)]] as const) {
    await analysis.write({ name, at: now, columns, personal: false, rows: (async function* () {})() });
    const home = path.join(folder, name.replace(':', '~'));
    const file = path.join(home, readdirSync(home).find((f) => f.endsWith('.parquet'))!);
    await bare.run(`copy (${sql}) to '${file}.new' (format parquet, compression zstd)`);
    renameSync(`${file}.new`, file);
    const meta = path.join(home, 'snapshot.json');
    writeFileSync(meta, JSON.stringify({ ...(JSON.parse(readFileSync(meta, 'utf8')) as object), rows, bytes: statSync(file).size }));
    files.push(file);
  }
  analysis.close();
  return { a: files[0]!, b: files[1]! };
}

const openBare = async () => (await DuckDBInstance.create(':memory:', { memory_limit: `${memoryMiB}MiB`, threads: '2', temp_directory: path.join(folder, 'bare'), preserve_insertion_order: 'false' })).connect();

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

mkdirSync(folder, { recursive: true });
const bare = await openBare();
const { a, b } = await prepare(bare);
say(`(h) analysis: ${rows.toLocaleString('en')} rows a source, ${(statSync(a).size / 2 ** 20).toFixed(0)} + ${(statSync(b).size / 2 ** 20).toFixed(0)} MiB of Parquet, ${memoryMiB} MiB of memory, 2 threads, median of ${rounds}`);
const analysis = createAnalysis({ folder, limits: { memoryMiB, threads: 2 } });
const ofRules: [ours: number, theirs: number][] = [];
const ofComparison: [ours: number, theirs: number][] = [];
let told = '';
for (let round = 0; round < rounds; round++) {
  const counts: number[] = [];
  const ours = await seconds(async () => counts.push(...(await analysis.scan('bench:a', checks, { now })).map((c) => c.failed)));
  const bareCounts: number[] = [];
  const theirs = await seconds(async () => bareCounts.push(...((await bare.runAndReadAll(`select ${rules.map(([, sql]) => `count(*) filter (where (${sql}) is not true)`).join(', ')} from read_parquet('${a}')`)).getRows()[0] ?? []).map(Number)));
  if (JSON.stringify(counts) !== JSON.stringify(bareCounts)) throw new Error(`the rules disagree: ${JSON.stringify(counts)} ${JSON.stringify(bareCounts)}`);
  ofRules.push([ours, theirs]);

  const pairs = columns.slice(2).map((c) => ({ left: c.name, right: c.name }));
  const found: number[] = [];
  const compared = await seconds(async () => {
    const r = await analysis.compare({ left: 'bench:a', right: 'bench:b', key: [{ left: 'number', right: 'number' }], columns: pairs });
    found.push(r.missingLeft, r.missingRight, r.differing, r.same);
  });
  const bareFound: number[] = [];
  const differs = columns.slice(2).map((c) => `l."${c.name}" is distinct from r."${c.name}"`).join(' or ');
  const bareCompared = await seconds(async () => bareFound.push(...((await bare.runAndReadAll(`select count(*) filter (where l.number is null), count(*) filter (where r.number is null), count(*) filter (where l.number is not null and r.number is not null and (${differs})), count(*) filter (where l.number is not null and r.number is not null and not (${differs})) from read_parquet('${a}') l full outer join read_parquet('${b}') r on l.number = r.number`)).getRows()[0] ?? []).map(Number)));
  if (JSON.stringify(found) !== JSON.stringify(bareFound)) throw new Error(`the comparisons disagree: ${JSON.stringify(found)} ${JSON.stringify(bareFound)}`);
  told = `${found[0]} / ${found[1]} / ${found[2]} / ${found[3]}`;
  ofComparison.push([compared, bareCompared]);
}
const tell = (what: string, all: [number, number][]): void => {
  const [ours, theirs] = [median(all.map(([o]) => o)), median(all.map(([, t]) => t))];
  say(`    ${what}: ours ${ours.toFixed(2)} s, bare ${theirs.toFixed(2)} s, ratio ${(ours / theirs).toFixed(2)} (aim ≤ 1.3)`);
};
tell('30 rules', ofRules);
tell(`comparison, 8 columns (missing left / right / differing / same: ${told})`, ofComparison);
analysis.close();
bare.closeSync();
rmSync(folder, { recursive: true, force: true });
