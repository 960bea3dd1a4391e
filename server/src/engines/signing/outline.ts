/** Closed outlines as polygons, in millimetres: text from the glyphs of Noto Sans SC (OFL), circles, a star. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Font } from 'fontkit';

export type Vertex = readonly [x: number, y: number];
/** Closed; holes run the other way round. */
export type Polygon = readonly Vertex[];
/** x' = a·x + c·y + e, y' = b·x + d·y + f */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const require = createRequire(import.meta.url);
const CURVE_STEPS = 8;
let loaded: Font | undefined;

function font(): Font {
  if (!loaded) {
    const folder = path.join(path.dirname(require.resolve('@embedpdf/fonts-sc')), '../fonts');
    // read when the first seal is drawn: a library of 5 MiB
    const { create } = require('fontkit') as typeof import('fontkit');
    loaded = create(readFileSync(path.join(folder, 'NotoSansHans-Medium.otf')));
  }
  return loaded;
}

/** Characters that cannot be drawn. */
export const missingCharacters = (text: string): string[] => [...new Set(text)].filter((character) => !font().hasGlyphForCodePoint(character.codePointAt(0)!));

/** Advance of a character in em. */
export const advanceOf = (character: string): number => font().glyphForCodePoint(character.codePointAt(0)!).advanceWidth / font().unitsPerEm;

/** Outline of a character in em (baseline at 0, y upwards), put through `matrix`. */
export function glyphOutline(character: string, matrix: Matrix): Polygon[] {
  const scale = 1 / font().unitsPerEm;
  const [a, b, c, d, e, f] = matrix;
  const place = (x: number, y: number): Vertex => [(a * x + c * y) * scale + e, (b * x + d * y) * scale + f];
  const polygons: Vertex[][] = [];
  let [x0, y0] = [0, 0];
  for (const [, command = '', list = ''] of font().glyphForCodePoint(character.codePointAt(0)!).path.toSVG().matchAll(/([MLQCZ])([^MLQCZ]*)/g)) {
    const n = (list.match(/-?\d*\.?\d+(?:e-?\d+)?/g) ?? []).map(Number);
    const at = (i: number): number => n[i] ?? 0;
    if (command === 'M') polygons.push([place(at(0), at(1))]);
    else if (command === 'L') polygons.at(-1)?.push(place(at(0), at(1)));
    else if (command === 'Q' || command === 'C') {
      for (let step = 1; step <= CURVE_STEPS; step++) {
        const t = step / CURVE_STEPS;
        const u = 1 - t;
        const along = (i: number, from: number): number =>
          command === 'Q' ? u * u * from + 2 * u * t * at(i) + t * t * at(i + 2) : u ** 3 * from + 3 * u * u * t * at(i) + 3 * u * t * t * at(i + 2) + t ** 3 * at(i + 4);
        polygons.at(-1)?.push(place(along(0, x0), along(1, y0)));
      }
    }
    if (n.length >= 2) [x0, y0] = [n[n.length - 2]!, n[n.length - 1]!];
  }
  return polygons;
}

export function circle(cx: number, cy: number, radius: number, clockwise: boolean): Polygon {
  const steps = 180;
  return Array.from({ length: steps }, (_, i): Vertex => {
    const angle = ((clockwise ? i : -i) * 2 * Math.PI) / steps;
    return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)];
  });
}

/** Five-pointed star, one point up. */
export function star(cx: number, cy: number, radius: number): Polygon {
  const inner = (radius * Math.sin(Math.PI / 10)) / Math.sin((7 * Math.PI) / 10);
  return Array.from({ length: 10 }, (_, i): Vertex => {
    const angle = -Math.PI / 2 + (i * Math.PI) / 5;
    const r = i % 2 ? inner : radius;
    return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
  });
}
