/** The picture inside a seal or a sealed signature: SES_ESPictureInfo { type, data, width, height }, millimetres. */
export interface SealPicture {
  type: string;
  data: Uint8Array;
  width: number;
  height: number;
}

/**
 * Finds the picture in a seal or SES_Signature of any version (V1, V4, V5) by the shape of its record, IA5String,
 * OCTET STRING and two INTEGERs, which nothing else in a seal has. Undefined when there is none or the DER is broken.
 */
export const findSealPicture = (der: Uint8Array): SealPicture | undefined => search(der, 0, der.length, 0);

interface Element {
  tag: number;
  start: number;
  end: number;
}

const depthMax = 12;

const search = (der: Uint8Array, from: number, to: number, depth: number): SealPicture | undefined => {
  const parts = elements(der, from, to);
  if (parts === undefined || depth > depthMax) return undefined;
  for (let i = 0; i + 3 < parts.length; i += 1) {
    const [type, data, width, height] = parts.slice(i, i + 4) as [Element, Element, Element, Element];
    if (type.tag === 0x16 && data.tag === 0x04 && width.tag === 0x02 && height.tag === 0x02) {
      return {
        type: Buffer.from(der.subarray(type.start, type.end)).toString('latin1').toLowerCase(),
        data: der.subarray(data.start, data.end),
        width: integer(der, width),
        height: integer(der, height),
      };
    }
  }
  for (const part of parts) {
    if ((part.tag & 0x20) === 0) continue;
    const found = search(der, part.start, part.end, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
};

const elements = (der: Uint8Array, from: number, to: number): Element[] | undefined => {
  const found: Element[] = [];
  for (let at = from; at < to; ) {
    const tag = der[at]!;
    let length = der[at + 1];
    at += 2;
    if (length === undefined) return undefined;
    if (length > 0x80) {
      const count = length & 0x7f;
      if (count > 4) return undefined;
      length = 0;
      for (let i = 0; i < count; i += 1) length = length * 256 + (der[at + i] ?? 0);
      at += count;
    } else if (length === 0x80) return undefined;
    if (at + length > to) return undefined;
    found.push({ tag, start: at, end: at + length });
    at += length;
    if (found.length > 4096) return undefined;
  }
  return found;
};

const integer = (der: Uint8Array, { start, end }: Element): number => {
  let value = 0;
  for (let at = start; at < end && at < start + 6; at += 1) value = value * 256 + der[at]!;
  return value;
};
