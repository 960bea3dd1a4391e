import { z } from 'zod';
import { CsvError, parseCsv } from './csv.ts';
import { sm3 } from './digest.ts';
import type { PackSource } from './pack-source.ts';
import type { ParseCache, ParsedDocuments } from './parse-cache.ts';
import { ProblemError, problem, type ContentProblem } from './problems.ts';
import { readText } from './read-text.ts';
import { schemaIssues } from './schema-words.ts';
import { dateSchema, idSchema, textSchema } from './text-schema.ts';
import { YAML_BYTES_MAX, locateInYaml, parseYaml } from './yaml.ts';

/** `pack.yaml` 内容包说明. */
export const manifestSchema = z.strictObject({
  id: idSchema,
  name: textSchema,
  version: z.string().min(1).max(40),
  parent: idSchema.optional(),
  /** 演示数据: never to be taken for real. */
  demonstration: z.boolean().default(false),
  /** CSV files whose rows are definitions; `id` names the column that identifies a row. */
  tables: z.array(z.strictObject({ kind: idSchema, file: z.string().min(1).max(300), id: z.string().default('id') })).max(200).default([]),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** What every definition may say about itself, whatever its kind. */
export const envelopeSchema = z.object({
  kind: idSchema,
  id: idSchema,
  version: z.coerce.number().int().min(1).max(1_000_000).default(1),
  validFrom: dateSchema.optional(),
  validTo: dateSchema.optional(),
  division: z.string().regex(/^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$/).optional(),
  extends: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}(@[1-9]\d{0,5})?$/).optional(),
  locked: z.array(z.string().min(1).max(200)).max(200).default([]),
});
export const ENVELOPE_KEYS: ReadonlySet<string> = new Set(Object.keys(envelopeSchema.shape));

/** A definition as written, before inheritance and its kind's schema. */
export interface RawDefinition {
  kind: string;
  id: string;
  version: number;
  validFrom: string | undefined;
  validTo: string | undefined;
  division: string | undefined;
  extends: string | undefined;
  locked: string[];
  body: Record<string, unknown>;
  source: PackSource;
  pack: string;
  file: string;
  line: number;
  /** Which document of a YAML file; undefined for a row of a table. */
  document: number | undefined;
}

export interface ReadPack {
  manifest: Manifest;
  source: PackSource;
  digest: string;
  definitions: RawDefinition[];
  problems: ContentProblem[];
}

/** Digest of every file; those that cannot be read have none. */
function digestsOf(source: PackSource, files: readonly string[]): Map<string, string> {
  const digests = new Map<string, string>();
  for (const file of files) {
    try {
      digests.set(file, sm3(source.read(file) ?? new Uint8Array()));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }
  return digests;
}

/** Reads a pack: manifest, YAML definitions, tables; as it was read last where no file has changed. Throws ProblemError if there is no usable manifest or folder. */
export function readPack(source: PackSource, cache: ParseCache): ReadPack {
  const files = source.list();
  const digests = digestsOf(source, files);
  const digest = sm3([...digests].map((one) => one.join(' ')).join('\n'));
  const known = cache.packs.get(source.label);
  if (known?.digest === digest && digests.size === files.length) {
    // what the parse cache forgets otherwise
    for (const one of digests.values()) cache.get(one);
    return known;
  }
  const pack = { ...readFiles(source, files, digests, cache), digest };
  cache.packs.set(source.label, pack);
  return pack;
}

function readFiles(source: PackSource, files: readonly string[], digests: ReadonlyMap<string, string>, cache: ParseCache): Omit<ReadPack, 'digest'> {
  const manifest = readManifest(source, cache);
  const problems: ContentProblem[] = [];
  const definitions: RawDefinition[] = [];
  const tables = new Map(manifest.tables.map((table) => [table.file, table]));
  for (const file of files) {
    const at = { pack: manifest.id, file };
    try {
      const bytes = source.read(file) ?? new Uint8Array();
      const table = tables.get(file);
      if (table) definitions.push(...readTable(source, manifest, table, bytes, problems));
      else if (/\.(ya?ml|json)$/.test(file) && file !== 'pack.yaml' && !isSample(file)) {
        const parsed = readDocuments(at, bytes, digests.get(file) ?? sm3(bytes), cache);
        parsed.documents.forEach((value, i) => {
          const raw = toRaw(value, { source, pack: manifest.id, file, line: parsed.lines[i] ?? 1, document: i }, problems);
          if (raw) definitions.push(raw);
        });
      }
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(error.problem);
    }
  }
  for (const table of manifest.tables) {
    if (!files.includes(table.file)) problems.push(problem('fileMissing', { pack: manifest.id, file: 'pack.yaml' }, { file: table.file }));
  }
  return { manifest, source, definitions, problems };
}

/** `*.sample.yaml` and everything under `samples/` is test material beside a definition, not a definition. */
const isSample = (file: string): boolean => /(^|\/)samples\/|\.samples?\.(ya?ml|json)$/.test(file);

function readManifest(source: PackSource, cache: ParseCache): Manifest {
  const at = { pack: source.label, file: 'pack.yaml' };
  const bytes = source.read('pack.yaml');
  if (!bytes) throw new ProblemError(problem('manifest', at, { why: { zh: '文件不存在', en: 'the file is not there' } }));
  const [value] = readDocuments(at, bytes, sm3(bytes), cache).documents;
  const parsed = manifestSchema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = schemaIssues(parsed.error)[0];
  const place = locateInYaml(readText(bytes) ?? '', 0, issue?.path ?? []).position;
  throw new ProblemError(problem('manifest', { ...at, ...place, path: issue?.path.join('.') ?? '' }, { why: issue?.words ?? { zh: '', en: '' } }));
}

function readDocuments(at: { pack: string; file: string }, bytes: Uint8Array, digest: string, cache: ParseCache): ParsedDocuments {
  const known = cache.get(digest);
  if (known) return known;
  if (bytes.length > YAML_BYTES_MAX) throw new ProblemError(problem('tooLarge', at, { maxBytes: YAML_BYTES_MAX }));
  const text = readText(bytes);
  if (text === undefined) throw new ProblemError(problem('encoding', at));
  const result = parseYaml(text);
  if (!result.ok) throw new ProblemError(problem('yaml', { ...at, ...result.position }, { why: result.why }));
  const parsed = { documents: result.documents, lines: result.lines };
  cache.set(digest, parsed);
  return parsed;
}

type Origin = Pick<RawDefinition, 'source' | 'pack' | 'file' | 'line' | 'document'>;

function toRaw(value: unknown, origin: Origin, problems: ContentProblem[]): RawDefinition | undefined {
  const envelope = envelopeSchema.safeParse(value, { reportInput: true });
  if (envelope.success && typeof value === 'object' && value !== null) {
    const { kind, id, version, validFrom, validTo, division, locked } = envelope.data;
    return { kind, id, version, validFrom, validTo, division, locked, extends: envelope.data.extends, body: value as Record<string, unknown>, ...origin };
  }
  for (const issue of envelope.success ? [] : schemaIssues(envelope.error)) {
    problems.push(problem('envelope', { ...origin, ...placeOf(origin, issue.path), path: issue.path.join('.') }, { why: issue.words }));
  }
  return undefined;
}

/** Line and column of a path in the file that a definition was written in. */
export function placeOf(origin: Origin, path: readonly (string | number)[]): { line: number; column: number } {
  if (origin.document === undefined) return { line: origin.line, column: 1 };
  const text = readText(origin.source.read(origin.file) ?? new Uint8Array()) ?? '';
  return locateInYaml(text, origin.document, path).position;
}

function readTable(source: PackSource, manifest: Manifest, table: Manifest['tables'][number], bytes: Uint8Array, problems: ContentProblem[]): RawDefinition[] {
  const at = { pack: manifest.id, file: table.file };
  const text = readText(bytes);
  if (text === undefined) throw new ProblemError(problem('encoding', at));
  let records;
  try {
    records = parseCsv(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ProblemError(problem('csv', { ...at, line: error.line, column: error.column }, { why: error.words }));
  }
  const header = records.shift()?.cells ?? [];
  if (!header.includes(table.id) || new Set(header).size !== header.length || header.some((column) => column === '' || column === '__proto__' || column === 'kind')) {
    const why = { zh: `首行须为互不相同的列名，且含“${table.id}”`, en: `needs a first line of distinct column names with "${table.id}"` };
    throw new ProblemError(problem('table', at, { file: table.file, why }));
  }
  const rows: RawDefinition[] = [];
  for (const { cells, line } of records) {
    if (cells.length !== header.length) {
      const why = { zh: `此行有 ${cells.length} 列，应为 ${header.length} 列`, en: `has ${cells.length} cells in this line instead of ${header.length}` };
      problems.push(problem('table', { ...at, line }, { file: table.file, why }));
      continue;
    }
    const body: Record<string, unknown> = {};
    header.forEach((column, i) => {
      if (cells[i] !== '') body[column] = cells[i];
    });
    if (!('id' in body)) body['id'] = body[table.id];
    body['kind'] = table.kind;
    const raw = toRaw(body, { source, pack: manifest.id, file: table.file, line, document: undefined }, problems);
    if (raw) rows.push(raw);
  }
  return rows;
}

/** Key of a definition within one load; none of its parts can hold a space. */
export const keyOf = (d: { kind: string; id: string; version: number }): string => `${d.kind} ${d.id} ${d.version}`;
