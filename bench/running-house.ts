import { fork, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../server/src/kernel/db/index.ts';

/** A durable PostgreSQL and the house in a process of its own. */
export interface RunningHouse {
  url: string;
  databaseUrl: string;
  /** Begins jobs and ledger. */
  work(): Promise<unknown>;
  sessions(logins: readonly string[]): Promise<string[]>;
  /** CPU microseconds so far, bytes of resident memory. */
  usage(): Promise<{ cpu: NodeJS.CpuUsage; rss: number }>;
  close(): Promise<void>;
}

export async function startHouse(): Promise<RunningHouse> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-bench-'));
  chmodSync(folder, 0o755);
  const database = await startEmbedded({ folder: path.join(folder, 'pg'), maxConnections: 150 });
  const profile = process.env['YIWANG_BENCH_PROFILE'];
  const child = fork(path.join(import.meta.dirname, 'serve-house.ts'), [JSON.stringify({ databaseUrl: database.url, folder })], {
    execArgv: ['--disable-warning=ExperimentalWarning', ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])],
  });
  const { url } = (await answer(child)) as { url: string };
  const ask = (message: object | string): Promise<unknown> => {
    const answered = answer(child);
    child.send(message as never);
    return answered;
  };
  return {
    url, databaseUrl: database.url,
    work: () => ask('work'),
    sessions: (logins) => ask({ logins }) as Promise<string[]>,
    usage: () => ask('usage') as ReturnType<RunningHouse['usage']>,
    async close() {
      await ask('stop');
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
