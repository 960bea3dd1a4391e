import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@yiwang/duckdb';
import { errors } from './errors.ts';

export interface EngineLimits {
  /** MiB of the engine's memory; beyond it spills into the snapshot folder. */
  memoryMiB: number;
  threads: number;
  /** Seconds of one question when it names none. */
  seconds: number;
  /** Questions at a time; others wait. */
  together: number;
}

/** How long one question may take and what stops it. */
export interface Patience {
  seconds?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Waits for no turn and takes none: what is read as slowly as somebody else takes it. */
  aside?: boolean;
}

export type Cell = string | number | boolean | null;
export type Bound = string | number | boolean | null | Date;

export interface Duck {
  /** Rows as plain values: dates `YYYY-MM-DD`, moments ISO 8601, numbers as numbers. */
  ask(sql: string, values?: readonly Bound[], patience?: Patience): Promise<Record<string, Cell>[]>;
  /** Several statements on one connection, for temporary tables. */
  session<T>(use: (ask: (sql: string, values?: readonly Bound[]) => Promise<Record<string, Cell>[]>) => Promise<T>, patience?: Patience): Promise<T>;
  /** Rows by chunks, never all at once. */
  stream(sql: string, values?: readonly Bound[], patience?: Patience): AsyncGenerator<Record<string, Cell>[]>;
  close(): void;
}

type Library = typeof import('@yiwang/duckdb');

async function library(): Promise<Library> {
  try {
    return await import('@yiwang/duckdb');
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') throw errors.notInstalled();
    throw error;
  }
}

/**
 * DuckDB shut in: it reads and writes the snapshot folder and nothing else, loads no extension, and its settings cannot be changed
 * after the start.
 */
export function createDuck(folder: string, limits: EngineLimits): Duck {
  const spill = path.join(folder, `spill-${process.pid}`);
  let starting: Promise<{ instance: DuckDBInstance; lib: Library }> | undefined;
  const start = async (): Promise<{ instance: DuckDBInstance; lib: Library }> => {
    const lib = await library();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(spill, { recursive: true, force: true });
    const instance = await lib.DuckDBInstance.create(':memory:', {
      memory_limit: `${limits.memoryMiB}MiB`, threads: String(limits.threads), temp_directory: spill, preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', allow_community_extensions: 'false',
    });
    const connection = await instance.connect();
    await connection.run(`set allowed_directories = ['${path.resolve(folder).replaceAll("'", "''")}/']`);
    await connection.run('set enable_external_access = false');
    await connection.run('set lock_configuration = true');
    connection.closeSync();
    return { instance, lib };
  };
  const started = (): Promise<{ instance: DuckDBInstance; lib: Library }> => {
    starting ??= start();
    starting.catch(() => (starting = undefined));
    return starting;
  };
  const turns = createTurns(limits.together);

  async function* open(patience: Patience): AsyncGenerator<{ connection: DuckDBConnection; lib: Library }> {
    const { instance, lib } = await started();
    const leave = patience.aside === true ? (): void => {} : await turns();
    const connection = await instance.connect();
    const seconds = patience.seconds ?? limits.seconds;
    let why: Error | undefined;
    const stop = (reason: Error) => (): void => {
      why ??= reason;
      connection.interrupt();
    };
    const timer = setTimeout(stop(errors.tooLong({ seconds })), seconds * 1000);
    const cancel = stop(errors.cancelled());
    patience.signal?.addEventListener('abort', cancel);
    try {
      if (patience.signal?.aborted === true) throw errors.cancelled();
      yield { connection, lib };
      if (why !== undefined) throw why;
    } catch (error) {
      throw why ?? refusalOf(error);
    } finally {
      clearTimeout(timer);
      patience.signal?.removeEventListener('abort', cancel);
      connection.closeSync();
      leave();
    }
  }

  const run = async (connection: DuckDBConnection, lib: Library, sql: string, values: readonly Bound[] = []): Promise<Record<string, Cell>[]> => {
    const read = await connection.runAndReadAll(sql, values.map((v) => bound(lib, v)));
    const names = read.columnNames();
    return read.getRows().map((row) => plainRow(lib, names, row));
  };

  const session: Duck['session'] = async (use, patience = {}) => {
    const opened = open(patience);
    const { value } = await opened.next();
    if (value === undefined) throw errors.cancelled();
    let failed: unknown;
    try {
      const done = await use((sql, values) => run(value.connection, value.lib, sql, values));
      await opened.next();
      return done;
    } catch (error) {
      failed = error;
    }
    await opened.throw(failed);
    throw failed;
  };

  return {
    session,
    ask: (sql, values, patience) => session((ask) => ask(sql, values), patience),
    async *stream(sql, values = [], patience = {}) {
      for await (const { connection, lib } of open(patience)) {
        const result = await connection.stream(sql, values.map((v) => bound(lib, v)));
        const names = result.columnNames();
        for (;;) {
          const chunk = await result.fetchChunk();
          if (chunk === null || chunk.rowCount === 0) break;
          yield chunk.getRows().map((row) => plainRow(lib, names, row));
        }
      }
    },
    close() {
      const closing = starting;
      starting = undefined;
      rmSync(spill, { recursive: true, force: true });
      void closing?.then(({ instance }) => instance.closeSync(), () => undefined);
    },
  };
}

/** At most so many at a time, in the order of asking. */
function createTurns(together: number): () => Promise<() => void> {
  let free = together;
  const waiting: (() => void)[] = [];
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  };
  return async () => {
    if (free > 0) free--;
    else await new Promise<void>((go) => waiting.push(go));
    return leave;
  };
}

const refusalOf = (error: unknown): unknown => (error instanceof Error && error.message.startsWith('Out of Memory Error') ? errors.tooLarge() : error);

const bound = (lib: Library, value: Bound): DuckDBValue =>
  value instanceof Date ? new lib.DuckDBTimestampValue(BigInt(value.getTime()) * 1000n) : value;

const plainRow = (lib: Library, names: readonly string[], row: readonly DuckDBValue[]): Record<string, Cell> => {
  const plain: Record<string, Cell> = {};
  for (let i = 0; i < names.length; i++) plain[names[i]!] = cellOf(lib, row[i] ?? null);
  return plain;
};

function cellOf(lib: Library, value: DuckDBValue): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof lib.DuckDBDateValue) return new Date(value.days * 86_400_000).toISOString().slice(0, 10);
  if (value instanceof lib.DuckDBTimestampValue) return new Date(Number(value.micros / 1000n)).toISOString();
  if (value instanceof lib.DuckDBDecimalValue) return value.toDouble();
  return String(value);
}
