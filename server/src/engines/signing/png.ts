/** Pictures of one colour: exact coverage of polygons, and PNG with the coverage as alpha. */
import { crc32, deflateSync } from 'node:zlib';
import type { Polygon } from './outline.ts';

/**
 * Area of each pixel that the polygons cover, 0–255, row by row. Each edge adds its signed area to the pixels that it
 * crosses, the running sum of a row is the coverage; outlines must not overlap, holes run the other way round.
 */
export function coverage(polygons: readonly Polygon[], width: number, height: number, scale: number): Uint8Array {
  const sums = new Float32Array(width * height + width + 2);
  for (const polygon of polygons) {
    let [x0, y0] = polygon.at(-1) ?? [0, 0];
    for (const [x1, y1] of polygon) {
      addEdge(sums, width, height, x0 * scale, y0 * scale, x1 * scale, y1 * scale);
      [x0, y0] = [x1, y1];
    }
  }
  const alpha = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    let sum = 0;
    for (let column = 0; column < width; column++) {
      sum += sums[row * width + column]!;
      alpha[row * width + column] = Math.min(255, Math.round(Math.abs(sum) * 255));
    }
  }
  return alpha;
}

function addEdge(sums: Float32Array, width: number, height: number, x0: number, y0: number, x1: number, y1: number): void {
  if (y0 === y1) return;
  const direction = y0 < y1 ? 1 : -1;
  const [topX, topY, bottomX, bottomY] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
  const slope = (bottomX - topX) / (bottomY - topY);
  for (let row = Math.max(0, Math.floor(topY)); row < Math.min(height, Math.ceil(bottomY)); row++) {
    const [from, to] = [Math.max(topY, row), Math.min(bottomY, row + 1)];
    const dy = (to - from) * direction;
    const xs = [topX + (from - topY) * slope, topX + (to - topY) * slope].map((x) => Math.min(Math.max(x, 0), width - 1e-3));
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const first = Math.floor(left);
    const last = Math.floor(right);
    const base = row * width;
    if (first === last) {
      const covered = 1 - ((left + right) / 2 - first);
      sums[base + first]! += dy * covered;
      if (first + 1 < width) sums[base + first + 1]! += dy * (1 - covered);
      continue;
    }
    // the edge crosses several pixels of the row: the part left of each pixel's right side, by the trapezoid rule
    let before = 0;
    for (let column = first; column <= last + 1 && column < width; column++) {
      const covered = integral(column + 1, left, right) - integral(column, left, right);
      sums[base + column]! += dy * (covered - before);
      before = covered;
    }
  }
}

/** ∫ up to `x` of the share of an edge from `left` to `right` that lies left of the position. */
function integral(x: number, left: number, right: number): number {
  if (x <= left) return 0;
  if (x >= right) return (right - left) / 2 + (x - right);
  return ((x - left) * (x - left)) / (2 * (right - left));
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** Opacities of a picture: 16 are as good as 256 at 300 dpi, and a seal rides in every document in half the bytes. */
const LEVELS = 16;

/** PNG of one colour on nothing: a palette of that colour in 16 opacities, two pixels a byte. `pixelsPerMetre` tells the printed size. */
export function writePng(alpha: Uint8Array, width: number, height: number, colour: readonly [number, number, number], pixelsPerMetre: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([4, 3, 0, 0, 0], 8);
  const size = Buffer.alloc(9);
  size.writeUInt32BE(pixelsPerMetre, 0);
  size.writeUInt32BE(pixelsPerMetre, 4);
  size[8] = 1;
  const stride = 1 + Math.ceil(width / 2);
  const rows = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const level = Math.round((alpha[row * width + column]! * (LEVELS - 1)) / 255);
      rows[row * stride + 1 + (column >> 1)]! |= column & 1 ? level : level << 4;
    }
  }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('pHYs', size),
    chunk('PLTE', Buffer.concat(Array.from({ length: LEVELS }, () => Buffer.from(colour)))),
    chunk('tRNS', Buffer.from(Array.from({ length: LEVELS }, (_, i) => (i * 255) / (LEVELS - 1)))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
