import { setImmediate } from 'node:timers/promises';
import type { FieldFault } from './check-data.ts';
import { errors } from './errors.ts';
import { Portion } from './portion.ts';
import type { Line } from './read-lines.ts';
import { identifiersOf, type RegisterTable } from './register-table.ts';
import { createSealer, type SealDeps } from './seal-rows.ts';

export const rowsMax = 100_000_000;
/** After so many rows (some 1 ms) others get their turn: requests of this process, and the answers of the database. */
const turnRows = 16;

export interface ReadDeps extends SealDeps {
  refuse: (line: number, faults: FieldFault[]) => void;
}

/**
 * Checks and seals lines into portions; lines that are refused are told and left out. Two portions go round: one is the reader's
 * until he asks for the next but one.
 */
export async function* readPortions(deps: ReadDeps, t: RegisterTable, batches: AsyncIterable<readonly Line[]>): AsyncGenerator<Portion, number> {
  const sealer = createSealer(t, deps);
  const identifiers = identifiersOf(t).length;
  let [portion, other] = [new Portion(identifiers), new Portion(identifiers)];
  let read = 0;
  for await (const lines of batches) {
    for (const { line, row, fault } of lines) {
      read += 1;
      if (read > rowsMax) throw errors.loadTooLarge({ rowsMax });
      if (read % turnRows === 0) await setImmediate();
      const faults = row === undefined ? [{ field: '', ...fault! }] : sealer.seal(line, row, portion);
      if (faults.length > 0) deps.refuse(line, faults);
      if (!portion.full) continue;
      yield portion;
      [portion, other] = [other, portion];
      portion.clear();
      sealer.begin();
    }
  }
  if (portion.rows > 0) yield portion;
  return read;
}
