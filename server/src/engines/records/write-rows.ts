import type { Db } from '#kernel/db';
import { CellWriter } from './cell-writer.ts';
import type { CopyIn, Tuples } from './copy-in.ts';
import type { MergeOptions } from './merge-stage.ts';
import { idCell, type Portion } from './portion.ts';
import { recordColumns, ownColumns } from './seal-rows.ts';
import { identifiersOf, type RegisterTable } from './register-table.ts';

type Client = Parameters<Parameters<Db['owner']>[0]>[0];

/** What the database said of a row: a new record, nothing to write (refused or unchanged), or a version of the record that it found. */
export type Fate = 'created' | 'left' | { id: string; version: number };
export const [created, left] = ['created', 'left'] as const;

type Write = (portion: Portion, fates: readonly Fate[], subjectsOf: ReadonlyMap<number, string[]> | undefined, then: string) => Promise<{ created: number; changed: number }>;

const recordHead = ['id', 'record_version', 'record_effective_on', 'record_source', 'record_load', 'record_at', 'record_provenance', 'record_subjects'];
const actionColumns = ['record_id', 'version', 'kind', 'register', 'effective_on', 'source', 'load_id', 'at', 'actor_kind', 'actor_name', 'subjects', 'division', 'organisation', 'data'];
const openingBrace = '{';
/** More than a portion has rows. */
const rowPlaces = 2 ** 16;

/** Rows of a portion by COPY into register, history and, where they are new, identifiers; what was checked and sealed before gets its head here and goes on as it is. `then` is the portion's last statement. */
export function createWrite(client: Client, copyIn: CopyIn, t: RegisterTable, options: MergeOptions): Write {
  const columns = [...recordHead, ...recordColumns(t)].map((c) => `"${c}"`).join(', ');
  // the same for every row of the load
  const ofRecord = new CellWriter(1024);
  ofRecord.date(options.on);
  ofRecord.text(options.source);
  ofRecord.uuid(options.loadId);
  ofRecord.timestamp(options.at);
  const provenance = new CellWriter(1024);
  provenance.json(JSON.stringify({ '*': { at: options.at, by: options.actorName, source: options.source } }));
  const ofAction = new CellWriter(1024);
  ofAction.text(t.id);
  ofAction.date(options.on);
  ofAction.text(options.source);
  ofAction.uuid(options.loadId);
  ofAction.timestamp(options.at);
  ofAction.text('system');
  ofAction.text(options.actorName);
  // a change tells every field, those that it empties too: of two values of a field jsonb keeps the last
  const emptied = `{${t.columns.map((c) => `${JSON.stringify(c.field.id)}:null`).join(',')}`;
  const recordCells = recordHead.length + recordColumns(t).length;
  const identifierHeads = identifiersOf(t).map(({ field }) => {
    const head = new CellWriter(64);
    head.int16(4);
    head.text(t.id);
    head.text(field.id);
    return head;
  });
  const self = t.definition.subjects.length > 0;
  const oneSubject = new CellWriter(64);
  oneSubject.headOfOne();
  const update = `update ${t.table} r set ${[...ownColumns(t), 'record_digest', 'record_version', 'record_source', 'record_load', 'record_at', 'record_provenance', 'record_subjects'].map((c) => `"${c}" = s."${c}"`).join(', ')}
    from load_changed s where r.id = s.id and r.record_version = s.record_version - 1`;
  return async (portion, fates, subjectsOf, then) => {
    const { ids, recordEnds, dataStarts, actionEnds } = portion;
    const idOf = (row: number, fate: Fate, to: CellWriter): void => (typeof fate === 'object' ? to.uuid(fate.id) : to.rawOf(ids, row * idCell, (row + 1) * idCell));
    const subjects = (row: number, fate: Fate, to: CellWriter): void => {
      const found = subjectsOf?.get(row);
      if (found !== undefined || !self) return to.uuids(found ?? []);
      to.rawOf(oneSubject);
      idOf(row, fate, to);
    };
    const record = (row: number, fate: Fate, to: CellWriter): void => {
      to.int16(recordCells);
      idOf(row, fate, to);
      to.int4(typeof fate === 'object' ? fate.version : 1);
      to.rawOf(ofRecord);
      const own = portion.provenance.get(row);
      if (own === undefined) to.rawOf(provenance);
      else to.json(own);
      subjects(row, fate, to);
      to.rawOf(portion.records, row === 0 ? 0 : recordEnds[row - 1]!, recordEnds[row]!);
    };
    const action = (row: number, to: CellWriter): void => {
      const fate = fates[row]!;
      if (fate === left) return;
      const [from, data, end] = [row === 0 ? 0 : actionEnds[row - 1]!, dataStarts[row]!, actionEnds[row]!];
      to.int16(actionColumns.length);
      idOf(row, fate, to);
      to.int4(typeof fate === 'object' ? fate.version : 1);
      to.text(fate === created ? 'create' : 'change');
      to.rawOf(ofAction);
      subjects(row, fate, to);
      to.rawOf(portion.actions, from, data);
      const before = fate === created ? openingBrace : end - data > 1 ? `${emptied},` : emptied;
      to.int32(1 + before.length + end - data);
      to.byte(1);
      to.chars(before);
      to.rawOf(portion.actions, data, end);
    };
    const identifiers = (n: number): Tuples => {
      const [cells, ends, head] = [portion.identifiers[n]!, portion.identifierEnds[n]!, identifierHeads[n]!];
      const from = (row: number): number => (row === 0 ? 0 : ends[row - 1]!);
      const rows = ends.flatMap((end, row) => (fates[row] === created && end - from(row) > 4 ? [cells.uint32At(from(row) + 4) * rowPlaces + row] : []));
      // in the index's own order, as far as four bytes tell it: neighbours are written together
      const sorted = Float64Array.from(rows).sort();
      return {
        sql: 'copy records.identifier (register, field, blind, record_id) from stdin (format binary)', count: sorted.length,
        write(i, to) {
          const row = sorted[i]! % rowPlaces;
          to.rawOf(head);
          to.rawOf(cells, from(row), ends[row]!);
          idOf(row, created, to);
        },
      };
    };
    const [createdRows, changedRows] = [fates.filter((f) => f === created).length, fates.filter((f) => typeof f === 'object').length];
    const copy = (table: string, of: string, write: Tuples['write']): Tuples => ({ sql: `copy ${table} (${of}) from stdin (format binary)`, count: portion.rows, write });
    const fresh = createdRows === 0 ? [] : [
      copy(t.table, columns, (row, to) => (fates[row] === created ? record(row, created, to) : undefined)),
      ...identifierHeads.flatMap((_, n) => (portion.given.has(identifiersOf(t)[n]!.field.id) ? [identifiers(n)] : [])),
    ];
    const history = createdRows + changedRows === 0 ? [] : [copy('records.action', actionColumns.join(', '), action)];
    if (changedRows === 0) {
      await copyIn([...fresh, ...history], then);
      return { created: createdRows, changed: 0 };
    }
    // a changed record may name one that is new
    await client.query(`create temp table if not exists load_changed on commit drop as select ${columns} from ${t.table} limit 0`);
    await copyIn([...fresh, copy('load_changed', columns, (row, to) => {
      const fate = fates[row]!;
      if (typeof fate === 'object') record(row, fate, to);
    })]);
    const changed = (await client.query(update)).rowCount ?? 0;
    await copyIn(history, `truncate load_changed; ${then}`);
    return { created: createdRows, changed };
  };
}
