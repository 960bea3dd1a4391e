import { FeelFunction } from 'feelin';

type Mended = Record<string, FeelFunction>;

const mended: Mended = {};

/** The functions named in an expression that feelin lacks or that differ from the standard there. */
export function mendedBuiltins(source: string): Mended {
  const found: Mended = {};
  for (const [name, fn] of Object.entries(mended)) if (source.includes(name)) found[name] = fn;
  return found;
}
