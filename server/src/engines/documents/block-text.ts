import { breakLines } from './break-lines.ts';
import { putLine, reserve, styleOf, type Flow } from './flow.ts';
import type { Scope } from './interpolate.ts';
import type { BlockOf } from './template-schema.ts';

const listMax = 5000;

/** Title: lines of one size, broken evenly and kept together. */
export const layTitle = (flow: Flow, block: BlockOf<'title'>, scope: Scope): void => {
  const style = styleOf(flow, { font: 'xiaobiaosong', size: '二号', lineHeight: 1.5, ...block });
  style.tracking = block.tracking * style.size;
  const column = { x: block.at?.x ?? flow.left, width: block.at?.width ?? flow.right - (block.at?.x ?? flow.left) };
  const lines = breakLines(flow.words.text(block.text, scope), style, column.width);
  if (block.at === undefined) reserve(flow, lines.length * style.pitch, block.id ?? block.type);
  let top = block.at?.y ?? flow.y;
  for (const line of lines) {
    putLine(flow, line, style, { ...column, top }, block.align);
    top += style.pitch;
  }
  if (block.at === undefined) flow.y = top;
};

/** Paragraphs flow from page to page; one line of a longer paragraph is not left alone (孤行) where it can be helped. */
export const layParagraph = (flow: Flow, block: BlockOf<'paragraph'>, scope: Scope): void => {
  if (block.each === undefined) return layOne(flow, block, scope);
  flow.words
    .list(block.each, scope)
    .slice(0, listMax)
    .forEach((item, i) => layOne(flow, block, { ...scope, item, index: i + 1 }));
};

const layOne = (flow: Flow, block: BlockOf<'paragraph'>, scope: Scope): void => {
  const style = styleOf(flow, block);
  const indent = block.align === 'justify' || block.align === 'left' ? block.indent * (style.size + style.tracking) : 0;
  const column = { x: block.at?.x ?? flow.left, width: block.at?.width ?? flow.right - (block.at?.x ?? flow.left) };
  let top = block.at?.y ?? 0;
  for (const paragraph of flow.words.text(block.text, scope).split(/\r?\n/)) {
    const lines = breakLines(paragraph, style, column.width, indent);
    lines.forEach((line, i) => {
      const own = i === 0 ? indent : 0;
      if (block.at !== undefined) {
        putLine(flow, line, style, { ...column, top }, block.align, own);
        top += style.pitch;
        return;
      }
      const pair = (i === 0 && lines.length > 2) || i === lines.length - 2 ? 2 : 1;
      reserve(flow, style.pitch * Math.min(pair, Math.floor((flow.bottom - flow.top) / style.pitch) || 1), block.id ?? block.type);
      putLine(flow, line, style, { ...column, top: flow.y }, block.align, own);
      flow.y += style.pitch;
    });
  }
};
