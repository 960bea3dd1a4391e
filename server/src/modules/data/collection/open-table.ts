import type { Readable } from 'node:stream';
import type { Analysis } from '#engines/analysis';
import { errors } from './errors.ts';
import { readDelimited, readJsonLines } from './read-delimited.ts';
import { readWorkbookStream, workbookBytesMax } from './read-workbook.ts';
import { headerFault, type TableFacts, type TableOptions, type TableRow } from './table-rows.ts';

/** Endings of names that are taken. */
export const takenEndings = /\.(csv|txt|tsv|xlsx|jsonl|ndjson|parquet)$/i;
export const takenWords = { zh: '只收 CSV、XLSX、JSON Lines、Parquet 文件', en: 'only CSV, XLSX, JSON Lines and Parquet are taken' };

/** Rows of a handed-in file in batches, by its name's ending; `facts` fills while it is read. */
export async function* openTable(analysis: Pick<Analysis, 'readParquet'>, file: { name: string; size: number; stream: Readable }, options: TableOptions, facts: TableFacts): AsyncGenerator<TableRow[]> {
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase();
  try {
    if (ending === 'xlsx') {
      facts.format = 'xlsx';
      if (file.size > workbookBytesMax) throw errors.fileRefused({ zh: `XLSX 超过 ${workbookBytesMax >> 20} MB，请改用 CSV`, en: `an XLSX of more than ${workbookBytesMax >> 20} MB: use CSV` });
      yield* readWorkbookStream(file.stream, options, facts);
    } else if (ending === 'jsonl' || ending === 'ndjson') {
      facts.format = 'jsonl';
      yield* readJsonLines(file.stream, facts);
    } else if (ending === 'csv' || ending === 'txt' || ending === 'tsv') yield* readDelimited(file.stream, facts);
    else if (ending === 'parquet') yield* readParquetRows(analysis, file.stream, facts);
    else throw errors.fileRefused(takenWords);
  } finally {
    file.stream.destroy();
  }
}

/** Columns are named by the file's own schema; lines are its rows from 1. */
async function* readParquetRows(analysis: Pick<Analysis, 'readParquet'>, stream: Readable, facts: TableFacts): AsyncGenerator<TableRow[]> {
  facts.format = 'parquet';
  const told = (columns: string[]): void => {
    const names = columns.map((c) => c.trim());
    const wrong = headerFault(names);
    if (wrong !== undefined) throw errors.fileRefused(wrong);
    facts.columns = columns;
  };
  for await (const rows of analysis.readParquet(stream, told)) yield rows.map(({ row, cells }) => ({ line: row, cells }));
}
