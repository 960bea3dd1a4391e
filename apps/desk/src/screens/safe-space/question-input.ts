import type { InputOf, OutputOf } from '@yiwang/server/kernel/contract';
import type { development } from '../../api/contracts.ts';
import type { GroupPart, MeasurePart } from '../data-analysis/question-parts.tsx';

export type Offer = OutputOf<typeof development.listOffers>['offers'][number];
export type View = Offer['views'][number];
type Asked = InputOf<typeof development.tryQuestion>['asked'];

/** 关联: one column of the main table meets one of another. */
export interface JoinPart {
  view: string;
  left: string;
  right: string;
}

/** A question while it is put together. */
export interface Draft {
  from: string;
  joins: readonly JoinPart[];
  where: string;
  form: 'figures' | 'rows';
  groups: readonly GroupPart[];
  measures: readonly MeasurePart[];
  rows: readonly string[];
  limit: string;
}

export interface OpenColumn {
  name: string;
  title: string;
  kind: string;
}

const whole = (j: JoinPart): boolean => j.view !== '' && j.left !== '' && j.right !== '';

/** Columns of the main table and, as `table.column`, of those joined to it; what is masked or sealed is told apart. */
export function columnsOf(offer: Offer, draft: Pick<Draft, 'from' | 'joins'>): { open: OpenColumn[]; shown: OpenColumn[] } {
  const main = offer.views.find((v) => v.as === draft.from);
  const joined = draft.joins.filter(whole).flatMap((j) => offer.views.find((v) => v.as === j.view) ?? []);
  const named = (v: View, isMain: boolean) => v.columns.filter((c) => c.kind !== 'digest').map((c) => ({ name: isMain ? c.column : `${v.as}.${c.column}`, title: isMain ? c.title : `${v.title}·${c.title}`, kind: c.kind, masked: c.masked }));
  const all = [...(main === undefined ? [] : named(main, true)), ...joined.flatMap((v) => named(v, false))];
  return { open: all.filter((c) => !c.masked), shown: all };
}

/** A name for a result column: `registeredCapitalSum`, each once. */
function nameOf(base: string, taken: Set<string>): string {
  const plain = base.replace(/[^a-zA-Z0-9]/g, '').slice(0, 28);
  let name = plain;
  for (let n = 2; taken.has(name); n++) name = `${plain}${n}`;
  taken.add(name);
  return name;
}

export function askedOf(draft: Draft): Asked {
  const limit = Number(draft.limit);
  const common = {
    from: draft.from, joins: draft.joins.filter(whole).map((j) => ({ view: j.view, on: [{ left: j.left, right: j.right }] })), ...(draft.where === '' ? {} : { where: draft.where }), ...(Number.isInteger(limit) && limit > 0 ? { limit } : {}),
  };
  if (draft.form === 'rows') return { ...common, rows: [...draft.rows] };
  const taken = new Set<string>();
  return {
    ...common,
    groupBy: draft.groups.filter((g) => g.column !== '').map((g) => ({ column: g.column, as: nameOf(`${g.column}${g.by === null ? '' : 'By'}`, taken), ...(g.by === null ? {} : { by: g.by }) })),
    measures: draft.measures.map((m) => ({ as: nameOf(m.of === '' ? 'rows' : `${m.of}${m.fn[0]!.toUpperCase()}${m.fn.slice(1)}`, taken), fn: m.fn, ...(m.of === '' ? {} : { of: m.of }) })),
  };
}
