import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn, type Text } from '#kernel/i18n';
import type * as c from './contract.ts';
import { departmentName, registerDefinition, titleOf, type Quality } from './deps.ts';
import { errors } from './errors.ts';
import { qualityRulesKind, type Dimension } from './quality-rules-kind.ts';
import { admitRule, columnsOfRegister, refuseTwice, rulesOfRegister, written, type StandingRule } from './rules-of-register.ts';
import { scoreOf, share } from './rule-figures.ts';

interface RunRow {
  id: string; register: string; state: 'waiting' | 'done' | 'failed'; requested_by: string; requested_at: Date; done_at: Date | null; snapshot_at: Date | null; rows: number | null; milliseconds: number | null; score: string | null; problem: string | null;
}

const runView = (r: RunRow) => ({
  id: r.id, state: r.state, requestedBy: r.requested_by, requestedAt: r.requested_at.toISOString(), doneAt: r.done_at?.toISOString() ?? null, snapshotAt: r.snapshot_at?.toISOString() ?? null, rows: r.rows, milliseconds: r.milliseconds,
  score: r.score === null ? null : Number(r.score), problem: r.problem,
});

const trendLength = 20;

/** 质量总览: each register that has rules, its last run, how its score went, what is open. */
export async function qualityBoard(q: Quality, ctx: Context): Promise<OutputOf<typeof c.qualityBoard>> {
  const own = await ctx.tx.query<{ register: string; n: number }>('select register, count(*)::int as n from quality.rule where active group by register');
  const rules = new Map<string, number>(own.map((r) => [r.register, r.n]));
  for (const { value } of q.content.list(qualityRulesKind)) rules.set(value.register, (rules.get(value.register) ?? 0) + value.rules.length);
  const registers = [...rules.keys()].filter((r) => registerDefinition(q, r) !== undefined).toSorted();
  const runs = await ctx.tx.query<RunRow>(
    'select r.* from unnest($1::text[]) as wanted(register) cross join lateral (select * from quality.run where register = wanted.register order by id desc limit $2) r', [registers, trendLength],
  );
  const open = new Map((await ctx.tx.query<{ register: string; n: number }>(`select register, count(*)::int as n from quality.ticket where state <> 'closed' group by register`)).map((r) => [r.register, r.n]));
  return {
    registers: registers.map((register) => {
      const mine = runs.filter((r) => r.register === register).toSorted((a, b) => (a.id < b.id ? 1 : -1)).map(runView);
      return {
        register, title: titleOf(q, ctx, register), rules: rules.get(register) ?? 0, last: mine[0] ?? null, openTickets: open.get(register) ?? 0,
        trend: mine.flatMap((r) => (r.score === null || r.doneAt === null ? [] : [{ at: r.doneAt, score: r.score }])).toReversed(),
      };
    }),
  };
}

const ruleView = (q: Quality, ctx: Context, { rule, made }: StandingRule): OutputOf<typeof c.addRule> => ({
  id: rule.id, title: textIn(rule.title, ctx.locale), dimension: rule.dimension, object: rule.object ?? null, threshold: rule.threshold, kind: rule.kind, expression: written(rule), when: rule.when ?? null, clause: rule.clause ?? null, made,
  holds: rule.kind === 'row' || rule.kind === 'set' ? rule.expression : null, columns: 'columns' in rule ? rule.columns : [],
  among: rule.kind === 'found' ? { title: titleOf(q, ctx, rule.among.register), columns: rule.among.columns.map((name) => fieldTitle(q, ctx, rule.among.register, name)) } : null,
});

const columnTitle = (q: Quality, ctx: Context, register: string, { name, title = name }: { name: string; title?: string }): string => {
  const told = fieldTitle(q, ctx, register, name);
  return told === name ? title : told;
};

const fieldTitle = (q: Quality, ctx: Context, register: string, field: string): string => {
  const found = registerDefinition(q, register)?.fields.find((f) => f.id === field);
  return found === undefined ? field : textIn(found.title, ctx.locale);
};

export async function registerQuality(q: Quality, ctx: Context, { register }: ParsedInputOf<typeof c.registerQuality>): Promise<OutputOf<typeof c.registerQuality>> {
  if (registerDefinition(q, register) === undefined) throw errors.notFound();
  const rules = await rulesOfRegister(q, ctx.tx, register);
  const runs = await ctx.tx.query<RunRow>('select * from quality.run where register = $1 order by id desc limit 50', [register]);
  return {
    register, title: titleOf(q, ctx, register), rules: rules.map((r) => ruleView(q, ctx, r)), runs: runs.map(runView),
    columns: columnsOfRegister(q, register).map((x) => ({ name: x.name, title: columnTitle(q, ctx, register, x), kind: x.kind })),
  };
}

/** A rule made at the desk: admitted before it is kept, so that a run never meets one that it cannot compute. */
export async function addRule(q: Quality, ctx: Context, { register, rule }: ParsedInputOf<typeof c.addRule>): Promise<OutputOf<typeof c.addRule>> {
  if (registerDefinition(q, register) === undefined) throw errors.notFound();
  refuseTwice(await rulesOfRegister(q, ctx.tx, register), rule.id);
  admitRule(q, register, rule, ctx.now);
  const id = ctx.newId();
  ctx.tx.insert('quality.rule', { id, register, definition: rule, made_by: ctx.actor.name, made_at: ctx.now });
  return ruleView(q, ctx, { rule, made: { id, version: 1, by: ctx.actor.name } });
}

export async function retireRule(ctx: Context, { ruleId, version }: ParsedInputOf<typeof c.retireRule>): Promise<OutputOf<typeof c.retireRule>> {
  const found = await ctx.tx.maybe<{ version: number; active: boolean }>('select version, active from quality.rule where id = $1 for update', [ruleId]);
  if (found === undefined) throw errors.notFound();
  if (found.version !== version || !found.active) throw errors.stale({ version: found.version });
  await ctx.tx.query('update quality.rule set active = false, retired_at = $2, version = version + 1 where id = $1', [ruleId, ctx.now]);
  return { version: version + 1 };
}

interface ResultRow {
  rule: string; department: string; dimension: Dimension; title: Text; threshold: string; checked: number; failed: number; refused: string | null;
}

export async function getRun(q: Quality, ctx: Context, { runId }: ParsedInputOf<typeof c.getRun>): Promise<OutputOf<typeof c.getRun>> {
  const run = await ctx.tx.maybe<RunRow>('select * from quality.run where id = $1', [runId]);
  if (run === undefined) throw errors.notFound();
  const results = await ctx.tx.query<ResultRow>('select * from quality.result where run_id = $1 order by rule, department limit 20000', [runId]);
  const failing = Map.groupBy(await ctx.tx.query<{ rule: string; record_id: string }>('select distinct rule, record_id from quality.failing where run_id = $1 order by 1, 2 limit 5000', [runId]), (f) => f.rule);
  const sum = (of: readonly ResultRow[], what: 'checked' | 'failed'): number => of.reduce((n, r) => n + r[what], 0);
  const scored = (id: string, name: string, of: readonly ResultRow[]) => ({ id, name, checked: sum(of, 'checked'), failed: sum(of, 'failed'), score: scoreOf(of.map((r) => ({ rule: { id: r.rule } as never, checked: r.checked, failed: r.failed, refused: r.refused }))) ?? 100 });
  const ran = results.filter((r) => r.refused === null);
  return {
    ...runView(run), register: run.register,
    byDimension: [...Map.groupBy(ran, (r) => r.dimension)].map(([d, of]) => scored(d, d, of)),
    byDepartment: [...Map.groupBy(ran.filter((r) => r.department !== ''), (r) => r.department)].map(([d, of]) => scored(d, departmentName(q, ctx, d), of)).toSorted((a, b) => a.score - b.score),
    rules: [...Map.groupBy(results, (r) => r.rule)].map(([id, of]) => {
      const { title, dimension, threshold, refused } = of[0]!;
      const [checked, failed] = [sum(of, 'checked'), sum(of, 'failed')];
      return { id, title: textIn(title, ctx.locale), dimension, threshold: Number(threshold), checked, failed, refused, passed: refused === null && share(checked, failed) >= Number(threshold), sample: (failing.get(id) ?? []).slice(0, 20).map((f) => f.record_id) };
    }),
  };
}
