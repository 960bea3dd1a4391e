import type { Scope } from '#engines/analysis';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { admitSource, registerDefinition, registerOfSource, type Quality } from './deps.ts';
import { maskOfColumn, refuseMaskedColumns } from '../masked-fields.ts';
import { nameOfValue } from '../name-of-value.ts';
import { errors } from './errors.ts';

const seconds = 60;

/** 多维关联分析: figures over the asker's own divisions, whatever she asks. */
export async function analyse(q: Quality, ctx: Context, input: ParsedInputOf<typeof c.analyse>): Promise<OutputOf<typeof c.analyse>> {
  const began = performance.now();
  for (const source of [input.from, ...input.joins.map((j) => j.source)]) await admitSource(q, ctx, source);
  refuseMaskedColumns(q, ctx, input);
  const answer = await q.analysis.query(
    { ...input, joins: input.joins.map(({ source, ...join }) => ({ ...join, snapshot: source })), measures: input.measures.map((m) => m as typeof m & { of: string }), groupBy: input.groupBy, where: input.where ?? '' },
    { now: ctx.now, seconds, scopeOf: (source) => scopeOf(q, ctx, source) },
  );
  return { ...answer, names: namesOf(q, ctx, input, answer.rows), milliseconds: Math.round(performance.now() - began) };
}

/** 代码名称 of the groups, by the result's column and its value. */
function namesOf(q: Pick<Quality, 'content' | 'nameOf'>, ctx: Context, { from, joins, groupBy }: ParsedInputOf<typeof c.analyse>, rows: readonly Readonly<Record<string, unknown>>[]): Record<string, Record<string, string>> {
  const told: Record<string, Record<string, string>> = {};
  for (const group of groupBy) {
    const [alias, name] = group.column.includes('.') ? group.column.split('.') : [undefined, group.column];
    const source = alias === undefined ? from : joins.find((j) => j.as === alias)?.source;
    const field = registerDefinition(q, registerOfSource(source ?? '') ?? '')?.fields.find((f) => f.id === name);
    const as = group.as ?? group.column;
    if (field === undefined) continue;
    const values = new Set(rows.map((row) => row[as]).filter((value) => typeof value === 'string'));
    const names = [...values].flatMap((value) => { const words = nameOfValue(q, ctx, field, value); return words === undefined ? [] : [[value, words] as const]; });
    if (names.length > 0) told[as] = Object.fromEntries(names);
  }
  return told;
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
  const ends = (x: (typeof columns)[number]) => (maskOfColumn(q, ctx, source, x.name) === 'none' ? {} : { min: null, max: null });
  return { columns: columns.map((x) => ({ ...x, ...ends(x), title: x.title ?? x.name, looksLike: Object.fromEntries(Object.entries(x.looksLike).map(([k, v]) => [k, v ?? 0])) })) };
}
