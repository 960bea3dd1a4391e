import { textIn } from '#kernel/i18n';
import type { Db } from '#kernel/db';
import { copyOut } from './copy-out.ts';
import type { FieldType } from './field-types.ts';
import { columnOf } from './read-records.ts';
import type { Column, RegisterTable } from './register-table.ts';

/** A column as analysis takes it in; `digest`: a sealed field's keyed digest, never its value. */
export interface RegisterColumn {
  name: string;
  kind: 'text' | 'integer' | 'decimal' | 'money' | 'date' | 'timestamp' | 'boolean' | 'digest';
  title: string;
}

/** 登记簿快照: the standing records at one moment, as CSV without header. For analysis inside the house: it is no reading by a person. */
export interface RegisterSnapshot {
  columns: RegisterColumn[];
  /** Holds data of persons: only figures may be handed out. */
  personal: boolean;
  rows: AsyncIterable<Uint8Array>;
}

const kinds: Partial<Record<FieldType, RegisterColumn['kind']>> = { integer: 'integer', decimal: 'decimal', money: 'money', date: 'date', timestamp: 'timestamp', boolean: 'boolean' };
const instant = (sql: string): string => `to_char(${sql} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`;

/** What every record has beside its fields; no field's id begins with `record`. */
const own: [column: RegisterColumn, sql: string][] = [
  [{ name: 'recordId', kind: 'text', title: '记录编号' }, 'id'], [{ name: 'recordAt', kind: 'timestamp', title: '入库时间' }, instant('record_at')],
  [{ name: 'recordEffectiveOn', kind: 'date', title: '生效日期' }, 'record_effective_on'], [{ name: 'recordSource', kind: 'text', title: '来源' }, 'record_source'],
];

const sqlOf = ({ field, name, blind }: Column): string =>
  blind !== undefined ? `encode(substring("${blind}" from 1 for 16), 'hex')` : field.type === 'timestamp' ? instant(`"${name}"`) : `"${name}"`;

/** Structures (json) stay out. `fields`: only these; all by default. */
export function snapshotRegister(db: Pick<Db, 'owner'>, t: RegisterTable, fields?: readonly string[]): RegisterSnapshot {
  const columns = (fields === undefined ? [...t.columns] : fields.map((f) => columnOf(t, f))).filter((c) => c.field.type !== 'json');
  return {
    columns: [...own.map(([c]) => c), ...columns.map(({ field, blind }): RegisterColumn => ({ name: field.id, kind: blind === undefined ? (kinds[field.type] ?? 'text') : 'digest', title: textIn(field.title, 'zh') }))],
    // an open register is published by law; its sealed fields are here as digests only
    personal: t.personal && !t.definition.open,
    rows: copyOut(db, `copy (select ${[...own.map(([, sql]) => sql), ...columns.map(sqlOf)].join(', ')} from ${t.table} where record_ended_on is null) to stdout (format csv)`),
  };
}
