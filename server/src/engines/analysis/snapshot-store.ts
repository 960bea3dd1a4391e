import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Duck, Patience } from './duckdb.ts';
import { errors } from './errors.ts';
import { columnRule, literal, nameRule, quoted, sqlTypes, type Snapshot, type SnapshotSource } from './snapshot.ts';

/** Where a snapshot's rows lie; `from` is what a statement reads. */
export interface Stored {
  readonly info: Snapshot;
  readonly from: string;
}

export interface SnapshotStore {
  write(source: SnapshotSource, patience?: Patience): Promise<Snapshot>;
  /** Refuses with `analysis.snapshotMissing`. */
  get(name: string): Stored;
  list(): Snapshot[];
  remove(name: string): void;
}

const columnsMax = 400;

/**
 * One folder a snapshot: its newest file, the one before (questions under way may read it) and `snapshot.json`, which is put in place
 * last, so that a reader sees either the old one or the new one whole.
 */
export function createSnapshotStore(folder: string, duck: Duck): SnapshotStore {
  const place = (name: string): string => {
    if (!nameRule.test(name)) throw errors.snapshotMissing({ snapshot: name.slice(0, 80) });
    return path.join(folder, name.replace(':', '~'));
  };
  const find = (name: string): (Snapshot & { file: string }) | undefined => {
    try {
      return JSON.parse(readFileSync(path.join(place(name), 'snapshot.json'), 'utf8')) as Snapshot & { file: string };
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return undefined;
      throw error;
    }
  };
  return {
    async write(source, patience) {
      checkColumns(source);
      const home = place(source.name);
      mkdirSync(home, { recursive: true, mode: 0o700 });
      const made = `${source.at.getTime().toString(36)}-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
      const raw = path.join(home, `${made}.csv`);
      const file = path.join(home, `${made}.parquet`);
      const hash = createHash('sm3');
      try {
        await pipeline(Readable.from(hashed(source.rows, hash)), createWriteStream(raw, { mode: 0o600 }));
        const columns = source.columns.map((c) => `${literal(c.name)}: ${literal(sqlTypes[c.kind])}`).join(', ');
        const [counted] = await duck.ask(
          statSync(raw).size === 0
            ? `copy (select ${source.columns.map((c) => `null::${sqlTypes[c.kind]} as ${quoted(c.name)}`).join(', ')} where false) to ${literal(file)} (format parquet)`
            : `copy (select * from read_csv(${literal(raw)}, columns = {${columns}}, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, auto_detect = false)) to ${literal(file)} (format parquet, compression zstd)`,
          [], patience,
        );
        const info: Snapshot = {
          name: source.name, at: source.at.toISOString(), rows: Number(counted?.['Count'] ?? 0), digest: hash.digest('hex'), bytes: statSync(file).size, columns: source.columns, personal: source.personal,
        };
        const before = find(source.name)?.file;
        writeFileSync(path.join(home, `${made}.json`), JSON.stringify({ ...info, file: path.basename(file) }), { mode: 0o600 });
        renameSync(path.join(home, `${made}.json`), path.join(home, 'snapshot.json'));
        for (const old of readdirSync(home)) if (old.endsWith('.parquet') && old !== path.basename(file) && old !== before) rmSync(path.join(home, old), { force: true });
        return info;
      } catch (error) {
        rmSync(file, { force: true });
        throw error;
      } finally {
        rmSync(raw, { force: true });
      }
    },
    get(name) {
      const found = find(name);
      if (found === undefined) throw errors.snapshotMissing({ snapshot: name });
      const { file, ...info } = found;
      return { info, from: `read_parquet(${literal(path.join(place(name), path.basename(file)))})` };
    },
    list() {
      try {
        return readdirSync(folder, { withFileTypes: true }).filter((d) => d.isDirectory() && d.name.includes('~'))
          .flatMap((d) => { const found = find(d.name.replace('~', ':')); return found === undefined ? [] : [found]; })
          .map(({ file: _, ...info }) => info).toSorted((a, b) => (a.name < b.name ? -1 : 1));
      } catch (error) {
        if ((error as { code?: string }).code === 'ENOENT') return [];
        throw error;
      }
    },
    remove: (name) => rmSync(place(name), { recursive: true, force: true }),
  };
}

async function* hashed(rows: AsyncIterable<Uint8Array>, hash: { update(bytes: Uint8Array): unknown }): AsyncGenerator<Uint8Array> {
  for await (const chunk of rows) {
    hash.update(chunk);
    yield chunk;
  }
}

function checkColumns({ name, columns }: SnapshotSource): void {
  if (!nameRule.test(name)) throw errors.snapshotInvalid({ zh: '名称不合规', en: 'its name is not right' });
  if (columns.length === 0 || columns.length > columnsMax) throw errors.snapshotInvalid({ zh: `列数应为 1 到 ${columnsMax}`, en: `it must have 1 to ${columnsMax} columns` });
  if (new Set(columns.map((c) => c.name.toLowerCase())).size < columns.length || columns.some((c) => !columnRule.test(c.name))) throw errors.snapshotInvalid({ zh: '列名重复或不合规', en: 'a column’s name is there twice or not right' });
}
