import { createHash } from 'node:crypto';
import { textIn } from '#kernel/i18n';
import type { ReadTx } from '#kernel/db';
import type { Check } from './release-checks.ts';
import type { OpenColumn } from './columns.ts';
import { errors } from './errors.ts';
import type { OpenSet } from './open-set-kind.ts';

/** What every format is for: file ending, media type, CKAN's word. */
export const formats = {
  csv: { mediaType: 'text/csv', ckan: 'CSV', iana: 'text/csv' },
  json: { mediaType: 'application/json', ckan: 'JSON', iana: 'application/json' },
  xml: { mediaType: 'application/xml', ckan: 'XML', iana: 'application/xml' },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ckan: 'XLSX', iana: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  ttl: { mediaType: 'text/turtle', ckan: 'TTL', iana: 'text/turtle' },
  geojson: { mediaType: 'application/geo+json', ckan: 'GeoJSON', iana: 'application/geo+json' },
} as const;
export type Format = keyof typeof formats;
export const formatsOf = (geometry: boolean): Format[] => ['csv', 'json', 'xml', 'xlsx', 'ttl', ...(geometry ? ['geojson' as const] : [])];

export interface SetRow {
  name: string;
  id: string;
  origin: 'content' | 'desk';
  definition: OpenSet;
  digest: string;
  title: string;
  organisation: string;
  organisation_name: string;
  division: string;
  theme: string;
  cycle: string;
  access: 'unconditional' | 'conditional';
  tags: string[];
  formats: Format[];
  state: 'draft' | 'building' | 'waiting' | 'open' | 'withdrawn';
  current_version: number;
  /** The first version that is handed out. */
  versions_from: number;
  current_build: string | null;
  waiting_build: string | null;
  proposed_by: string | null;
  proposed_by_name: string | null;
  note: string | null;
  issued_at: Date | null;
  modified_at: Date | null;
  version: number;
  updated_at: Date;
}

export interface OpenBuild {
  id: string;
  digest: string;
  rows: number;
  bytes: number;
  columns: OpenColumn[];
  checks: Check[];
  passed: boolean;
  built_at: Date;
}

export const setColumns = `s.name, s.id, s.origin, s.definition, s.digest, s.title, s.organisation, s.organisation_name, s.division, s.theme, s.cycle, s.access, s.tags, s.formats, s.state, s.current_version, s.versions_from, s.current_build,
  s.waiting_build, s.proposed_by, s.proposed_by_name, s.note, s.issued_at, s.modified_at, s.version, s.updated_at`;
const buildColumns = 'b.id, b.digest, b.rows, b.bytes, b.columns, b.checks, b.passed, b.built_at';

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** A set that the public sees; by name or id. */
export async function getOpenSet(tx: ReadTx, nameOrId: string): Promise<SetRow & { current_build: string }> {
  const found = nameOrId.length > 80 ? undefined : await tx.maybe<SetRow & { current_build: string }>(`select ${setColumns} from open.set s where ${isUuid(nameOrId) ? 's.id' : 's.name'} = $1 and s.state <> 'withdrawn' and s.current_build is not null`, [nameOrId]);
  if (found === undefined) throw errors.notFound();
  return found;
}

export const findSet = (tx: ReadTx, name: string): Promise<SetRow | undefined> => tx.maybe<SetRow>(`select ${setColumns} from open.set s where s.name = $1`, [name]);
export const lockSet = (tx: ReadTx, name: string): Promise<SetRow | undefined> => tx.maybe<SetRow>(`select ${setColumns} from open.set s where s.name = $1 for update`, [name]);
export const getBuild = (tx: ReadTx, id: string): Promise<OpenBuild> => tx.one<OpenBuild>(`select ${buildColumns} from open.build b where b.id = $1`, [id]);
export const buildsOf = (tx: ReadTx, ids: readonly string[]): Promise<OpenBuild[]> => tx.query<OpenBuild>(`select ${buildColumns} from open.build b where b.id = any ($1)`, [ids]);
export const releasesOf = (tx: ReadTx, name: string): Promise<{ version: number; at: Date; digest: string; rows: number; proposed_by_name: string; approved_by_name: string; note: string | null; entry_id: string }[]> =>
  tx.query('select r.version, r.at, b.digest, b.rows, r.proposed_by_name, r.approved_by_name, r.note, r.entry_id from open.release r join open.build b on b.id = r.build_id where r.set_name = $1 order by r.version desc limit 50', [name]);

/** The same name has the same id wherever it is loaded; so have its resources. */
export function idOf(text: string): string {
  const hex = createHash('sm3').update(`open:${text}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
export const resourceId = (name: string, format: Format): string => idOf(`${name}#${format}`);

/** What searches look into, in small letters. */
export const wordsOf = (set: OpenSet, organisation: string): string =>
  [set.name, textIn(set.title, 'zh'), textIn(set.title, 'en'), textIn(set.description, 'zh'), textIn(set.description, 'en'), organisation, ...set.tags].join('\n').toLowerCase();

export const downloadPath = (name: string, format: Format): string => `/dataset/${name}/download/${name}.${format}`;
