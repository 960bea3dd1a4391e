import { setImmediate } from 'node:timers/promises';
import { checkData, type CodeCheck, type Data, type FieldFault } from './check-data.ts';
import { errors } from './errors.ts';
import { cellWriter, PortionWriter } from './portion-writer.ts';
import type { Line } from './read-lines.ts';
import { foreignSubjects, identifiersOf, type RegisterTable } from './register-table.ts';
import { actionData, cellsOf, digestOf, type FieldCrypto } from './row-codec.ts';

export const rowsMax = 100_000_000;
const portionRows = 20_000;
/** Two portions are held at a time, however long the rows are. */
const portionBytesMax = 24 << 20;
/**
 * After so many rows (some 2 ms) others get their turn: requests of this process, and the socket on which the portion before goes out.
 * That takes as many turns as its bytes fill the socket's buffer; with long turns the database would wait for a portion that is ready.
 */
const turnRows = 32;

export interface Portion {
  chunks: Uint8Array[];
  rows: number;
}

export interface ReadDeps {
  crypto: FieldCrypto;
  hasCode: CodeCheck;
  newId: () => string;
  idOf?: ((data: Readonly<Data>) => string | undefined) | undefined;
  refuse: (line: number, faults: FieldFault[]) => void;
}

/** Columns of a portion, in the order in which `readPortions` writes them. */
export const portionColumns = (t: RegisterTable): string[] => [
  'record_line', 'id', 'record_digest', 'record_data', ...t.columns.flatMap((c) => (c.blind === undefined ? [c.name] : [c.name, c.blind])), ...lookedOf(t).map((l) => l.name),
];

const lookedName = (t: RegisterTable, field: string): string => `record_looked_${t.byField.get(field)!.name}`;

/** Keyed digests that are no column of the register: of plain identifiers, and of what leads to a subject elsewhere. */
export const lookedOf = (t: RegisterTable): { field: string; name: string }[] =>
  [...new Set([...identifiersOf(t).map((c) => c.field.id), ...foreignSubjects(t)])].filter((field) => t.byField.get(field)!.blind === undefined).map((field) => ({ field, name: lookedName(t, field) }));

/** Where the keyed digest of a field stands in a portion. */
export const lookedColumn = (t: RegisterTable, field: string): string => `"${t.byField.get(field)!.blind ?? lookedName(t, field)}"`;

/** Checks and seals lines into portions that COPY takes as they are; lines that are refused are told and left out. */
export async function* readPortions(deps: ReadDeps, t: RegisterTable, lines: AsyncIterable<Line>): AsyncGenerator<Portion, number> {
  const { crypto, hasCode } = deps;
  const looked = lookedOf(t);
  const columns = t.columns.map((column) => ({ column, write: cellWriter(column) }));
  const cellCount = portionColumns(t).length;
  let read = 0;
  let writer = new PortionWriter();
  for await (const { line, row, fault } of lines) {
    read += 1;
    if (read > rowsMax) throw errors.loadTooLarge({ rowsMax });
    if (read % turnRows === 0) await setImmediate();
    const { data, faults } = row === undefined ? { data: {}, faults: [{ field: '', ...fault! }] } : checkData(t, row, hasCode);
    if (faults.length > 0) {
      deps.refuse(line, faults);
      continue;
    }
    const cells = cellsOf(t.columns, data, crypto);
    writer.row(cellCount);
    writer.int4(line);
    writer.uuid(deps.idOf?.(data) ?? deps.newId());
    writer.bytes(digestOf(t, data, crypto));
    writer.json(JSON.stringify(actionData(t, data, cells)));
    for (const { column, write } of columns) {
      const cell = cells[column.name];
      if (cell === null) writer.null();
      else if (column.blind === undefined) write(writer, cell);
      else writer.bytes(cell as Uint8Array);
      if (column.blind === undefined) continue;
      const blind = cells[column.blind];
      if (blind === null) writer.null();
      else writer.bytes(blind as Uint8Array);
    }
    for (const { field } of looked) {
      const value = data[field];
      if (value === undefined) writer.null();
      else writer.bytes(crypto.blind(String(value)));
    }
    if (writer.rows >= portionRows || writer.bytesDone >= portionBytesMax) {
      yield { chunks: writer.finish(), rows: writer.rows };
      writer = new PortionWriter();
    }
  }
  if (writer.rows > 0) yield { chunks: writer.finish(), rows: writer.rows };
  return read;
}
