import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { dayInChina } from '#kernel/clock';
import type { Db } from '#kernel/db';
import type { CodeCheck, FieldFault } from './check-data.ts';
import { completion } from './complete-rows.ts';
import { createMerge } from './merge-stage.ts';
import { readLines, type Line } from './read-lines.ts';
import type { Portion } from './portion.ts';
import { readPortions } from './read-portions.ts';
import type { RegisterTable } from './register-table.ts';
import type { FieldCrypto } from './row-codec.ts';

export interface LinesOptions {
  /** Of what is loaded: the same digest into the same register changes nothing. Told at once where it is known, else asked when all lines have been read. */
  digest: Uint8Array | (() => Uint8Array);
  /** 来源系统 or department, written into each record's provenance. */
  source: string;
  actorName: string;
  now: Date;
  newId: () => string;
  /** Day from which the rows hold; today in China by default. */
  effectiveOn?: string;
  /** Ids of new records, where something outside fixes them (a person's record is the person). */
  idOf?: (data: Readonly<Record<string, unknown>>) => string | undefined;
  /** 数源: fields that are the loader's to say. The others stay as they are, and a record that is not there yet needs all that it must have. All fields by default: a row is its record. */
  fields?: readonly string[] | undefined;
  /** 行政区划 in which records must lie, by the beginning of its code. */
  within?: string | undefined;
  /** Told of every refused line, in no order; told again from the first where the load is repeated. */
  refused?: (line: number, faults: FieldFault[]) => void;
  /** Told after each portion. */
  progress?: (read: number) => void;
}

export interface LoadOptions extends Omit<LinesOptions, 'digest'> {
  format: 'csv' | 'jsonl';
}

export interface RefusedLine {
  line: number;
  faults: FieldFault[];
}

/** 入库报告: every line is in one of created, changed, unchanged, refused. */
export interface LoadReport {
  loadId: string;
  register: string;
  /** SM3 (hex) of what was loaded. */
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
/** Up to here a file is hashed before it is read, so that the same bytes again cost nothing else. */
const aheadBytesMax = 64 << 20;

export interface LoadDeps {
  db: Pick<Db, 'owner'>;
  crypto: FieldCrypto;
  hasCode: CodeCheck;
}

type Client = Parameters<Parameters<Db['owner']>[0]>[0];

async function findLoad(client: Client, t: RegisterTable, digest: Uint8Array): Promise<LoadReport | undefined> {
  const { rows } = await client.query<{ report: LoadReport }>('select report from records.load where register = $1 and digest = $2', [t.id, digest]);
  return rows[0] === undefined ? undefined : { ...rows[0].report, repeated: true };
}

/**
 * 批量入库: CSV or JSON Lines, streamed. Bytes that were loaded before give that load's report.
 */
export async function loadRecords(deps: LoadDeps, t: RegisterTable, source: AsyncIterable<Uint8Array>, options: LoadOptions): Promise<LoadReport> {
  const { bytes, whole } = await readAhead(source);
  if (whole !== undefined) return loadLines(deps, t, readLines(bytes, options.format), { ...options, digest: whole });
  const hash = createHash('sm3');
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      hash.update(chunk);
      yield chunk;
    }
  }
  return loadLines(deps, t, readLines(hashed(), options.format), { ...options, digest: () => hash.digest() });
}

/**
 * Streams lines through checks into the register, portion by portion, in one transaction: nobody sees a part of a load, and one that
 * is cut off leaves nothing. With the register's key the row that has it is changed, without a key every row is new. Refused lines are
 * reported and never stop the others. While the database merges one portion, the next is checked and sealed.
 */
export async function loadLines(deps: LoadDeps, t: RegisterTable, lines: AsyncIterable<readonly Line[]>, options: LinesOptions): Promise<LoadReport> {
  const { digest } = options;
  const known = typeof digest === 'function' ? undefined : await deps.db.owner((client) => findLoad(client, t, digest));
  if (known !== undefined) return known;
  const loadId = options.newId();
  const refused = { count: 0, lines: [] as RefusedLine[] };
  const refuse = (line: number, faults: FieldFault[]): void => {
    refused.count += 1;
    if (refused.lines.length < refusedShownMax) refused.lines.push({ line, faults });
    options.refused?.(line, faults);
  };
  return deps.db.owner(async (client) => {
    const portions = readPortions({ ...deps, newId: options.newId, idOf: options.idOf, partial: options.fields !== undefined, within: options.within, refuse }, t, lines);
    let next: Promise<IteratorResult<Portion, number>> | undefined;
    await client.query('begin');
    try {
      await client.query("set local statement_timeout = 0; set local timezone = 'UTC'");
      // two loads of the same register wait for each other
      await client.query('select pg_advisory_xact_lock(7192555, hashtext($1))', [t.id]);
      const merge = await createMerge(client, t, { loadId, on: options.effectiveOn ?? dayInChina(options.now), at: options.now.toISOString(), source: options.source, actorName: options.actorName, refuse }, options.fields === undefined ? undefined : completion(t, { crypto: deps.crypto, hasCode: deps.hasCode, newId: options.newId }, { within: options.within, source: options.source, actorName: options.actorName, at: options.now.toISOString(), refuse }));
      const sum = { created: 0, changed: 0, unchanged: 0 };
      next = portions.next();
      let portion = await next;
      while (portion.done !== true) {
        // not before: a process that checks rows sends none, and the database would wait
        const merged = await merge(portion.value, () => {
          next = portions.next();
          // awaited below; a broken file may fail while the database still works
          next.catch(() => {});
        });
        sum.created += merged.created;
        sum.changed += merged.changed;
        sum.unchanged += merged.unchanged;
        options.progress?.(sum.created + sum.changed + sum.unchanged + refused.count);
        portion = await next;
      }
      const found = typeof digest === 'function' ? digest() : digest;
      const before = await findLoad(client, t, found);
      if (before !== undefined) {
        await client.query('rollback');
        return before;
      }
      const report: LoadReport = { loadId, register: t.id, digest: Buffer.from(found).toString('hex'), repeated: false, read: portion.value, ...sum, refused: refused.count, refusedLines: refused.lines.toSorted((a, b) => a.line - b.line) };
      await client.query('insert into records.load (id, register, digest, source, at, actor_name, report) values ($1, $2, $3, $4, $5, $6, $7)', [loadId, t.id, found, options.source, options.now.toISOString(), options.actorName, JSON.stringify(report)]);
      await client.query('commit');
      return report;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      await next?.catch(() => {});
      await portions.return(0).catch(() => {});
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
