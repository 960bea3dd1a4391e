import { createHash } from 'node:crypto';
import { errors } from './errors.ts';
import { textWidth } from './fonts.ts';
import { put, putText, reserve, styleOf, type Align, type Flow } from './flow.ts';
import type { Scope } from './interpolate.ts';
import { imageKind, line, rectangle, short, type LayoutPage } from './layout.ts';
import { qrPath } from './qr-path.ts';
import type { BlockOf } from './template-schema.ts';

export const layRule = (flow: Flow, block: BlockOf<'rule'>): void => {
  if (block.at === undefined) reserve(flow, block.thickness, block.id ?? block.type);
  const x = block.at?.x ?? flow.left + block.inset;
  const y = (block.at?.y ?? flow.y) + block.thickness / 2;
  const end = block.at === undefined ? flow.right - block.inset : x + (block.at.width ?? flow.right - x);
  put(flow, { kind: 'path', data: line(x, y, end, y), stroke: block.color, lineWidth: block.thickness });
  if (block.at === undefined) flow.y += block.thickness;
};

const inColumn = (flow: Flow, width: number, align: Align): number =>
  align === 'right' ? flow.right - width : align === 'center' ? (flow.left + flow.right - width) / 2 : flow.left;

export const layImage = (flow: Flow, block: BlockOf<'image'>, scope: Scope): void => {
  const value = flow.words.value(block.source, scope);
  if (value === null || value === undefined) return;
  const bytes = value instanceof Uint8Array ? value : Buffer.from(/^data:image\/(?:png|jpeg);base64,([\w+/=]+)$/.exec(String(value))?.[1] ?? '', 'base64');
  const kind = imageKind(bytes);
  if (kind === undefined || bytes.length > 8 << 20 || kind.width * kind.height > 100e6) throw errors.badImage({ name: block.id ?? block.source });
  const key = createHash('sha1').update(bytes).digest('base64url');
  flow.images.set(key, { bytes, format: kind.format });
  // Keeps the picture's proportions within the box that the template gives it.
  const scale = Math.min(block.width / kind.width, block.height / kind.height);
  const width = kind.width * scale;
  const height = kind.height * scale;
  if (block.at !== undefined) return put(flow, { kind: 'image', x: block.at.x + (block.width - width) / 2, y: block.at.y + (block.height - height) / 2, width, height, image: key });
  reserve(flow, height, block.id ?? block.type);
  put(flow, { kind: 'image', x: inColumn(flow, width, block.align), y: flow.y, width, height, image: key });
  flow.y += height;
};

export const layQr = (flow: Flow, block: BlockOf<'qr'>, scope: Scope): void => {
  const value = flow.words.text(block.value, scope);
  if (value === '') throw errors.missingValue({ template: flow.template.id, expression: JSON.stringify(block.value), reason: 'QR' });
  const caption = block.caption === undefined ? '' : flow.words.text(block.caption, scope);
  const style = styleOf(flow, { font: 'song', size: 9, lineHeight: 1.6 });
  const height = block.size + (caption === '' ? 0 : style.pitch);
  if (block.at === undefined) reserve(flow, height, block.id ?? block.type);
  const x = block.at?.x ?? inColumn(flow, block.size, block.align);
  const y = block.at?.y ?? flow.y;
  put(flow, { kind: 'path', data: qrPath(value, x, y, block.size), fill: block.color });
  if (caption !== '') putText(flow, caption, style, { x: x - 30, width: block.size + 60, top: y + block.size }, 'center');
  if (block.at === undefined) flow.y += height;
};

/** 落款: issuer centred over the date, the seal upright over both, their middle a little below its centre (GB/T 9704 7.3.5.1). */
export const layIssue = (flow: Flow, block: BlockOf<'issue'>, scope: Scope): void => {
  const style = styleOf(flow, block);
  const issuers = flow.words.text(block.issuer, scope).split(/\r?\n/);
  const date = flow.words.text(block.date, scope);
  const height = style.pitch * (issuers.length + 1);
  if (block.at === undefined) reserve(flow, height, block.id ?? block.type);
  const widest = Math.max(...[...issuers, date].map((text) => textWidth(style.font, style.size, text, style.tracking)));
  const dateWidth = textWidth(style.font, style.size, date, style.tracking);
  // The date keeps its distance from the right; a longer issuer moves the pair left so that nothing leaves the text area.
  const right = flow.right - Math.max(block.rightSpace * style.size, (widest - dateWidth) / 2);
  const centre = block.at === undefined ? right - dateWidth / 2 : block.at.x + (block.at.width ?? widest) / 2;
  const top = block.at?.y ?? flow.y;
  [...issuers, date].forEach((text, i) => putText(flow, text, style, { x: centre - widest / 2, width: widest, top: top + i * style.pitch }, 'center'));
  if (block.seal !== undefined) {
    const middle = top + height / 2 - block.sealSize * 0.08;
    addSeal(flow, flow.words.text(block.seal, scope), centre - block.sealSize / 2, middle - block.sealSize / 2, block.sealSize);
  }
  if (block.at === undefined) flow.y += height;
};

export const laySeal = (flow: Flow, block: BlockOf<'seal'>, scope: Scope): void => addSeal(flow, flow.words.text(block.seal, scope), block.at.x, block.at.y, block.sealSize);

const addSeal = (flow: Flow, seal: string, x: number, y: number, size: number): void => {
  if (seal === '') return;
  const held = (value: number, max: number): number => Math.min(Math.max(value, 0), Math.max(max - size, 0));
  flow.seals.push({ seal, page: flow.pages.length, box: [held(x, flow.width), held(y, flow.height), size, size] });
};

/** Border of one page; kept by size, since every licence of a kind has the same. */
export const drawFrame = (page: LayoutPage, block: BlockOf<'frame'>): void => {
  const at = (inset: number, lineWidth: number) =>
    page.items.unshift({ kind: 'path', data: rectangle([inset, inset, page.width - 2 * inset, page.height - 2 * inset]), stroke: block.color, lineWidth });
  if (block.style === 'single') return void at(block.inset, 0.6);
  const gap = block.style === 'ornate' ? 6.5 : 1.6;
  at(block.inset + gap, 0.3);
  at(block.inset, block.style === 'ornate' ? 0.8 : 1);
  if (block.style !== 'ornate') return;
  at(block.inset + gap + 1.2, 0.15);
  page.items.unshift({ kind: 'path', data: guilloche(block.inset + gap / 2, page.width, page.height), stroke: block.color, lineWidth: 0.22 });
};

const guilloches = new Map<string, string>();

/** Two interlaced waves between the two lines of an ornate border (花边), whole periods on each side. */
const guilloche = (inset: number, width: number, height: number): string => {
  const key = `${inset} ${width} ${height}`;
  const known = guilloches.get(key);
  if (known !== undefined) return known;
  const parts: string[] = [];
  const amplitude = 2.6;
  const side = (x: number, y: number, length: number, dx: number, dy: number): void => {
    const periods = Math.round(length / 9);
    const step = length / periods / 2;
    for (const phase of [1, -1]) {
      parts.push(`M ${short(x)} ${short(y)}`);
      for (let i = 0; i < periods * 2; i += 1) {
        const swing = (i % 2 === 0 ? phase : -phase) * amplitude * 1.35;
        const point = (along: number, across: number): string => `${short(x + dx * along + dy * across)} ${short(y + dy * along + dx * across)}`;
        parts.push(`B ${point(step * (i + 0.36), swing)} ${point(step * (i + 0.64), swing)} ${point(step * (i + 1), 0)}`);
      }
    }
  };
  side(inset, inset, width - 2 * inset, 1, 0);
  side(inset, height - inset, width - 2 * inset, 1, 0);
  side(inset, inset, height - 2 * inset, 0, 1);
  side(width - inset, inset, height - 2 * inset, 0, 1);
  const data = parts.join(' ');
  if (guilloches.size > 100) guilloches.clear();
  guilloches.set(key, data);
  return data;
};
