import type { development, InputOf, OutputOf } from '@yiwang/server/contracts';
import { fieldOf, fieldsOf, type PageContext } from '../../page.ts';

export type Offer = OutputOf<typeof development.listOperatorOffers>['offers'][number];
export type Asked = InputOf<typeof development.askAsOperator>['asked'];
type Column = Offer['views'][number]['columns'][number];

export const groupsMax = 2;
export const fns = ['filled', 'distinct', 'sum', 'average', 'min', 'max', 'median'] as const;
export const ops = ['=', '!=', '>=', '<=', 'starts'] as const;
const numbers = new Set(['integer', 'decimal', 'money']);

export const openColumns = (offer: Offer): Column[] => (offer.views[0]?.columns ?? []).filter((c) => !c.masked && c.kind !== 'digest');

const literal = (kind: string, value: string): string => (numbers.has(kind) && value.trim() !== '' && Number.isFinite(Number(value)) ? String(Number(value)) : kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? `date("${value}")` : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);

function conditionOf(context: PageContext, columns: readonly Column[]): string | undefined {
  const column = columns.find((c) => c.column === fieldOf(context, 'where'));
  const value = fieldOf(context, 'value').trim().slice(0, 200);
  const op = ops.find((one) => one === fieldOf(context, 'op'));
  if (column === undefined || op === undefined || value === '') return undefined;
  return op === 'starts' ? `starts with(${column.column}, ${literal('text', value)})` : `${column.column} ${op} ${literal(column.kind, value)}`;
}

/** A question from the page's own small form: the main table, one condition, two groupings and a figure, or chosen columns of rows. Undefined: nothing chosen. */
export function questionOfForm(context: PageContext, offer: Offer): Asked | undefined {
  const all = offer.views[0]?.columns ?? [];
  const columns = openColumns(offer);
  const where = conditionOf(context, columns);
  const common = { from: offer.views[0]?.as ?? '', ...(where === undefined ? {} : { where }) };
  if (fieldOf(context, 'form') === 'rows') {
    const rows = fieldsOf(context, 'columns').filter((name) => all.some((c) => c.column === name));
    return rows.length === 0 ? undefined : { ...common, rows };
  }
  const groups = Array.from({ length: groupsMax }, (_, at) => ({ column: fieldOf(context, `group${at}`), by: fieldOf(context, `by${at}`) })).filter((g, at, list) => columns.some((c) => c.column === g.column) && list.findIndex((x) => x.column === g.column) === at);
  const of = columns.find((c) => c.column === fieldOf(context, 'of'))?.column;
  const fn = fns.find((one) => one === fieldOf(context, 'fn')) ?? 'distinct';
  return {
    ...common,
    groupBy: groups.map(({ column, by }) => ({ column, ...(by === 'year' || by === 'month' ? { by } : /^[246]$/.test(by) ? { by: { first: Number(by) } } : {}) })),
    measures: [{ as: 'rows', fn: 'count' as const }, ...(of === undefined ? [] : [{ as: 'figure', fn, of }])],
  };
}
