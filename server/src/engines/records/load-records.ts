import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { dayInChina } from '#kernel/clock';
import type { Db } from '#kernel/db';
import { checkData, type CodeCheck, type FieldFault } from './check-data.ts';
import { copyCell, copyIn } from './copy-in.ts';
import { errors } from './errors.ts';
import { createStage, mergeStage } from './merge-stage.ts';
import { readLines } from './read-lines.ts';
import { identifiersOf, type RegisterTable } from './register-table.ts';
import { cellsOf, digestOf, type FieldCrypto } from './row-codec.ts';

export interface LoadOptions {
  format: 'csv' | 'jsonl';
  /** 来源系统 or department, written into each record's provenance. */
  source: string;
  actorName: string;
  now: Date;
  newId: () => string;
  /** Day from which the rows hold; today in China by default. */
  effectiveOn?: string;
  /** Ids of new records, where something outside fixes them (a person's record is the person). */
  idOf?: (data: Readonly<Record<string, unknown>>) => string | undefined;
}

export interface RefusedLine {
  line: number;
  faults: FieldFault[];
}

/** 入库报告: every line is in one of created, changed, unchanged, refused. */
export interface LoadReport {
  loadId: string;
  register: string;
  /** SM3 (hex) of the bytes. */
  digest: string;
  /** The same bytes were loaded before: this is that load's report. */
  repeated: boolean;
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  refused: number;
  /** The first 1,000. */
  refusedLines: RefusedLine[];
}

export const refusedShownMax = 1000;
const rowsMax = 5_000_000;
const chunkSize = 1 << 16;
/** Up to here a file is hashed before it is read, so that the same bytes again cost nothing else. */
const aheadBytesMax = 64 << 20;

export interface LoadDeps {
  db: Pick<Db, 'owner'>;
  crypto: FieldCrypto;
  hasCode: CodeCheck;
}

/** Refused lines: all are counted, the first ones are kept. */
export class Refusals {
  count = 0;
  readonly lines: RefusedLine[] = [];
  add(line: number, faults: FieldFault[]): void {
    this.count += 1;
    if (this.lines.length < refusedShownMax) this.lines.push({ line, faults });
  }
}

/**
 * 批量入库: streams a file through checks into a stage by COPY, then merges it in one transaction: with the register's key the row
 * that has it is changed, without a key every row is new. Refused lines are reported and never stop the others.
 */
export async function loadRecords(deps: LoadDeps, t: RegisterTable, source: AsyncIterable<Uint8Array>, options: LoadOptions): Promise<LoadReport> {
  const { bytes, whole } = await readAhead(source);
  const hash = createHash('sm3');
  const refusals = new Refusals();
  let read = 0;
  const loadId = options.newId();
  const identifiers = identifiersOf(t);
  const looked = [...identifiers.map((c) => c.field.id), ...foreignSubjects(t)].map((field) => ({ field, blind: t.byField.get(field)!.blind }));
  const columns = t.columns.flatMap((c) => (c.blind === undefined ? [c.name] : [c.name, c.blind]));

  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      hash.update(chunk);
      yield chunk;
    }
  }
  async function* rows(): AsyncGenerator<string> {
    let chunk = '';
    for await (const { line, row, fault } of readLines(hashed(), options.format)) {
      read += 1;
      if (read > rowsMax) throw errors.loadTooLarge({ rowsMax });
      if (row === undefined) {
        refusals.add(line, [{ field: '', ...fault! }]);
        continue;
      }
      const { data, faults } = checkData(t, row, deps.hasCode);
      if (faults.length > 0) {
        refusals.add(line, faults);
        continue;
      }
      const cells = cellsOf(t.columns, data, deps.crypto);
      chunk += `${line}\t${options.idOf?.(data) ?? options.newId()}\t${copyCell(digestOf(t, data, deps.crypto))}`;
      for (const name of columns) chunk += `\t${copyCell(cells[name])}`;
      for (const { field, blind } of looked) {
        const value = data[field];
        // a sealed field's digest stands in the row already
        chunk += `\t${copyCell(value === undefined ? null : blind === undefined ? deps.crypto.blind(String(value)) : cells[blind])}`;
      }
      chunk += '\n';
      if (chunk.length >= chunkSize) {
        yield chunk;
        chunk = '';
      }
    }
    if (chunk !== '') yield chunk;
  }

  return deps.db.owner(async (client) => {
    const loaded = async (digest: Uint8Array): Promise<LoadReport | undefined> => {
      const { rows: found } = await client.query<{ report: LoadReport }>('select report from records.load where register = $1 and digest = $2', [t.id, digest]);
      return found[0] === undefined ? undefined : { ...found[0].report, repeated: true };
    };
    const early = whole === undefined ? undefined : await loaded(whole);
    if (early !== undefined) return early;
    await client.query('begin');
    try {
      await client.query("set local statement_timeout = 0; set local timezone = 'UTC'");
      const stage = await createStage(client, t, columns, identifiers.map((c) => c.field.id), foreignSubjects(t));
      await copyIn(client, `copy ${stage.table} (${stage.copied.map((c) => `"${c}"`).join(', ')}) from stdin`, rows());
      const digest = hash.digest();
      // two loads of the same register wait for each other
      await client.query('select pg_advisory_xact_lock(7192555, hashtext($1))', [t.id]);
      const before = await loaded(digest);
      if (before !== undefined) {
        await client.query('rollback');
        return before;
      }
      const on = options.effectiveOn ?? dayInChina(options.now);
      const merged = await mergeStage(client, t, stage, refusals, { loadId, on, at: options.now.toISOString(), source: options.source, actorName: options.actorName });
      const report: LoadReport = { loadId, register: t.id, digest: digest.toString('hex'), repeated: false, read, ...merged, refused: refusals.count, refusedLines: refusals.lines.toSorted((a, b) => a.line - b.line) };
      await client.query('insert into records.load (id, register, digest, source, at, actor_name, report) values ($1, $2, $3, $4, $5, $6, $7)', [loadId, t.id, digest, options.source, options.now.toISOString(), options.actorName, JSON.stringify(report)]);
      await client.query('commit');
      return report;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
  });
}

/** Reads the beginning of a source; `whole` is the SM3 of all of it where it is short enough to be held. */
async function readAhead(source: AsyncIterable<Uint8Array>): Promise<{ bytes: AsyncIterable<Uint8Array>; whole?: Uint8Array }> {
  const chunks: Uint8Array[] = [];
  const rest = source[Symbol.asyncIterator]();
  for (let held = 0; held <= aheadBytesMax; ) {
    const { done, value } = await rest.next();
    if (done) {
      const hash = createHash('sm3');
      for (const chunk of chunks) hash.update(chunk);
      return { bytes: Readable.from(chunks), whole: hash.digest() };
    }
    chunks.push(value);
    held += value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* chunks.splice(0);
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  return { bytes: all() };
}

/** Fields through which a subject is found in another register. */
export const foreignSubjects = (t: RegisterTable): string[] => [...new Set(t.definition.subjects.flatMap((s) => (s !== 'self' && 'register' in s ? [s.field] : [])))];
