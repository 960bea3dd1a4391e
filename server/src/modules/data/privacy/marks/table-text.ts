import { formatCsv, parseCsv } from '#engines/content';
import { workbookCells } from '../../collection/index.ts';
import { errors } from '../errors.ts';

export type Format = 'csv' | 'xlsx';
export const mediaTypes: Record<Format, string> = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
const cellsMax = 400_000;

/** A cell that a spreadsheet would run as a formula is written as text. */
const harmless = (cell: string): string => (/^[=+\-@\t]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell);

export async function writeTable(format: Format, rows: readonly (readonly string[])[]): Promise<Buffer> {
  const safe = rows.map((r) => r.map(harmless));
  if (format === 'csv') return Buffer.from(`\ufeff${formatCsv(safe)}`);
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  return writeXlsxFile(safe.map((r) => r.map((value) => ({ value, type: String }))), { sheet: '数据' }).toBuffer();
}

/** Cells of a leaked file, or of any text that was copied out of one. */
export async function cellsOf(bytes: Buffer): Promise<string[]> {
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    const cells: string[] = [];
    try {
      for await (const rows of workbookCells(bytes, { formulas: 'value' }, {})) {
        cells.push(...rows.flatMap((r) => r.cells));
        if (cells.length > cellsMax) break;
      }
    } catch {
      throw errors.invalid({ why: 'XLSX' });
    }
    return cells.slice(0, cellsMax);
  }
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  try {
    return parseCsv(text).flatMap((r) => r.cells.flatMap((c) => c.split('\t'))).slice(0, cellsMax);
  } catch {
    return text.split(/[,\t\r\n"|;]+/u).slice(0, cellsMax);
  }
}
