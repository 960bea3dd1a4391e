import { textIn, type Locale } from '#kernel/i18n';
import { drawFrame, layImage, layIssue, layQr, layRule, laySeal } from './block-figures.ts';
import { layFields, layTable } from './block-grid.ts';
import { layParagraph, layTitle } from './block-text.ts';
import { put, putText, startPage, styleOf, type Flow, type LineStyle } from './flow.ts';
import { Interpolation, type Evaluate, type Scope } from './interpolate.ts';
import { line, millimetres, type Layout } from './layout.ts';
import type { BlockOf, DocumentTemplate, TemplateBlock } from './template-schema.ts';

const sheets: Record<'A3' | 'A4' | 'A5', [number, number]> = { A3: [297, 420], A4: [210, 297], A5: [148, 210] };

/**
 * Fills a template with values and sets it into pages. Throws documents.missingValue, documents.badImage,
 * documents.doesNotFit and documents.tooManyPages.
 */
export const layOut = (template: DocumentTemplate, scope: Scope, evaluate: Evaluate, locale: Locale = 'zh'): Layout => {
  const words = new Interpolation(evaluate, template.id, locale);
  const { page } = template;
  const [short, long] = typeof page.size === 'string' ? sheets[page.size] : page.size;
  const [width, height] = page.orientation === 'landscape' ? [long, short] : [short, long];
  const { margins } = page;
  const flow: Flow = {
    template,
    words,
    pages: [],
    seals: [],
    images: new Map(),
    width,
    height,
    left: margins.left,
    right: width - margins.right,
    top: margins.top,
    bottom: height - margins.bottom,
    y: margins.top,
  };
  startPage(flow);
  const frames: BlockOf<'frame'>[] = [];
  for (const block of template.blocks) {
    if (!words.holds(block.when, scope)) continue;
    if (block.type === 'frame') frames.push(block);
    else {
      if (flow.y > flow.top) flow.y += block.before ?? 0;
      layBlock(flow, block, scope);
      flow.y += block.after ?? 0;
    }
  }
  for (const laid of flow.pages) for (const frame of frames) drawFrame(laid, frame);
  addHeader(flow, scope);
  addPageNumbers(flow);
  return { title: words.text(template.title, scope) || textIn(template.name ?? template.id, locale), pages: flow.pages, seals: flow.seals, images: flow.images };
};

const layBlock = (flow: Flow, block: Exclude<TemplateBlock, BlockOf<'frame'>>, scope: Scope): void => {
  switch (block.type) {
    case 'title':
      return layTitle(flow, block, scope);
    case 'paragraph':
      return layParagraph(flow, block, scope);
    case 'fields':
      return layFields(flow, block, scope);
    case 'table':
      return layTable(flow, block, scope);
    case 'rule':
      return layRule(flow, block);
    case 'image':
      return layImage(flow, block, scope);
    case 'qr':
      return layQr(flow, block, scope);
    case 'issue':
      return layIssue(flow, block, scope);
    case 'seal':
      return laySeal(flow, block, scope);
    case 'space':
      flow.y += block.height;
      return undefined;
    case 'pageBreak':
      return startPage(flow);
  }
};

/** Runs `draw` with the flow turned to each page in turn. */
const onEachPage = (flow: Flow, draw: (page: number) => void): void => {
  const { pages } = flow;
  pages.forEach((_, i) => {
    flow.pages = pages.slice(0, i + 1);
    draw(i + 1);
  });
  flow.pages = pages;
};

const addHeader = (flow: Flow, scope: Scope): void => {
  const { header } = flow.template;
  if (header === undefined) return;
  const style = styleOf(flow, { font: 'song', size: header.size, lineHeight: 1.4 });
  const text = flow.words.text(header.text, scope);
  const top = Math.max(flow.top - 12, 4);
  onEachPage(flow, () => {
    putText(flow, text, style, { x: flow.left, width: flow.right - flow.left, top }, 'center');
    if (header.rule) put(flow, { kind: 'path', data: line(flow.left, top + style.pitch + 0.8, flow.right, top + style.pitch + 0.8), stroke: '#000000', lineWidth: 0.2 });
  });
};

/** GB/T 9704 7.5: size 4 half-width figures between dashes, 7 mm below the text area, one character in from the outer edge. */
const addPageNumbers = (flow: Flow): void => {
  const kind = flow.template.pageNumbers;
  if (kind === 'none') return;
  const size = millimetres(kind === 'official' ? 14 : 10.5);
  const style: LineStyle = { font: 'song', size, color: '#000000', tracking: 0, pitch: size * 1.2 };
  const count = flow.pages.length;
  onEachPage(flow, (page) => {
    const text = kind === 'official' ? `— ${page} —` : `${page} / ${count}`;
    const align = kind === 'plain' ? 'center' : page % 2 === 1 ? 'right' : 'left';
    putText(flow, text, style, { x: flow.left + size, width: flow.right - flow.left - 2 * size, top: flow.bottom + 7 }, align);
  });
};
