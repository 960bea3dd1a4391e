import { createReadStream, createWriteStream, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mod11And2 } from '@yiwang/ui/identifiers/check-characters.ts';
import { codeListKind, createContent } from '../server/src/engines/content/index.ts';
import { createRecords, registerKind } from '../server/src/engines/records/index.ts';
import { createSigning } from '../server/src/engines/signing/index.ts';
import { fieldCrypto } from '../server/src/field-crypto.ts';
import { anonymous, type Actor, type Context } from '../server/src/kernel/context/index.ts';
import { createDb, migrate, startEmbedded, type Db } from '../server/src/kernel/db/index.ts';
import { createIds } from '../server/src/kernel/ids/index.ts';
import { migrationSources } from '../server/src/migrations.ts';
import { median } from './drive.ts';
import { cpuMsOf } from './running-house.ts';

/**
 * Registers at scale, on a durable PostgreSQL, with YIWANG_BENCH_ROWS invented persons (10 million for the figure of record). Beside
 * seconds CPU: what another program on the machine cannot spoil. YIWANG_BENCH_STATEMENTS=1 tells the dearest statements of the load.
 * (a) a file of persons through all checks, sealing, history and indexes, against COPY of the very rows that it made into a table of
 *     the same columns and indexes: the least that keeping them searchable can cost;
 * (b) resident memory of this process while it loads;
 * (c) the same file again;
 * (d) p95 of a page of a list, on 10,000 rows and on all of them.
 */
const rows = Number(process.env['YIWANG_BENCH_ROWS'] ?? 1_000_000);
const pages = Number(process.env['YIWANG_BENCH_PAGES'] ?? 200);
const root = path.resolve(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-bench-'));
chmodSync(folder, 0o755);
// the database server, perhaps under another user, writes and reads here
const shared = path.join(folder, 'shared');
mkdirSync(shared);
chmodSync(shared, 0o777);
const say = (line: string): void => console.log(line);

const identityNumberOf = (i: number): string => {
  const born = new Date(Date.UTC(1940, 0, 1 + ((i * 7919) % 29_000))).toISOString().slice(0, 10).replaceAll('-', '');
  const head = `2201${String(2 + (Math.floor(i / 1000 / 29_000) % 90)).padStart(2, '0')}${born}${String(Math.floor(i / 29_000) % 1000).padStart(3, '0')}`;
  return head + mod11And2(head);
};

/** Persons as a public security bureau writes them: eleven columns, two of them sealed in the register. */
async function writePersons(file: string, from: number, to: number): Promise<void> {
  const out = createWriteStream(file);
  let chunk = 'name,sex,ethnicGroup,birthDate,identityNumber,division,residenceAddress,maritalStatus,householdNumber,phone,alive\n';
  for (let i = from; i < to; i += 1) {
    const number = identityNumberOf(i);
    const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
    chunk += `${'王李张刘陈杨赵黄周吴'[i % 10]}${'伟芳娜敏静丽强磊军洋'[Math.floor(i / 10) % 10]}${'一二三四五六七八九十'[Math.floor(i / 100) % 10]},${1 + (i % 2)},01,${born},${number},2201${String(2 + (i % 5)).padStart(2, '0')},吉林省长春市南关区人民大街${i % 9999}号${i % 30}栋${i % 12}单元,10,2201${String(Math.floor(i / 3)).padStart(10, '0')},13${String(100_000_000 + (i % 899_999_999))},true\n`;
    if (chunk.length > 1 << 20) {
      if (!out.write(chunk)) await once(out, 'drain');
      chunk = '';
    }
  }
  out.end(chunk);
  await once(out, 'close');
}

const countsStatements = process.env['YIWANG_BENCH_STATEMENTS'] !== undefined;
let database = await startEmbedded({ folder: path.join(folder, 'pg') });
if (countsStatements) {
  const before = createDb({ url: database.url });
  await before.owner((client) => client.query("alter system set shared_preload_libraries = 'pg_stat_statements'"));
  await before.close();
  await database.stop();
  database = await startEmbedded({ folder: path.join(folder, 'pg') });
}
await migrate(database.url, migrationSources);
const db = createDb({ url: database.url });
const national = (file: string): string => readFileSync(path.join(root, 'content/national', file), 'utf8');
const codeLists = ['sex', 'ethnic-group', 'marriage', 'education', 'occupation-group'];
const content = createContent({ packs: [{ 'pack.yaml': 'id: bench\nname: { zh: 测量 }\nversion: "1"\n', 'population.yaml': national('registers/population.yaml'), ...Object.fromEntries(codeLists.map((id) => [`${id}.yaml`, national(`code-lists/${id}.yaml`)])) }] });
content.registerKind(codeListKind);
content.registerKind(registerKind);
await content.load();
const newId = createIds();
const { fields } = createSigning({ masterKeys: new Map([[1, Buffer.alloc(32, 7)]]) });
const records = createRecords({ db, content, crypto: fieldCrypto(fields, 'records') });
await records.prepare();

const load = (file: string): ReturnType<typeof records.load> => records.load('population', createReadStream(file, { highWaterMark: 1 << 18 }), { format: 'csv', source: '公安机关', actorName: '测量', now: new Date(), newId });

interface Measured<T> {
  result: T;
  seconds: number;
  rssMax: number;
  /** CPU seconds of this process and of PostgreSQL. */
  cpu: number;
  databaseCpu: number;
}

async function measured<T>(work: () => Promise<T>): Promise<Measured<T>> {
  let rssMax = 0;
  const watch = setInterval(() => (rssMax = Math.max(rssMax, process.memoryUsage.rss())), 50);
  const [from, cpuFrom, databaseFrom] = [performance.now(), process.cpuUsage(), cpuMsOf(database.pid)];
  const result = await work();
  const cpu = process.cpuUsage(cpuFrom);
  clearInterval(watch);
  return { result, seconds: (performance.now() - from) / 1000, rssMax, cpu: (cpu.user + cpu.system) / 1e6, databaseCpu: (cpuMsOf(database.pid) - databaseFrom) / 1000 };
}

const clerk: Actor = { ...anonymous, kind: 'officer', accountId: newId(), personId: newId(), divisions: ['2201'], name: '测量' };
const page = (cursor: string | undefined, order?: { field: string }): Promise<{ next: string | null }> =>
  db.read(clerk, (tx) => records.list({ tx: tx as Context['tx'], actor: clerk, now: new Date(), newId, locale: 'zh', requestId: 'bench' }, 'population', { limit: 20, cursor, ...(order === undefined ? {} : { order }), purpose: { duty: '测量', text: '测量' } }));

/** p95 of pages in order of the day of birth, read on from one another, in milliseconds. */
async function pagesP95(): Promise<number> {
  const took: number[] = [];
  let cursor: string | undefined;
  for (let i = 0; i < pages; i += 1) {
    const at = performance.now();
    cursor = (await page(cursor, { field: 'birthDate' })).next ?? undefined;
    took.push(performance.now() - at);
  }
  return took.toSorted((a, b) => a - b)[Math.floor(pages * 0.95)]!;
}

/** COPY of the register's own rows, out of a file of the database server, into a table with the same indexes. */
async function rawCopy(owner: Db['owner'], file: string): Promise<Measured<unknown>> {
  return owner(async (client) => {
    await client.query(`copy (select * from reg.population) to '${file}'`);
    await client.query('drop table if exists public.raw; create table public.raw (like reg.population including all)');
    await client.query('checkpoint');
    const copied = await measured(() => client.query(`copy public.raw from '${file}'`));
    await client.query('drop table public.raw');
    return copied;
  });
}

async function tellStatements(): Promise<void> {
  if (!countsStatements) return;
  const { rows: dearest } = await db.owner((client) => client.query<{ ms: number; calls: number; query: string }>("select round(total_exec_time::numeric) as ms, calls, left(regexp_replace(query, '\\s+', ' ', 'g'), 110) as query from pg_stat_statements order by total_exec_time desc limit 14"));
  for (const { ms, calls, query } of dearest) say(`    ${ms} ms in ${calls}: ${query}`);
}

try {
  if (countsStatements) await db.owner((client) => client.query('create extension pg_stat_statements'));
  const few = path.join(folder, 'few.csv');
  const all = path.join(folder, 'all.csv');
  const small = Math.min(10_000, rows / 2);
  await writePersons(few, 0, small);
  await writePersons(all, small, rows);
  await load(few);
  await db.owner((client) => client.query('analyze'));
  await pagesP95();
  const p95Few = median([await pagesP95(), await pagesP95(), await pagesP95()]);

  const first = await measured(() => load(all));
  const { created, refused } = first.result;
  if (created !== rows - small || refused !== 0) throw new Error(`created ${created}, refused ${refused}: ${JSON.stringify(first.result.refusedLines.slice(0, 3))}`);
  const each = (seconds: number, count: number): string => `${((seconds * 1e6) / count).toFixed(1)} µs`;
  say(`(a) ${created.toLocaleString('en')} persons (${Math.round(statSync(all).size / 2 ** 20)} MiB): ${first.seconds.toFixed(1)} s, ${Math.round(created / first.seconds).toLocaleString('en')} rows/s; CPU a row ${each(first.cpu, created)} here, ${each(first.databaseCpu, created)} in PostgreSQL`);
  await tellStatements();
  await db.owner((client) => client.query('analyze'));
  const raw = await rawCopy(db.owner, path.join(shared, 'raw.copy'));
  say(`    COPY of the same rows with the same indexes: ${raw.seconds.toFixed(1)} s, ${Math.round(rows / raw.seconds).toLocaleString('en')} rows/s; CPU a row ${each(raw.databaseCpu, rows)}; ratio ${((created / first.seconds) / (rows / raw.seconds)).toFixed(2)} (aim 0.6), of PostgreSQL's CPU ${(raw.databaseCpu / rows / (first.databaseCpu / created)).toFixed(2)}`);
  say(`(b) resident memory while loading: ${Math.round(first.rssMax / 2 ** 20)} MiB at the most (limit 512)`);
  const again = await measured(() => load(all));
  say(`(c) the same file again: ${again.seconds.toFixed(1)} s, ${again.result.repeated ? 'known by its bytes' : `${again.result.unchanged} unchanged`}`);
  await pagesP95();
  const p95All = median([await pagesP95(), await pagesP95(), await pagesP95()]);
  say(`(d) p95 of a page: ${p95Few.toFixed(1)} ms on ${small.toLocaleString('en')} rows, ${p95All.toFixed(1)} ms on ${rows.toLocaleString('en')}; ratio ${(p95All / p95Few).toFixed(2)}`);
} finally {
  await db.close();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
