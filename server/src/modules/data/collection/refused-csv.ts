import type { Analysis } from '#engines/analysis';
import type { OpenFile } from '#engines/files';
import type { RefusedLineRow, Run, Source } from './collection-queries.ts';
import { reportColumns } from './map-columns.ts';
import { openTable } from './open-table.ts';
import type { TableFacts } from './table-rows.ts';

/** What a spreadsheet would take for a formula gets an apostrophe. */
const cell = (value: unknown): string => {
  const text = value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = /^[=@]|^[+-](?!\d+(\.\d+)?$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export interface RefusedRows {
  run: Run;
  source: Source;
  /** By line. */
  lines: ReadonlyMap<number, RefusedLineRow>;
  file: OpenFile;
  /** Of the register's fields, by id. */
  titles: ReadonlyMap<string, string>;
}

/** 退回数据: the sender's own columns of the rows that were refused, with line and reasons. */
export async function* refusedCsv(analysis: Pick<Analysis, 'readParquet'>, { run, source, lines, file, titles }: RefusedRows): AsyncGenerator<string> {
  const facts: TableFacts = { format: 'csv', columns: [] };
  const columns = ((run.facts?.['columns'] as string[] | undefined) ?? []).filter((c) => !reportColumns.includes(c));
  yield `\ufeff${[...columns, ...reportColumns].map(cell).join(',')}\r\n`;
  const titleOf = (field: string): string => source.mapping.find((m) => m.field === field)?.column ?? titles.get(field) ?? field;
  for await (const rows of openTable(analysis, { name: run.file_name!, size: file.meta.size, stream: file.stream }, { sheet: source.settings.sheet, formulas: source.settings.formulas ?? 'refuse' }, facts)) {
    for (const row of rows) {
      const refused = lines.get(row.line);
      if (refused === undefined) continue;
      yield `${[...columns.map((c) => row.cells?.[c]), row.line, refused.faults.map((f) => `${titleOf(f.field)} ${f.zh}`.trim()).join('；')].map(cell).join(',')}\r\n`;
    }
  }
}
