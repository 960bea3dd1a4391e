import { breakLines, type BrokenLine } from './break-lines.ts';
import { textWidth } from './fonts.ts';
import { errors } from './errors.ts';
import { put, putLine, putText, reserve, startPage, styleOf, type Align, type Flow, type LineStyle } from './flow.ts';
import type { Scope } from './interpolate.ts';
import { line, rectangle } from './layout.ts';
import type { BlockOf } from './template-schema.ts';

const padding = 1.6;
const lineWidth = 0.25;
const ink = '#000000';

/** Label and value pairs (字段栏), ruled as a form or open as on a licence. */
export const layFields = (flow: Flow, block: BlockOf<'fields'>, scope: Scope): void => {
  const style = styleOf(flow, block.ruled ? { lineHeight: 1.35, ...block } : block);
  const x = block.at?.x ?? flow.left;
  const width = block.at?.width ?? flow.right - x;
  const cellWidth = width / block.columns;
  const inset = block.ruled ? padding : 0;
  const separator = textWidth(style.font, style.size, block.separator);
  let y = block.at?.y ?? flow.y;
  for (const row of rowsOf(flow, block, scope)) {
    const cells = row.map(({ label, value, span, column }) => {
      const room = cellWidth * span - block.labelWidth - (block.ruled ? 2 * padding : separator + 2);
      return { label, column, span, lines: breakLines(value, style, Math.max(room, style.size)), labels: block.ruled ? breakLines(label, style, block.labelWidth - 2 * padding) : undefined };
    });
    const count = Math.max(...cells.map(({ lines, labels }) => Math.max(lines.length, labels?.length ?? 1)));
    const height = count * style.pitch + (block.ruled ? 2 * padding : 0);
    if (block.at === undefined) {
      flow.y = y;
      reserve(flow, height, block.id ?? block.type);
      y = flow.y;
    }
    for (const cell of cells) {
      const left = x + cell.column * cellWidth;
      const whole = cellWidth * cell.span;
      const down = (lines: number): number => y + (block.ruled ? (height - lines * style.pitch) / 2 : 0);
      if (cell.labels === undefined) {
        spreadLabel(flow, cell.label, style, left, y, block.labelWidth);
        if (block.separator !== '') putText(flow, block.separator, style, { x: left + block.labelWidth, width: separator, top: y }, 'left');
      } else putLines(flow, cell.labels, style, { x: left + padding, width: block.labelWidth - 2 * padding, top: down(cell.labels.length) }, 'center');
      const valueX = left + block.labelWidth + (block.ruled ? inset : separator + 2);
      putLines(flow, cell.lines, style, { x: valueX, width: left + whole - valueX - inset, top: down(cell.lines.length) }, 'left');
      if (block.ruled) {
        put(flow, { kind: 'path', data: rectangle([left, y, whole, height]), stroke: ink, lineWidth });
        put(flow, { kind: 'path', data: line(left + block.labelWidth, y, left + block.labelWidth, y + height), stroke: ink, lineWidth });
      }
    }
    y += height;
  }
  if (block.at === undefined) flow.y = y;
};

interface FieldCell {
  label: string;
  value: string;
  span: number;
  column: number;
}

const rowsOf = (flow: Flow, block: BlockOf<'fields'>, scope: Scope): FieldCell[][] => {
  const rows: FieldCell[][] = [];
  let column = block.columns;
  for (const item of block.items) {
    if (!flow.words.holds(item.when, scope)) continue;
    const span = Math.min(item.span, block.columns);
    const label = flow.words.text(item.label, scope);
    const value = flow.words.text(item.value, scope);
    if (item.required && value.trim() === '') throw errors.missingValue({ template: flow.template.id, expression: label, reason: '必填 / required' });
    if (column + span > block.columns) {
      const row = rows.at(-1);
      // The last cell of a row that is not full takes the rest of it.
      if (row !== undefined && block.ruled) row.at(-1)!.span += block.columns - column;
      rows.push([]);
      column = 0;
    }
    rows.at(-1)!.push({ label, value, span, column });
    column += span;
  }
  if (block.ruled && rows.length > 0) rows.at(-1)!.at(-1)!.span += block.columns - column;
  return rows;
};

/** Labels of an open grid are spread to one width (分散对齐): 名 and 称 stand at its two ends. */
const spreadLabel = (flow: Flow, label: string, style: LineStyle, x: number, top: number, width: number): void => {
  const count = [...label].length;
  const natural = textWidth(style.font, style.size, label);
  const tracking = count > 1 && natural <= width && /^[\u3400-\u9fff]+$/.test(label) ? (width - natural) / (count - 1) : 0;
  putText(flow, label, { ...style, tracking }, { x, width, top }, 'left');
};

const putLines = (flow: Flow, lines: readonly BrokenLine[], style: LineStyle, column: { x: number; width: number; top: number }, align: Align): void =>
  lines.forEach((broken, i) => putLine(flow, broken, style, { ...column, top: column.top + i * style.pitch }, align));

const rowsMax = 20_000;

/** A table over a list; its heading is repeated on every page. */
export const layTable = (flow: Flow, block: BlockOf<'table'>, scope: Scope): void => {
  const style = styleOf(flow, { font: 'song', size: '小四', lineHeight: 1.35, ...block });
  const headStyle: LineStyle = { ...style, font: 'hei' };
  const whole = flow.right - flow.left;
  const shares = block.columns.reduce((sum, column) => sum + column.width, 0);
  let x = flow.left;
  const columns = block.columns.map((column) => {
    const place = { x, width: (column.width / shares) * whole, align: column.align };
    x += place.width;
    return place;
  });
  const draw = (texts: readonly string[], rowStyle: LineStyle, head: boolean): void => {
    const cells = texts.map((text, i) => breakLines(text, rowStyle, columns[i]!.width - 2 * padding));
    const height = Math.max(...cells.map((lines) => lines.length)) * rowStyle.pitch + 2 * padding;
    if (!head && flow.y + height > flow.bottom + 0.01) {
      startPage(flow);
      drawHead();
    }
    reserve(flow, height, block.id ?? block.type);
    cells.forEach((lines, i) => {
      const { x: left, width, align } = columns[i]!;
      put(flow, { kind: 'path', data: rectangle([left, flow.y, width, height]), stroke: ink, lineWidth });
      const top = flow.y + (height - lines.length * rowStyle.pitch) / 2;
      putLines(flow, lines, rowStyle, { x: left + padding, width: width - 2 * padding, top }, head ? 'center' : align);
    });
    flow.y += height;
  };
  const drawHead = (): void => draw(block.columns.map(({ heading }) => flow.words.text(heading, scope)), headStyle, true);
  const rows = flow.words.list(block.rows, scope).slice(0, rowsMax);
  if (flow.y + 4 * style.pitch > flow.bottom) startPage(flow);
  drawHead();
  rows.forEach((row, i) => {
    const inner = { ...scope, row, index: i + 1 };
    draw(block.columns.map(({ value }) => flow.words.text(value, inner)), style, false);
  });
  if (rows.length === 0 && block.empty !== undefined) {
    const height = style.pitch + 2 * padding;
    reserve(flow, height, block.id ?? block.type);
    put(flow, { kind: 'path', data: rectangle([flow.left, flow.y, whole, height]), stroke: ink, lineWidth });
    putText(flow, flow.words.text(block.empty, scope), style, { x: flow.left, width: whole, top: flow.y + padding }, 'center');
    flow.y += height;
  }
};
