import type { Font } from 'fontkit';
import { fontkit } from './font-libraries.ts';
import { escapeXml } from './ofd-writer.ts';
import { attribute, children, numbers, textOf, type Element } from './read-xml.ts';

/** A font of the document: its outlines when embedded, else a stack of names for the browser. */
export interface RenderFont {
  stack: string;
  /** Weight of a face that is heavy by name, for browsers that have to do with another. */
  weight?: number;
  outlines?: Font;
}

const stacks: [RegExp, string][] = [
  [/黑|hei|sans|arial|等线|yahei/i, "'SimHei','黑体','Noto Sans SC','Noto Sans CJK SC',sans-serif"],
  [/仿宋|fang/i, "'FangSong','仿宋','仿宋_GB2312','Noto Serif SC','Noto Sans SC',serif"],
  [/楷|kai/i, "'KaiTi','楷体','楷体_GB2312','Noto Serif SC','Noto Sans SC',serif"],
  [/小标宋|xbs/i, "'FZXiaoBiaoSong-B05S','方正小标宋简体','STZhongsong','Noto Serif SC','Noto Sans SC',serif"],
  [/courier|mono/i, "'Courier New','Noto Sans SC',monospace"],
];

const fontBytesMax = 24 << 20;

export const renderFont = (name: string, file: Uint8Array | undefined): RenderFont => {
  const known = stacks.find(([pattern]) => pattern.test(name))?.[1] ?? "'SimSun','宋体','Noto Serif SC','Noto Sans SC',serif";
  const own = /^[\p{L}\p{N} _-]{1,60}$/u.test(name) ? `'${name}',` : '';
  const stack = own + known;
  const weight = /小标宋|xbs|黑|hei/i.test(name) ? 600 : undefined;
  const named = { stack, ...(weight === undefined ? {} : { weight }) };
  if (file === undefined || file.length > fontBytesMax) return named;
  try {
    const outlines = fontkit().create(file);
    return outlines.unitsPerEm > 0 ? { stack, outlines } : named;
  } catch {
    return named;
  }
};

/** Repeats `g count value` groups of a delta array (GB/T 33190 clause 11.3). */
export const expandDeltas = (text: string | undefined, max: number): number[] => {
  const tokens = text?.trim().split(/[\s,]+/) ?? [];
  const values: number[] = [];
  for (let at = 0; at < tokens.length && values.length < max; at += 1) {
    const repeated = tokens[at] === 'g';
    const count = repeated ? Number(tokens[at + 1]) : 1;
    const value = Number(tokens[repeated ? at + 2 : at]);
    if (repeated) at += 2;
    if (!Number.isFinite(value) || !Number.isInteger(count)) break;
    for (let i = 0; i < count && values.length < max; i += 1) values.push(value);
  }
  return values;
};

const stretch = (value: string | undefined): number => {
  const scale = Number(value ?? 1);
  return Number.isFinite(scale) && scale > 0 ? scale : 1;
};

/** The glyphs of a TextObject as SVG, in the object's own coordinates; colours come from the group around it. */
export const textMarkup = (object: Element, font: RenderFont, outline: (font: Font, glyph: number) => string): string => {
  const size = Number(attribute(object, 'Size') ?? 0);
  if (!(size > 0)) return '';
  const scaleX = stretch(attribute(object, 'HScale'));
  const turn = Number(attribute(object, 'CharDirection') ?? 0) || 0;
  const weight = Number(attribute(object, 'Weight') ?? font.weight ?? 400);
  const style = `${weight > 400 && weight <= 1000 ? ` font-weight="${weight}"` : ''}${attribute(object, 'Italic') === 'true' ? ' font-style="italic"' : ''}`;
  const glyphs = glyphOverrides(object);
  let markup = '';
  let position = 0;
  let lastX = 0;
  let lastY = 0;
  for (const code of children(object, 'TextCode')) {
    const characters = [...code.textContent];
    lastX = numbers(attribute(code, 'X'), 1)?.[0] ?? lastX;
    lastY = numbers(attribute(code, 'Y'), 1)?.[0] ?? lastY;
    const dx = expandDeltas(attribute(code, 'DeltaX'), characters.length);
    const dy = expandDeltas(attribute(code, 'DeltaY'), characters.length);
    const flowing = dx.length === 0 && dy.length === 0 && font.outlines === undefined && turn === 0;
    let x = lastX;
    let y = lastY;
    const xs: number[] = [];
    const ys: number[] = [];
    characters.forEach((character, i) => {
      xs.push(x);
      ys.push(y);
      let natural = 0;
      if (font.outlines !== undefined) {
        const drawn = outlined(font.outlines, character, glyphs.get(position + i), outline);
        if (drawn.use !== '') markup += `<g transform="translate(${fixed(x)} ${fixed(y)})${turn === 0 ? '' : ` rotate(${turn})`} scale(${fixed((size * scaleX) / font.outlines.unitsPerEm)} ${fixed(-size / font.outlines.unitsPerEm)})">${drawn.use}</g>`;
        natural = (drawn.advance * size * scaleX) / font.outlines.unitsPerEm;
      }
      x += dx[i] ?? (dy.length > 0 ? 0 : dx.length > 0 ? dx.at(-1)! : natural);
      y += dy[i] ?? 0;
    });
    position += characters.length;
    if (font.outlines !== undefined) continue;
    const common = `font-family="${font.stack}" font-size="${fixed(size)}"${style} xml:space="preserve"`;
    const scaled = scaleX === 1 ? '' : ` transform="scale(${fixed(scaleX)} 1)"`;
    if (flowing) markup += `<text ${common}${scaled} x="${fixed(lastX / scaleX)}" y="${fixed(lastY)}">${escapeXml(characters.join(''))}</text>`;
    else if (turn === 0 && characters.every((character) => character.length === 1)) {
      const level = ys.every((value) => value === ys[0]) ? fixed(ys[0] ?? 0) : ys.map(fixed).join(' ');
      markup += `<text ${common}${scaled} x="${xs.map((value) => fixed(value / scaleX)).join(' ')}" y="${level}">${escapeXml(characters.join(''))}</text>`;
    } else {
      characters.forEach((character, i) => {
        markup += `<text ${common} transform="translate(${fixed(xs[i]!)} ${fixed(ys[i]!)})${turn === 0 ? '' : ` rotate(${turn})`}${scaleX === 1 ? '' : ` scale(${fixed(scaleX)} 1)`}">${escapeXml(character)}</text>`;
      });
    }
  }
  return markup;
};

const fixed = (value: number): string => String(Math.round(value * 1e6) / 1e6);

/** CGTransform: characters from CodePosition on are drawn by the given glyph numbers of the embedded font. */
const glyphOverrides = (object: Element): Map<number, number> => {
  const found = new Map<number, number>();
  for (const change of children(object, 'CGTransform')) {
    const from = Number(attribute(change, 'CodePosition') ?? 0);
    numbers(textOf(children(change, 'Glyphs')[0]))?.forEach((glyph, i) => found.set(from + i, glyph));
  }
  return found;
};

const outlined = (font: Font, character: string, override: number | undefined, outline: (font: Font, glyph: number) => string): { use: string; advance: number } => {
  try {
    const glyph = override === undefined || override < 0 || override >= font.numGlyphs ? font.glyphForCodePoint(character.codePointAt(0)!) : font.getGlyph(override);
    return { use: character.trim() === '' && override === undefined ? '' : outline(font, glyph.id), advance: glyph.advanceWidth };
  } catch {
    return { use: '', advance: font.unitsPerEm };
  }
};
