import type { Context } from '#kernel/context';
import { nameOfValue } from '../name-of-value.ts';
import type { Asked } from './describe-question.ts';
import type { DataOffer } from './data-offer-kind.ts';
import type { Development } from './deps.ts';

/** 代码名称 in a result, by column and value: of groups by value (a division's code may be cut) and of columns of rows. */
export function namesOfResult(d: Pick<Development, 'content' | 'nameOf' | 'records'>, ctx: Pick<Context, 'locale'>, offer: DataOffer | undefined, asked: Asked, rows: readonly Readonly<Record<string, unknown>>[]): Record<string, Record<string, string>> {
  const main = offer?.views.find((v) => v.as === asked.from) ?? offer?.views[0];
  const told: Record<string, Record<string, string>> = {};
  for (const { column, by, as = column } of [...(asked.groupBy ?? []), ...(asked.rows ?? []).map((name) => ({ column: name, by: undefined, as: name }))]) {
    const dot = column.indexOf('.');
    const view = dot === -1 ? main : offer?.views.find((v) => v.as === column.slice(0, dot));
    const field = view === undefined ? undefined : d.records.definition(view.register).fields.find((f) => f.id === column.slice(dot + 1));
    if (field === undefined || (by !== undefined && field.type !== 'division')) continue;
    const names = [...new Set(rows.flatMap((row) => (typeof row[as] === 'string' ? [row[as]] : [])))].flatMap((value) => { const words = nameOfValue(d, ctx, field, value); return words === undefined ? [] : [[value, words] as const]; });
    if (names.length > 0) told[as] = Object.fromEntries(names);
  }
  return told;
}
