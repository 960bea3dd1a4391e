import type { Data } from './check-data.ts';
import type { Value } from './field-types.ts';
import type { Column, RegisterTable } from './register-table.ts';

/** Encryption of sensitive fields; handed in, because keys belong to the engine that signs. */
export interface FieldCrypto {
  seal(text: string): Uint8Array;
  open(bytes: Uint8Array): string;
  /** Keyed digest 盲索引: equal texts, equal bytes. */
  blind(text: string): Uint8Array;
}

/** 来源: where one field's value came from, when, and whose act wrote it. */
export interface Provenance {
  source: string;
  at: string;
  by: string;
}

/** 记录 as the engine's callers get it. */
export interface RegisterRecord {
  register: string;
  id: string;
  version: number;
  /** Day on which it ended; null while it stands. */
  endedOn: string | null;
  effectiveOn: string;
  source: string;
  recordedAt: string;
  /** Persons and parties whose data it is. */
  subjects: string[];
  data: Data;
  provenance: Record<string, Provenance>;
}

/** A row as `to_jsonb` of its table gives it. */
export type JsonRow = Record<string, unknown>;

const digestParts = new WeakMap<RegisterTable, string[]>();

/** What stands before each column's value, as JSON or null, in the text that the digest is made over; behind the last stands `]]`. */
export function digestPartsOf(t: RegisterTable): readonly string[] {
  let parts = digestParts.get(t);
  if (parts === undefined) digestParts.set(t, (parts = t.columns.map((c, i) => `${i === 0 ? `[${JSON.stringify(t.id)}` : ']'},[${JSON.stringify(c.field.id)},`)));
  return parts;
}

/** The data's keyed digest, over `[register, [[field, value or null], …]]` as JSON: tells a bulk load whether anything changed without opening what is sealed. */
export function digestOf(t: RegisterTable, data: Data, crypto: FieldCrypto): Uint8Array {
  const parts = digestPartsOf(t);
  let text = '';
  t.columns.forEach(({ field }, i) => (text += parts[i]! + (data[field.id] === undefined ? 'null' : JSON.stringify(data[field.id]))));
  return crypto.blind(`${text}]]`);
}

/** Cells of the columns that hold these fields; an absent field is null. */
export function cellsOf(columns: readonly Column[], data: Data, crypto: FieldCrypto): JsonRow {
  const cells: JsonRow = {};
  for (const { field, name, blind } of columns) {
    const value = data[field.id];
    if (blind === undefined) cells[name] = value ?? null;
    else {
      cells[name] = value === undefined ? null : crypto.seal(value as string);
      cells[blind] = value === undefined ? null : crypto.blind(value as string);
    }
  }
  return cells;
}

/** What the action keeps: sensitive values stay sealed, in base64. */
export function actionData(t: RegisterTable, data: Data, cells: JsonRow): JsonRow {
  const kept: JsonRow = {};
  for (const field of Object.keys(data)) {
    const column = t.byField.get(field)!;
    kept[field] = column.blind === undefined ? data[field] : Buffer.from(cells[column.name] as Uint8Array).toString('base64');
  }
  return kept;
}

const hexBytes = (text: string): Uint8Array => Buffer.from(text.slice(2), 'hex');

const valueOf = (column: Column, cell: unknown): Value => (column.field.type === 'timestamp' ? new Date(cell as string).toISOString() : (cell as Value));

/** Kept short: `*` stands for every field that is not named. */
const provenanceIn = (kept: Record<string, Provenance>, fields: readonly string[]): Record<string, Provenance> =>
  Object.fromEntries(fields.flatMap((f) => { const found = kept[f] ?? kept['*']; return found === undefined ? [] : [[f, found]]; }));

export function recordOf(t: RegisterTable, row: JsonRow, crypto: FieldCrypto, fields?: ReadonlySet<string>): RegisterRecord {
  const data: Data = {};
  for (const column of t.columns) {
    const cell = row[column.name];
    if (cell === null || cell === undefined || (fields !== undefined && !fields.has(column.field.id))) continue;
    data[column.field.id] = column.blind === undefined ? valueOf(column, cell) : crypto.open(hexBytes(cell as string));
  }
  return {
    register: t.id,
    id: row['id'] as string,
    version: row['record_version'] as number,
    endedOn: row['record_ended_on'] as string | null,
    effectiveOn: row['record_effective_on'] as string,
    source: row['record_source'] as string,
    recordedAt: new Date(row['record_at'] as string).toISOString(),
    subjects: (row['record_subjects'] as string[] | null) ?? [],
    data,
    provenance: provenanceIn(row['record_provenance'] as Record<string, Provenance>, Object.keys(data)),
  };
}
