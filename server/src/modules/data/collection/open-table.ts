import { Readable } from 'node:stream';
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
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '';
  try {
    const stream = await known(file.stream, ending);
    if (ending === 'xlsx') {
      facts.format = 'xlsx';
      if (file.size > workbookBytesMax) throw errors.fileRefused({ zh: `XLSX 超过 ${workbookBytesMax >> 20} MB，请改用 CSV`, en: `an XLSX of more than ${workbookBytesMax >> 20} MB: use CSV` });
      yield* readWorkbookStream(stream, options, facts);
    } else if (ending === 'jsonl' || ending === 'ndjson') {
      facts.format = 'jsonl';
      yield* readJsonLines(stream, facts);
    } else if (ending === 'csv' || ending === 'txt' || ending === 'tsv') yield* readDelimited(stream, facts);
    else if (ending === 'parquet') yield* readParquetRows(analysis, stream, facts);
    else throw errors.fileRefused(takenWords);
  } finally {
    file.stream.destroy();
  }
}

/** How files begin that are something else than a table, or another one than their name says. */
const signs: { begins: string; ending?: string; zh: string; en: string }[] = [
  { begins: 'PK\u0003\u0004', ending: 'xlsx', zh: 'XLSX 或者压缩包', en: 'an XLSX or an archive' },
  { begins: 'PAR1\u0015', ending: 'parquet', zh: 'Parquet', en: 'Parquet' },
  { begins: 'PARE', zh: '加密的 Parquet，请解密后再送', en: 'an encrypted Parquet: decrypt it first' },
  { begins: '\u00d0\u00cf\u0011\u00e0', zh: '旧版 XLS 或者加了密码的工作簿，请另存为不加密的 XLSX', en: 'an old XLS or a workbook with a password: save it as XLSX without one' },
  { begins: '%PDF-', zh: 'PDF', en: 'a PDF' },
  { begins: '\u001f\u008b', zh: 'GZIP 压缩包，请解压后再送', en: 'a GZIP archive: unpack it first' },
];
const signBytes = 8;

/** The stream again, when its first bytes do not say that it is something else than its name does. */
async function known(stream: Readable, ending: string): Promise<Readable> {
  const parts = stream[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < signBytes) {
    const { done, value } = (await parts.next()) as IteratorResult<Buffer>;
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  const sign = signs.find((s) => head.toString('latin1', 0, signBytes).startsWith(s.begins));
  if (sign !== undefined && sign.ending !== ending) throw errors.fileRefused({ zh: `后缀是 .${ending}，内容却是${/^[A-Z]/.test(sign.zh) ? ' ' : ''}${sign.zh}`, en: `named .${ending}, but it is ${sign.en}` });
  async function* whole(): AsyncGenerator<Buffer> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => parts as AsyncIterator<Buffer> };
  }
  return Readable.from(whole());
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
