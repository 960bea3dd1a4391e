import { setImmediate } from 'node:timers/promises';
import type { FieldFault } from './check-data.ts';
import { errors } from './errors.ts';
import { Portion } from './portion.ts';
import type { Line } from './read-lines.ts';
import { identifiersOf, type RegisterTable } from './register-table.ts';
import { createSealer, type SealDeps } from './seal-rows.ts';

export const rowsMax = 100_000_000;
/** After so many rows (some 0.4 ms) others get their turn: requests of this process, and the database, which soon has read what was sent to it. */
const turnRows = 8;

export interface ReadDeps extends SealDeps {
  /** 行政区划 that the rows must lie in, by the beginning of its code. */
  within?: string | undefined;
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
      const faults = row === undefined ? [{ field: '', ...fault! }] : strays(t, row, deps.within) ?? sealer.seal(line, row, portion);
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

/** 不在报送单位的行政区划内. */
export const outside = { zh: '不在报送单位的行政区划内', en: 'lies outside the territory of the body that hands it in' };

/** The fault of a row that says it lies elsewhere. */
function strays(t: RegisterTable, row: Readonly<Record<string, unknown>>, within: string | undefined): FieldFault[] | undefined {
  const field = t.definition.divisionField;
  if (within === undefined || field === undefined) return undefined;
  const division = row[field];
  return typeof division !== 'string' || division.trim() === '' || division.trim().startsWith(within) ? undefined : [{ field, ...outside }];
}
