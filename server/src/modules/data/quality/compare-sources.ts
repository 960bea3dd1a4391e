import { analysisErrors, smallestGroup, type Comparison, type ComparisonResult } from '#engines/analysis';
import type { OutsideJob } from '#engines/jobs';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { Refusal } from '#kernel/errors';
import { maskOfColumn, shownCell } from '../masked-fields.ts';
import type * as c from './contract.ts';
import { admitSource, registerOfSource, titleOf, type Quality } from './deps.ts';
import { errors } from './errors.ts';

export const compareJob = 'quality.compare';

type Asked = Omit<ParsedInputOf<typeof c.startComparison>, 'title'>;

/** 比对: what is missing or wrong in the question is refused at once, the work is a job. */
export async function startComparison(q: Quality, ctx: Context, { title, ...asked }: ParsedInputOf<typeof c.startComparison>): Promise<OutputOf<typeof c.startComparison>> {
  await admitBoth(q, ctx, asked);
  const id = ctx.newId();
  ctx.tx.insert('quality.comparison', { id, title, asked, state: 'waiting', requested_by: ctx.actor.name, requested_at: ctx.now });
  q.ledger.append(ctx.tx, { kind: 'quality.comparisonAsked', subject: id, data: { by: ctx.actor.accountId, left: asked.left, right: asked.right } });
  q.jobs.plan(ctx.tx, { kind: compareJob, payload: { comparisonId: id }, priority: 2 });
  return { comparisonId: id };
}

async function admitBoth(q: Quality, ctx: Context, asked: Asked): Promise<void> {
  for (const side of ['left', 'right'] as const) {
    await admitSource(q, ctx, asked[side]);
    const known = new Set(q.analysis.get(asked[side]).columns.map((x) => x.name));
    for (const p of [...asked.key, ...asked.columns]) if (!known.has(p[side])) throw analysisErrors.unknownColumn({ snapshot: asked[side], column: p[side] });
  }
  // 小样本: a table of one row would ask about one person
  const sides = [asked.left, asked.right].map((source) => q.analysis.get(source));
  const fewest = Math.min(...sides.map((s) => s.rows));
  if (sides.some((s) => s.personal) && fewest < smallestGroup) throw errors.tooFew({ rows: fewest, least: smallestGroup });
}

const previewSeconds = 30;

/** 配对预览, before both are compared whole; in the ledger, since it tells of rows. */
export async function previewComparison(q: Quality, ctx: Context, asked: ParsedInputOf<typeof c.previewComparison>): Promise<OutputOf<typeof c.previewComparison>> {
  await admitBoth(q, ctx, asked);
  const personal = [asked.left, asked.right].some((source) => q.analysis.get(source).personal);
  const preview = await q.analysis.previewComparison(asked, { seconds: previewSeconds });
  q.ledger.append(ctx.tx, { kind: 'quality.previewed', subject: asked.right, data: { by: ctx.actor.accountId, left: asked.left, sampled: preview.sampled, matched: preview.matched } });
  const by = masksOf(q, ctx, asked);
  const shown = preview.shown.map((row) => ({ ...row, key: row.key.map((value, i) => shownCell(by.key[i] ?? 'none', value)), values: row.values.map((v) => by.value(v)) }));
  return { ...preview, shown, personal };
}

/** 脱敏 of what a comparison shows: a key by either side's mask, a value by its own. */
function masksOf(q: Quality, ctx: Context, asked: Pick<Asked, 'left' | 'right' | 'key' | 'columns'>) {
  const of = (side: 'left' | 'right', pair: Asked['key'][number]) => maskOfColumn(q, ctx, asked[side], pair[side]);
  return {
    key: asked.key.map((pair) => { const left = of('left', pair); return left === 'none' ? of('right', pair) : left; }),
    value<V extends { column: string; left: string | number | boolean | null; right: string | number | boolean | null }>(v: V): V {
      const pair = asked.columns.find((x) => x.left === v.column);
      return pair === undefined ? v : { ...v, left: shownCell(of('left', pair), v.left), right: shownCell(of('right', pair), v.right) };
    },
  };
}

/** The result as this reader is shown it. */
function shownResult(q: Quality, ctx: Context, r: ComparisonRow): ComparisonResult | null {
  if (r.result === null) return null;
  const by = masksOf(q, ctx, r.asked);
  return { ...r.result, samples: r.result.samples.map((s) => ({ ...s, key: s.key.map((value, i) => shownCell(by.key[i] ?? 'none', value)), values: s.values.map((v) => by.value(v)) })) };
}

export async function runComparison(q: Quality, job: OutsideJob): Promise<void> {
  const { comparisonId } = job.payload as { comparisonId: string };
  const { asked } = await job.read((tx) => tx.one<{ asked: Comparison }>('select asked from quality.comparison where id = $1', [comparisonId]));
  const outcome = await q.analysis.compare(asked, { signal: job.signal }).then((result) => ({ result, problem: null }), (error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    return { result: null, problem: error.words('zh') };
  });
  await job.finish(async (ctx) => void (await ctx.tx.query(
    `update quality.comparison set state = $2, result = $3, problem = $4, done_at = $5 where id = $1 and state = 'waiting'`,
    [comparisonId, outcome.result === null ? 'failed' : 'done', outcome.result === null ? null : JSON.stringify(outcome.result), outcome.problem, ctx.now],
  )));
}

interface ComparisonRow {
  id: string; title: string; asked: Asked; state: 'waiting' | 'done' | 'failed'; result: ComparisonResult | null; problem: string | null; requested_by: string; requested_at: Date; done_at: Date | null;
}

/** The newest ones; those over a file only for who may open the file. */
export async function listComparisons(q: Quality, ctx: Context): Promise<OutputOf<typeof c.listComparisons>> {
  const rows = await ctx.tx.query<ComparisonRow>('select * from quality.comparison order by id desc limit 50');
  const shown: OutputOf<typeof c.listComparisons>['comparisons'] = [];
  for (const r of rows) {
    const names = await Promise.all([r.asked.left, r.asked.right].map((s) => nameOf(q, ctx, s)));
    if (names[0] === undefined || names[1] === undefined) continue;
    shown.push(viewOf({ ...r, result: shownResult(q, ctx, r) }, names[0], names[1]));
  }
  return { comparisons: shown };
}

/** One comparison with the columns that it was asked about, as people call them. */
export async function getComparison(q: Quality, ctx: Context, { comparisonId }: ParsedInputOf<typeof c.getComparison>): Promise<OutputOf<typeof c.getComparison>> {
  const r = await ctx.tx.maybe<ComparisonRow>('select * from quality.comparison where id = $1', [comparisonId]);
  const [left, right] = r === undefined ? [] : await Promise.all([r.asked.left, r.asked.right].map((s) => nameOf(q, ctx, s)));
  if (r === undefined || left === undefined || right === undefined) throw errors.notFound();
  const titles = [titlesOf(q, r.asked.left), titlesOf(q, r.asked.right)] as const;
  const named = (pairs: Asked['key']) => pairs.map((p) => ({ ...p, leftTitle: titles[0].get(p.left) ?? p.left, rightTitle: titles[1].get(p.right) ?? p.right }));
  return { ...viewOf({ ...r, result: shownResult(q, ctx, r) }, left, right), key: named(r.asked.key), columns: named(r.asked.columns), leftSource: r.asked.left, rightSource: r.asked.right, doneAt: r.done_at?.toISOString() ?? null };
}

const viewOf = (r: ComparisonRow, left: string, right: string) => ({ id: r.id, title: r.title, state: r.state, left, right, requestedBy: r.requested_by, requestedAt: r.requested_at.toISOString(), problem: r.problem, result: r.result });

/** The newest snapshot's; one that is gone has none. */
const titlesOf = ({ analysis }: Pick<Quality, 'analysis'>, source: string): Map<string, string> => new Map(analysis.list().find((s) => s.name === source)?.columns.map((x) => [x.name, x.title ?? x.name]));

export async function nameOf(q: Quality, ctx: Context, source: string): Promise<string | undefined> {
  const register = registerOfSource(source);
  return register === undefined ? q.files.getMeta(ctx, source.slice('file:'.length)).then((m) => m.name, () => undefined) : titleOf(q, ctx, register);
}

export async function findDuplicates(q: Quality, ctx: Context, { source, ...search }: ParsedInputOf<typeof c.findDuplicates>): Promise<OutputOf<typeof c.findDuplicates>> {
  await admitSource(q, ctx, source);
  // of a register, the ids of its records only: they are opened for a purpose
  return q.analysis.duplicates({ ...search, snapshot: source, key: registerOfSource(source) === undefined ? search.key : 'recordId' }, { seconds: 120 });
}
