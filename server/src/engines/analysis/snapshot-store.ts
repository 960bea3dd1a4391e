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

/** Questions under way may read what a newer snapshot has taken the place of. */
const readOnMs = 3_600_000;
/** What a writer that was killed left behind. */
const leftoverMs = 86_400_000;

interface Standing extends Snapshot {
  file: string;
  /** Files that others took the place of, and since when (ms since 1970, of this machine). */
  replaced?: { file: string; since: number }[];
}

/**
 * One folder a snapshot: its newest file, those before that questions may still read, and `snapshot.json`, which is put in place last, so
 * that a reader sees either the old one or the new one whole. Several may write the same snapshot at a time: nobody removes a file that he
 * does not know to be replaced, and one that began earlier never takes the place of one that began later.
 */
export function createSnapshotStore(folder: string, duck: Duck): SnapshotStore {
  let begun = 0;
  /** By name: when the standing one was begun, among those of this process. */
  const standingBegun = new Map<string, number>();
  const place = (name: string): string => {
    if (!nameRule.test(name)) throw errors.snapshotMissing({ snapshot: name.slice(0, 80) });
    return path.join(folder, name.replace(':', '~'));
  };
  const find = (name: string): Standing | undefined => {
    try {
      return JSON.parse(readFileSync(path.join(place(name), 'snapshot.json'), 'utf8')) as Standing;
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return undefined;
      throw error;
    }
  };
  /** Without a pause between looking and putting in place: in one process nobody comes between. */
  const putInPlace = (info: Snapshot, made: string, file: string): void => {
    const home = place(info.name);
    const before = find(info.name);
    const now = Date.now();
    const replaced = [...(before?.replaced ?? []), ...(before === undefined ? [] : [{ file: before.file, since: now }])];
    const kept = replaced.filter((r) => now - r.since < readOnMs);
    writeFileSync(path.join(home, `${made}.json`), JSON.stringify({ ...info, file, replaced: kept } satisfies Standing), { mode: 0o600 });
    renameSync(path.join(home, `${made}.json`), path.join(home, 'snapshot.json'));
    const known = new Set(['snapshot.json', file, ...kept.map((r) => r.file)]);
    const over = new Set(replaced.map((r) => r.file));
    for (const name of readdirSync(home)) {
      const at = path.join(home, name);
      if (!known.has(name) && (over.has(name) || now - (statSync(at, { throwIfNoEntry: false })?.mtimeMs ?? now) > leftoverMs)) rmSync(at, { force: true });
    }
  };
  return {
    async write(source, patience) {
      checkColumns(source);
      const turn = (begun += 1);
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
        if (turn < (standingBegun.get(source.name) ?? 0)) {
          rmSync(file, { force: true });
          return info;
        }
        putInPlace(info, made, path.basename(file));
        standingBegun.set(source.name, turn);
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
      const { file, replaced: _, ...info } = found;
      return { info, from: `read_parquet(${literal(path.join(place(name), path.basename(file)))})` };
    },
    list() {
      try {
        return readdirSync(folder, { withFileTypes: true }).filter((d) => d.isDirectory() && d.name.includes('~'))
          .flatMap((d) => { const found = find(d.name.replace('~', ':')); return found === undefined ? [] : [found]; })
          .map(({ file: _, replaced: __, ...info }) => info).toSorted((a, b) => (a.name < b.name ? -1 : 1));
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
