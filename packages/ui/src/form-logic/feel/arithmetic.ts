import { duration, FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelTime } from 'feelin';
import { cannot } from './invocation-failure.ts';
import { shown } from './wide-dates.ts';

/** In months, or in seconds with their parts. */
function size(value: FeelDuration): number {
  if (value.yearsMonths) return value.years * 12 + value.months;
  const { days, hours, minutes, seconds, milliseconds, microseconds, nanoseconds } = value.unwrap();
  return days * 86_400 + hours * 3_600 + minutes * 60 + seconds + (milliseconds + (microseconds + nanoseconds / 1e3) / 1e3) / 1e3;
}

/** Months are cut to whole ones, as the standard does; seconds keep their parts. */
function durationOf(amount: number, yearsMonths: boolean): FeelDuration | null {
  if (!Number.isFinite(amount) || Math.abs(amount) > 1e12) return null;
  const sign = amount < 0 ? '-' : '';
  const months = Math.trunc(Math.abs(amount));
  return duration(yearsMonths ? `${sign}P${Math.floor(months / 12)}Y${months % 12}M` : `${sign}PT${Math.abs(amount).toFixed(9)}S`);
}

function times(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a instanceof FeelDuration && typeof b === 'number') return durationOf(size(a) * b, a.yearsMonths);
  if (typeof a === 'number' && b instanceof FeelDuration) return durationOf(a * size(b), b.yearsMonths);
  return cannot('multiply', a, b);
}

function dividedBy(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? null : a / b;
  if (a instanceof FeelDuration && typeof b === 'number') return b === 0 ? null : durationOf(size(a) / b, a.yearsMonths);
  if (a instanceof FeelDuration && b instanceof FeelDuration && a.yearsMonths === b.yearsMonths) return size(b) === 0 ? null : size(a) / size(b);
  return cannot('divide', a, b);
}

const negated = (value: FeelDuration): FeelDuration => new FeelDuration(value.unwrap().negated(), value.yearsMonths);
const isDay = (value: unknown): value is FeelDate | FeelDateTime => value instanceof FeelDate || value instanceof FeelDateTime;

/** DMN 10.3.2.3.4: a date stays one (a span of hours counts from its midnight), a time takes no months. */
function moved(at: FeelDate | FeelTime | FeelDateTime, by: FeelDuration): unknown {
  const span = by.unwrap();
  if (at instanceof FeelTime) return by.yearsMonths ? cannot('add', at, by) : new FeelTime(at.unwrap().add(span), at.zone);
  if (at instanceof FeelDate) return shown(new FeelDate(at.unwrap().toPlainDateTime().add(span).toPlainDate()));
  const hasRules = at.zone !== null && !/^[+-]/.test(at.zone); // a zone by name may change its clock on the way
  const value = hasRules ? at.unwrap().toZonedDateTime(at.zone).add(span).toPlainDateTime() : at.unwrap().add(span);
  return shown(new FeelDateTime(value, at.zone));
}

function plus(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (a instanceof FeelDuration && b instanceof FeelDuration) {
    if (a.yearsMonths !== b.yearsMonths) return cannot('add', a, b);
    return a.yearsMonths ? durationOf(size(a) + size(b), true) : new FeelDuration(a.unwrap().add(b.unwrap()), false);
  }
  if ((isDay(a) || a instanceof FeelTime) && b instanceof FeelDuration) return moved(a, b);
  if (a instanceof FeelDuration && (isDay(b) || b instanceof FeelTime)) return moved(b, a);
  return cannot('add', a, b);
}

/** A day between the zones: a date is midnight in UTC; null for a clock whose zone is not said. */
const instantOf = (at: FeelDate | FeelDateTime) => {
  if (at instanceof FeelDate) return at.unwrap().toZonedDateTime('UTC').toInstant();
  return at.zone === null ? null : at.unwrap().toZonedDateTime(at.zone).toInstant();
};

function between(later: FeelDate | FeelDateTime, earlier: FeelDate | FeelDateTime): FeelDuration | null {
  const saysZone = (at: FeelDate | FeelDateTime): boolean => at instanceof FeelDate || at.zone !== null;
  if (saysZone(later) && saysZone(earlier)) {
    const [to, from] = [instantOf(later), instantOf(earlier)];
    return to && from && new FeelDuration(to.since(from, { largestUnit: 'hour' }), false);
  }
  if (saysZone(later) !== saysZone(earlier)) return null;
  const local = (at: FeelDate | FeelDateTime) => (at instanceof FeelDate ? at.unwrap().toPlainDateTime() : at.unwrap());
  return new FeelDuration(local(later).since(local(earlier), { largestUnit: 'day' }), false);
}

function minus(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (b instanceof FeelDuration && (isDay(a) || a instanceof FeelTime || a instanceof FeelDuration)) return plus(a, negated(b));
  if (a instanceof FeelTime && b instanceof FeelTime) return new FeelDuration(a.unwrap().since(b.unwrap()), false);
  if (isDay(a) && isDay(b)) return between(a, b) ?? cannot('subtract', a, b);
  return cannot('subtract', a, b);
}

function opposite(value: unknown): unknown {
  if (typeof value === 'number') return -value;
  return value instanceof FeelDuration ? negated(value) : cannot('subtract', 0, value);
}

/** The signs that feelin has for fewer kinds of values than the standard, as functions: `duration("P1D") * days`, `-@"P1Y"`. */
export const arithmetic = { '*': '_times_', '/': '_over_', '+': '_plus_', '-': '_minus_', negative: '_opposite_' } as const;
export const arithmeticFunctions: Readonly<Record<string, FeelFunction>> = {
  [arithmetic['*']]: new FeelFunction(times, ['a', 'b']),
  [arithmetic['/']]: new FeelFunction(dividedBy, ['a', 'b']),
  [arithmetic['+']]: new FeelFunction(plus, ['a', 'b']),
  [arithmetic['-']]: new FeelFunction(minus, ['a', 'b']),
  [arithmetic.negative]: new FeelFunction(opposite, ['value']),
};
