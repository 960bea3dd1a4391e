/**
 * Commit before you answer: the real program is killed in the middle of submissions, then its database; after a new
 * start every case that an applicant was told of is there, once.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { createCall, type Call, type OutputOf } from '#kernel/contract';
import { exchangeOver, signInByForms } from '../src/modules/capabilities/identity/sign-in-by-forms.ts';
import * as services from '../src/modules/services/contract.ts';
import { freePort } from './free-port.ts';

const root = path.resolve(import.meta.dirname, '../..');
const content = ['content/national', 'content/jilin', 'bench/content'].join(path.delimiter);

interface Program {
  child: ChildProcess;
  url: string;
}

/** The program on a data folder; ready when it answers. */
async function start(t: TestContext, data: string, port: number): Promise<Program> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(root, 'server/src/main.ts')], {
    env: { ...process.env, YIWANG_DATA: data, YIWANG_PORT: String(port), YIWANG_LOG: 'error', YIWANG_CONTENT: content }, stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  t.after(() => child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/healthz`).then((r) => r.ok, () => false))) {
    assert.equal(child.exitCode, null, `it ended instead of starting: ${said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return { child, url };
}

const gone = (child: ChildProcess): Promise<void> => new Promise((done) => (child.exitCode !== null || child.signalCode !== null ? done() : child.once('exit', () => done())));

async function callerAt(url: string, cookie?: string): Promise<{ call: Call; cookie: string }> {
  const mine = cookie ?? (await signInByForms(exchangeOver(url), { app: 'portal', login: 'p020', password: 'Yiwang-2026' }));
  return { cookie: mine, call: createCall({ base: url, headers: () => ({ cookie: mine }) }) };
}

interface Attempt {
  draftId: string;
  version: number;
  key: string;
  number?: string;
}

async function prepare(call: Call, count: number): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (let i = 0; i < count; i++) {
    const draft = await call(services.startDraft, { kind: 'service-item', id: 'bench', division: '220102', guide: {} });
    attempts.push({ draftId: draft.id, version: draft.version, key: `kill-${draft.id}` });
  }
  return attempts;
}

/** Submits all, a few at a time; after so many answers `strike` is called. Answers what was told before the end. */
async function submitUntilStruck(call: Call, attempts: Attempt[], after: number, strike: () => void): Promise<void> {
  let next = 0;
  let told = 0;
  const one = async (): Promise<void> => {
    while (next < attempts.length) {
      const attempt = attempts[next++]!;
      try {
        attempt.number = (await call(services.submitDraft, { draftId: attempt.draftId, version: attempt.version }, { idempotencyKey: attempt.key })).number;
        if (++told === after) strike();
      } catch {
        // not acknowledged: it may be sent again with its key
      }
    }
  };
  await Promise.all(Array.from({ length: 4 }, one));
}

/** All numbers of her cases, page by page. */
async function numbersOf(call: Call): Promise<string[]> {
  const numbers: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page: OutputOf<typeof services.listMyCases> = await call(services.listMyCases, { cursor, limit: 50 });
    numbers.push(...page.cases.map((c) => c.number));
    if (page.next === null) return numbers;
    cursor = page.next;
  }
}

async function checkAll(call: Call, attempts: Attempt[]): Promise<void> {
  const kept = await numbersOf(call);
  assert.deepEqual(attempts.filter((a) => a.number !== undefined && !kept.includes(a.number)).map((a) => a.number), [], 'no acknowledged case is missing');
  // what was not answered is sent again with its key: it happens once, whether or not it had happened
  for (const attempt of attempts) {
    const { number } = await call(services.submitDraft, { draftId: attempt.draftId, version: attempt.version }, { idempotencyKey: attempt.key });
    assert.ok(attempt.number === undefined || attempt.number === number, 'the same answer to the same key');
    attempt.number = number;
  }
  assert.deepEqual((await numbersOf(call)).toSorted(), attempts.map((a) => a.number!).toSorted(), 'each case is there once');
}

test('killed -9 in the middle of submissions, first the program, then its database: what was told is there, once', { timeout: 400_000 }, async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-kill-'));
  chmodSync(folder, 0o755);
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const data = path.join(folder, 'data');
  const port = await freePort();
  const postmaster = (): number => Number(readFileSync(path.join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  t.after(() => {
    try {
      process.kill(postmaster(), 'SIGKILL');
    } catch {
      // it has ended with the program
    }
  });

  const first = await start(t, data, port);
  const { call, cookie } = await callerAt(first.url);
  const attempts = await prepare(call, 40);
  await submitUntilStruck(call, attempts.slice(0, 20), 6, () => first.child.kill('SIGKILL'));
  await gone(first.child);

  const second = await start(t, data, port);
  const again = await callerAt(second.url, cookie);
  await checkAll(again.call, attempts.slice(0, 20));
  await submitUntilStruck(again.call, attempts.slice(20), 6, () => process.kill(postmaster(), 'SIGKILL'));
  second.child.kill('SIGKILL');
  await gone(second.child);

  const third = await start(t, data, port);
  await checkAll((await callerAt(third.url, cookie)).call, attempts);
  third.child.kill('SIGTERM');
  await gone(third.child);
});
