import { registerKind, type RegisterDefinition } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { Refusal } from '#kernel/errors';
import { textIn } from '#kernel/i18n';
import { scopeOf } from '../quality/analyse.ts';
import { refuseMaskedColumns } from '../masked-fields.ts';
import { nameOfValue } from '../name-of-value.ts';
import { sourceOfRegister } from '../quality/deps.ts';
import type { Widget } from './board-kind.ts';
import type * as c from './contract.ts';
import type { Visualisation } from './deps.ts';

type Drawn = OutputOf<typeof c.drawWidget>;
const seconds = 20;

/**
 * 取数: the widget's question over the newest snapshot of its register and the reader's own divisions. What cannot be drawn says why,
 * so that one widget never takes the others with it.
 */
export async function drawWidget(v: Visualisation, ctx: Context, widget: Widget): Promise<Drawn> {
  const definition = v.content.find(registerKind, widget.register)?.value;
  const drawn: Drawn = {
    id: widget.id, title: textIn(widget.title, ctx.locale), chart: widget.chart, span: widget.span, unit: widget.unit ?? null, digits: widget.digits, register: widget.register,
    registerTitle: definition === undefined ? widget.register : textIn(definition.title, ctx.locale), layer: widget.layer ?? null, columns: columnsOf(widget, definition, ctx), rows: [], at: null, suppressedGroups: 0, truncated: false, refused: null,
  };
  try {
    const source = sourceOfRegister(widget.register);
    refuseMaskedColumns(v, ctx, { from: source, where: widget.where, groupBy: widget.groupBy, measures: widget.measures });
    const answer = await v.analysis.query(
      { from: source, groupBy: widget.groupBy, measures: widget.measures.map(({ title: _title, ...m }) => m as typeof m & { of: string }), where: widget.where ?? '', order: widget.order, limit: widget.limit },
      { now: ctx.now, seconds, scopeOf: () => scopeOf(v, ctx, source) },
    );
    return { ...drawn, rows: answer.rows.map((row) => inWords(v, ctx, widget, definition, row)), at: answer.snapshots[0]?.at ?? null, suppressedGroups: answer.suppressedGroups, truncated: answer.truncated };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...drawn, refused: { code: error.code, words: error.words(ctx.locale) } };
  }
}

const nameOfGroup = (g: Widget['groupBy'][number]): string => g.as ?? g.column;

function columnsOf(widget: Widget, definition: RegisterDefinition | undefined, ctx: Context): Drawn['columns'] {
  const titleOf = (field: string): string => {
    const found = definition?.fields.find((f) => f.id === field);
    return found === undefined ? field : textIn(found.title, ctx.locale);
  };
  return [
    ...widget.groupBy.map((g) => ({ name: nameOfGroup(g), title: titleOf(g.column), measure: false })),
    ...widget.measures.map((m) => ({ name: m.as, title: m.title === undefined ? (m.of === undefined ? textIn({ zh: '数量', en: 'Number' }, ctx.locale) : titleOf(m.of)) : textIn(m.title, ctx.locale), measure: true })),
  ];
}

/** Codes, divisions and organisations by their names: `<column>Words` beside each. */
function inWords(v: Visualisation, ctx: Context, widget: Widget, definition: RegisterDefinition | undefined, row: Record<string, string | number | boolean | null>): Drawn['rows'][number] {
  const told = { ...row };
  for (const g of widget.groupBy) {
    const value = row[nameOfGroup(g)];
    const field = definition?.fields.find((f) => f.id === g.column);
    if (typeof value !== 'string' || field === undefined) continue;
    const words = nameOfValue(v, ctx, field, value);
    if (words !== undefined) told[`${nameOfGroup(g)}Words`] = words;
  }
  return told;
}
