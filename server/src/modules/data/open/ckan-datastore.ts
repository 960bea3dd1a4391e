import type { ReadTx } from '#kernel/db';
import { CkanError } from './ckan-error.ts';
import { flag, jsonValue, neededText, optionalText, textList, wholeNumber, type CkanInput } from './ckan-input.ts';
import { ckanField, type CkanHouse } from './ckan-package.ts';
import type { Cell } from './columns.ts';
import { csvLine, tsvLine } from './csv-line.ts';
import { queryRows, type RowFilter, type RowQuery } from './query-rows.ts';
import { getBuild, resourceId, setColumns, type OpenBuild, type SetRow } from './sets.ts';

/** A resource by its id; the name of a set stands for its first one (CKAN's alias). */
export async function findResource(tx: ReadTx, id: string): Promise<{ set: SetRow; build: OpenBuild; format: SetRow['formats'][number] } | undefined> {
  const sets = await tx.query<SetRow>(`select ${setColumns} from open.set s where s.state <> 'withdrawn' and s.current_build is not null and (s.name = $1 or s.resources @> array[$1]::text[])`, [id]);
  const set = sets[0];
  if (set === undefined) return undefined;
  return { set, build: await getBuild(tx, set.current_build!), format: set.formats.find((f) => resourceId(set.name, f) === id) ?? 'csv' };
}

const isCell = (v: unknown): v is Cell => v === null || ['string', 'number', 'boolean'].includes(typeof v);

function filtersOf(input: CkanInput): RowFilter[] {
  const filters = jsonValue(input, 'filters') ?? {};
  if (typeof filters !== 'object' || Array.isArray(filters)) throw CkanError.validation('filters', 'Not a JSON object');
  return Object.entries(filters).map(([field, value]) => {
    if (!(Array.isArray(value) ? value.every(isCell) : isCell(value))) throw CkanError.validation('filters', `Not a value of field ${field.slice(0, 60)}`);
    return { field, op: 'in', value: value as Cell | Cell[] };
  });
}

type Question = Pick<RowQuery, 'filters' | 'fieldTexts' | 'q' | 'sort'> & { fields: string[]; limit: number; offset: number };

/** What is asked of a build; names that are no fields are refused as in CKAN, and nothing of them reaches the database. */
export function questionOf(build: OpenBuild, input: CkanInput, limitOtherwise: number): Question {
  const all = ['_id', ...build.columns.map((c) => c.id)];
  const known = new Set(all);
  const fields = textList(input, 'fields');
  const strange = fields?.find((f) => !known.has(f));
  if (strange !== undefined) throw CkanError.validation('fields', `field "${strange}" not in table`);
  const q = jsonValue(input, 'q');
  const fieldTexts = typeof q === 'object' && q !== null ? Object.fromEntries(Object.entries(q).map(([k, v]) => [k, String(v)])) : {};
  const filters = filtersOf(input);
  for (const name of [...Object.keys(fieldTexts), ...filters.map((f) => f.field)]) if (!known.has(name) || name === '_id') throw CkanError.validation(name in fieldTexts ? 'q' : 'filters', `field "${name.slice(0, 60)}" not in table`);
  const sort = (textList(input, 'sort') ?? []).map((part) => {
    const [, field, way] = /^"?([^\s"]+)"?(?:\s+(asc|desc))?$/i.exec(part) ?? [];
    if (field === undefined || !known.has(field)) throw CkanError.validation('sort', `field "${part.slice(0, 60)}" not in table`);
    return { field, descending: way?.toLowerCase() === 'desc' };
  });
  return { filters, fieldTexts, q: typeof q === 'string' || typeof q === 'number' ? String(q) : undefined, sort, fields: fields ?? all, limit: wholeNumber(input, 'limit', limitOtherwise, limitOtherwise === Infinity ? Infinity : 32_000), offset: wholeNumber(input, 'offset', 0, 1_000_000) };
}

/** datastore_search: typed. */
export async function datastoreSearch(house: Pick<CkanHouse, 'admit'>, tx: ReadTx, input: CkanInput): Promise<Record<string, unknown>> {
  const id = neededText(input, 'resource_id', 'id');
  const found = await findResource(tx, id);
  if (found === undefined) throw CkanError.notFound(`Resource "${id.slice(0, 80)}" was not found.`);
  await house.admit?.(found.set);
  const { build } = found;
  const { fields: shown, ...question } = questionOf(build, input, 100);
  const { limit, offset, filters = [] } = question;
  const q = jsonValue(input, 'q');
  const countOnly = flag(input, 'include_total', true);
  const distinct = flag(input, 'distinct', false) && !shown.includes('_id');
  const beside = question.sort?.find((s) => distinct && !shown.includes(s.field));
  if (beside !== undefined) throw CkanError.validation('sort', `field "${beside.field}" is not among the distinct fields`);
  const page = await queryRows(tx, build, { ...question, ...(distinct ? { distinct: shown } : {}), countMax: countOnly ? 1_000_000 : 1 });
  const cells = page.rows.map((r) => shown.map((f): Cell => (f === '_id' ? r.ordinal : (r.data[f] ?? null))));
  const format = optionalText(input, 'records_format') ?? 'objects';
  if (!['objects', 'lists', 'csv', 'tsv'].includes(format)) throw CkanError.validation('records_format', 'invalid value');
  const records = format === 'lists' ? cells : format === 'csv' ? cells.map((row) => csvLine(row)).join('') : format === 'tsv' ? cells.map((row) => tsvLine(row)).join('')
    : cells.map((row) => Object.fromEntries(row.map((c, i) => [shown[i]!, c])));
  const link = (at: number): string => `/api/3/action/datastore_search?${new URLSearchParams({ ...Object.fromEntries(Object.entries(input).filter(([k]) => !['offset', 'resource_id', 'id'].includes(k)).map(([k, v]) => [k, typeof v === 'object' ? JSON.stringify(v) : String(v)])), resource_id: id, limit: String(limit), offset: String(at) }).toString()}`;
  const all = build.columns.map(ckanField);
  return {
    resource_id: id, include_total: countOnly, records_format: format, records, limit, ...(offset === 0 ? {} : { offset }), fields: shown.map((f) => (f === '_id' ? { id: '_id', type: 'int' } : all.find((c) => c['id'] === f))),
    ...(Object.keys(filters).length === 0 ? {} : { filters: Object.fromEntries(filters.map((f) => [f.field, f.value])) }), ...(q === undefined ? {} : { q }),
    ...(countOnly ? { total: page.total ?? 1_000_000, total_was_estimated: page.total === null } : {}), _links: { start: link(0), next: link(offset + limit) },
  };
}
