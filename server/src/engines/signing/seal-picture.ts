/**
 * Picture of a round official seal 公章: ring, star, the organisation's name on the upper arc, the purpose below the
 * star, the seal's number on the lower arc. 42 mm is the usual size of departments (国发〔1999〕25号 sets 42 mm for most).
 */
import { advanceOf, circle, glyphOutline, missingCharacters, star, type Polygon } from './outline.ts';
import { errors } from './errors.ts';
import { coverage, writePng } from './png.ts';

export interface SealFace {
  /** Name of the organisation, 1 to 40 characters. */
  organisation: string;
  /** Line below the star, e.g. 电子专用章; at most 12 characters. */
  purpose?: string;
  /** Number of the seal, on the lower arc; at most 20 characters. */
  code?: string;
}

export interface SealDrawing {
  svg: string;
  png: Buffer;
  /** Millimetres; the picture is square. */
  size: number;
}

const SIZE = 42;
const CENTRE = SIZE / 2;
const RING = 1.2;
const DOTS_PER_MM = 300 / 25.4;
const RED = [0xd0, 0x12, 0x1b] as const;
/** Widest arc of the name; the rest stays open at the bottom. */
const NAME_ARC = (250 * Math.PI) / 180;
const CACHED_MAX = 200;
const cached = new Map<string, SealDrawing>();

/** Draws a seal; pictures are remembered. Refuses texts that are too long or that the font cannot write. */
export function drawSeal(face: SealFace): SealDrawing {
  const [organisation, purpose, code] = [face.organisation.trim(), face.purpose?.trim() ?? '', face.code ?? ''];
  for (const [text, min, max] of [[organisation, 1, 40], [purpose, 0, 12], [code, 0, 20]] as const) {
    if ([...text].length < min || [...text].length > max) throw errors.nameInvalid({ max });
    const missing = missingCharacters(text);
    if (missing.length > 0) throw errors.characterMissing({ characters: missing.join('') });
  }
  const name = JSON.stringify([organisation, purpose, code]);
  const known = cached.get(name);
  if (known) return known;
  const polygons = [
    circle(CENTRE, CENTRE, CENTRE - 0.2, true),
    circle(CENTRE, CENTRE, CENTRE - 0.2 - RING, false),
    star(CENTRE, CENTRE, purpose ? 6.4 : 7),
    ...nameOnArc(organisation),
    ...(purpose ? straightLine(purpose, 32.6) : []),
    ...numberOnArc(code),
  ];
  const pixels = Math.round(SIZE * DOTS_PER_MM);
  const png = writePng(coverage(polygons, pixels, pixels, pixels / SIZE), pixels, pixels, RED, Math.round(DOTS_PER_MM * 1000));
  const drawing = { svg: toSvg(polygons, [organisation, purpose].filter(Boolean).join(' ')), png, size: SIZE };
  if (cached.size >= CACHED_MAX) cached.delete(cached.keys().next().value!);
  cached.set(name, drawing);
  return drawing;
}

/** Characters upright on the upper arc, first at the left; narrower when there are many. */
function nameOnArc(text: string): Polygon[] {
  const characters = [...text];
  const height = characters.length > 24 ? 4.4 : characters.length > 16 ? 5 : 5.6;
  const radius = CENTRE - 0.2 - RING - 0.9 - height; // of the baseline
  const step = Math.min(NAME_ARC / characters.length, (height * 1.25) / radius);
  const narrow = Math.min(1, (step * (radius + height * 0.3)) / (height * 1.04));
  return characters.flatMap((character, i) => {
    const angle = (i - (characters.length - 1) / 2) * step; // from the top, clockwise
    return onCircle(character, angle, radius + height * 0.12, height, narrow, 1);
  });
}

/** Digits on the lower arc, read from left to right, feet outwards. */
function numberOnArc(text: string): Polygon[] {
  const characters = [...text];
  const height = 1.9;
  const radius = CENTRE - 0.2 - RING - 0.7;
  const step = (height * 0.85) / radius;
  return characters.flatMap((character, i) => onCircle(character, Math.PI - (i - (characters.length - 1) / 2) * step, radius - height * 0.02, height, 1, -1));
}

/** One character centred at an angle from the top; `up` 1 has its head outwards, −1 inwards. */
function onCircle(character: string, angle: number, radius: number, height: number, narrow: number, up: 1 | -1): Polygon[] {
  const turn = up === 1 ? angle : angle + Math.PI;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const half = (advanceOf(character) * height * narrow) / 2;
  const x = CENTRE + radius * Math.sin(angle) - half * cos;
  const y = CENTRE - radius * Math.cos(angle) - half * sin;
  return glyphOutline(character, [cos * height * narrow, sin * height * narrow, sin * height, -cos * height, x, y]);
}

/** A line centred on `baseline`, narrowed to the width that the circle leaves there. */
function straightLine(text: string, baseline: number): Polygon[] {
  const height = 3.6;
  const widest = 22;
  const natural = [...text].reduce((sum, character) => sum + advanceOf(character) * height, 0);
  const narrow = Math.min(1, widest / natural);
  let x = CENTRE - (natural * narrow) / 2;
  return [...text].flatMap((character) => {
    const outline = glyphOutline(character, [height * narrow, 0, 0, -height, x, baseline]);
    x += advanceOf(character) * height * narrow;
    return outline;
  });
}

function toSvg(polygons: readonly Polygon[], title: string): string {
  const d = polygons.map((polygon) => `M${polygon.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L')}Z`).join('');
  const label = title.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
  const colour = `#${RED.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}mm" height="${SIZE}mm" viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-label="${label}"><path fill="${colour}" d="${d}"/></svg>`;
}
