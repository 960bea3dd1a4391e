import { textIn, type Locale } from '#kernel/i18n';
import type { ReadTx } from '#kernel/db';
import { errors } from './errors.ts';
import { featureOf } from './export-set.ts';
import { queryRows, rowLimits } from './query-rows.ts';
import { getBuild, getOpenSet, setColumns, type OpenBuild, type SetRow } from './sets.ts';

/** OGC API – Features Part 1: Core (OGC 17-069r4) over the open sets that have places; CRS84 only. */
const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
export const conformance = ['core', 'geojson', 'html', 'oas30'].map((c) => `http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${c}`);

interface Link { href: string; rel: string; type: string; title?: string }
type Query = Readonly<Record<string, unknown>>;

const json = 'application/json';
const geojson = 'application/geo+json';

export const landing = (base: string, title: string): { title: string; links: Link[] } => ({
  title,
  links: [
    { href: `${base}/ogc`, rel: 'self', type: json }, { href: `${base}/ogc?f=html`, rel: 'alternate', type: 'text/html' }, { href: `${base}/ogc/api`, rel: 'service-desc', type: 'application/vnd.oai.openapi+json;version=3.0' }, { href: `${base}/ogc/api?f=html`, rel: 'service-doc', type: 'text/html' },
    { href: `${base}/ogc/conformance`, rel: 'conformance', type: json }, { href: `${base}/ogc/collections`, rel: 'data', type: json },
  ],
});

async function extentOf(tx: ReadTx, build: string): Promise<number[] | null> {
  const found = await tx.one<{ w: number | null; s: number; e: number; n: number }>('select min((extent[1])[0]) as w, min((extent[1])[1]) as s, max((extent[0])[0]) as e, max((extent[0])[1]) as n from open.row where build_id = $1 and extent is not null', [build]);
  return found.w === null ? null : [found.w, found.s, found.e, found.n];
}

export async function collectionView(tx: ReadTx, base: string, s: SetRow, locale: Locale): Promise<object> {
  const at = `${base}/ogc/collections/${s.name}`;
  const box = await extentOf(tx, s.current_build!);
  return {
    id: s.name, title: textIn(s.definition.title, locale), description: textIn(s.definition.description, locale), itemType: 'feature', crs: [crs84], ...(box === null ? {} : { extent: { spatial: { bbox: [box], crs: crs84 } } }),
    links: [{ href: at, rel: 'self', type: json }, { href: `${at}/items`, rel: 'items', type: geojson }, { href: `${at}/items?f=html`, rel: 'items', type: 'text/html' }, { href: `${base}/open/sets/${s.name}`, rel: 'describedby', type: 'text/html' }],
  };
}

export const spatialSets = (tx: ReadTx): Promise<SetRow[]> => tx.query<SetRow>(`select ${setColumns} from open.set s where s.state <> 'withdrawn' and s.current_build is not null and 'geojson' = any (s.formats) order by s.name limit 1000`);
export async function spatialSet(tx: ReadTx, name: string): Promise<{ set: SetRow; build: OpenBuild }> {
  const set = await getOpenSet(tx, name);
  if (!set.formats.includes('geojson')) throw errors.notFound();
  return { set, build: await getBuild(tx, set.current_build) };
}

const one = (query: Query, name: string): string | undefined => {
  const value = query[name];
  if (value === undefined || typeof value === 'string') return value === '' ? undefined : value;
  throw errors.parameterInvalid({ name });
};
export function readBox(text: string): [number, number, number, number] {
  const parts = text.split(',').map((p) => (p.trim() === '' ? Number.NaN : Number(p)));
  if ((parts.length !== 4 && parts.length !== 6) || !parts.every(Number.isFinite)) throw errors.boxInvalid();
  const [west, south, east, north] = (parts.length === 4 ? parts : [parts[0], parts[1], parts[3], parts[4]]) as [number, number, number, number];
  if (west < -180 || east > 180 || south < -90 || north > 90 || south > north || west > east) throw errors.boxInvalid();
  return [west, south, east, north];
}
const instant = /^\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2}))?$/;
export function readDatetime(text: string): [string | null, string | null] {
  const parts = text.split('/');
  const read = (part: string): string | null => {
    if (part === '' || part === '..') return null;
    if (!instant.test(part) || Number.isNaN(Date.parse(part))) throw errors.parameterInvalid({ name: 'datetime' });
    return new Date(part).toISOString().slice(0, 10);
  };
  if (parts.length > 2) throw errors.parameterInvalid({ name: 'datetime' });
  const [from, to] = [read(parts[0]!), read(parts.at(-1)!)];
  if (parts.length === 1 && from === null) throw errors.parameterInvalid({ name: 'datetime' });
  if (from !== null && to !== null && from > to) throw errors.parameterInvalid({ name: 'datetime' });
  return [from, to];
}
const whole = (query: Query, name: string, otherwise: number, least: number, max: number): number => {
  const value = one(query, name);
  if (value === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(value) || Number(value) < least) throw errors.parameterInvalid({ name });
  return Math.min(Number(value), max);
};

const own = new Set(['bbox', 'bbox-crs', 'datetime', 'limit', 'offset', 'after', 'f', 'crs']);

/** A page of features; `next` goes on by the number of the row, so that a page costs the same wherever it lies. Refuses bad parameters and unknown ones (400). */
export async function items(tx: ReadTx, base: string, set: SetRow, build: OpenBuild, query: Query): Promise<Record<string, unknown>> {
  const box = one(query, 'bbox');
  const datetime = one(query, 'datetime');
  if ((one(query, 'crs') ?? crs84) !== crs84 || (one(query, 'bbox-crs') ?? crs84) !== crs84) throw errors.parameterInvalid({ name: 'crs' });
  const filters = Object.keys(query).filter((k) => !own.has(k)).map((k) => {
    if (!build.columns.some((c) => c.id === k)) throw errors.parameterInvalid({ name: k.slice(0, 40) });
    return { field: k, op: 'eq' as const, value: one(query, k) ?? null };
  });
  const limit = whole(query, 'limit', 10, 1, 10_000);
  const offset = whole(query, 'offset', 0, 0, rowLimits.offset);
  const after = query['after'] === undefined ? undefined : whole(query, 'after', 0, 0, 999_999_999);
  const during = datetime === undefined ? undefined : readDatetime(datetime);
  const found = await queryRows(tx, build, { filters, box: box === undefined ? undefined : readBox(box), during, limit: limit + 1, offset, after, countMax: 10_000 });
  const rows = found.rows.slice(0, limit);
  const at = `${base}/ogc/collections/${set.name}/items`;
  const given = Object.fromEntries(Object.entries(query).filter(([k]) => k !== 'offset' && k !== 'after').map(([k, v]) => [k, String(v)]));
  return {
    type: 'FeatureCollection', timeStamp: set.modified_at!.toISOString(), numberReturned: rows.length, ...(found.total === null ? {} : { numberMatched: found.total }), features: rows.map(featureOf),
    links: [
      { href: `${at}?${new URLSearchParams({ ...given, ...(offset > 0 ? { offset: String(offset) } : {}), ...(after === undefined ? {} : { after: String(after) }) }).toString()}`, rel: 'self', type: geojson },
      ...(found.rows.length > limit ? [{ href: `${at}?${new URLSearchParams({ ...given, limit: String(limit), after: String(rows.at(-1)!.ordinal) }).toString()}`, rel: 'next', type: geojson }] : []),
      { href: `${base}/ogc/collections/${set.name}`, rel: 'collection', type: json },
    ],
  };
}

export async function item(tx: ReadTx, base: string, set: SetRow, build: OpenBuild, key: string): Promise<object> {
  const { rows } = await queryRows(tx, build, { key, limit: 1, offset: 0 });
  if (rows[0] === undefined) throw errors.notFound();
  const at = `${base}/ogc/collections/${set.name}`;
  return { ...featureOf(rows[0]), links: [{ href: `${at}/items/${encodeURIComponent(key)}`, rel: 'self', type: geojson }, { href: at, rel: 'collection', type: json }] };
}
