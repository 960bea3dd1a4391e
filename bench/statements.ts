/** What each request of a life cycle asks of the database: statements, with their time; for finding what to save. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { systemClock } from '../server/src/kernel/clock/index.ts';
import { readSettings } from '../server/src/kernel/config/index.ts';
import type { Contract, InputOf, OutputOf } from '../server/src/kernel/contract/index.ts';
import { createLog } from '../server/src/kernel/log/index.ts';
import { composeHouse } from '../server/src/compose/compose-house.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { testDatabase } from '../server/test/database.ts';

interface Seen {
  text: string;
  ms: number;
}
let seen: Seen[] = [];
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]): unknown {
  const first = args[0] as string | { text?: string };
  const entry = { text: (typeof first === 'string' ? first : (first.text ?? '')).replace(/\s+/g, ' ').slice(0, 150), ms: 0 };
  seen.push(entry);
  const began = performance.now();
  const result = query.apply(this, args);
  if (result instanceof Promise) void result.then(() => (entry.ms = performance.now() - began), () => {});
  return result;
} as never;

const endings: (() => Promise<void> | void)[] = [];
const root = path.resolve(import.meta.dirname, '..');
const { url } = await testDatabase({ after: (fn: () => Promise<void>) => void endings.push(fn) } as never);
const content = ['content/national', 'content/jilin', 'bench/content'].map((f) => path.join(root, f)).join(path.delimiter);
const settings = readSettings({ YIWANG_DATA: mkdtempSync(path.join(tmpdir(), 'yiwang-statements-')), YIWANG_LOG: 'error', YIWANG_CONTENT: content }, root);
const house = await composeHouse({ settings, databaseUrl: url, secret: 'bench-secret-bench-secret-bench-secret', clock: systemClock, log: createLog('error') });
const cookieOf = async (login: string): Promise<string> => {
  const account = await house.asSystem((ctx) => ctx.tx.one<{ id: string; kind: string }>('select id, kind from access.account where login_name = $1', [login]));
  return (await house.access.createSession({ accountId: account.id, app: account.kind === 'officer' ? 'desk' : 'portal', assurance: 2 })).token;
};
const [citizen, clerk, approver] = [await cookieOf('p020'), await cookieOf('o001'), await cookieOf('o016')];
let show = false;

async function call<C extends Contract>(token: string, c: C, input: InputOf<C>): Promise<OutputOf<C>> {
  seen = [];
  const began = performance.now();
  const answer = await house.http.call({ cookies: { yiwang_session: token }, headers: {}, id: 'bench', ip: '127.0.0.1' } as never, c.name, input, `bench-${crypto.randomUUID()}`);
  if (show) {
    console.log(`\n${c.name}: ${seen.length} statements, ${(performance.now() - began).toFixed(1)} ms, of which database ${seen.reduce((s, q) => s + q.ms, 0).toFixed(1)} ms`);
    for (const q of seen) console.log(`  ${q.ms.toFixed(2).padStart(6)}  ${q.text}`);
  }
  return answer as OutputOf<C>;
}

for (let i = 0; i < 6; i++) {
  show = i === 5;
  const draft = await call(citizen, services.startDraft, { kind: 'service-item', id: 'bench', division: '220102', guide: {} });
  const { caseId } = await call(citizen, services.submitDraft, { draftId: draft.id, version: draft.version });
  for (const [token, decision] of [[clerk, 'accept'], [approver, 'grant']] as const) {
    const task = await house.asSystem((ctx) => ctx.tx.one<{ id: string; version: number }>('select id, version from cases.task where case_id = $1 and closed_at is null', [caseId]));
    await call(token, services.decideTask, { taskId: task.id, version: task.version, decision });
  }
  await call(citizen, services.rateCase, { caseId, stars: 5 });
}
await house.close();
for (const end of endings) await end();
process.exit(0);
