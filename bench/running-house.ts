import { fork, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../server/src/kernel/db/index.ts';

/** A durable PostgreSQL and the house in a process of its own. */
export interface RunningHouse {
  url: string;
  /** Of this run; removed when the house closes. */
  folder: string;
  databaseUrl: string;
  /** Begins jobs and ledger. */
  work(): Promise<unknown>;
  /** When no job is due or running and no ledger entry waits: asked, not slept for. */
  atRest(): Promise<unknown>;
  /** The dearest statements since the last call, one a line. */
  statements(): Promise<string[]>;
  /** With YIWANG_BENCH_PROFILE=folder: writes what the server's CPU did meanwhile. */
  profiled<T>(name: string, use: () => Promise<T>): Promise<T>;
  sessions(logins: readonly string[]): Promise<string[]>;
  /** CPU milliseconds so far of the server and of its PostgreSQL, bytes of resident memory of the server now and at the most since the last call. */
  usage(): Promise<Usage>;
  close(): Promise<void>;
}

export interface Usage {
  serverMs: number;
  databaseMs: number;
  rss: number;
  rssMax: number;
  /** Bytes of the heap and of buffers outside of it, when resident memory was greatest. */
  heap: number;
  external: number;
}

const tickMs = 10;

/** CPU of a process and of those that it started, also of the ended ones: Linux, in ticks of 10 ms. */
export function cpuMsOf(pid: number): number {
  let ticks = 0;
  for (const folder of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${folder}/stat`, 'utf8').split(') ')[1]!.split(' ');
      const own = Number(fields[11]) + Number(fields[12]);
      if (Number(folder) === pid) ticks += own + Number(fields[13]) + Number(fields[14]);
      else if (Number(fields[1]) === pid) ticks += own;
    } catch {
      // it ended meanwhile
    }
  }
  return ticks * tickMs;
}

/** YIWANG_BENCH_STATEMENTS=1: what PostgreSQL planned and executed, told by `statements()`. */
const countsStatements = process.env['YIWANG_BENCH_STATEMENTS'] !== undefined;

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

const dearest = `select calls, plans, round(total_plan_time::numeric) as plan_ms, round(total_exec_time::numeric) as exec_ms, round(wal_bytes / greatest(calls, 1)) as wal, shared_blks_hit / greatest(calls, 1) as blocks,
  left(regexp_replace(query, '\\s+', ' ', 'g'), 170) as query from pg_stat_statements order by total_plan_time + total_exec_time desc limit 40`;

/** `flags`: of Node.js for the house's process. */
export async function startHouse(flags: readonly string[] = []): Promise<RunningHouse> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-bench-'));
  chmodSync(folder, 0o755);
  const cluster = { folder: path.join(folder, 'pg'), maxConnections: 150 };
  let database = await startEmbedded(cluster);
  if (countsStatements) {
    await ask(database.url, `alter system set shared_preload_libraries = 'pg_stat_statements'`);
    await ask(database.url, 'alter system set pg_stat_statements.track_planning = on');
    await database.stop();
    database = await startEmbedded(cluster);
    await ask(database.url, 'create extension if not exists pg_stat_statements');
  }
  const child = fork(path.join(import.meta.dirname, 'serve-house.ts'), [JSON.stringify({ databaseUrl: database.url, folder })], {
    // as the launcher starts it
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16', '--heap-growing-percent=40', '--expose-gc', ...flags],
  });
  const { url } = (await answer(child)) as { url: string };
  const tell = (message: object | string): Promise<unknown> => {
    const answered = answer(child);
    child.send(message as never);
    return answered;
  };
  return {
    url, folder, databaseUrl: database.url,
    work: () => tell('work'),
    atRest: () => tell('rest'),
    async statements() {
      if (!countsStatements) return [];
      const rows = await ask(database.url, dearest);
      await ask(database.url, 'select pg_stat_statements_reset()');
      return rows.map((r) => Object.values(r).join(' | '));
    },
    async profiled(name, use) {
      const to = process.env['YIWANG_BENCH_PROFILE'];
      if (to === undefined) return await use();
      await tell('profile');
      const result = await use();
      await tell({ profile: path.join(to, `${name}.cpuprofile`) });
      return result;
    },
    sessions: (logins) => tell({ logins }) as Promise<string[]>,
    async usage() {
      const { cpu, ...memory } = (await tell('usage')) as { cpu: NodeJS.CpuUsage } & Pick<Usage, 'rss' | 'rssMax' | 'heap' | 'external'>;
      return { serverMs: (cpu.user + cpu.system) / 1000, databaseMs: cpuMsOf(database.pid), ...memory };
    },
    async close() {
      await tell('stop');
      if (child.exitCode === null) await new Promise((done) => child.once('exit', done));
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const answer = (child: ChildProcess): Promise<unknown> =>
  new Promise((done, failed) => {
    const ended = (code: number | null): void => failed(new Error(`the house ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      done(message);
    });
  });
