import type { CheckCount } from '#engines/analysis';
import type { OutsideJob } from '#engines/jobs';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { Refusal } from '#kernel/errors';
import type * as c from './contract.ts';
import { registerDefinition, sourceOfRegister, type Quality } from './deps.ts';
import { errors } from './errors.ts';
import type { QualityRule } from './quality-rules-kind.ts';
import { planRun } from './plan-run.ts';
import { scoreOf, type RuleFigures } from './rule-figures.ts';
import { checkOf, columnsOfRegister, departmentColumn, rulesOfRegister, type DepartmentColumn } from './rules-of-register.ts';
import { snapshotRegister } from './take-snapshot.ts';
import { settleTickets } from './tickets.ts';

const sampleMax = 20;

/** 稽核: planned as a job, so that the desk never waits for ten million rows. */
export async function startRun(q: Quality, ctx: Context, { register }: ParsedInputOf<typeof c.startRun>): Promise<OutputOf<typeof c.startRun>> {
  if (registerDefinition(q, register) === undefined) throw errors.notFound();
  if ((await rulesOfRegister(q, ctx.tx, register)).length === 0) throw errors.noRules({ register });
  return { runId: planRun(q, ctx, register, ctx.actor.name) };
}

/** A new snapshot, all rules in one scan, samples of what fails, then figures and tickets in one transaction. */
export async function runQuality(q: Quality, job: OutsideJob): Promise<void> {
  const { runId, register } = job.payload as { runId: string; register: string };
  const began = performance.now();
  try {
    const rules = (await job.read((tx) => rulesOfRegister(q, tx, register))).map((r) => r.rule);
    const among = rules.flatMap((r) => (r.kind === 'found' ? [r.among.register] : []));
    for (const needed of new Set([register, ...among])) await snapshotRegister(q, needed, job.signal);
    const figures = await measure(q, register, rules, job.signal);
    const { at, digest, rows } = q.analysis.get(sourceOfRegister(register));
    await job.finish(async (ctx) => {
      const done = await ctx.tx.query<{ id: string }>(
        `update quality.run set state = 'done', done_at = $2, snapshot_at = $3, snapshot_digest = $4, rows = $5, milliseconds = $6, score = $7 where id = $1 and state = 'waiting' returning id`,
        [runId, ctx.now, at, digest, rows, Math.round(performance.now() - began), scoreOf(figures)],
      );
      if (done.length === 0) return;
      for (const f of figures) {
        ctx.tx.insert('quality.result', { run_id: runId, rule: f.rule.id, department: f.department, dimension: f.rule.dimension, title: f.rule.title, threshold: f.rule.threshold, checked: f.checked, failed: f.failed, refused: f.refused });
        for (const record of f.sample) ctx.tx.insert('quality.failing', { run_id: runId, rule: f.rule.id, department: f.department, record_id: record });
      }
      await settleTickets(q, ctx, register, runId, figures);
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await job.finish(async (ctx) => void (await ctx.tx.query(`update quality.run set state = 'failed', done_at = $2, problem = $3 where id = $1`, [runId, ctx.now, error.words('zh')])));
  }
}

async function measure(q: Quality, register: string, rules: readonly QualityRule[], signal: AbortSignal): Promise<RuleFigures[]> {
  const source = sourceOfRegister(register);
  const now = q.clock.now();
  const department = departmentColumn(q, register);
  const columnsOf = (name: string) => columnsOfRegister(q, name.slice('register:'.length));
  const figures: RuleFigures[] = [];
  const runnable: QualityRule[] = [];
  for (const rule of rules) {
    const check = checkOf(rule);
    try {
      if (check === undefined) figures.push(await ofWholeSet(q, register, rule, now));
      else {
        q.analysis.admit(columnsOf, source, check, now);
        runnable.push(rule);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      figures.push({ rule, department: '', checked: 0, failed: 0, refused: error.words('zh'), sample: [] });
    }
  }
  const byId = new Map(runnable.map((r) => [r.id, r]));
  const counts = await q.analysis.scan(source, runnable.map((r) => checkOf(r)!), { now, signal, groupBy: department });
  for (const count of counts) {
    const rule = byId.get(count.id)!;
    if (count.checked === 0) continue;
    figures.push({ rule, department: count.group ?? '', checked: count.checked, failed: count.failed, refused: null, sample: await sampleOf(q, source, rule, count, department, now, signal) });
  }
  return figures;
}

async function sampleOf(q: Quality, source: string, rule: QualityRule, count: CheckCount, department: DepartmentColumn | undefined, now: Date, signal: AbortSignal): Promise<string[]> {
  if (count.failed === 0) return [];
  const keys = await q.analysis.failingKeys(source, checkOf(rule)!, { now, signal, key: 'recordId', limit: sampleMax, groupBy: department, group: count.group });
  return [...new Set(keys)];
}

/** 时效性, 可访问性: rules about the register as a whole, by FEEL over its figures. */
export async function ofWholeSet(q: { analysis: Pick<Quality['analysis'], 'get' | 'query'>; rules: Pick<Quality['rules'], 'holds' | 'namesIn'> }, register: string, rule: QualityRule, now: Date): Promise<RuleFigures> {
  const source = sourceOfRegister(register);
  const { rows, at } = q.analysis.get(source);
  const expression = rule.kind === 'set' ? rule.expression : 'true';
  const { rows: [newest], suppressedBelow } = await q.analysis.query({ from: source, measures: [{ as: 'newest', fn: 'max', of: 'recordAt' }] }, { now });
  // 小单元抑制: of so few persons not even the newest day is told; an empty register hides nobody
  if (newest === undefined && rows > 0 && q.rules.namesIn(expression).some(([name]) => name === 'newestDays')) throw errors.tooFew({ rows, least: suppressedBelow });
  const written = newest?.['newest'];
  const days = typeof written === 'string' ? (now.getTime() - Date.parse(written)) / 86_400_000 : null;
  const holds = q.rules.holds(expression, { rows, ageHours: (now.getTime() - Date.parse(at)) / 3_600_000, newestDays: days });
  return { rule, department: '', checked: 1, failed: holds ? 0 : 1, refused: null, sample: [] };
}
