import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { errors } from './errors.ts';
import { SealedSpool } from './sealed-spool.ts';
import { underHeader, type CellRow, type TableFacts, type TableOptions, type TableRow } from './table-rows.ts';

/** Bytes of the file itself: its list of parts stands at the end, so one that streams in waits on the disk, enciphered. */
export const workbookBytesMax = 512 * 2 ** 20;
/** Characters of the shared strings, which every row may name. */
const stringsCharactersMax = 32 << 20;
const columnsMax = 300;
/** Rows that a sheet of the format can have (ECMA-376). */
const rowsMax = 1_048_576;
const sheetsMax = 1_000;
/** Parts that are held as a whole: names of sheets, styles. */
const heldBytesMax = 32 << 20;
/** Bytes between two tags, and tags in one another: an XML parser holds both, so a part without them would be held whole. */
const runBytesMax = 4 << 20;
const tagsMax = 64;
/** A part that unpacks to more than this many times its size is no table that somebody wrote. */
const inflationMax = 200;
const inflationFree = 1 << 20;
const partBytesMax = 2 ** 31;

const refuse = (zh: string, en: string): Error => errors.fileRefused({ zh, en });

interface Part {
  name: string;
  open(bytesMax: number): AsyncGenerator<Uint8Array>;
}

/** The parts of a zip by name; what unpacks to far more than it is gets cut off as soon as that shows. */
async function partsOf(book: Buffer | SealedSpool): Promise<Map<string, Part>> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    const options = { lazyEntries: true, validateEntrySizes: true, autoClose: false };
    const opened = (error: Error | null, file: yauzl.ZipFile): void => (error === null ? resolve(file) : reject(refuse('不是完整的 XLSX 文件', 'is no whole XLSX file')));
    if (book instanceof SealedSpool) yauzl.fromRandomAccessReader(book, book.size, options, opened);
    else yauzl.fromBuffer(book, options, opened);
  });
  const parts = new Map<string, Part>();
  await new Promise<void>((resolve, reject) => {
    zip.on('error', () => reject(refuse('不是完整的 XLSX 文件', 'is no whole XLSX file')));
    zip.on('end', resolve);
    zip.on('entry', (entry: yauzl.Entry) => {
      if (parts.size >= 2_000) return reject(refuse('压缩包内部件过多', 'too many parts'));
      parts.set(entry.fileName, { name: entry.fileName, open: (bytesMax) => inflate(zip, entry, bytesMax) });
      zip.readEntry();
    });
    zip.readEntry();
  });
  return parts;
}

async function* inflate(zip: yauzl.ZipFile, entry: yauzl.Entry, bytesMax: number): AsyncGenerator<Uint8Array> {
  const max = Math.min(bytesMax, inflationFree + entry.compressedSize * inflationMax);
  const bomb = (): Error => refuse('压缩内容展开后过大，疑似压缩炸弹', 'it unpacks to far too much: a zip bomb?');
  if (entry.uncompressedSize > max) throw bomb();
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => zip.openReadStream(entry, (error, opened) => (error === null ? resolve(opened) : reject(refuse('部件无法解压或已加密', 'a part cannot be unpacked')))));
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += (chunk as Buffer).length;
      if (size > max) throw bomb();
      yield chunk as Buffer;
    }
  } catch (error) {
    throw error instanceof Error && 'code' in error && String(error.code).startsWith('collection.') ? error : refuse('部件已损坏', 'a part is damaged');
  }
}

type Event = { open: string; attributes: Record<string, string> } | { close: string } | { text: string };

/** XML events of a part, without ever holding all of it. */
async function* events(part: Part, bytesMax = heldBytesMax): AsyncGenerator<Event[]> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let batch: Event[] = [];
  let [run, tags] = [0, 0];
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  parser.on('opentag', (tag) => {
    tags += 1;
    if (tags > tagsMax) throw refuse(`标签嵌套超过 ${tagsMax} 层`, `tags nested more than ${tagsMax} deep`);
    batch.push({ open: local(tag.name), attributes: tag.attributes as Record<string, string> });
  });
  parser.on('closetag', (tag) => {
    tags -= 1;
    batch.push({ close: local(tag.name) });
  });
  parser.on('text', (text) => void batch.push({ text }));
  parser.on('doctype', () => {
    throw refuse('含有文档类型声明', 'it declares a document type');
  });
  parser.on('error', () => {
    throw refuse('工作表不是合法的 XML', 'a sheet is no valid XML');
  });
  for await (const bytes of part.open(bytesMax)) {
    try {
      parser.write(decoder.decode(bytes, { stream: true }));
    } catch (error) {
      throw error instanceof TypeError ? refuse('工作表不是合法的 UTF-8', 'a sheet is no valid UTF-8') : error;
    }
    run = batch.length > 0 ? 0 : run + bytes.length;
    if (run > runBytesMax) throw refuse('单元格过长', 'a cell is too long');
    yield batch;
    batch = [];
  }
  parser.close();
  yield batch;
}

async function sharedStrings(part: Part | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (part === undefined) return strings;
  let [held, current, reading, phonetic] = [0, '', false, false];
  for await (const batch of events(part, partBytesMax)) {
    for (const e of batch) {
      if ('open' in e) {
        if (e.open === 'si') current = '';
        else if (e.open === 'rPh') phonetic = true;
        else if (e.open === 't') reading = !phonetic;
      } else if ('close' in e) {
        if (e.close === 'si') {
          // an empty one takes its place too
          held += 8;
          strings.push(current);
        } else if (e.close === 'rPh') phonetic = false;
        else if (e.close === 't') reading = false;
      } else if (reading) {
        current += e.text;
        held += e.text.length;
      }
      if (held > stringsCharactersMax) throw refuse('共享文字过多，请改用 CSV', 'too many shared strings: use CSV');
    }
  }
  return strings;
}

/** Number formats that show a number as a day: the built-in ones, and those whose pattern names years or days. */
async function dayStyles(part: Part | undefined): Promise<Set<number>> {
  const days = new Set<number>();
  if (part === undefined) return days;
  const formats = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
  let [inside, index] = [false, 0];
  for await (const batch of events(part)) {
    for (const e of batch) {
      if ('open' in e && e.open === 'numFmt' && /[yd]/i.test((e.attributes['formatCode'] ?? '').replace(/"[^"]*"|\[[^\]]*\]/g, ''))) formats.add(Number(e.attributes['numFmtId']));
      else if ('open' in e && e.open === 'cellXfs') inside = true;
      else if ('close' in e && e.close === 'cellXfs') inside = false;
      else if (inside && 'open' in e && e.open === 'xf') {
        if (formats.has(Number(e.attributes['numFmtId']))) days.add(index);
        index += 1;
      }
    }
  }
  return days;
}

/** Names of the sheets with their parts, in order; and whether its days count from 1904 (workbookPr, ECMA-376 §18.2.28). */
async function sheetsOf(parts: Map<string, Part>): Promise<{ sheets: { name: string; part: Part }[]; from1904: boolean }> {
  const workbook = parts.get('xl/workbook.xml');
  const relations = parts.get('xl/_rels/workbook.xml.rels');
  if (workbook === undefined || relations === undefined) throw refuse('不是 XLSX 工作簿', 'is no XLSX workbook');
  const targets = new Map<string, string>();
  for await (const batch of events(relations)) for (const e of batch) if ('open' in e && e.open === 'Relationship') targets.set(e.attributes['Id'] ?? '', (e.attributes['Target'] ?? '').replace(/^\/?(xl\/)?/, 'xl/'));
  const sheets: { name: string; part: Part }[] = [];
  let from1904 = false;
  for await (const batch of events(workbook)) {
    for (const e of batch) {
      if ('open' in e && e.open === 'workbookPr') from1904 = /^(1|true|on)$/.test(e.attributes['date1904'] ?? '');
      if (!('open' in e) || e.open !== 'sheet') continue;
      const part = parts.get(targets.get(e.attributes['r:id'] ?? '') ?? '');
      if (part !== undefined) sheets.push({ name: (e.attributes['name'] ?? '').slice(0, 100), part });
      if (sheets.length > sheetsMax) throw refuse('工作表过多', 'too many sheets');
    }
  }
  return { sheets, from1904 };
}

const columnNumber = (reference: string): number => [...(/^[A-Z]{1,3}/.exec(reference)?.[0] ?? '')].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 64, 0) - 1;

/** Excel's days count from 1899-12-30, since it takes 1900 for a leap year; up to 9999-12-31. */
const dayOf = (serial: number): string => new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10);
const lastDay = 2_958_465;
const daysTo1904 = 1_462;

interface Cell {
  type: string;
  style: number;
  text: string;
  formula: boolean;
}

/** A sheet of a workbook that streams in: its rows are never in memory together, and nothing of it stays behind. */
export async function* readWorkbookStream(stream: Readable, options: TableOptions, facts: TableFacts): AsyncGenerator<TableRow[]> {
  const spool = new SealedSpool();
  try {
    await spool.fill(stream);
    yield* readWorkbook(spool, options, facts);
  } finally {
    spool.drop();
  }
}

/** A sheet of an XLSX workbook, held or spooled, under its header, row by row. Days come as `YYYY-MM-DD`. */
export async function* readWorkbook(book: Buffer | SealedSpool, options: TableOptions, facts: TableFacts): AsyncGenerator<TableRow[]> {
  yield* underHeader(workbookCells(book, options, facts), facts, 'fill', (words) => errors.fileRefused(words));
}

/** Its cells as they stand, the header among them. */
export async function* workbookCells(book: Buffer | SealedSpool, options: TableOptions, facts: Pick<TableFacts, 'sheet'>): AsyncGenerator<CellRow[]> {
  const parts = await partsOf(book);
  const { sheets, from1904 } = await sheetsOf(parts);
  const named = (between: string): string => sheets.slice(0, 20).map((s) => s.name).join(between);
  const sheet = options.sheet === undefined ? sheets[0] : sheets.find((s) => s.name === options.sheet);
  if (sheet === undefined) throw refuse(`没有工作表“${options.sheet ?? ''}”，现有：${named('、')}`, `there is no sheet "${options.sheet ?? ''}" but ${named(', ')}`);
  facts.sheet = sheet.name;
  const strings = await sharedStrings(parts.get('xl/sharedStrings.xml'));
  const days = await dayStyles(parts.get('xl/styles.xml'));
  const valueOf = (c: Cell): string => {
    if (c.type === 's') return strings[Number(c.text)] ?? '';
    if (c.type === 'b') return c.text === '1' ? 'true' : 'false';
    if (c.type === '' || c.type === 'n') {
      const serial = days.has(c.style) && c.text !== '' ? Number(c.text) + (from1904 ? daysTo1904 : 0) : NaN;
      return serial >= 0 && serial < lastDay + 1 ? dayOf(serial) : plain(c.text);
    }
    return c.text;
  };
  let line = 0;
  let cells: string[] = [];
  let fault: { zh: string; en: string } | undefined;
  let cell: Cell | undefined;
  let [at, reading] = [0, false];
  for await (const batch of events(sheet.part, partBytesMax)) {
    const rows: CellRow[] = [];
    for (const e of batch) {
      if ('text' in e) {
        if (reading && cell !== undefined) cell.text += e.text;
        if (cell !== undefined && cell.text.length > 100_000) throw refuse('单元格过长', 'a cell is too long');
      } else if ('open' in e) {
        if (e.open === 'row') {
          const [before, told] = [line, e.attributes['r']];
          line = told === undefined ? before + 1 : Number(told);
          if (!Number.isInteger(line) || line <= before || line > rowsMax) throw refuse(`第 ${before} 行之后的行号有误，或超过 ${rowsMax} 行`, `a wrong row number follows row ${before}, or there are more than ${rowsMax} rows`);
          [cells, fault, at] = [[], undefined, 0];
        } else if (e.open === 'c') {
          cell = { type: e.attributes['t'] ?? '', style: Number(e.attributes['s'] ?? 0), text: '', formula: false };
          at = e.attributes['r'] === undefined ? at : columnNumber(e.attributes['r']);
          if (at >= columnsMax || at < 0) throw refuse(`列数超过 ${columnsMax}`, `more than ${columnsMax} columns`);
        } else if (e.open === 'f' && cell !== undefined) cell.formula = true;
        else if (e.open === 'v' || e.open === 't') reading = true;
      } else if (e.close === 'v' || e.close === 't') reading = false;
      else if (e.close === 'c' && cell !== undefined) {
        while (cells.length < at) cells.push('');
        cells[at] = valueOf(cell);
        if (cell.formula && options.formulas === 'refuse') fault ??= { zh: `第 ${at + 1} 列是公式，请粘贴为数值`, en: `column ${at + 1} is a formula: paste it as a value` };
        if (cell.type === 'e') fault ??= { zh: `第 ${at + 1} 列是错误值 ${cell.text}`, en: `column ${at + 1} is the error ${cell.text}` };
        cell = undefined;
        at += 1;
      } else if (e.close === 'row') rows.push({ line, cells, ...(fault === undefined ? {} : { fault }) });
    }
    yield rows;
  }
}

/** Excel writes long numbers with an exponent; 15 digits are all that it keeps. */
const plain = (text: string): string => (/e/i.test(text) && Number.isFinite(Number(text)) && Math.abs(Number(text)) < 1e15 ? String(Number(text)) : text);
