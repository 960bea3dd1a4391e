import type { BrokenLine } from './break-lines.ts';
import { errors } from './errors.ts';
import { textWidth } from './fonts.ts';
import type { Interpolation } from './interpolate.ts';
import { millimetres, type FontRole, type LayoutImage, type LayoutItem, type LayoutPage, type SealAnchor } from './layout.ts';
import { typeSizes, type DocumentTemplate, type TypeSize } from './template-schema.ts';

export const pagesMax = 500;

/** The style of a run of lines, in millimetres. */
export interface LineStyle {
  font: FontRole;
  size: number;
  color: string;
  tracking: number;
  /** From base line to base line. */
  pitch: number;
}

export type Align = 'left' | 'center' | 'right' | 'justify';

/** The pages in the making: where the cursor is and what lies on each page. */
export interface Flow {
  template: DocumentTemplate;
  words: Interpolation;
  pages: LayoutPage[];
  seals: SealAnchor[];
  images: Map<string, LayoutImage>;
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  y: number;
}

export const currentPage = (flow: Flow): LayoutPage => flow.pages.at(-1)!;

export const startPage = (flow: Flow): void => {
  if (flow.pages.length >= pagesMax) throw errors.tooManyPages({ max: pagesMax });
  flow.pages.push({ width: flow.width, height: flow.height, items: [] });
  flow.y = flow.top;
};

export const put = (flow: Flow, item: LayoutItem): void => void currentPage(flow).items.push(item);

/** Makes sure that `height` fits below the cursor, else turns the page. Throws documents.doesNotFit when no page is tall enough. */
export const reserve = (flow: Flow, height: number, block: string): void => {
  if (height > flow.bottom - flow.top + 0.01) throw errors.doesNotFit({ template: flow.template.id, block });
  if (flow.y + height > flow.bottom + 0.01) startPage(flow);
};

export const points = (size: TypeSize): number => (typeof size === 'number' ? size : typeSizes[size]);

/**
 * The style of a block: its own settings over the body's. On a grid (GB/T 9704 5.2.3) body-sized text takes the
 * grid's character width and line height.
 */
export const styleOf = (flow: Flow, block: { font?: FontRole | undefined; size?: TypeSize | undefined; color?: string | undefined; lineHeight?: number | undefined }): LineStyle => {
  const { body, page } = flow.template;
  const size = millimetres(points(block.size ?? body.size));
  const onGrid = page.grid !== undefined && block.size === undefined;
  const tracking = onGrid ? Math.max((flow.right - flow.left) / page.grid!.characters - size, -size * 0.1) : 0;
  const gridPitch = page.grid === undefined ? undefined : (flow.bottom - flow.top) / page.grid.lines;
  const pitch = block.lineHeight === undefined ? (onGrid ? gridPitch! : size * body.lineHeight) : size * block.lineHeight;
  return { font: block.font ?? body.font, size, color: block.color ?? body.color, tracking, pitch };
};

/** Base line within a line box: the em box is centred, its ascent is 0.88. */
export const baseline = (top: number, style: LineStyle): number => top + (style.pitch - style.size) / 2 + style.size * 0.88;

/** Sets one line into a column. */
export const putLine = (flow: Flow, line: BrokenLine, style: LineStyle, column: { x: number; width: number; top: number }, align: Align, indent = 0): void => {
  if (line.text === '') return;
  const free = column.width - indent - line.width;
  const spread = align === 'justify' && !line.last && line.count > 1 && free > 0 ? Math.min(free / (line.count - 1), style.size * 0.4) : 0;
  const x = column.x + indent + (align === 'right' ? free : align === 'center' ? free / 2 : 0);
  put(flow, { kind: 'text', x, y: baseline(column.top, style), text: line.text, font: style.font, size: style.size, tracking: style.tracking + spread, color: style.color });
};

/** Sets a short text in one line, without breaking it. */
export const putText = (flow: Flow, text: string, style: LineStyle, column: { x: number; width: number; top: number }, align: Align): void =>
  putLine(flow, { text, width: textWidth(style.font, style.size, text, style.tracking) - style.tracking, count: [...text].length, last: true }, style, column, align);
