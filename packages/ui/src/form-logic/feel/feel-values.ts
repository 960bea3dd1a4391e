import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime, toFeel } from 'feelin';

const isPlain = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Plain data (JSON, dates) as FEEL values: contexts without a prototype of their own become plain ones, dates FEEL's. */
export function toFeelValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(toFeelValue);
  if (isPlain(value)) {
    const made: Record<string, unknown> = {};
    for (const key of Object.keys(value)) if (key !== '__proto__') made[key] = toFeelValue(value[key]);
    return made;
  }
  return toFeel(value);
}

/** FEEL values as JSON: dates, times and durations as ISO 8601 texts, functions and ranges as texts. */
export function fromFeelValue(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') return typeof value === 'function' ? null : value;
  if (Array.isArray(value)) return value.map(fromFeelValue);
  if (value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime || value instanceof FeelDuration) return value.toString();
  if (value instanceof FeelFunction) return null;
  if (value instanceof FeelRange) return value.toString();
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fromFeelValue(entry)]));
}
