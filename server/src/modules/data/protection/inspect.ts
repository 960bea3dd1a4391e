import type { OutsideJob } from '#engines/jobs';
import type { Context } from '#kernel/context';
import { dayInChina } from '#kernel/clock';
import { Refusal } from '#kernel/errors';
import { bureauOf, type Protection } from './deps.ts';
import { inspectionRulesKind, type InspectionRule } from './inspection-rules-kind.ts';
import { stages, type Sensed, type Stage } from './sense.ts';
import { senseOf } from './senses/index.ts';

export const inspectJob = 'protection.inspect';
/** One rule writes so many findings at the most; the rest waits until some are mended. */
const findingsOfRuleMax = 500;
const weights = { high: 1, medium: 0.5, low: 0.2 } as const;

export interface StageScore {
  stage: Stage;
  subjects: number;
  hits: number;
  /** 0 to 100; null where nothing was looked at. */
  score: number | null;
}
export interface Hit {
  rule: InspectionRule;
  sensed: Sensed;
}

export const rulesInForce = ({ content }: Pick<Protection, 'content'>): InspectionRule[] => content.list(inspectionRulesKind).flatMap((d) => d.value.rules);

/** Where rules hold: pure, so that a rule can be tried before it is published. */
export const hitsOf = (deps: Pick<Protection, 'rules'>, rules: readonly InspectionRule[], sensed: ReadonlyMap<string, readonly Sensed[]>): Hit[] =>
  rules.flatMap((rule) => (sensed.get(rule.over) ?? []).filter((s) => deps.rules.holds(rule.when, s.facts)).slice(0, findingsOfRuleMax).map((one) => ({ rule, sensed: one })));

/** 安全评价: of each stage, how much of what was looked at is in order; a grave fault weighs more. */
export function scoresOf(rules: readonly InspectionRule[], sensed: ReadonlyMap<string, readonly Sensed[]>, hits: readonly Hit[]): StageScore[] {
  return stages.map((stage) => {
    const mine = rules.filter((r) => r.stage === stage);
    const checks = mine.reduce((n, r) => n + (sensed.get(r.over)?.length ?? 0) * weights[r.severity], 0);
    const lost = hits.filter((h) => h.rule.stage === stage).reduce((n, h) => n + weights[h.rule.severity], 0);
    const subjects = [...new Set(mine.map((r) => r.over))].reduce((n, over) => n + (sensed.get(over)?.length ?? 0), 0);
    return { stage, subjects, hits: hits.filter((h) => h.rule.stage === stage).length, score: checks === 0 ? null : Math.round((1 - lost / checks) * 10_000) / 100 };
  });
}

/** The mean of the stages that were looked at, of 100. */
export function overall(scores: readonly StageScore[]): number | null {
  const told = scores.flatMap((s) => (s.score === null ? [] : [s.score]));
  return told.length === 0 ? null : Math.round((told.reduce((a, b) => a + b, 0) / told.length) * 100) / 100;
}

export function planInspection({ jobs }: Pick<Protection, 'jobs'>, ctx: Context, by: string): string {
  const id = ctx.newId();
  ctx.tx.insert('protection.inspection', { id, by_name: by, state: 'waiting', planned_at: ctx.now });
  jobs.plan(ctx.tx, { kind: inspectJob, payload: { inspectionId: id }, priority: 2 });
  return id;
}

/** 巡检: everything is sensed, every rule asked, then findings and scores in one transaction. */
export async function inspect(deps: Protection, job: OutsideJob, now: () => Date): Promise<void> {
  const { inspectionId } = job.payload as { inspectionId: string };
  const began = performance.now();
  const rules = rulesInForce(deps);
  try {
    const sensed = new Map<string, Sensed[]>();
    for (const over of new Set(rules.map((r) => r.over))) sensed.set(over, await job.read((tx) => senseOf(over).gather(deps, tx, now())));
    const hits = hitsOf(deps, rules, sensed);
    const scores = scoresOf(rules, sensed, hits);
    await job.finish(async (ctx) => {
      const done = await ctx.tx.query(
        "update protection.inspection set state = 'done', done_at = $2, milliseconds = $3, stages = $4, score = $5 where id = $1 and state = 'waiting' returning id",
        [inspectionId, ctx.now, Math.round(performance.now() - began), JSON.stringify(scores), overall(scores)]);
      if (done.length === 0) return;
      const counted = await settleFindings(deps, ctx, inspectionId, new Set(rules.map((r) => r.id)), hits);
      await ctx.tx.query('update protection.inspection set found = $2, fresh = $3, closed = $4 where id = $1', [inspectionId, hits.length, counted.fresh, counted.closed]);
      deps.ledger.append(ctx.tx, { kind: 'protection.inspected', subject: inspectionId, data: { score: overall(scores), found: hits.length, ...counted } });
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await job.finish(async (ctx) => void (await ctx.tx.query("update protection.inspection set state = 'failed', done_at = $2, problem = $3 where id = $1", [inspectionId, ctx.now, error.words('zh')])));
  }
}

interface Standing { id: string; rule: string; subject: string; state: 'open' | 'answered' | 'accepted'; accepted_to: string | null; seq: number }

/** New ones are written, standing ones renewed, mended ones closed: what was answered and is still there is open again. */
async function settleFindings(deps: Protection, ctx: Context, inspectionId: string, ran: ReadonlySet<string>, hits: readonly Hit[]): Promise<{ fresh: number; closed: number }> {
  const today = dayInChina(ctx.now);
  const bureau = bureauOf(deps);
  const rows = await ctx.tx.query<Standing>(
    `select f.id, f.rule, f.subject, f.state, f.accepted_to::text, (select coalesce(max(a.seq), 0) from protection.finding_action a where a.finding_id = f.id) as seq from protection.finding f where f.state <> 'closed' for update of f`);
  const standing = new Map(rows.map((f) => [`${f.rule} ${f.subject}`, f]));
  const act = (id: string, seq: number, kind: 'found' | 'found-again' | 'closed', note: string | null = null): void => ctx.tx.insert('protection.finding_action', { finding_id: id, seq, at: ctx.now, kind, note, actor_name: '日巡检' });
  const again: { id: string; facts: unknown; state: string }[] = [];
  const unknown = hits.filter(({ rule, sensed }) => !standing.has(`${rule.id} ${sensed.subject}`)).length;
  const numbers = (await ctx.tx.query<{ n: number }>("select nextval('protection.number') as n from generate_series(1, $1)", [unknown])).map((r) => `AQ${today.replaceAll('-', '')}${String(r.n).padStart(6, '0')}`);
  let fresh = 0;
  for (const { rule, sensed } of hits) {
    const key = `${rule.id} ${sensed.subject}`;
    const known = standing.get(key);
    standing.delete(key);
    if (known !== undefined) {
      const state = known.state === 'accepted' && (known.accepted_to ?? '') >= today ? 'accepted' : 'open';
      if (known.state !== state) act(known.id, known.seq + 1, 'found-again');
      again.push({ id: known.id, facts: sensed.facts, state });
      continue;
    }
    const id = ctx.newId();
    const body = deps.organisation(sensed.organisation ?? '') ?? bureau;
    ctx.tx.insert('protection.finding', {
      id, number: numbers[fresh++]!, rule: rule.id, sense: rule.over, subject: sensed.subject, subject_title: sensed.title, title: rule.title, stage: rule.stage, severity: rule.severity, organisation: body.id,
      division: body.division, facts: sensed.facts, state: 'open', due_on: dayInChina(new Date(ctx.now.getTime() + rule.days * 86_400_000)), found_at: ctx.now, seen_at: ctx.now, inspection_id: inspectionId,
    });
    act(id, 1, 'found');
  }
  await ctx.tx.query(
    `update protection.finding f set facts = x.facts, state = x.state, seen_at = $2, inspection_id = $3, accepted_to = case when x.state = 'accepted' then f.accepted_to end, version = f.version + 1
     from jsonb_to_recordset($1::jsonb) as x(id uuid, facts jsonb, state text) where f.id = x.id`, [JSON.stringify(again), ctx.now, inspectionId]);
  // a rule that is no more in force leaves nothing to mend
  const mended = [...standing.values()];
  for (const f of mended) act(f.id, f.seq + 1, 'closed', ran.has(f.rule) ? null : '规则已停用');
  await ctx.tx.query("update protection.finding set state = 'closed', closed_at = $2, version = version + 1 where id = any ($1::uuid[])", [mended.map((f) => f.id), ctx.now]);
  return { fresh, closed: mended.length };
}
