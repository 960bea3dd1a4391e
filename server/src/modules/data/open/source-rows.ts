import { codeListKind, readCsv } from '#engines/content';
import { boxOf, type Geometry } from '#engines/places';
import { anonymous } from '#kernel/context';
import type { Tx } from '#kernel/db';
import { textIn, type Text } from '#kernel/i18n';
import { cellOf, type Cell, type OpenColumn, type OpenRow } from './columns.ts';
import type { OpenDeps } from './deps.ts';
import { errors } from './errors.ts';
import type { OpenColumnType, OpenSet, OpenSource } from './open-set-kind.ts';

export interface SourceRows {
  columns: OpenColumn[];
  rows: AsyncIterable<OpenRow>;
  /** Fields of the source that may never be open, or only masked; told by the checks. */
  sealed: string[];
  masked: string[];
  /** Fields that their grade keeps out of the channel “open”: there, without any value. */
  suppressed: string[];
}

type Of<K extends string> = Extract<OpenSource, Record<K, unknown>>;
const invalid = (zh: string, en: string): Error => errors.definitionInvalid({ zh, en });
const columnTypes: Record<string, OpenColumnType> = { integer: 'integer', decimal: 'decimal', money: 'money', number: 'decimal', boolean: 'boolean', date: 'date', timestamp: 'timestamp' };
const typeOf = (type: string): OpenColumnType => columnTypes[type] ?? 'text';

function codesOf(deps: OpenDeps, list: string | undefined): Pick<OpenColumn, 'codes'> {
  const found = list === undefined ? undefined : deps.content.find(codeListKind, list)?.value;
  return found === undefined || found.codes.length > 100 ? {} : { codes: found.codes.map((c) => ({ code: c.code, name: c.name })) };
}

/** Rows of a set as they are now, read as a stream. Refuses `open.definitionInvalid`. */
export async function sourceRows(deps: OpenDeps, set: OpenSet): Promise<SourceRows> {
  const { source } = set;
  const found = 'register' in source ? registerRows(deps, source) : 'layer' in source ? layerRows(deps, source) : 'content' in source ? contentRows(deps, source) : await queryRows(deps, source);
  for (const name of [...set.quasiIdentifiers, ...(set.chart === undefined ? [] : [set.chart.label, set.chart.value]), ...(set.position === undefined ? [] : [set.position.longitude, set.position.latitude])])
    if (!found.columns.some((c) => c.id === name)) throw invalid(`没有字段“${name}”`, `there is no field "${name}"`);
  return set.position === undefined ? found : { ...found, rows: placed(found.rows, set.position) };
}

/** Fields that the channel “open” does not let through (GB/T 43697). */
const suppressedOf = ({ records }: OpenDeps, register: string, fields: readonly string[]): string[] => {
  const through = records.maskFor(register, Object.fromEntries(fields.map((f) => [f, ''])), { channel: 'open' });
  return fields.filter((f) => !Object.hasOwn(through, f));
};

function registerRows(deps: OpenDeps, source: Of<'register'>): SourceRows {
  const register = deps.records.definition(source.register);
  const usable = register.fields.filter((f) => f.type !== 'json');
  const fields = source.fields === undefined ? usable : source.fields.map((id) => {
    const field = usable.find((f) => f.id === id);
    if (field === undefined) throw invalid(`登记簿没有字段“${id}”`, `the register has no field "${id}"`);
    return field;
  });
  const where = Object.entries(source.where ?? {});
  const read = [...fields.map((f) => f.id), ...where.map(([id]) => id).filter((id) => !fields.some((f) => f.id === id))];
  for (const id of read) if (!usable.some((f) => f.id === id)) throw invalid(`登记簿没有字段“${id}”`, `the register has no field "${id}"`);
  const columns = fields.map((f): OpenColumn => ({ id: f.id, title: f.title, type: typeOf(f.type), ...(f.standard === undefined ? {} : { standard: f.standard }), ...codesOf(deps, f.codeList) }));
  const keys = register.key.filter((k) => fields.some((f) => f.id === k));
  const ids = new Set(columns.map((c) => c.id));
  const masks = Object.fromEntries(Object.entries(source.masks ?? {}).filter(([id]) => ids.has(id)));
  const suppressed = suppressedOf(deps, source.register, [...ids]);
  return {
    columns, suppressed, sealed: fields.filter((f) => f.sensitive).map((f) => f.id),
    masked: fields.filter((f) => f.mask !== undefined && f.mask !== 'none' && source.masks?.[f.id] === undefined).map((f) => f.id),
    rows: (async function* () {
      const snapshot = deps.records.snapshot(source.register, read);
      const at = new Map(snapshot.columns.map((c, i) => [c.name, i]));
      for await (const { cells } of readCsv(snapshot.rows)) {
        if (!where.every(([id, values]) => values.includes(cells[at.get(id)!] ?? ''))) continue;
        const data: Record<string, Cell> = Object.fromEntries(columns.map((c) => [c.id, cellOf(c.type, cells[at.get(c.id)!] ?? '')]));
        // 脱敏: grade and rule of the field decide for the channel; whatever is open is made of these rows
        const shown = deps.records.maskFor(source.register, Object.fromEntries(Object.entries(data).flatMap(([id, value]) => (value === null ? [] : [[id, value]]))), { channel: 'open', asked: masks });
        for (const c of columns) data[c.id] = (shown[c.id] as Cell | undefined) ?? null;
        yield { key: keys.map((k) => String(data[k] ?? '')).join('/'), data };
      }
    })(),
  };
}

function layerRows(deps: OpenDeps, { layer }: Of<'layer'>): SourceRows {
  const { definition } = deps.places.layer(layer);
  if (!definition.open) throw invalid('图层不是公开图层', 'the layer is not open');
  const columns: OpenColumn[] = [
    { id: 'key', title: { zh: '要素编号', en: 'Feature' }, type: 'text' },
    ...definition.properties.map((p): OpenColumn => ({ id: p.id, title: p.title, type: typeOf(p.type), ...(p.unit === undefined ? {} : { unit: p.unit }), ...codesOf(deps, p.codeList) })),
    { id: 'geometry', title: { zh: '几何（GeoJSON，CGCS2000）', en: 'Geometry (GeoJSON, CGCS2000)' }, type: 'text', standard: 'RFC 7946' },
  ];
  return {
    columns, sealed: [], masked: [], suppressed: [],
    rows: (async function* () {
      for (let cursor: string | undefined | null; cursor !== null;) {
        const page = await deps.db.read(anonymous, (tx) => deps.places.list({ tx: tx as Tx }, layer, { limit: 1000, cursor: cursor ?? undefined }));
        for (const f of page.features) {
          const data: Record<string, Cell> = { key: f.key };
          for (const p of definition.properties) data[p.id] = f.properties[p.id] ?? null;
          data['geometry'] = JSON.stringify(f.geometry);
          yield { key: f.key, data, geometry: f.geometry as never, extent: boxOf(f.geometry), beginsOn: f.beginsOn, endsOn: f.endsOn };
        }
        cursor = page.next;
      }
    })(),
  };
}

const at = (value: unknown, path: string): unknown => path.split('.').reduce<unknown>((v, step) => (typeof v === 'object' && v !== null ? (v as Record<string, unknown>)[step] : undefined), value);

/** A cell of content: texts in Chinese, lists joined. */
function plain(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((v) => plain(v) ?? '').join('；');
  if (typeof value === 'object' && 'zh' in value) return textIn(value as Text, 'zh');
  return JSON.stringify(value);
}

function contentRows(deps: OpenDeps, source: Of<'content'>): SourceRows {
  const columns = source.columns.map((c): OpenColumn => ({ id: c.id, title: c.title, type: c.type }));
  return {
    columns, sealed: [], masked: [], suppressed: [],
    rows: (async function* () {
      const seen = new Set<string>();
      const wanted = source.ids === undefined ? undefined : new Set(source.ids);
      for (const found of deps.content.list<Record<string, unknown>>(source.content)) {
        if (seen.has(found.id) || (wanted !== undefined && !wanted.has(found.id))) continue;
        const own = { ...found.value, id: found.id };
        if (!Object.entries(source.where ?? {}).every(([path, values]) => [at(own, path)].flat().some((v) => values.includes(String(plain(v) ?? ''))))) continue;
        seen.add(found.id);
        const members = source.each === undefined ? [own] : at(own, source.each);
        if (!Array.isArray(members)) continue;
        for (const member of members as unknown[]) {
          const data = Object.fromEntries(source.columns.map((c) => {
            const value = plain(at(source.each === undefined ? member : { ...own, each: member }, c.path));
            return [c.id, typeof value === 'string' && c.type !== 'text' ? cellOf(c.type, value) : value];
          }));
          yield { key: '', data };
        }
      }
    })(),
  };
}

async function queryRows(deps: OpenDeps, { query }: Of<'query'>): Promise<SourceRows> {
  const register = deps.records.definition(query.register);
  const fieldOf = (id: string): OpenColumnType => typeOf(register.fields.find((f) => f.id === id)?.type ?? 'text');
  const needed = [...new Set([...query.groupBy.map((g) => g.column), ...query.measures.flatMap((m) => (m.of === undefined ? [] : [m.of]))])];
  const name = `open:${query.register}`;
  const columns: OpenColumn[] = [
    ...query.groupBy.map((g): OpenColumn => ({ id: g.as ?? g.column, title: g.title, type: g.first === undefined ? fieldOf(g.column) : 'text', ...codesOf(deps, register.fields.find((f) => f.id === g.column)?.codeList) })),
    ...query.measures.map((m): OpenColumn => ({ id: m.as, title: m.title, type: m.fn === 'count' ? 'integer' : 'decimal' })),
  ];
  // values of single records: what groups are named by, and the extremes
  const shown = [...new Set([...query.groupBy.map((g) => g.column), ...query.measures.flatMap((m) => (m.of !== undefined && ['min', 'max'].includes(m.fn) ? [m.of] : []))])];
  const snapshot = deps.records.snapshot(query.register, query.where === undefined ? needed : undefined);
  await deps.analysis.write({ name, at: deps.clock.now(), columns: snapshot.columns, personal: snapshot.personal, rows: snapshot.rows });
  const answer = await deps.analysis.query({
    from: name, ...(query.where === undefined ? {} : { where: query.where }), limit: 10_000,
    groupBy: query.groupBy.map((g) => ({ column: g.column, as: g.as ?? g.column, ...(g.first === undefined ? {} : { by: { first: g.first } }) })),
    measures: query.measures.map((m) => ({ as: m.as, fn: m.fn, ...(m.of === undefined ? {} : { of: m.of }) })),
    order: query.groupBy.map((g) => ({ by: g.as ?? g.column })),
  }, { now: deps.clock.now() });
  deps.analysis.remove(name);
  return {
    columns, sealed: [], masked: [], suppressed: suppressedOf(deps, query.register, shown),
    rows: (async function* () {
      for (const row of answer.rows) yield { key: query.groupBy.map((g) => String(row[g.as ?? g.column] ?? '')).join('/'), data: row };
    })(),
  };
}

/** Rows that say in two columns where they are. */
async function* placed(rows: AsyncIterable<OpenRow>, position: { longitude: string; latitude: string }): AsyncGenerator<OpenRow> {
  for await (const row of rows) {
    const [x, y] = [Number(row.data[position.longitude] ?? Number.NaN), Number(row.data[position.latitude] ?? Number.NaN)];
    const inside = Math.abs(x) <= 180 && Math.abs(y) <= 90;
    const geometry: Geometry | undefined = inside ? { type: 'Point', coordinates: [x, y] } : undefined;
    yield geometry === undefined ? row : { ...row, geometry: geometry as never, extent: [x, y, x, y] };
  }
}
