import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Cell, Duck, Patience } from './duckdb.ts';
import { errors } from './errors.ts';
import { literal, quoted } from './snapshot.ts';

/** A row of a foreign file: `row` counts from 1; integers and decimals as they are written, since identity numbers are longer than a number holds. */
export interface ForeignRow {
  row: number;
  cells: Record<string, Cell>;
}

const columnsMax = 300;
const cellLengthMax = 100_000;
const rowsMax = 100_000_000;
const magic = 'PAR1';
/** A load takes as long as its register needs: beside the questions, not in their turns. */
const patience: Patience = { seconds: 6 * 3600, aside: true };
const refuse = (zh: string, en: string): Error => errors.fileRefused({ zh, en });

/**
 * Rows of a Parquet file that another wrote, by chunks: kept in the engine's folder while it is read. Nested columns are refused; what
 * the engine cannot read is refused in its words.
 */
export async function* readParquet(folder: string, duck: Duck, bytes: AsyncIterable<Uint8Array>, told: (columns: string[]) => void): AsyncGenerator<ForeignRow[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `incoming-${process.pid}-${Math.random().toString(36).slice(2, 10)}.parquet`);
  try {
    await pipeline(Readable.from(bytes), createWriteStream(file, { mode: 0o600 }));
    await checkEnds(file);
    yield* readable(rowsOf(duck, file, told), file);
  } finally {
    rmSync(file, { force: true });
  }
}

const causes: [engine: RegExp, zh: string, en: string][] = [
  [/encrypt/i, '文件已加密，请解密后再送', 'it is encrypted: decrypt it first'],
  [/out of memory|memory limit/i, '行组过大，请以较小的行组重新导出', 'its row groups are too large: write it with smaller ones'],
];

/** What is the matter; where we do not know it, in the engine's own words (they are English), without the name of our file. */
async function* readable(rows: AsyncGenerator<ForeignRow[]>, file: string): AsyncGenerator<ForeignRow[]> {
  try {
    yield* rows;
  } catch (error) {
    if (!(error instanceof Error) || 'code' in error) throw error;
    const words = error.message.split(/\bLINE \d+:/)[0]!.replaceAll(file, '').replace(/\s+/g, ' ').trim().slice(0, 200);
    const [, zh, en] = causes.find(([engine]) => engine.test(words)) ?? [words, '内容已损坏或者不合格式', words];
    throw refuse(`不是完好的 Parquet：${zh}`, `no sound Parquet: ${en}`);
  }
}

async function* rowsOf(duck: Duck, file: string, told: (columns: string[]) => void): AsyncGenerator<ForeignRow[]> {
  const from = `read_parquet(${literal(file)}, file_row_number = true)`;
  const described = await duck.ask(`describe select * exclude (file_row_number) from ${from}`, [], patience);
  const columns = described.map((d) => ({ name: String(d['column_name']), type: String(d['column_type']) }));
  if (columns.length > columnsMax) throw refuse(`列数超过 ${columnsMax}`, `more than ${columnsMax} columns`);
  const nested = columns.find((c) => /[[(]/.test(c.type.replace(/^(DECIMAL|ENUM)\(.*\)$/, '')));
  if (nested !== undefined) throw refuse(`列“${nested.name}”是嵌套结构`, `column "${nested.name}" is nested`);
  const [counted] = await duck.ask(`select sum(num_rows) as n from parquet_file_metadata(${literal(file)})`, [], patience);
  if (Number(counted?.['n'] ?? 0) > rowsMax) throw refuse(`超过 ${rowsMax} 行`, `more than ${rowsMax} rows`);
  told(columns.map((c) => c.name));
  for await (const chunk of duck.stream(`select file_row_number as "0", ${columns.map((c, i) => `${written(quoted(c.name), c.type)} as c${i}`).join(', ')} from ${from}`, [], patience)) {
    yield chunk.map((r) => {
      const row = Number(r['0']) + 1;
      const long = columns.find((_, i) => ((cell) => typeof cell === 'string' && cell.length > cellLengthMax)(r[`c${i}`]));
      if (long !== undefined) throw refuse(`第 ${row} 行“${long.name}”超过 ${cellLengthMax} 字`, `row ${row}: "${long.name}" has more than ${cellLengthMax} characters`);
      return { row, cells: Object.fromEntries(columns.map((c, i) => [c.name, r[`c${i}`] ?? null])) };
    });
  }
}

/** Days and moments as the engine tells them, flags and floats as they are, all else as text. */
const written = (column: string, type: string): string =>
  type === 'DATE' || type === 'BOOLEAN' || type === 'FLOAT' || type === 'DOUBLE' ? column : type.startsWith('TIMESTAMP') ? `make_timestamp(epoch_us(${column}))` : `left(cast(${column} as varchar), ${cellLengthMax + 1})`;

async function checkEnds(file: string): Promise<void> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const ends = Buffer.alloc(8);
    if (size >= 12) {
      await handle.read(ends, 0, 4, 0);
      await handle.read(ends, 4, 4, size - 4);
    }
    if (ends.toString('latin1') !== magic + magic) throw refuse('不是 Parquet 文件', 'it is no Parquet file');
  } finally {
    await handle.close();
  }
}
