import type { Readable } from 'node:stream';
import { errors } from './errors.ts';
import { readDelimited, readJsonLines } from './read-delimited.ts';
import { readWorkbook, workbookBytesMax } from './read-workbook.ts';
import type { TableFacts, TableOptions, TableRow } from './table-rows.ts';

/** Rows of a handed-in file, by its name's ending; `facts` fills while it is read. */
export async function* openTable(file: { name: string; size: number; stream: Readable }, options: TableOptions, facts: TableFacts): AsyncGenerator<TableRow> {
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase();
  try {
    if (ending === 'xlsx') {
      facts.format = 'xlsx';
      if (file.size > workbookBytesMax) throw errors.fileRefused({ zh: `XLSX 超过 ${workbookBytesMax >> 20} MB，请改用 CSV`, en: `an XLSX of more than ${workbookBytesMax >> 20} MB: use CSV` });
      const parts: Uint8Array[] = [];
      for await (const part of file.stream) parts.push(part as Uint8Array);
      yield* readWorkbook(Buffer.concat(parts), options, facts);
    } else if (ending === 'jsonl' || ending === 'ndjson') {
      facts.format = 'jsonl';
      yield* readJsonLines(file.stream, facts);
    } else if (ending === 'csv' || ending === 'txt' || ending === 'tsv') yield* readDelimited(file.stream, facts);
    else throw errors.fileRefused({ zh: '只收 CSV、XLSX、JSON Lines 文件', en: 'only CSV, XLSX and JSON Lines are taken' });
  } finally {
    file.stream.destroy();
  }
}
