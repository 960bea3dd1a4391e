import { FeelDuration, FeelRange } from 'feelin';

/**
 * `x instance of range<date>` (DMN 10.3.2.9.1), which feelin's grammar does not have: the type is written as a name of
 * the same length, so that places in the text stay, and the name stands for a class that knows its instances.
 */
export const nameRangeTypes = (source: string): string =>
  source.includes('range') ? source.replace(/"(?:[^"\\]|\\.)*"|\binstance\s+of\s+range<[a-z ]+>/g, (found) => (found.startsWith('"') ? found : found.replace(/range<.*$/, (type) => type.replace(/[<> ]/g, '_')))) : source;

const valueTypes: Readonly<Record<string, (range: FeelRange) => boolean>> = {
  number: ({ valueType }) => valueType === 'number',
  string: ({ valueType }) => valueType === 'string',
  date: ({ valueType }) => valueType === 'date',
  time: ({ valueType }) => valueType === 'time',
  'date and time': ({ valueType }) => valueType === 'date time',
  'days and time duration': ({ start, end }) => [start, end].some((bound) => bound instanceof FeelDuration && !bound.yearsMonths),
  'years and months duration': ({ start, end }) => [start, end].some((bound) => bound instanceof FeelDuration && bound.yearsMonths),
};

/** By the names that `nameRangeTypes` writes. */
export const rangeTypes: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(valueTypes).map(([type, holds]) => {
    const known = function rangeType(): void {};
    Object.defineProperty(known, Symbol.hasInstance, { value: (value: unknown) => value instanceof FeelRange && holds(value) });
    return [`range_${type.replaceAll(' ', '_')}_`, known];
  }),
);
