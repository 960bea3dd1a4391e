import type { Scope } from '#engines/analysis';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { admitSource, registerDefinition, registerOfSource, type Quality } from './deps.ts';
import { errors } from './errors.ts';

const seconds = 60;

/** 多维关联分析: figures over the asker's own divisions, whatever she asks. */
export async function analyse(q: Quality, ctx: Context, input: ParsedInputOf<typeof c.analyse>): Promise<OutputOf<typeof c.analyse>> {
  const began = performance.now();
  for (const source of [input.from, ...input.joins.map((j) => j.source)]) await admitSource(q, ctx, source);
  const answer = await q.analysis.query(
    { ...input, joins: input.joins.map(({ source, ...join }) => ({ ...join, snapshot: source })), measures: input.measures.map((m) => m as typeof m & { of: string }), groupBy: input.groupBy, where: input.where ?? '' },
    { now: ctx.now, seconds, scopeOf: (source) => scopeOf(q, ctx, source) },
  );
  return { ...answer, milliseconds: Math.round(performance.now() - began) };
}

/** A register's rows of the divisions that the asker, or an organisation for which she acts, governs; published registers are counted by everybody. */
export function scopeOf(q: Pick<Quality, 'content' | 'divisionOf'>, ctx: Context, source: string): Scope | undefined {
  const definition = registerDefinition(q, registerOfSource(source) ?? '');
  if (definition === undefined || definition.open) return undefined;
  const divisions = [...new Set([...ctx.actor.divisions, ...ctx.actor.organisations.flatMap((o) => q.divisionOf(o) ?? [])])];
  if (definition.divisionField !== undefined) return { column: definition.divisionField, startsWith: divisions };
  if (divisions.some((d) => d.length <= 2)) return undefined;
  throw errors.notForAnalysis();
}

/** 数据画像, used by classification and previews too. */
export async function profileSource(q: Quality, ctx: Context, { source }: ParsedInputOf<typeof c.profileSource>): Promise<OutputOf<typeof c.profileSource>> {
  await admitSource(q, ctx, source);
  const columns = await q.analysis.profile(source, { seconds });
  return { columns: columns.map((x) => ({ ...x, title: x.title ?? x.name, looksLike: Object.fromEntries(Object.entries(x.looksLike).map(([k, v]) => [k, v ?? 0])) })) };
}
