import { duration, evaluate, FeelDate, FeelDateTime, FeelDuration, FeelFunction } from 'feelin';
import { rangeFrom } from './ranges.ts';
import { xpathPattern } from './xpath-pattern.ts';

type Mended = Readonly<Record<string, FeelFunction>>;

const isDay = (value: unknown): value is FeelDate | FeelDateTime => value instanceof FeelDate || value instanceof FeelDateTime;

/** Complete months between two days, negative backwards; counted by day of the month; feelin leaves odd days in the result. */
function yearsAndMonths(from: unknown, to: unknown): FeelDuration | null {
  if (!isDay(from) || !isDay(to)) return null;
  let months = (to.year - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) months -= 1;
  if (months < 0 && to.day > from.day) months += 1;
  const size = Math.abs(months);
  return duration(`${months < 0 ? '-' : ''}P${Math.floor(size / 12)}Y${size % 12}M`);
}

type Builtin = (...args: unknown[]) => unknown;

/** feelin's own function of a name. */
const builtin = (name: string): Builtin => evaluate(name, {}).value as Builtin;

/** Rounds away from (up) or towards (down) zero on a half; only numbers of decimals from -6111 to 6176 are given. */
const isScale = (scale: unknown): scale is number => typeof scale === 'number' && scale >= -6111 && scale <= 6176;
const roundHalf = (n: unknown, scale: unknown, halfUp: boolean): number | null => {
  if (typeof n !== 'number' || !isScale(scale)) return null;
  const shifted = Number(`${Math.abs(n)}e${Math.trunc(scale)}`);
  if (!Number.isFinite(shifted)) return n;
  const whole = Math.floor(shifted);
  const rest = shifted - whole;
  const rounded = rest > 0.5 || (rest === 0.5 && halfUp) ? whole + 1 : whole;
  return Math.sign(n) * Number(`${rounded}e${-Math.trunc(scale)}`);
};

/** A call of feelin's `matches` or `replace` with the pattern as JavaScript reads it. */
const withPattern =
  (name: 'matches' | 'replace'): Builtin =>
  (input, pattern, ...rest) => {
    const flags = rest[name === 'replace' ? 1 : 0] ?? '';
    if (typeof pattern !== 'string' || typeof flags !== 'string') return null;
    const read = xpathPattern(pattern, flags);
    if (!read) return null;
    if (name === 'matches') return builtin(name)(input, read.pattern, read.flags);
    const replacement = typeof rest[0] === 'string' && flags.includes('q') ? rest[0].replaceAll('$', '$$$$') : rest[0];
    return builtin(name)(input, read.pattern, replacement, read.flags);
  };

/** The two zero durations, of months and of days, are not the same value; feelin compares their length alone. */
function is(a: unknown, b: unknown): unknown {
  if (a instanceof FeelDuration && b instanceof FeelDuration && a.yearsMonths !== b.yearsMonths) return false;
  return builtin('is')(a, b);
}

const mended: Mended = {
  'years and months duration': new FeelFunction(yearsAndMonths, ['from', 'to']),
  range: new FeelFunction(rangeFrom, ['from']),
  is: new FeelFunction(is, ['value1', 'value2']),
  matches: new FeelFunction(withPattern('matches'), ['input', 'pattern', 'flags']),
  replace: new FeelFunction(withPattern('replace'), ['input', 'pattern', 'replacement', 'flags']),
  // feelin multiplies by a power of ten, so that 1.005 rounds to 1.00
  'round half up': new FeelFunction((n: unknown, scale: unknown) => roundHalf(n, scale, true), ['n', 'scale']),
  'round down': new FeelFunction((n: unknown, scale: unknown = 0) => (isScale(scale) ? builtin('round down')(n, scale) : null), ['n', 'scale']),
  'round half down': new FeelFunction((n: unknown, scale: unknown) => roundHalf(n, scale, false), ['n', 'scale']),
};

/** The functions named in an expression that feelin lacks or that differ from the standard there. */
export function mendedBuiltins(source: string): Record<string, FeelFunction> {
  const found: Record<string, FeelFunction> = {};
  for (const [name, fn] of Object.entries(mended)) if (source.includes(name)) found[name] = fn;
  return found;
}
