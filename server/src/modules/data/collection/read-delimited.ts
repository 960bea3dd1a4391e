import { errors } from './errors.ts';
import { columnsMax, deeper, depthMax, nameFault, underHeader, type CellRow, type TableFacts, type TableRow } from './table-rows.ts';

const cellLengthMax = 100_000;
const cellsMax = 1_000;
/** Characters of a row, which is looked through again with each piece that comes until it ends. */
const rowLengthMax = 2_000_000;
/** Columns of JSON Lines, which each row may name anew, that the report tells. */
const columnsToldMax = 1_000;
const headBytes = 1 << 16;
const [lineFeed, carriageReturn] = [10, 13];
const refuse = (words: { zh: string; en: string }): Error => errors.fileRefused(words);
/** Rows that are read at a time (some 0.3 ms): whoever loads them has others to serve between, and few rows wait in memory. */
const batchRows = 64;

/** UTF-8 with or without a byte order mark, UTF-16 with one, else GB 18030 (of which GBK and GB 2312 are parts). */
export function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

/** The sign that splits the first line most often; a comma where none does. */
export function delimiterOf(text: string): string {
  const first = text.slice(0, text.search(/\r?\n|$/)).replace(/"[^"]*"/g, '');
  const count = (sign: string): number => first.split(sign).length;
  return [',', '\t', ';', '|'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}

/** Text of a stream, whatever its encoding, with what it was found to be. */
export async function* decoded(source: AsyncIterable<Uint8Array>, told: (encoding: string) => void): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let head = Buffer.alloc(0);
  const decode = (bytes?: Uint8Array): string => {
    try {
      const text = decoder!.decode(bytes, { stream: bytes !== undefined });
      if (text.includes('\0')) throw new Error('NUL');
      return text;
    } catch {
      throw refuse({ zh: `内容不是合法的 ${decoder!.encoding} 文字`, en: `the content is not valid ${decoder!.encoding}` });
    }
  };
  const begin = (): string => {
    const encoding = encodingOf(head);
    told(encoding);
    decoder = new TextDecoder(encoding, { fatal: true });
    return decode(head);
  };
  for await (const bytes of source) {
    if (decoder !== undefined) yield decode(bytes);
    else {
      head = Buffer.concat([head, bytes]);
      if (head.length >= headBytes) yield begin();
    }
  }
  yield (decoder === undefined ? begin() : '') + decode();
}

/**
 * CSV (RFC 4180) in the encodings and with the delimiters that departments use. A quote that never closes ends the load: nobody could
 * say where the next row begins.
 */
export async function* readDelimited(source: AsyncIterable<Uint8Array>, facts: TableFacts): AsyncGenerator<TableRow[]> {
  async function* rows(): AsyncGenerator<CellRow[]> {
    let rest = '';
    let line = 1;
    let delimiter: string | undefined;
    function* taken(final: boolean): Generator<CellRow[]> {
      for (let whole = batchRows; whole === batchRows; ) {
        const found = take(rest, delimiter ?? ',', line, final);
        ({ rest, line } = found);
        whole = found.rows.length;
        if (whole > 0) yield found.rows;
      }
    }
    for await (const text of decoded(source, (encoding) => (facts.encoding = encoding))) {
      rest += text;
      if (delimiter === undefined && /\r?\n/.test(rest)) facts.delimiter = delimiter = delimiterOf(rest);
      if (delimiter === undefined && rest.length < 1_000_000) continue;
      yield* taken(false);
      if (rest.length > rowLengthMax) throw tooLong(line);
    }
    facts.delimiter = delimiter ??= delimiterOf(rest);
    yield* taken(true);
  }
  yield* underHeader(rows(), facts, 'refuse', refuse);
}

const tooLong = (line: number): Error => refuse({ zh: `第 ${line} 行过长或引号没有闭合`, en: `line ${line} is too long, or a quote is not closed` });

/** Whole rows at the beginning of `text`, so many as are read at a time; the last row without a line end only at the end. */
function take(text: string, delimiter: string, from: number, final: boolean): { rows: CellRow[]; rest: string; line: number } {
  const rows: CellRow[] = [];
  const split = delimiter.charCodeAt(0);
  let [done, line] = [0, from];
  row: while (done < text.length && rows.length < batchRows) {
    const cells: string[] = [];
    let [at, lines] = [done, 0];
    for (;;) {
      let cell = '';
      if (text[at] === '"') {
        let start = at + 1;
        for (;;) {
          const quote = text.indexOf('"', start);
          if (quote < 0 || (quote + 1 >= text.length && !final)) {
            if (cell.length + (quote < 0 ? text.length : quote) - start > cellLengthMax) throw tooLong(line);
            if (final) throw refuse({ zh: `第 ${line} 行引号没有闭合`, en: `line ${line}: a quoted cell is not closed` });
            break row;
          }
          cell += text.slice(start, quote);
          if (cell.length > cellLengthMax) throw tooLong(line);
          if (text[quote + 1] !== '"') {
            at = quote + 1;
            break;
          }
          cell += '"';
          start = quote + 2;
        }
        lines += cell.split('\n').length - 1;
        if (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') throw refuse({ zh: `第 ${line} 行右引号之后有多余文字`, en: `line ${line}: text follows a closing quote` });
      } else {
        const start = at;
        for (; at < text.length; at += 1) {
          const sign = text.charCodeAt(at);
          if (sign === split || sign === lineFeed || sign === carriageReturn) break;
        }
        cell = text.slice(start, at);
      }
      if (cell.length > cellLengthMax || cells.length >= cellsMax) throw refuse({ zh: `第 ${line} 行单元格过长或过多`, en: `line ${line}: a cell is too long, or there are too many` });
      cells.push(cell);
      if (text[at] === delimiter) {
        at += 1;
        continue;
      }
      if (at >= text.length && !final) break row;
      if (text[at] === '\r') {
        if (at + 1 >= text.length && !final) break row;
        at += text[at + 1] === '\n' ? 2 : 1;
      } else at += 1;
      break;
    }
    rows.push({ line, cells });
    line += 1 + lines;
    done = Math.min(at, text.length);
  }
  return { rows, rest: text.slice(done), line };
}

/** JSON Lines: one object a line. */
export async function* readJsonLines(source: AsyncIterable<Uint8Array>, facts: TableFacts): AsyncGenerator<TableRow[]> {
  let rest = '';
  let line = 0;
  const columns = new Set<string>();
  facts.columns = [];
  const rowOf = (text: string): TableRow | undefined => {
    line += 1;
    if (text.trim() === '') return undefined;
    try {
      const cells: unknown = JSON.parse(text);
      if (typeof cells === 'object' && cells !== null && !Array.isArray(cells)) {
        const names = Object.keys(cells);
        if (names.length > columnsMax) return { line, fault: { zh: `列数超过 ${columnsMax}`, en: `more than ${columnsMax} columns` } };
        const fresh = names.filter((c) => !columns.has(c));
        const fault = fresh.map(nameFault).find((f) => f !== undefined) ?? (deeper(cells, depthMax) ? { zh: `嵌套超过 ${depthMax} 层`, en: `nested more than ${depthMax} deep` } : undefined);
        if (fault !== undefined) return { line, fault };
        for (const c of fresh.slice(0, columnsToldMax - columns.size)) {
          columns.add(c);
          facts.columns.push(c);
        }
        return { line, cells: cells as Record<string, unknown> };
      }
    } catch {}
    return { line, fault: { zh: '不是 JSON 对象', en: 'is no JSON object' } };
  };
  for await (const text of decoded(source, (encoding) => (facts.encoding = encoding))) {
    const parts = (rest + text).split('\n');
    rest = parts.pop()!;
    if (rest.length > 1_000_000) throw refuse({ zh: `第 ${line + 1} 行过长`, en: `line ${line + 1} is too long` });
    for (let from = 0; from < parts.length; from += batchRows) yield parts.slice(from, from + batchRows).flatMap((part) => rowOf(part) ?? []);
  }
  const last = rowOf(rest);
  if (last !== undefined) yield [last];
}
