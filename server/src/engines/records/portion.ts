import { CellWriter } from './cell-writer.ts';
import type { FieldFault } from './check-data.ts';

const portionRows = 6_000;
/** Bytes of a cell with an id. */
export const idCell = 20;
/** Two portions are held at a time, however long the rows are. */
const portionBytesMax = 12 << 20;

/**
 * Checked and sealed rows of a load. Of each row its key goes to the database first, which says what becomes of it; the cells of its
 * record and of its action wait here, outside of the heap, for the head that says whose they are. A portion is used again.
 */
export class Portion {
  /** Whole tuples of the stage. */
  readonly keys = new CellWriter(1 << 20);
  readonly records = new CellWriter(4 << 20);
  /** Cells of division and organisation, then the data's JSON behind its opening brace. */
  readonly actions = new CellWriter(4 << 20);
  /** Cells of the ids of new records, all of one length. */
  readonly ids = new CellWriter(idCell * portionRows);
  /** Cells of the keyed digests of its identifiers, field by field of those that have one, row by row: null where it has none. */
  readonly identifiers: readonly CellWriter[];
  readonly identifierEnds: readonly number[][];
  /** By row: its line, and where its bytes end. */
  readonly lines: number[] = [];
  readonly recordEnds: number[] = [];
  readonly dataStarts: number[] = [];
  readonly actionEnds: number[] = [];
  /** By row, where rows say a part of their records only: what was said, and the faults that the rest has if there is no record yet. */
  readonly said: { row: Readonly<Record<string, unknown>>; unsaid: FieldFault[] }[] = [];
  /** By row: the provenance of its fields as JSON, where it is not the load's for all of them. */
  readonly provenance = new Map<number, string>();
  /** Fields that its rows have. */
  readonly given = new Set<string>();

  /** `identifiers`: how many fields lead to its records from elsewhere. */
  constructor(identifiers: number) {
    this.identifiers = Array.from({ length: identifiers }, () => new CellWriter(portionRows * 36));
    this.identifierEnds = this.identifiers.map(() => []);
  }
  get rows(): number {
    return this.lines.length;
  }
  get full(): boolean {
    return this.rows >= portionRows || this.records.at + this.actions.at >= portionBytesMax;
  }
  clear(): void {
    for (const writer of [this.keys, this.ids, this.records, this.actions, ...this.identifiers]) writer.clear();
    for (const list of [this.lines, this.recordEnds, this.dataStarts, this.actionEnds, ...this.identifierEnds]) list.length = 0;
    this.said.length = 0;
    this.provenance.clear();
    this.given.clear();
  }
}
