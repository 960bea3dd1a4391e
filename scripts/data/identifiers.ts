/** Check characters for generated identifiers: GB 11643 (people), GB 11714 (organisation part), GB 32100 (credit code). */
const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** 公民身份号码: region (6) + birth YYYYMMDD + sequence (3, odd = male) + check. */
export function identityNumber(region: string, birthDate: string, sequence: number): string {
  const body = region + birthDate.replaceAll('-', '') + String(sequence).padStart(3, '0');
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, w, i) => s + w * Number(body[i]), 0);
  return body + '10X98765432'.charAt(sum % 11);
}

/** 统一社会信用代码 with an organisation part `YW######`, which is never issued. */
export function creditCode(kind: string, region: string, serial: number): string {
  const organisation = `YW${String(serial).padStart(6, '0')}`;
  const value = (c: string): number => (c <= '9' ? Number(c) : c.charCodeAt(0) - 55);
  const rest = 11 - ([3, 7, 9, 10, 5, 8, 4, 2].reduce((s, w, i) => s + w * value(organisation.charAt(i)), 0) % 11);
  const body = kind + region + organisation + (rest === 10 ? 'X' : rest === 11 ? '0' : String(rest));
  let sum = 0;
  for (let i = 0, weight = 1; i < 17; i += 1, weight = (weight * 3) % 31) sum += weight * CREDIT.indexOf(body.charAt(i));
  return body + CREDIT.charAt((31 - (sum % 31)) % 31);
}

/** Seeded random source (mulberry32): the same script gives the same file. */
export function createRandom(seed: number): { next(): number; int(min: number, max: number): number; pick<T>(from: readonly T[]): T } {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return { next, int, pick: (from) => from[int(0, from.length - 1)] as (typeof from)[number] };
}
