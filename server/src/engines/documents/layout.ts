/**
 * A laid-out document (版面): what every writer needs and nothing of the template that made it. All lengths are
 * millimetres, the origin is the top left corner, y grows downwards (GB/T 33190 clause 7.2).
 */
export interface Layout {
  title: string;
  pages: LayoutPage[];
  /** Places for seals (印章位置), in the order of the template. */
  seals: SealAnchor[];
  images: ReadonlyMap<string, LayoutImage>;
}

export interface LayoutPage {
  width: number;
  height: number;
  items: LayoutItem[];
}

export type LayoutItem = TextItem | PathItem | ImageItem;

/** Type faces of official documents; which file stands behind one is the writer's matter. */
export type FontRole = 'song' | 'hei' | 'kai' | 'fangsong' | 'xiaobiaosong';

/** One line of text in one face. `y` is the base line; `tracking` is added to every advance. */
export interface TextItem {
  kind: 'text';
  x: number;
  y: number;
  text: string;
  font: FontRole;
  size: number;
  tracking: number;
  color: string;
}

/** A path in page coordinates, in OFD's abbreviated form restricted to M, L, B and C. */
export interface PathItem {
  kind: 'path';
  data: string;
  fill?: string;
  stroke?: string;
  lineWidth?: number;
}

export interface ImageItem {
  kind: 'image';
  x: number;
  y: number;
  width: number;
  height: number;
  /** Key into `Layout.images`. */
  image: string;
}

export interface LayoutImage {
  bytes: Uint8Array;
  format: 'png' | 'jpg';
}

/** Where a seal goes: x, y, width, height on a page (1 is the first). */
export interface SealAnchor {
  seal: string;
  page: number;
  box: Box;
}

export type Box = readonly [x: number, y: number, width: number, height: number];

/** What the container says about the document (OFD DocInfo, PDF information). */
export interface DocumentMeta {
  /** UUID or 32 hexadecimal digits; becomes DocID. */
  id: string;
  createdAt: Date;
  title?: string;
  author?: string;
  subject?: string;
  keywords?: string[];
  /** Named values in the container, e.g. the licence identifier (电子证照标识). */
  customData?: Readonly<Record<string, string>>;
}

/** A file inside the document, e.g. the structured data of a licence. */
export interface Attachment {
  name: string;
  /** Extension without the dot: json, xml, pdf … */
  format: string;
  bytes: Uint8Array;
}

/** Points to millimetres. */
export const millimetres = (points: number): number => (points * 25.4) / 72;

/** At most four decimals: 0.1 µm. */
export const short = (value: number): string => String(Math.round(value * 1e4) / 1e4);

export const rectangle = ([x, y, width, height]: Box): string =>
  `M ${short(x)} ${short(y)} L ${short(x + width)} ${short(y)} L ${short(x + width)} ${short(y + height)} L ${short(x)} ${short(y + height)} C`;

export const line = (x1: number, y1: number, x2: number, y2: number): string => `M ${short(x1)} ${short(y1)} L ${short(x2)} ${short(y2)}`;

/** Kind of a picture by its first bytes, with its size in pixels; undefined when it is neither PNG nor JPEG. */
export const imageKind = (bytes: Uint8Array): { format: 'png' | 'jpg'; width: number; height: number } | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length > 24 && view.getUint32(0) === 0x89504e47) return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) };
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = bytes[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { format: 'jpg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
  }
  return undefined;
};
