import type { Words } from './problems.ts';

/** One record of a CSV file: its cells and the line (from 1) on which it begins. */
export interface CsvRecord {
  cells: string[];
  line: number;
}

export interface CsvLimits {
  /** Characters in one cell. */
  cellLengthMax: number;
  /** Cells in one record. */
  cellsMax: number;
}

/** A CSV file breaks RFC 4180; `line` and `column` (in characters) from 1. */
export class CsvError extends Error {
  readonly words: Words;
  readonly line: number;
  readonly column: number;
  constructor(words: Words, line: number, column: number) {
    super(`${line}:${column} ${words.en}`);
    this.words = words;
    this.line = line;
    this.column = column;
  }
}

const DEFAULT_LIMITS: CsvLimits = { cellLengthMax: 65_536, cellsMax: 512 };

const STRAY_QUOTE: Words = { zh: '引号只能出现在单元格开头，内部引号须成双', en: 'a quote may only open a cell; inside it is doubled' };
const AFTER_QUOTE: Words = { zh: '右引号之后只能是逗号或换行', en: 'only a comma or a line end may follow a closing quote' };
const BARE_CR: Words = { zh: '回车符之后必须是换行符', en: 'a carriage return must be followed by a line feed' };
const OPEN_QUOTE: Words = { zh: '引号没有闭合', en: 'a quoted cell is not closed' };
const CELL_LONG: Words = { zh: '单元格过长', en: 'a cell is too long' };
const TOO_WIDE: Words = { zh: '列过多', en: 'too many cells in a record' };

/**
 * Reads RFC 4180 piece by piece: strict about quotes, tolerant only of LF instead of CRLF and of a leading byte order mark.
 * Feed text with `push`, finish with `end`; both return the records completed by it.
 */
export function createCsvReader(limits: CsvLimits = DEFAULT_LIMITS): { push(text: string): CsvRecord[]; end(): CsvRecord[] } {
  let rest = '';
  let line = 1;
  let recordLine = 1;
  let lineStart = 0; // offset in `rest` where the current line begins; negative after a cut
  let cells: string[] = [];
  let first = true;

  const fail = (words: Words, at: number): never => {
    throw new CsvError(words, line, at - lineStart + 1);
  };

  /** Consumes whole records of `rest`; with `final`, also the last one without a line end. */
  function take(final: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let at = 0;
    let done = 0; // everything before is consumed
    // A record that is cut by the end of the piece is read again from its start when more has come.
    let startLine = line;
    let startOffset = lineStart;
    const restart = (): void => {
      cells = [];
      line = startLine;
      lineStart = startOffset;
    };
    for (;;) {
      if (at >= rest.length) {
        if (final && (cells.length > 0 || at > done)) records.push({ cells: [...cells, ''], line: recordLine });
        else if (!final) { restart(); break; }
        done = rest.length;
        break;
      }
      let cell: string;
      if (rest[at] === '"') {
        cell = '';
        let from = at + 1;
        let closed = false;
        for (;;) {
          const quote = rest.indexOf('"', from);
          const stop = quote < 0 ? rest.length : quote;
          for (let feed = rest.indexOf('\n', from); feed >= 0 && feed < stop; feed = rest.indexOf('\n', feed + 1)) {
            line += 1;
            lineStart = feed + 1;
          }
          cell += rest.slice(from, stop);
          if (cell.length > limits.cellLengthMax) fail(CELL_LONG, stop);
          if (quote < 0) break;
          if (rest[quote + 1] === '"') { cell += '"'; from = quote + 2; continue; }
          if (quote + 1 >= rest.length && !final) break; // may be the first half of a doubled quote
          at = quote + 1;
          closed = true;
          break;
        }
        if (!closed) {
          if (final) fail(OPEN_QUOTE, rest.length);
          restart();
          break;
        }
        const next = rest[at];
        if (next !== undefined && next !== ',' && next !== '\n' && next !== '\r') fail(AFTER_QUOTE, at);
      } else {
        let end = at;
        for (; end < rest.length; end += 1) {
          const c = rest.charCodeAt(end);
          if (c === 44 || c === 10 || c === 13) break;
          if (c === 34) fail(STRAY_QUOTE, end);
        }
        cell = rest.slice(at, end);
        if (cell.length > limits.cellLengthMax) fail(CELL_LONG, end);
        at = end;
      }
      if (at >= rest.length) {
        if (!final) { restart(); break; }
        records.push({ cells: [...cells, cell], line: recordLine });
        done = rest.length;
        break;
      }
      cells.push(cell);
      if (cells.length > limits.cellsMax) fail(TOO_WIDE, at);
      if (rest[at] === ',') { at += 1; continue; }
      if (rest[at] === '\r') {
        if (at + 1 >= rest.length && !final) { restart(); break; }
        if (rest[at + 1] !== '\n') fail(BARE_CR, at);
        at += 1;
      }
      at += 1;
      records.push({ cells, line: recordLine });
      cells = [];
      line += 1;
      lineStart = at;
      recordLine = line;
      startLine = line;
      startOffset = at;
      done = at;
      if (final && at >= rest.length) break;
    }
    rest = rest.slice(done);
    lineStart -= done;
    return records;
  }

  return {
    push(text) {
      rest += first && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
      if (text.length > 0) first = false;
      return take(false);
    },
    end: () => take(true),
  };
}

/** All records of a CSV text. Throws CsvError. */
export function parseCsv(text: string, limits?: CsvLimits): CsvRecord[] {
  const reader = createCsvReader(limits);
  return [...reader.push(text), ...reader.end()];
}

/** Records of a byte stream in strict UTF-8, as they come. Throws CsvError. */
export async function* readCsv(source: AsyncIterable<Uint8Array>, limits?: CsvLimits): AsyncGenerator<CsvRecord> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const reader = createCsvReader(limits);
  let line = 1;
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new CsvError({ zh: '不是合法的 UTF-8', en: 'not valid UTF-8' }, line, 1);
    }
  };
  for await (const bytes of source) {
    for (const record of reader.push(decode(bytes))) {
      line = record.line;
      yield record;
    }
  }
  yield* reader.push(decode());
  yield* reader.end();
}

/** Writes one record; quotes only where needed. */
export function formatCsv(rows: readonly (readonly (string | number | undefined)[])[]): string {
  const cell = (value: string | number | undefined): string => {
    const text = String(value ?? '');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}
