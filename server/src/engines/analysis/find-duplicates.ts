import { Bindings } from './bindings.ts';
import { halfWidth } from './clean-rows.ts';
import type { Duck, Patience } from './duckdb.ts';
import { errors } from './errors.ts';
import { quoted } from './snapshot.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** 疑似重复: rows whose names say the same once written alike, and whose other columns agree. */
export interface DuplicateSearch {
  snapshot: string;
  /** A text column: compared without blanks and signs, in half width and small letters, without the words to ignore. */
  name: string;
  ignore?: readonly string[];
  /** Columns that must be equal too. */
  same?: readonly string[];
  /** Told of each row. */
  key: string;
  limit?: number;
}

export interface Duplicates {
  groups: number;
  rows: number;
  shown: { count: number; keys: string[] }[];
}

export async function findDuplicates(duck: Duck, store: Pick<SnapshotStore, 'get'>, search: DuplicateSearch, patience: Patience = {}): Promise<Duplicates> {
  const { info, from } = store.get(search.snapshot);
  const column = (name: string, text = false): string => {
    const found = info.columns.find((c) => c.name === name);
    if (found === undefined) throw errors.unknownColumn({ snapshot: info.name, column: name.slice(0, 60) });
    if (text && found.kind !== 'text') throw errors.queryInvalid({ zh: `“${name}”不是文字`, en: `"${name}" is no text` });
    return quoted(found.name);
  };
  const same = (search.same ?? []).map((c) => column(c));
  if (same.length > 5 || (search.ignore?.length ?? 0) > 50) throw errors.queryInvalid({ zh: '最多 5 个相同列、50 个忽略词', en: 'at most 5 equal columns and 50 words to ignore' });
  const bindings = new Bindings();
  let written = `regexp_replace(lower(${halfWidth(column(search.name, true), bindings)}), '[\\s\\p{P}\\p{S}]+', '', 'g')`;
  for (const word of search.ignore ?? []) if (word !== '') written = `replace(${written}, ${bindings.place(word)}, '')`;
  const key = column(search.key);
  const limit = Math.min(Math.max(Math.trunc(search.limit ?? 50), 1), 500);
  return duck.session(async (ask) => {
    const grouped = ['w', ...same.map((_, i) => `s${i}`)].join(', ');
    await ask(`create or replace temp table alike as select hash(${grouped}) as h from (select ${[`${written} as w`, ...same.map((s, i) => `${s} as s${i}`)].join(', ')} from ${from}) where w <> '' group by ${grouped} having count(*) > 1`, bindings.values);
    const rows = `select hash(${grouped}) as h, k from (select ${[`${written} as w`, ...same.map((s, i) => `${s} as s${i}`)].join(', ')}, cast(${key} as varchar) as k from ${from}) where w <> '' and hash(${grouped}) in (select h from alike)`;
    await ask(`create or replace temp table alike_rows as ${rows}`, bindings.values);
    const [counted] = await ask('select count(distinct h) as groups, count(*) as n from alike_rows');
    const shown = await ask(`select h, count(*) as n, string_agg(k, chr(31) order by k) as keys from (select h, k, row_number() over (partition by h order by k) as i from alike_rows) where i <= 20 group by h order by n desc, keys limit ${limit}`);
    return { groups: Number(counted?.['groups'] ?? 0), rows: Number(counted?.['n'] ?? 0), shown: shown.map((r) => ({ count: Number(r['n']), keys: String(r['keys']).split('\u001f') })) };
  }, patience);
}
