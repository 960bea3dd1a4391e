import { duration, FeelDuration, FeelFunction } from 'feelin';

const size = (value: FeelDuration): number =>
  value.yearsMonths ? value.years * 12 + value.months : value.days * 86_400 + value.hours * 3_600 + value.minutes * 60 + value.seconds;

/** Months are cut to whole ones, as the standard does; seconds keep their parts. */
function durationOf(amount: number, yearsMonths: boolean): FeelDuration | null {
  if (!Number.isFinite(amount) || Math.abs(amount) > 1e12) return null;
  const whole = yearsMonths ? Math.trunc(Math.abs(amount)) : Number(Math.abs(amount).toFixed(9));
  const sign = amount < 0 && whole > 0 ? '-' : '';
  return duration(yearsMonths ? `${sign}P${Math.floor(whole / 12)}Y${whole % 12}M` : `${sign}PT${whole}S`);
}

function times(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a instanceof FeelDuration && typeof b === 'number') return durationOf(size(a) * b, a.yearsMonths);
  if (typeof a === 'number' && b instanceof FeelDuration) return durationOf(a * size(b), b.yearsMonths);
  return null;
}

function dividedBy(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? null : a / b;
  if (a instanceof FeelDuration && typeof b === 'number') return b === 0 ? null : durationOf(size(a) / b, a.yearsMonths);
  if (a instanceof FeelDuration && b instanceof FeelDuration && a.yearsMonths === b.yearsMonths) return size(b) === 0 ? null : size(a) / size(b);
  return null;
}

/** `*` and `/`, which feelin has for numbers only, as functions that know durations: `duration("P1D") * days`. */
export const arithmetic = { '*': '_times_', '/': '_over_' } as const;
export const arithmeticFunctions: Readonly<Record<string, FeelFunction>> = {
  [arithmetic['*']]: new FeelFunction(times, ['a', 'b']),
  [arithmetic['/']]: new FeelFunction(dividedBy, ['a', 'b']),
};
