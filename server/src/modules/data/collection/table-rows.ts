/** A row of a table as its sender wrote it, by column; `line` counts from 1 with the header. */
export interface TableRow {
  line: number;
  cells?: Record<string, unknown>;
  fault?: { zh: string; en: string };
}

/** What was found out about a file while it was read, told in the report. */
export interface TableFacts {
  format: 'csv' | 'xlsx' | 'jsonl' | 'parquet';
  encoding?: string;
  delimiter?: string;
  sheet?: string;
  columns: string[];
}

export interface TableOptions {
  /** The first sheet when not named. */
  sheet?: string | undefined;
  /** What a cell with a formula means: refused, or the value that its writer computed. */
  formulas: 'refuse' | 'value';
}

export const columnsMax = 300;
const nameLengthMax = 200;
/** Structures in one another: deeper ones are nobody's data, and whatever walks them recursively would fall. */
export const depthMax = 32;
export const deeper = (value: unknown, than: number): boolean => typeof value === 'object' && value !== null && (than === 0 || Object.values(value).some((v) => deeper(v, than - 1)));

/** What no column may be called: names stand in reports and in the database, which has neither U+0000 nor half a character. */
export const nameFault = (name: string): { zh: string; en: string } | undefined =>
  name.length > nameLengthMax ? { zh: `列名超过 ${nameLengthMax} 字`, en: `a column's name has more than ${nameLengthMax} characters` } : name.includes('\0') || !name.isWellFormed() ? { zh: '列名含有无法保存的字符', en: "a column's name has characters that cannot be kept" } : undefined;

/** Column names of a header: trimmed, none empty, none twice. */
export function headerFault(names: readonly string[]): { zh: string; en: string } | undefined {
  if (names.length > columnsMax) return { zh: `列数超过 ${columnsMax}`, en: `more than ${columnsMax} columns` };
  const empty = names.indexOf('');
  if (empty >= 0) return { zh: `第 ${empty + 1} 列没有列名`, en: `column ${empty + 1} has no name` };
  const odd = names.map(nameFault).find((f) => f !== undefined);
  if (odd !== undefined) return odd;
  const twice = names.find((n, i) => names.indexOf(n) !== i);
  return twice === undefined ? undefined : { zh: `列名“${twice}”重复`, en: `column "${twice}" is there twice` };
}

export interface CellRow {
  line: number;
  cells: string[];
  fault?: { zh: string; en: string };
}

/** Rows of cells under a header, in the batches in which they come; a row of another length is refused by itself. */
export async function* underHeader(batches: AsyncIterable<readonly CellRow[]>, facts: TableFacts, ragged: 'refuse' | 'fill', refuse: (words: { zh: string; en: string }) => Error): AsyncGenerator<TableRow[]> {
  let header: string[] | undefined;
  for await (const batch of batches) {
    const rows: TableRow[] = [];
    for (const { line, cells, fault } of batch) {
      if (header === undefined) {
        header = cells.map((c) => c.trim());
        const wrong = headerFault(header);
        if (wrong !== undefined) throw refuse(wrong);
        facts.columns = header;
      } else if (fault !== undefined) rows.push({ line, fault });
      else if (cells.every((c) => c === '')) continue;
      else if (cells.length !== header.length && (ragged === 'refuse' || cells.length > header.length)) rows.push({ line, fault: { zh: `应有 ${header.length} 列，实有 ${cells.length} 列`, en: `${header.length} cells expected, ${cells.length} found` } });
      else {
        const row: Record<string, unknown> = {};
        for (let i = 0; i < header.length; i += 1) row[header[i]!] = cells[i] ?? '';
        rows.push({ line, cells: row });
      }
    }
    yield rows;
  }
}
