import { duration, evaluate, FeelDate, FeelDateTime, FeelFunction, isRange, type FeelDuration, type FeelRange } from 'feelin';

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

const rangeLiteral = /^[[\](]\s*\S[^{}]*\.\.[^{}]*[\])[]$/;

function rangeFrom(from: unknown): FeelRange | null {
  if (typeof from !== 'string' || from.length > 200 || !rangeLiteral.test(from.trim())) return null;
  try {
    const { value } = evaluate(from.trim(), {});
    return isRange(value) && !(value.start === null && value.end === null) ? value : null;
  } catch {
    return null;
  }
}

/** Rounds away from (up) or towards (down) zero on a half; only numbers of decimals from -6111 to 6176 are given. */
const roundHalf = (n: unknown, scale: unknown, halfUp: boolean): number | null => {
  if (typeof n !== 'number' || typeof scale !== 'number' || scale < -6111 || scale > 6176) return null;
  const shifted = Number(`${Math.abs(n)}e${Math.trunc(scale)}`);
  if (!Number.isFinite(shifted)) return n;
  const whole = Math.floor(shifted);
  const rest = shifted - whole;
  const rounded = rest > 0.5 || (rest === 0.5 && halfUp) ? whole + 1 : whole;
  return Math.sign(n) * Number(`${rounded}e${-Math.trunc(scale)}`);
};

const mended: Mended = {
  'years and months duration': new FeelFunction(yearsAndMonths, ['from', 'to']),
  range: new FeelFunction(rangeFrom, ['from']),
  // feelin multiplies by a power of ten, so that 1.005 rounds to 1.00
  'round half up': new FeelFunction((n: unknown, scale: unknown) => roundHalf(n, scale, true), ['n', 'scale']),
  'round half down': new FeelFunction((n: unknown, scale: unknown) => roundHalf(n, scale, false), ['n', 'scale']),
};

/** The functions named in an expression that feelin lacks or that differ from the standard there. */
export function mendedBuiltins(source: string): Record<string, FeelFunction> {
  const found: Record<string, FeelFunction> = {};
  for (const [name, fn] of Object.entries(mended)) if (source.includes(name)) found[name] = fn;
  return found;
}
