import { CsvError, readCsv } from '#engines/content';
import { errors } from './errors.ts';

/** One row of a file by field, with the line (from 1) on which it begins; or why it is none. */
export interface Line {
  line: number;
  row?: Record<string, unknown>;
  fault?: { zh: string; en: string };
}

const lineLengthMax = 1_000_000;

/** CSV with a header of field ids, or JSON Lines, in batches as the bytes come. A broken CSV ends the load; a broken JSON line is refused by itself. */
export async function* readLines(source: AsyncIterable<Uint8Array>, format: 'csv' | 'jsonl'): AsyncGenerator<Line[]> {
  try {
    yield* format === 'csv' ? batched(csvLines(source)) : jsonLines(source);
  } catch (error) {
    if (error instanceof CsvError) throw errors.loadRefused({ line: error.line, zh: error.words.zh, en: error.words.en });
    throw error;
  }
}

const batchLines = 500;

async function* batched(lines: AsyncIterable<Line>): AsyncGenerator<Line[]> {
  let batch: Line[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < batchLines) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* csvLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let header: string[] | undefined;
  for await (const { cells, line } of readCsv(source)) {
    if (header === undefined) header = cells.map((c) => c.trim());
    else if (cells.length === 1 && cells[0] === '') continue;
    else if (cells.length !== header.length) yield { line, fault: { zh: `应有 ${header.length} 列，实有 ${cells.length} 列`, en: `${header.length} cells expected, ${cells.length} found` } };
    else yield { line, row: Object.fromEntries(header.map((h, i) => [h, cells[i]])) };
  }
}

async function* jsonLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let line = 0;
  const lineOf = (text: string): Line | undefined => {
    line += 1;
    if (text.trim() === '') return undefined;
    try {
      const row: unknown = JSON.parse(text);
      if (typeof row === 'object' && row !== null && !Array.isArray(row)) return { line, row: row as Record<string, unknown> };
    } catch {}
    return { line, fault: { zh: '不是 JSON 对象', en: 'is no JSON object' } };
  };
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw errors.loadRefused({ line: line + 1, zh: '不是合法的 UTF-8', en: 'not valid UTF-8' });
    }
  };
  for await (const bytes of source) {
    const parts = (rest + decode(bytes)).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > lineLengthMax) throw errors.loadRefused({ line: line + 1, zh: '一行过长', en: 'the line is too long' });
    yield parts.flatMap((part) => lineOf(part) ?? []);
  }
  const last = lineOf(rest + decode());
  if (last !== undefined) yield [last];
}
