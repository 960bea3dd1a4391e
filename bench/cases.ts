import pg from 'pg';
import * as services from '../server/src/modules/services/contract.ts';
import { createDriver, drive, median } from './drive.ts';
import { copyDrafts, readSample, rowCount, statementsFor, writeRaw } from './raw-rows.ts';
import { startHouse, type Usage } from './running-house.ts';

/**
 * (a) Submissions a second through HTTP, sessions, checks, process, ledger and jobs on, against the same rows written
 *     by hand: prepared multi-row statements, one transaction a case, as the owner (no row-level security).
 * (b) Life cycles a second (submit, accept, approve, rate), on an empty database and with a million cases.
 */
const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const rounds = number('YIWANG_BENCH_ROUNDS', 5);
const perRound = number('YIWANG_BENCH_SUBMISSIONS', 1_000);
const filled = number('YIWANG_BENCH_CASES', 1_000_000);
const clients = number('YIWANG_BENCH_CLIENTS', 32);
/** Requests under way at the same time. */
const parallel = number('YIWANG_BENCH_PARALLEL', 64);
const division = '220102';

const say = (line: string): void => console.log(line);
const rate = (count: number, seconds: number): number => count / seconds;

const house = await startHouse();
const pool = new pg.Pool({ connectionString: house.databaseUrl, max: 64, idleTimeoutMillis: 0 });
/** The bench's own look-ups: few connections, kept, so that opening them is not taken for work of the house. */
const looks = new pg.Pool({ connectionString: house.databaseUrl, max: 4, idleTimeoutMillis: 0 });
const owner = await pool.connect();
const http = createDriver(house.url, parallel);
const citizens = await house.sessions(Array.from({ length: 64 }, (_, i) => `p${String(i + 20).padStart(3, '0')}`));
const [clerk, approver] = await house.sessions(['o001', 'o016']);

interface Prepared {
  cookie: string;
  draftId: string;
  version: number;
}

let turn = 0;
async function prepare(count: number): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  const one = async (): Promise<void> => {
    const cookie = citizens[turn++ % citizens.length]!;
    const draft = await http.call(cookie, services.startDraft, { kind: 'service-item', id: 'bench', division, guide: {} });
    prepared.push({ cookie, draftId: draft.id, version: draft.version });
  };
  await drive(Array.from({ length: count }, () => one), 8);
  return prepared;
}

const submit = (p: Prepared): Promise<{ caseId: string }> => http.call(p.cookie, services.submitDraft, { draftId: p.draftId, version: p.version });

async function submissions(count: number): Promise<number> {
  const prepared = await prepare(count);
  return rate(count, await drive(prepared.map((p) => () => submit(p)), parallel));
}

interface Task {
  id: string;
  version: number;
}
const openTask = async (caseId: string): Promise<Task> => (await looks.query<Task>({ name: 'open-task', text: 'select id, version from cases.task where case_id = $1 and closed_at is null', values: [caseId] })).rows[0]!;

async function lifeCycle(p: Prepared): Promise<void> {
  const { caseId } = await submit(p);
  const accept = await openTask(caseId);
  await http.call(clerk!, services.decideTask, { taskId: accept.id, version: accept.version, decision: 'accept' });
  const decide = await openTask(caseId);
  await http.call(approver!, services.decideTask, { taskId: decide.id, version: decide.version, decision: 'grant' });
  await http.call(p.cookie, services.rateCase, { caseId, stars: 5 });
}

const cpuEach = (from: Usage, to: Usage, count: number): string => `CPU each: server ${((to.serverMs - from.serverMs) / count).toFixed(2)} ms, PostgreSQL ${((to.databaseMs - from.databaseMs) / count).toFixed(2)} ms`;

/**
 * Told by their CPU too: other work on the machine moves the rate, not so much the work done. Begins when no earlier job is
 * left, so that the CPU is that of the requests and of what runs beside them; what their jobs cost after them is told apart.
 */
async function lifeCycles(count: number): Promise<number> {
  const prepared = await prepare(count);
  await house.atRest();
  await house.statements();
  const before = await house.usage();
  const own = process.cpuUsage();
  const perSecond = rate(count, await house.profiled('life-cycles', () => drive(prepared.map((p) => () => lifeCycle(p)), parallel)));
  const driver = process.cpuUsage(own);
  const after = await house.usage();
  say(`      ${perSecond.toFixed(0)}/s; ${cpuEach(before, after, count)}, the caller ${((driver.user + driver.system) / 1000 / count).toFixed(2)} ms`);
  for (const line of await house.statements()) say(`        ${line}`);
  await house.atRest();
  say(`        their jobs afterwards: ${cpuEach(after, await house.usage(), count)}`);
  return perSecond;
}

/** Concluded cases of the past two years, with their actions and tasks, so that tables and indexes have their real depth. */
async function fill(count: number): Promise<void> {
  const at = "(now() - make_interval(mins => (i % 1000000)))";
  const id = (salt: string): string => `(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || substr(md5(i || '${salt}'), 1, 3) || '8' || substr(md5(i || '${salt}'), 4, 15))::uuid`;
  await owner.query('set synchronous_commit = off');
  const portion = 100_000;
  for (let from = 1; from <= count; from += portion) {
    const series = `generate_series(${from}, ${Math.min(count, from + portion - 1)}) as i`;
    await owner.query(`insert into cases.case (id, number, kind, state, definition_kind, definition_id, definition_version, title, division, organisation, party_id, party_kind, party_name, channel, version, actions, answers, track_code, process_id, process_version, promised_days, statutory_days, submitted_at, concluded_at, updated_at, stopped)
      select ${id('case')}, 'F' || lpad(i::text, 20, '0'), 'service-item', 'granted', 'service-item', 'bench', 1, '测速事项', '2201' || lpad((i % 10)::text, 2, '0'), '11220102YW0002' || lpad((i % 400)::text, 4, '0'), md5('p' || i % 200000)::uuid, 'person', '测速', 'portal', 4, 5, sha256(i::text::bytea), md5(i::text), 'bench', 1, 5, 20, ${at}, ${at}, ${at}, false from ${series}`);
    await owner.query(`insert into cases.action (case_id, seq, at, kind, actor_kind, actor_name, data) select ${id('case')}, seq, ${at}, 'moved', 'officer', '测速', '{"state":"granted"}' from ${series}, generate_series(1, 3) as seq`);
    await owner.query(`insert into cases.task (id, case_id, token, node, name, role, division, state, version, created_at, closed_at, decision) select ${id('task')}, ${id('case')}, 1, 'accept', '{"zh":"受理"}', 'cases.accept', '220102', 'closed', 2, ${at}, ${at}, 'accept' from ${series}`);
  }
  await owner.query('set synchronous_commit = on');
  await owner.query('vacuum analyze cases.case, cases.action, cases.task');
}

const [first] = await prepare(1);
const sample = await readSample(owner, (await submit(first!)).caseId, first!.draftId);
say(`(a) one submission writes ${rowCount(sample)}; and uses up its draft (2 statements)`);
const [kept] = await prepare(1);
await house.work();
// the first day of a new house begins with jobs of its own
await house.atRest();
await submissions(300);
await writeRaw(pool, sample, await copyDrafts(owner, kept!.draftId, 300), clients);

const results: { ours: number; raw: number }[] = [];
for (let i = 0; i < rounds; i++) {
  const before = await house.usage();
  const prepared = await prepare(perRound);
  const drafted = await house.usage();
  await house.atRest();
  const middle = await house.usage();
  const ours = rate(perRound, await drive(prepared.map((p) => () => submit(p)), parallel));
  const after = await house.usage();
  const raw = rate(perRound, await writeRaw(pool, sample, await copyDrafts(owner, kept!.draftId, perRound), clients));
  results.push({ ours, raw });
  say(`    round ${i + 1}: ${ours.toFixed(0)} submissions/s, raw ${raw.toFixed(0)} cases/s, ratio ${(ours / raw).toFixed(2)}; ${cpuEach(middle, after, perRound)} (a draft: ${cpuEach(before, drafted, perRound)})`);
}
const ratio = median(results.map((r) => r.ours / r.raw));
say(`    median: ${median(results.map((r) => r.ours)).toFixed(0)}/s, raw ${median(results.map((r) => r.raw)).toFixed(0)}/s (${statementsFor(sample, first!.draftId).length + 2} round trips), ratio ${ratio.toFixed(2)} (aim ≥ 0.5): ${ratio >= 0.5 ? 'met' : 'MISSED'}`);

await lifeCycles(100);
const empty: number[] = [];
for (let i = 0; i < rounds; i++) empty.push(await lifeCycles(Math.ceil(perRound / 4)));
say(`(b) life cycles/s, few cases: ${empty.map((r) => r.toFixed(0)).join(' ')}; median ${median(empty).toFixed(0)} (aim ≥ 250): ${median(empty) >= 250 ? 'met' : 'MISSED'}`);
if (filled > 0) {
  const began = performance.now();
  await fill(filled);
  say(`    filled with ${filled} cases, ${filled * 3} actions, ${filled} tasks in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  await lifeCycles(100);
  const full: number[] = [];
  for (let i = 0; i < rounds; i++) full.push(await lifeCycles(Math.ceil(perRound / 4)));
  const share = median(full) / median(empty);
  say(`    life cycles/s, ${filled} cases: ${full.map((r) => r.toFixed(0)).join(' ')}; median ${median(full).toFixed(0)}; full / few ${share.toFixed(2)} (aim ≥ 0.9): ${share >= 0.9 ? 'met' : 'MISSED'}`);
}
say(`    memory of the server: ${((await house.usage()).rss / 1_048_576).toFixed(0)} MiB`);
http.close();
owner.release();
await Promise.all([pool.end(), looks.end()]);
await house.close();
