import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { DataOffer } from './data-offer-kind.ts';
import type { Development } from './deps.ts';

/** What a question was, as it is kept. */
export interface Asked {
  from?: string | undefined;
  joins?: { view: string; on: { left: string; right: string }[] }[] | undefined;
  where?: string | undefined;
  groupBy?: { column: string; by?: unknown; as?: string | undefined }[] | undefined;
  measures?: { as: string; fn: string; of?: string | undefined; where?: string | undefined }[] | undefined;
  rows?: string[] | undefined;
  limit?: number | undefined;
}

/** A question as its reviewer reads it: columns by their titles. */
export interface Described {
  from: string;
  /** Of the main table. */
  register: string;
  /** Titles of what a condition may name. */
  columns: Record<string, string>;
  joins: { view: string; on: string[] }[];
  where: string | null;
  groupBy: { title: string; by: string | null; first: number | null; width: number | null }[];
  measures: { title: string | null; fn: string; where: string | null }[];
  rows: string[];
  limit: number | null;
  /** What the columns of the result are called. */
  titles: Readonly<Record<string, string>>;
}

const fnWords: Readonly<Record<string, { zh: string; en: string }>> = {
  count: { zh: '行数', en: 'Rows' }, filled: { zh: '有值行数', en: 'filled' }, distinct: { zh: '不同值数', en: 'different values' }, sum: { zh: '合计', en: 'sum' }, average: { zh: '平均', en: 'average' }, min: { zh: '最小', en: 'least' }, max: { zh: '最大', en: 'greatest' }, median: { zh: '中位数', en: 'median' },
};

/** 查询说明: views and columns by the titles of their registers, in the reader's language; what is not offered any more keeps its name. */
export function describeQuestion(d: Pick<Development, 'records'>, ctx: Pick<Context, 'locale'>, offer: DataOffer | undefined, asked: Asked): Described {
  const views = offer?.views ?? [];
  const main = views.find((v) => v.as === asked.from) ?? views[0];
  const viewTitle = (as: string): string => {
    const view = views.find((v) => v.as === as);
    return view === undefined ? as : textIn(d.records.definition(view.register).title, ctx.locale);
  };
  const titleOf = (name: string): string => {
    const dot = name.indexOf('.');
    const view = dot === -1 ? main : views.find((v) => v.as === name.slice(0, dot));
    const field = view === undefined ? undefined : d.records.definition(view.register).fields.find((f) => f.id === name.slice(dot + 1));
    const title = field === undefined ? name.slice(dot + 1) : textIn(field.title, ctx.locale);
    return dot === -1 ? title : `${viewTitle(name.slice(0, dot))}·${title}`;
  };
  const measured = (fn: string, of: string | undefined): string => {
    const word = fnWords[fn]?.[ctx.locale] ?? fn;
    return of === undefined ? word : ctx.locale === 'en' ? `${titleOf(of)}, ${word}` : `${titleOf(of)}${word}`;
  };
  const [groups, measures, rows] = [asked.groupBy ?? [], asked.measures ?? [], asked.rows ?? []];
  return {
    from: main === undefined ? '' : viewTitle(main.as), register: main?.register ?? '', columns: Object.fromEntries(views.flatMap((v) => v.columns.map((x) => (v === main ? x.column : `${v.as}.${x.column}`))).map((name) => [name, titleOf(name)])), joins: (asked.joins ?? []).map((j) => ({ view: viewTitle(j.view), on: j.on.map((k) => `${titleOf(k.left)} = ${titleOf(`${j.view}.${k.right}`)}`) })), where: asked.where ?? null,
    groupBy: groups.map((g) => ({ title: titleOf(g.column), by: typeof g.by === 'string' ? g.by : null, first: partOf(g.by, 'first'), width: partOf(g.by, 'width') })),
    measures: measures.map((m) => ({ title: m.of === undefined ? null : titleOf(m.of), fn: m.fn, where: m.where ?? null })), rows: rows.map(titleOf), limit: asked.limit ?? null,
    titles: Object.fromEntries([...groups.map((g) => [g.as ?? g.column, titleOf(g.column)]), ...measures.map((m) => [m.as, measured(m.fn, m.of)]), ...rows.map((name) => [name, titleOf(name)])] as [string, string][]),
  };
}

function partOf(by: unknown, name: 'first' | 'width'): number | null {
  const value = typeof by === 'object' && by !== null ? (by as Record<string, unknown>)[name] : undefined;
  return typeof value === 'number' ? value : null;
}
