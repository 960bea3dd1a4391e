import { setImmediate } from 'node:timers/promises';
import type { FieldFault } from './check-data.ts';
import { errors } from './errors.ts';
import { PortionWriter } from './portion-writer.ts';
import type { Line } from './read-lines.ts';
import type { RegisterTable } from './register-table.ts';
import { createSealer, type SealDeps } from './seal-rows.ts';

export const rowsMax = 100_000_000;
const portionRows = 20_000;
/** Two portions are held at a time, however long the rows are. */
const portionBytesMax = 24 << 20;
/** After so many rows (some 2 ms) others get their turn: requests of this process, and the answers of the database. */
const turnRows = 32;

export interface Portion {
  chunks: Uint8Array[];
  rows: number;
  /** Fields that its rows have. */
  given: ReadonlySet<string>;
}

export interface ReadDeps extends SealDeps {
  refuse: (line: number, faults: FieldFault[]) => void;
}

/** Checks and seals lines into portions that COPY takes as they are; lines that are refused are told and left out. */
export async function* readPortions(deps: ReadDeps, t: RegisterTable, lines: AsyncIterable<Line>): AsyncGenerator<Portion, number> {
  const sealer = createSealer(t, deps);
  let read = 0;
  let writer = new PortionWriter();
  for await (const { line, row, fault } of lines) {
    read += 1;
    if (read > rowsMax) throw errors.loadTooLarge({ rowsMax });
    if (read % turnRows === 0) await setImmediate();
    const faults = row === undefined ? [{ field: '', ...fault! }] : sealer.seal(line, row, writer);
    if (faults.length > 0) deps.refuse(line, faults);
    if (writer.rows >= portionRows || writer.bytesDone >= portionBytesMax) {
      yield { chunks: writer.finish(), rows: writer.rows, given: sealer.end() };
      writer = new PortionWriter();
    }
  }
  if (writer.rows > 0) yield { chunks: writer.finish(), rows: writer.rows, given: sealer.end() };
  return read;
}
