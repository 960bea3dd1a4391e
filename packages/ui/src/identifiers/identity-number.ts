import { mod11And2 } from './check-characters.ts';

/** Why a text is no identity number (公民身份号码, GB 11643-1999). */
export type IdentityNumberFault = 'length' | 'characters' | 'region' | 'date' | 'future' | 'check';

const provinces = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|81|82|83|9\d)/;

/** A real day of the calendar, written `YYYY-MM-DD`. */
export function isCalendarDay(day: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return false;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year > 0 && days !== undefined && date >= 1 && date <= days;
}

/**
 * Checks 18 characters, upper-case X; `today` is `YYYY-MM-DD`. A region code that no longer exists is no fault, an
 * impossible province is. Numbers of foreigners' permanent residence cards (2023 form) begin with 9.
 */
export function identityNumberFault(number: string, today?: string): IdentityNumberFault | undefined {
  if (number.length !== 18) return 'length';
  if (!/^\d{17}[\dX]$/.test(number)) return 'characters';
  if (!provinces.test(number)) return 'region';
  const day = birthDateOf(number);
  if (!isCalendarDay(day)) return 'date';
  if (today !== undefined && day > today) return 'future';
  return mod11And2(number.slice(0, 17)) === number[17] ? undefined : 'check';
}

/** Birth date of an 18-character number as `YYYY-MM-DD`; only meaningful where the number has no fault. */
export const birthDateOf = (number: string): string => `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;

/** 性别 by GB/T 2261.1: odd sequence 1 男, even 2 女. */
export const sexOf = (number: string): '1' | '2' => (Number(number[16]) % 2 === 1 ? '1' : '2');

/** 15 → 18 characters: `19` before the year, check character behind; undefined where the text is no 15-digit number. */
export function upgradeIdentityNumber(old: string): string | undefined {
  if (!/^\d{15}$/.test(old)) return undefined;
  const long = `${old.slice(0, 6)}19${old.slice(6)}`;
  const number = long + mod11And2(long);
  return identityNumberFault(number) === undefined ? number : undefined;
}

/** For display: first three and last four characters. */
export const maskIdentityNumber = (number: string): string => number.replace(/^(.{3}).*(.{4})$/s, (_, head: string, tail: string) => `${head}***********${tail}`);
