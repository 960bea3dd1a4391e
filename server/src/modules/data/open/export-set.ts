import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { anonymous } from '#kernel/context';
import type { Db } from '#kernel/db';
import { textIn } from '#kernel/i18n';
import type { Cell, OpenColumn } from './columns.ts';
import { csvLine } from './csv-line.ts';
import { errors } from './errors.ts';
import { queryRows, rowLimits, type FoundRow, type RowQuery } from './query-rows.ts';
import { prefixes, turtleText } from './rdf.ts';
import type { Format, OpenBuild } from './sets.ts';
import { writeXlsx, xmlText } from './write-xlsx.ts';

const rowsTogether = 1000;
const xlsxRowsMax = 1_048_575;
/** A reader who takes nothing for so long is let go. */
const stallMs = 60_000;

type Parts = AsyncGenerator<Uint8Array | string>;

/** The file as it was released: chunk by chunk, each read in a moment of its own. */
async function* csvParts(db: Db, build: string, bom: boolean): Parts {
  if (bom) yield '\ufeff';
  for (let ordinal = 0; ; ordinal += 4) {
    const chunks = await db.read(anonymous, (tx) => tx.query<{ csv: Uint8Array }>('select csv from open.chunk where build_id = $1 and ordinal >= $2 order by ordinal limit 4', [build, ordinal]));
    for (const { csv } of chunks) yield csv;
    if (chunks.length < 4) return;
  }
}

/** All rows, a page at a time: no transaction is open while somebody reads slowly. */
export async function* allRows(db: Db, build: OpenBuild): AsyncGenerator<FoundRow> {
  for (let after = 0; ;) {
    const { rows } = await db.read(anonymous, (tx) => queryRows(tx, build, { limit: rowsTogether, offset: 0, after }));
    yield* rows;
    if (rows.length < rowsTogether) return;
    after = rows.at(-1)!.ordinal;
  }
}

export interface FoundFile {
  bom?: boolean;
  /** Ids of columns, `_id` among them; all by default. */
  fields?: readonly string[] | undefined;
  line?: typeof csvLine;
  limit?: number;
  offset?: number;
}

/** Rows that a question finds, with the header of the file that was released. Unordered ones go by their place, so that a page costs the same wherever it lies. */
export async function* foundLines(db: Db, build: OpenBuild, question: Pick<RowQuery, 'filters' | 'fieldTexts' | 'q' | 'sort'>, { bom = false, fields = build.columns.map((c) => c.id), line = csvLine, limit = Infinity, offset = 0 }: FoundFile): Parts {
  yield `${bom ? '\ufeff' : ''}${line(fields, false)}`;
  const ordered = (question.sort?.length ?? 0) > 0;
  for (let [sent, after, skipped] = [0, 0, offset]; sent < limit && skipped <= rowLimits.offset;) {
    const together = Math.min(rowsTogether, limit - sent);
    const { rows } = await db.read(anonymous, (tx) => queryRows(tx, build, { ...question, limit: together, countMax: 1, offset: skipped, ...(ordered ? {} : { after }) }));
    yield rows.map((r) => line(fields.map((f) => (f === '_id' ? r.ordinal : (r.data[f] ?? null))))).join('');
    if (rows.length < together) return;
    sent += rows.length;
    after = rows.at(-1)!.ordinal;
    skipped = ordered ? skipped + rows.length : 0;
  }
}

async function* jsonParts(columns: readonly OpenColumn[], rows: AsyncIterable<FoundRow>): Parts {
  let between = '[\n';
  for await (const r of rows) {
    yield between + JSON.stringify(Object.fromEntries(columns.map((c) => [c.id, r.data[c.id] ?? null])));
    between = ',\n';
  }
  yield between === '[\n' ? '[]\n' : '\n]\n';
}

async function* xmlParts(columns: readonly OpenColumn[], rows: AsyncIterable<FoundRow>): Parts {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<rows>\n';
  for await (const r of rows) yield `<row>${columns.map((c) => (r.data[c.id] == null ? '' : `<${c.id}>${xmlText(String(r.data[c.id]))}</${c.id}>`)).join('')}</row>\n`;
  yield '</rows>\n';
}

export const featureOf = (r: FoundRow): object => {
  const { geometry: _text, ...properties } = r.data;
  return { type: 'Feature', id: r.key, geometry: r.geometry, properties };
};

async function* geoJsonParts(rows: AsyncIterable<FoundRow>): Parts {
  yield '{"type":"FeatureCollection","features":[';
  let between = '\n';
  for await (const r of rows) {
    yield between + JSON.stringify(featureOf(r));
    between = ',\n';
  }
  yield '\n]}\n';
}

async function* turtleParts(columns: readonly OpenColumn[], rows: AsyncIterable<FoundRow>, base: string): Parts {
  yield `@prefix xsd: <${prefixes.xsd}> .\n@prefix rdfs: <${prefixes.rdfs}> .\n@prefix f: <${base}/field/> .\n\n`;
  for (const c of columns) yield `f:${c.id} rdfs:label ${turtleText(textIn(c.title, 'zh'))}@zh .\n`;
  const value = (c: OpenColumn, v: Exclude<Cell, null>): string =>
    typeof v === 'boolean' ? String(v) : typeof v === 'number' ? `"${v}"^^xsd:${c.type === 'integer' ? 'integer' : 'decimal'}` : turtleText(v) + (c.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(v) ? '^^xsd:date' : '');
  for await (const r of rows) {
    const own = columns.flatMap((c) => (r.data[c.id] == null ? [] : [`f:${c.id} ${value(c, r.data[c.id]!)}`]));
    if (own.length > 0) yield `<${base}/row/${r.ordinal}> ${own.join(' ; ')} .\n`;
  }
}

async function* cellsOf(columns: readonly OpenColumn[], rows: AsyncIterable<FoundRow>): AsyncGenerator<Cell[]> {
  for await (const r of rows) yield columns.map((c) => r.data[c.id] ?? null);
}

/** A release in one of the formats. Refuses `open.tooLarge`. */
export function exportParts(db: Db, build: OpenBuild, format: Format, options: { base: string; bom?: boolean; english?: boolean }): Parts {
  const rows = (): AsyncGenerator<FoundRow> => allRows(db, build);
  switch (format) {
    case 'csv': return csvParts(db, build.id, options.bom ?? false);
    case 'json': return jsonParts(build.columns, rows());
    case 'xml': return xmlParts(build.columns, rows());
    case 'ttl': return turtleParts(build.columns, rows(), options.base);
    case 'geojson': return geoJsonParts(rows());
    case 'xlsx':
      if (build.rows > xlsxRowsMax) throw errors.tooLarge({ max: xlsxRowsMax });
      return writeXlsx(build.columns.map((c) => textIn(c.title, options.english === true ? 'en' : 'zh')), cellsOf(build.columns, rows()));
  }
}

/** Rows on their way to one who was admitted: asked anew every 64 KiB, so that an approval that is revoked ends the file where it is. */
export async function* whileAdmitted(parts: Parts, admitted: () => Promise<void>): Parts {
  let since = 0;
  for await (const part of parts) {
    if (since >= 65_536) {
      await admitted();
      since = 0;
    }
    since += part.length;
    yield part;
  }
}

/** Sends parts at the reader's own pace; who stops reading or goes away ends the export. */
export async function sendParts(response: ServerResponse, parts: Parts): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    let text = '';
    const write = async (bytes: Uint8Array | string): Promise<void> => {
      if (response.destroyed) throw new Error('the reader is gone');
      if (!response.write(bytes)) await once(response, 'drain', { signal: AbortSignal.any([AbortSignal.timeout(stallMs), gone.signal]) });
    };
    for await (const part of parts) {
      if (typeof part !== 'string') await write(part);
      else if ((text += part).length > 65_536) {
        await write(text);
        text = '';
      }
    }
    if (text !== '') await write(text);
    response.end();
  } catch {
    response.destroy();
  }
}
