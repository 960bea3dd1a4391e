import type { Duck, Patience } from './duckdb.ts';
import { literal, quoted, type ColumnKind, type SnapshotColumn } from './snapshot.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** 数据画像 of one column: what it holds, told by figures. */
export interface ColumnProfile {
  name: string;
  kind: ColumnKind;
  title?: string;
  rows: number;
  filled: number;
  distinct: number;
  /** Not for sealed columns, nor for text of a personal snapshot. */
  min: string | number | boolean | null;
  max: string | number | boolean | null;
  lengthMin: number | null;
  lengthMax: number | null;
  /** 形式: 9 a digit, A a letter, 汉 a Chinese character, runs written once; the most frequent ones of a sample. */
  patterns: { pattern: string; share: number }[];
  /** Share of the sample's values that have the form of such an identifier, where it is above 0. */
  looksLike: Partial<Record<'identity-number' | 'credit-code' | 'phone' | 'email' | 'date' | 'name', number>>;
}

export const forms = {
  'identity-number': '^[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]$',
  'credit-code': '^[1-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$',
  phone: '^(\\+?86)?1[3-9][0-9]{9}$',
  email: '^[^@ ]+@[^@ ]+\\.[A-Za-z]{2,}$',
  date: '^(19|20)[0-9]{2}[-/.年]?(0?[1-9]|1[0-2])[-/.月]?([0-2]?[0-9]|3[01])日?$',
  name: '^[\\x{4e00}-\\x{9fff}]{2,4}$',
} as const;

const sampleRows = 100_000;

/** Figures of every column in one scan, forms from a sample: for proposals of classes and previews, without a value of a person. */
export async function profileSnapshot(duck: Duck, store: Pick<SnapshotStore, 'get'>, snapshot: string, patience: Patience = {}): Promise<ColumnProfile[]> {
  const { info, from } = store.get(snapshot);
  const texts = info.columns.filter((c) => c.kind === 'text');
  const tellsEnds = (c: SnapshotColumn): boolean => c.kind !== 'digest' && !(info.personal && c.kind === 'text');
  return duck.session(async (ask) => {
    const figures = info.columns.flatMap((c, i) => {
      const name = quoted(c.name);
      return [
        `count(${name}) as f${i}`, `approx_count_distinct(${name}) as d${i}`,
        ...(tellsEnds(c) ? [`min(${name}) as a${i}`, `max(${name}) as z${i}`] : []),
        ...(c.kind === 'text' ? [`min(length(${name})) as s${i}`, `max(length(${name})) as l${i}`] : []),
      ];
    });
    const [all] = await ask(`select ${figures.join(', ')} from ${from}`);
    const looks = new Map<string, ColumnProfile['looksLike']>();
    const patterns = new Map<string, ColumnProfile['patterns']>();
    if (texts.length > 0) {
      const sample = `(select ${texts.map((c) => quoted(c.name)).join(', ')} from ${from} limit ${sampleRows})`;
      const kinds = Object.entries(forms);
      const [like] = await ask(`select ${texts.flatMap((c, i) => [`count(${quoted(c.name)}) as n${i}`, ...kinds.map(([, form], k) => `count(case when regexp_matches(${quoted(c.name)}, ${literal(form)}) then 1 end) as x${i}_${k}`)]).join(', ')} from ${sample}`);
      for (const [i, c] of texts.entries()) {
        const n = Number(like?.[`n${i}`] ?? 0);
        looks.set(c.name, Object.fromEntries(kinds.map(([kind], k) => [kind, n === 0 ? 0 : Number(like?.[`x${i}_${k}`]) / n] as const).filter(([, share]) => share > 0)));
        const form = `regexp_replace(regexp_replace(regexp_replace(${quoted(c.name)}, '[0-9]+', '9', 'g'), '[A-Za-z]+', 'A', 'g'), '[\\x{4e00}-\\x{9fff}]+', '汉', 'g')`;
        const found = await ask(`select substring(p, 1, 40) as p, n from (select ${form} as p, count(*) as n from ${sample} where ${quoted(c.name)} is not null group by 1) order by n desc, p limit 5`);
        // a form that only one value has may tell the value
        patterns.set(c.name, found.filter((f) => !info.personal || Number(f['n']) >= 5).map((f) => ({ pattern: String(f['p']), share: n === 0 ? 0 : Number(f['n']) / n })));
      }
    }
    return info.columns.map((c, i) => ({
      name: c.name, kind: c.kind, ...(c.title === undefined ? {} : { title: c.title }), rows: info.rows, filled: Number(all?.[`f${i}`] ?? 0), distinct: Math.min(Number(all?.[`d${i}`] ?? 0), Number(all?.[`f${i}`] ?? 0)),
      min: all?.[`a${i}`] ?? null, max: all?.[`z${i}`] ?? null, lengthMin: c.kind === 'text' ? Number(all?.[`s${i}`] ?? 0) : null, lengthMax: c.kind === 'text' ? Number(all?.[`l${i}`] ?? 0) : null,
      patterns: patterns.get(c.name) ?? [], looksLike: looks.get(c.name) ?? {},
    }));
  }, patience);
}
