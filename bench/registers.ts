import { createReadStream, mkdirSync, rmSync, statSync, chmodSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import * as collection from '../server/src/modules/data/collection/contract.ts';
import * as data from '../server/src/modules/data/contract.ts';
import type { InputOf, OutputOf } from '../server/src/kernel/contract/index.ts';
import { createDriver, median } from './drive.ts';
import { writePersons } from './persons.ts';
import { startHouse, type Usage } from './running-house.ts';

/**
 * Registers at scale, on a durable PostgreSQL and through public HTTP, with YIWANG_BENCH_ROWS invented persons (10,000,000 for the
 * figure of record, a file of 1.4 GB; of 5 GB with YIWANG_BENCH_ROW_BYTES=500). Beside seconds CPU: what another program on the machine cannot spoil.
 * YIWANG_BENCH_STATEMENTS=1 tells the dearest statements of the load.
 * (a) a file of persons handed in: received, then loaded through all checks, sealing, history and indexes, against COPY of the very rows
 *     in the file's order into a table of the same columns and indexes: the least that keeping them searchable can cost;
 * (b) resident memory of the server while it receives and loads;
 * (c) p95 of pages of the register's list, on 10,000 rows and on all of them;
 * (d) the same file again.
 */
const rows = Number(process.env['YIWANG_BENCH_ROWS'] ?? 1_000_000);
/** YIWANG_BENCH_COPY=0 leaves out the comparison, which takes half of the time. */
const comparesCopy = process.env['YIWANG_BENCH_COPY'] !== '0';
const rowBytes = Number(process.env['YIWANG_BENCH_ROW_BYTES'] ?? 145);
/** YIWANG_BENCH_AGAIN=0 leaves out handing in the same file again. */
const handsInAgain = process.env['YIWANG_BENCH_AGAIN'] !== '0';
const pages = Number(process.env['YIWANG_BENCH_PAGES'] ?? 200);
/** A long load tells of itself. */
const tellEveryMs = 30_000;
/** As the desk asks how far a run is. */
const askEveryMs = 1_000;
/** YIWANG_BENCH_MINUTES: a load that takes longer is given up; said how far it came. */
const minutesMax = Number(process.env['YIWANG_BENCH_MINUTES'] ?? 60);
const say = (line: string): void => console.log(line);
const inMiB = (bytes: number): number => Math.round(bytes / 2 ** 20);
const each = (ms: number, count: number): string => `${((ms * 1000) / count).toFixed(1)} µs`;
const supplier = 'o087';
/** Reads the register in one district. */
const reader = 'o031';

const house = await startHouse();
const folder = path.join(house.folder, 'files');
mkdirSync(folder);
// the database server, perhaps under another user, writes and reads here
chmodSync(folder, 0o777);
const driver = createDriver(house.url, 4);
const owner = new pg.Client({ connectionString: house.databaseUrl });

interface Measured<T> {
  result: T;
  seconds: number;
  usage: Usage;
}
async function measured<T>(work: () => Promise<T>): Promise<Measured<T>> {
  const [from, before] = [performance.now(), await house.usage()];
  const result = await work();
  const after = await house.usage();
  return { result, seconds: (performance.now() - from) / 1000, usage: { ...after, serverMs: after.serverMs - before.serverMs, databaseMs: after.databaseMs - before.databaseMs } };
}

type Run = OutputOf<typeof collection.getRun>;
interface HandedIn {
  received: Measured<string>;
  run: Measured<Run>;
  /** Of receiving and loading, when resident memory was greatest. */
  peak: Usage;
}

async function handIn(cookie: string, sourceId: string, file: string): Promise<HandedIn> {
  const received = await measured(async () => {
    const answer = await fetch(`${house.url}/api/desk/collection/sources/${sourceId}/file?name=${path.basename(file)}`, { method: 'POST', headers: { cookie, 'content-type': 'application/octet-stream' }, body: createReadStream(file, { highWaterMark: 1 << 18 }), duplex: 'half' } as unknown as RequestInit);
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { runId: string }).runId;
  });
  const peaks: Usage[] = [received.usage];
  const run = await measured(async () => {
    const since = performance.now();
    for (let told = since, before = 0; ; ) {
      const found = await driver.call(cookie, collection.getRun, { runId: received.result });
      if (found.finishedAt !== null) return found;
      if (performance.now() - since > minutesMax * 60_000) throw new Error(`given up after ${minutesMax} minutes at ${found.progress.toLocaleString('en')} rows`);
      await new Promise((wait) => setTimeout(wait, askEveryMs));
      if (performance.now() - told < tellEveryMs) continue;
      const usage = await house.usage();
      peaks.push(usage);
      say(`    … ${found.progress.toLocaleString('en')} rows, ${Math.round(((found.progress - before) / (performance.now() - told)) * 1000).toLocaleString('en')} a second; resident ${inMiB(usage.rssMax)} MiB at the most since the last line`);
      [told, before] = [performance.now(), found.progress];
    }
  });
  peaks.push(run.usage);
  const { failure, state } = run.result;
  if (state === 'failed') throw new Error(JSON.stringify(failure));
  return { received, run, peak: peaks.reduce((a, b) => (b.rssMax > a.rssMax ? b : a)) };
}

type Browse = InputOf<typeof data.browseRegister>;
const lists: Record<string, Pick<Browse, 'order' | 'where'>> = { 'by making': {}, 'by day of birth': { order: { field: 'birthDate' } }, 'of one county': { where: [{ field: 'division', op: 'eq', value: '220102' }] } };

/** p95 of pages over HTTP, read on from one another, in milliseconds. */
async function pagesP95(cookie: string, list: Pick<Browse, 'order' | 'where'>): Promise<number> {
  const took: number[] = [];
  let cursor: string | undefined;
  for (let i = 0; i < pages; i += 1) {
    const at = performance.now();
    cursor = (await driver.call(cookie, data.browseRegister, { register: 'population', purpose: '测量翻页', limit: 20, cursor, ...list })).next ?? undefined;
    took.push(performance.now() - at);
  }
  return took.toSorted((a, b) => a - b)[Math.floor(pages * 0.95)]!;
}
/** In a session of its own: one from before a long load would be over. */
async function allLists(): Promise<Record<string, number>> {
  const [cookie = ''] = await house.sessions([reader]);
  const found: Record<string, number> = {};
  for (const [name, list] of Object.entries(lists)) {
    await pagesP95(cookie, list);
    found[name] = median([await pagesP95(cookie, list), await pagesP95(cookie, list), await pagesP95(cookie, list)]);
  }
  return found;
}

/**
 * COPY of the register's own rows in the order of the file, out of a file of the database server, into a table with the same indexes.
 * The history makes room on the disk first: nothing reads it any more.
 */
async function rawCopy(file: string): Promise<Measured<unknown>> {
  await owner.query('truncate records.action');
  await owner.query(`copy (select * from reg.population order by id) to '${file}'`);
  await owner.query('drop table if exists public.raw; create table public.raw (like reg.population including all)');
  await owner.query('checkpoint');
  const copied = await measured(() => owner.query(`copy public.raw from '${file}'`));
  await owner.query('drop table public.raw');
  return copied;
}

try {
  await owner.connect();
  await house.work();
  const [cookie] = await house.sessions([supplier]);
  const { id } = await driver.call(cookie!, collection.makeSource, { register: 'population', kind: 'file', name: '测量用人口数据' });
  const [few, all] = [path.join(folder, 'few.csv'), path.join(folder, 'all.csv')];
  const small = Math.min(10_000, rows / 2);
  await writePersons(few, 0, small);
  await writePersons(all, small, rows, { badEvery: 100_000, rowBytes });
  await handIn(cookie!, id, few);
  await owner.query('analyze reg.population');
  const fewLists = await allLists();

  await house.statements();
  const rest = (await house.usage()).rss;
  const first = await house.profiled('registers', () => handIn(cookie!, id, all));
  const { created, refused } = first.run.result;
  const given = rows - small;
  if (created! + refused! !== given || refused !== Math.floor(rows / 100_000)) throw new Error(`created ${created}, refused ${refused}`);
  const { run, received, peak } = first;
  const mebibytes = statSync(all).size / 2 ** 20;
  say(`(a) ${given.toLocaleString('en')} persons (${mebibytes.toFixed(0)} MiB): received at ${(mebibytes / received.seconds).toFixed(0)} MiB/s (${(received.usage.serverMs / mebibytes).toFixed(1)} ms of CPU a MiB), loaded in ${run.seconds.toFixed(1)} s, ${Math.round(given / run.seconds).toLocaleString('en')} rows/s; CPU a row ${each(run.usage.serverMs, given)} in the server, ${each(run.usage.databaseMs, given)} in PostgreSQL; ${refused} refused`);
  for (const line of (await house.statements()).slice(0, 14)) say(`    ${line}`);
  say(`(b) resident memory of the server: ${inMiB(peak.rssMax)} MiB at the most (limit 512), ${inMiB(rest)} before; then heap ${inMiB(peak.heap)}, buffers ${inMiB(peak.external)}`);
  await owner.query('analyze reg.population');
  const allRows = Number((await owner.query<{ n: string }>('select count(*) as n from reg.population')).rows[0]!.n);
  const manyLists = await allLists();
  for (const name of Object.keys(lists)) say(`(c) p95 of a page ${name}, over HTTP: ${fewLists[name]!.toFixed(1)} ms on ${small.toLocaleString('en')} rows, ${manyLists[name]!.toFixed(1)} ms on ${allRows.toLocaleString('en')}; ratio ${(manyLists[name]! / fewLists[name]!).toFixed(2)}`);
  if (handsInAgain) {
    const again = await handIn(cookie!, id, all);
    say(`(d) the same file again: received in ${again.received.seconds.toFixed(1)} s, known in ${again.run.seconds.toFixed(1)} s; ${again.run.result.repeated === true ? 'nothing moved' : `${again.run.result.created} created`}`);
  }
  rmSync(all);
  if (comparesCopy) {
    const raw = await rawCopy(path.join(folder, 'raw.copy'));
    const rate = given / run.seconds / (allRows / raw.seconds);
    say(`(a) COPY of the same rows with the same indexes: ${raw.seconds.toFixed(1)} s, ${Math.round(allRows / raw.seconds).toLocaleString('en')} rows/s; CPU a row ${each(raw.usage.databaseMs, allRows)}; ratio ${rate.toFixed(2)} (aim 0.6), of PostgreSQL's CPU ${(raw.usage.databaseMs / allRows / (run.usage.databaseMs / given)).toFixed(2)}`);
  }
} finally {
  driver.close();
  await owner.end();
  await house.close();
}
