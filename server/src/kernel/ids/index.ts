import { randomFillSync } from 'node:crypto';

/**
 * UUIDv7 (RFC 9562, 5.7): 48 bits of milliseconds, then a counter and random bits, so that ids made by one
 * process sort in the order in which they were made. Made in Node because PostgreSQL 15 has no uuidv7().
 */
export interface Ids {
  (): string;
}

const hex = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

export function createIds(nowMs: () => number = Date.now): Ids {
  const random = new Uint8Array(4096);
  let used = random.length;
  let lastMs = 0;
  let counter = 0;
  const take = (): number => {
    if (used >= random.length) {
      randomFillSync(random);
      used = 0;
    }
    return random[used++]!;
  };
  return () => {
    const ms = Math.max(nowMs(), lastMs);
    counter = ms === lastMs ? counter + 1 : take() & 0x7f;
    lastMs = counter > 0xfff ? ms + 1 : ms;
    if (counter > 0xfff) counter = 0;
    const high = Math.floor(lastMs / 2 ** 32);
    const low = lastMs >>> 0;
    const h = (n: number): string => hex[n & 0xff]!;
    return (
      h(high >> 8) + h(high) + h(low >>> 24) + h(low >>> 16) + '-' + h(low >>> 8) + h(low) + '-' +
      h(0x70 | (counter >> 8)) + h(counter) + '-' + h(0x80 | (take() & 0x3f)) + h(take()) + '-' +
      h(take()) + h(take()) + h(take()) + h(take()) + h(take()) + h(take())
    );
  };
}

/** Milliseconds since 1970 that a UUIDv7 carries. */
export const timeOfId = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const isId = (text: string): boolean => uuid.test(text);
