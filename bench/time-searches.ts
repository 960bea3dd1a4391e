import type { Search } from '../server/src/engines/search/index.ts';
import type { Db } from '../server/src/kernel/db/index.ts';
import type { Usage } from './running-house.ts';
import { askPage, searchPages, type Query, type SearchPage } from './search-pages.ts';

const limitMs = 50;
const rounds = Number(process.env['YIWANG_BENCH_ROUNDS'] ?? 60);
const warming = 5;
const p = (times: readonly number[], share: number): number => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!;
const of = (times: readonly number[]): string => `p50 ${p(times, 0.5).toFixed(1)}, p95 ${p(times, 0.95).toFixed(1)}`;

/** Milliseconds of the statements alone, on a connection of this process. */
const bareMs = (db: Db, page: SearchPage, query: Query): Promise<number> => db.read(page.actor, async (tx) => {
  let spent = 0;
  const timed = async <T>(work: Promise<T>): Promise<T> => {
    const at = performance.now();
    const result = await work;
    spent += performance.now() - at;
    return result;
  };
  await page.bare({ gathered: false, query: (sql, params) => timed(tx.query(sql, params)), one: (sql, params) => timed(tx.one(sql, params)), maybe: (sql, params) => timed(tx.maybe(sql, params)) }, query);
  return spent;
});

/** Tells each page and sort of query; answers how many sorts were over the limit. */
export async function timeSearches({ url, cookie, db, search, count, usage, only }: { url: string; cookie: string; db: Db; search: Search; count: number; usage(): Promise<Usage>; only?: string | undefined }): Promise<number> {
  let over = 0;
  for (const page of searchPages(search, cookie, count).filter((x) => only === undefined || x.name.includes(only))) {
    console.log(`${page.name}${page.cookie === '' ? '' : '，已登录 signed in'}`);
    const whole: number[] = [];
    for (const [name, make] of Object.entries(page.sorts)) {
      for (let i = 0; i < warming; i += 1) await askPage(url, page, make());
      const queries = Array.from({ length: rounds }, make);
      const times: number[] = [];
      const before = await usage();
      for (const query of queries) times.push(await askPage(url, page, query));
      const after = await usage();
      const bare: number[] = [];
      for (const query of queries.slice(0, Math.ceil(rounds / 4))) bare.push(await bareMs(db, page, query));
      whole.push(...times);
      const met = p(times, 0.95) <= limitMs;
      if (!met) over += 1;
      const each = (from: number, to: number): string => ((to - from) / rounds).toFixed(1);
      console.log(`  ${met ? '✓' : '✗'} ${name}: ${of(times)} ms (≤ ${limitMs}); SQL ${of(bare)} ms; CPU ${each(before.serverMs, after.serverMs)} + ${each(before.databaseMs, after.databaseMs)} ms`);
    }
    console.log(`  全部 all: ${of(whole)} ms`);
  }
  return over;
}
