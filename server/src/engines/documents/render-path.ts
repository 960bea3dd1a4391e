import { attribute, child, children, numbers, type Element } from './read-xml.ts';

const operands: Record<string, { svg: string; count: number }> = {
  S: { svg: 'M', count: 2 },
  M: { svg: 'M', count: 2 },
  L: { svg: 'L', count: 2 },
  Q: { svg: 'Q', count: 4 },
  B: { svg: 'C', count: 6 },
  A: { svg: 'A', count: 7 },
  C: { svg: 'Z', count: 0 },
};

/** OFD's abbreviated path data (GB/T 33190 table 35) as SVG path data; what cannot be read ends the path. */
export const svgPath = (data: string): string => {
  const tokens = data.trim().split(/[\s,]+/);
  const out: string[] = [];
  for (let at = 0; at < tokens.length; ) {
    const operator = operands[tokens[at]!];
    if (operator === undefined) break;
    const values = tokens.slice(at + 1, at + 1 + operator.count).map(Number);
    if (values.length < operator.count || !values.every(Number.isFinite)) break;
    out.push(operator.svg, ...values.map(String));
    at += 1 + operator.count;
  }
  return out.join(' ');
};

/** A CT_Color as CSS colour and opacity. Of gradients the first colour is taken. */
export const colorOf = (color: Element | undefined): { color: string; opacity: number } | undefined => {
  if (color === undefined) return undefined;
  const segment = child(color, 'AxialShd', 'Segment', 'Color') ?? child(color, 'RadialShd', 'Segment', 'Color');
  const alpha = Number(attribute(color, 'Alpha') ?? 255);
  const value = (attribute(segment ?? color, 'Value') ?? '').trim();
  const parts = value === '' ? [0] : value.split(/[\s,]+/).map((part) => (part.startsWith('#') ? Number.parseInt(part.slice(1), 16) : Number(part)));
  if (!parts.every(Number.isFinite)) return undefined;
  const opacity = Number.isFinite(alpha) ? Math.min(Math.max(alpha / 255, 0), 1) : 1;
  const [a = 0, b = a, c = a, k] = parts;
  const rgb = k === undefined ? [a, b, c] : [a, b, c].map((ink) => 255 - Math.min(255, (ink <= 1 && k <= 1 ? 255 : 1) * (ink + k)));
  return { color: `rgb(${rgb.map((part) => Math.round(Math.min(Math.max(part, 0), 255))).join(',')})`, opacity };
};

/** A CTM attribute as SVG transform; undefined when absent or not six numbers. */
export const transformOf = (element: Element | undefined): string | undefined => {
  const matrix = numbers(attribute(element, 'CTM'), 6);
  return matrix === undefined ? undefined : `matrix(${matrix.join(' ')})`;
};

/** The clip areas of an object: each Clip is a union of areas, several Clips intersect. */
export const clipsOf = (object: Element): string[] => {
  const clips = child(object, 'Clips');
  if (clips === undefined) return [];
  const outer = attribute(clips, 'TransFlag') === 'false' ? undefined : transformOf(object);
  return children(clips, 'Clip').map((clip) =>
    children(clip, 'Area')
      .map((area) => {
        const path = child(area, 'Path');
        const data = svgPath(child(path, 'AbbreviatedData')?.textContent ?? '');
        const box = numbers(attribute(path, 'Boundary'), 4);
        const transform = [outer, transformOf(area), box === undefined ? undefined : `translate(${box[0]} ${box[1]})`, transformOf(path)].filter((part) => part !== undefined).join(' ');
        return `<path d="${data}"${transform === '' ? '' : ` transform="${transform}"`}${attribute(path, 'Rule') === 'Even-Odd' ? ' clip-rule="evenodd"' : ''}/>`;
      })
      .join(''),
  );
};
