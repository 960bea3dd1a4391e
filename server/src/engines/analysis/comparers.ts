import { narrow, wide } from './clean-rows.ts';
import { errors } from './errors.ts';
import { quoted, type ColumnKind, type SnapshotColumn } from './snapshot.ts';

/**
 * 比对方法: how two columns are held against each other.
 * - left out: as they are; columns of one kind.
 * - `plain`: written alike: blanks, signs, letters' case and full width do not count.
 * - `number`: as numbers, whatever stands between or behind their digits; `decimals`: rounded to so many.
 * - `date`: as days, in any of the forms that people write.
 * - `first`: their first characters (a division's code against a longer one).
 * What is no number or day stays what it is, so that two things that cannot be read are not the same.
 */
export type Comparer = 'plain' | 'number' | 'date' | { readonly first: number } | { readonly decimals: number };

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const [from, to] = [literal(`${wide}\u3000`), literal(`${narrow} `)];
const numbers: ReadonlySet<ColumnKind> = new Set(['integer', 'decimal', 'money']);
const days: ReadonlySet<ColumnKind> = new Set(['date', 'timestamp']);
/** What sums of money and counts are written with. */
const around = `'[,\\s¥￥$元人个]+'`;
const dayForm = `'^([12][0-9]{3})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(?:[ T].*)?$'`;

const fits: Readonly<Record<'number' | 'date', (kind: ColumnKind) => boolean>> = { number: (kind) => kind === 'text' || numbers.has(kind), date: (kind) => kind === 'text' || days.has(kind) };

/** Refuses a pair that cannot be held against each other in this way. */
export function requireComparable(left: SnapshotColumn, right: SnapshotColumn, by: Comparer | undefined): void {
  const odd = by === undefined ? left.kind !== right.kind : [left.kind, right.kind].some((kind) => kind === 'digest' || !(by === 'date' ? fits.date(kind) : by === 'number' || (typeof by === 'object' && 'decimals' in by) ? fits.number(kind) : true));
  if (odd) throw errors.queryInvalid({ zh: `“${left.title ?? left.name}”与“${right.title ?? right.name}”不能这样比对`, en: `"${left.title ?? left.name}" and "${right.title ?? right.name}" are not compared in this way` });
}

/** A column as text in half width, without blanks around it. */
export const preparedSql = (column: string): string => `regexp_replace(translate(cast(${quoted(column)} as varchar), ${from}, ${to}), '^\\s+|\\s+$', '', 'g')`;

/** What is compared, of a prepared text; empty is nothing. */
export function comparedSql(prepared: string, by: Comparer): string {
  const asItIs = `nullif(lower(${prepared}), '')`;
  if (by === 'plain') return `nullif(regexp_replace(lower(${prepared}), '[\\s\\p{P}\\p{S}]+', '', 'g'), '')`;
  if (by === 'date') {
    const part = (...groups: number[]): string => `lpad(concat(${groups.map((g) => `regexp_extract(${prepared}, ${dayForm}, ${g})`).join(', ')}), 2, '0')`;
    return `case when regexp_matches(${prepared}, ${dayForm}) then concat(regexp_extract(${prepared}, ${dayForm}, 1), '-', ${part(2, 4)}, '-', ${part(3, 5)}) else ${asItIs} end`;
  }
  if (typeof by === 'object' && 'first' in by) return `nullif(substr(${prepared}, 1, ${wholeWithin(by.first, 1, 40)}), '')`;
  return `coalesce(cast(try_cast(regexp_replace(${prepared}, ${around}, '', 'g') as decimal(30, ${by === 'number' ? 6 : wholeWithin(by.decimals, 0, 6)})) as varchar), ${asItIs})`;
}

function wholeWithin(n: number, least: number, most: number): number {
  if (!Number.isInteger(n) || n < least || n > most) throw errors.queryInvalid({ zh: `应为 ${least} 到 ${most} 的整数`, en: `a whole number from ${least} to ${most}` });
  return n;
}
