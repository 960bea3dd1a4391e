import { CkanError } from './ckan-error.ts';

/** Parameters of an action: of the query (texts) or of a JSON body (values). */
export type CkanInput = Readonly<Record<string, unknown>>;

export const optionalText = (input: CkanInput, name: string, max = 10_000): string | undefined => {
  const value = input[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') throw CkanError.validation(name, 'Must be a text');
  const text = String(value);
  if (text.length > max || text.includes('\0')) throw CkanError.validation(name, `Must be at most ${max} characters`);
  return text;
};
export function neededText(input: CkanInput, ...names: string[]): string {
  for (const name of names) {
    const value = optionalText(input, name, 200);
    if (value !== undefined) return value;
  }
  throw CkanError.validation(names[0]!, 'Missing value');
}
export function wholeNumber(input: CkanInput, name: string, otherwise: number, max: number): number {
  const value = input[name];
  if (value === undefined || value === null || value === '') return otherwise;
  const n = Number(value);
  if (!Number.isSafeInteger(n)) throw CkanError.validation(name, 'Invalid integer');
  if (n < 0) throw CkanError.validation(name, 'Must be a natural number');
  return Math.min(n, max);
}
export const flag = (input: CkanInput, name: string, otherwise: boolean): boolean => {
  const value = input[name];
  return value === undefined ? otherwise : value === true || ['true', 'yes', 't', 'y', '1'].includes(String(value).toLowerCase());
};
/** An object that stands as JSON in a query, as itself in a body. */
export function jsonValue(input: CkanInput, name: string): unknown {
  const value = input[name];
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (!/^[[{]/.test(text)) return value;
  try {
    return JSON.parse(text);
  } catch {
    throw CkanError.validation(name, 'Cannot parse JSON');
  }
}
export function textList(input: CkanInput, name: string): string[] | undefined {
  const value = jsonValue(input, name);
  if (value === undefined || value === null || value === '') return undefined;
  const list = Array.isArray(value) ? value : String(value).split(',');
  if (list.length > 200 || list.some((v) => typeof v !== 'string' || v.length > 200)) throw CkanError.validation(name, 'Not a list of strings');
  return (list as string[]).map((v) => v.trim()).filter((v) => v !== '');
}
