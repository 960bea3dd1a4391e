import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Font } from 'fontkit';
import { fontkit } from './font-libraries.ts';
import type { FontRole } from './layout.ts';

/** What a face is called in OFD (readers bring these fonts) and which weight of Noto Sans SC measures and prints it. */
const faces: Record<FontRole, { name: string; weight: FontWeight }> = {
  song: { name: '宋体', weight: 'Regular' },
  hei: { name: '黑体', weight: 'Medium' },
  kai: { name: '楷体', weight: 'Regular' },
  fangsong: { name: '仿宋', weight: 'DemiLight' },
  xiaobiaosong: { name: '方正小标宋简体', weight: 'Bold' },
};

export type FontWeight = 'Light' | 'DemiLight' | 'Regular' | 'Medium' | 'Bold';

export const fontName = (role: FontRole): string => faces[role].name;
export const fontWeight = (role: FontRole): FontWeight => faces[role].weight;

const folder = path.join(path.dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '../fonts');
const files = new Map<FontWeight, Uint8Array>();
const fonts = new Map<FontWeight, Font>();
const widths = new Map<FontWeight, Float32Array>();

/** The font file (OFL 1.1), read once. */
export const fontFile = (weight: FontWeight): Uint8Array => {
  let file = files.get(weight);
  if (file === undefined) files.set(weight, (file = readFileSync(path.join(folder, `NotoSansHans-${weight}.otf`))));
  return file;
};

export const font = (weight: FontWeight): Font => {
  let known = fonts.get(weight);
  if (known === undefined) fonts.set(weight, (known = fontkit().create(fontFile(weight))));
  return known;
};

/** Advance of a character in em, from the font's own table, remembered for the basic plane. */
export const advance = (role: FontRole, codePoint: number): number => {
  const weight = faces[role].weight;
  let table = widths.get(weight);
  if (table === undefined) widths.set(weight, (table = new Float32Array(0x10000).fill(-1)));
  const known = table[codePoint];
  if (known !== undefined && known >= 0) return known;
  const width = font(weight).glyphForCodePoint(codePoint).advanceWidth / 1000;
  if (codePoint < 0x10000) table[codePoint] = width;
  return width;
};

/** Width of a line in millimetres; tracking follows every character, the last one included. */
export const textWidth = (role: FontRole, size: number, text: string, tracking = 0): number => {
  let width = 0;
  for (const character of text) width += advance(role, character.codePointAt(0)!) * size + tracking;
  return width;
};
