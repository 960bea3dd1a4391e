import { FeelDate, FeelDateTime, FeelFunction, parseDate, parseDateTime } from 'feelin';

/** Texts of days that FEEL has and feelin does not read: years before 0 and after 9999, and 24:00 for the end of a day. */
const wide = /^(?:-\d{4}|-?[1-9]\d{4,8})-\d{2}-\d{2}|^\d{4}-\d{2}-\d{2}T24:00:00/;
const parts = /^(-?\d{4,9})(-\d{2}-\d{2})(T.*)?$/;

export const isWideDate = (text: string): boolean => wide.test(text);

type Day = FeelDate | FeelDateTime;

/** A day or a day and time, null when there is no such day; Temporal ends in the years -271821 and 275760. */
export function parseWideDate(text: string): Day | null {
  const [, year, day, time] = parts.exec(text) ?? [];
  if (year === undefined || day === undefined) return null;
  const endOfDay = time?.startsWith('T24:00:00') ?? false;
  // read in a leap year, then moved
  const read = time === undefined ? parseDate(`2000${day}`) : parseDateTime(`2000${day}${endOfDay ? time.replace('T24', 'T00') : time}`);
  if (!read) return null;
  try {
    if (read instanceof FeelDate) return shown(new FeelDate(read.unwrap().with({ year: Number(year) }, { overflow: 'reject' })));
    const value = read.unwrap().with({ year: Number(year) }, { overflow: 'reject' });
    return shown(new FeelDateTime(endOfDay ? value.add({ days: 1 }) : value, read.zone));
  } catch {
    return null;
  }
}

/** The value with its text as FEEL writes it: `-2021-01-01`, where Temporal writes `-002021-01-01`. */
export function shown<T>(value: T): T {
  if (!(value instanceof FeelDate || value instanceof FeelDateTime) || !/^[+-]/.test(value.iso)) return value;
  const iso = value.iso.replace(/^([+-])0*(\d{4,})/, (_, sign: string, year: string) => (sign === '-' ? sign : '') + year);
  return Object.assign(value, { iso });
}

/** Stands around a call of `date` whose parts name such a year. */
export const wideDates = { read: '_wide_', show: '_shown_' } as const;
export const wideDateFunctions: Readonly<Record<string, FeelFunction>> = {
  [wideDates.read]: new FeelFunction((text: unknown) => (typeof text === 'string' ? parseWideDate(text) : null), ['from']),
  [wideDates.show]: new FeelFunction((value: unknown) => shown(value), ['value']),
};
