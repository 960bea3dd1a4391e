import type { ReadTx } from '#kernel/db';
import type { Grade, InformationItem } from './contract-entry.ts';

export interface EntryRow {
  id: string;
  code: string;
  title: string;
  provider: string;
  provider_name: string;
  division: string;
  summary: string;
  format: string;
  keywords: string[];
  items: InformationItem[];
  sharing: 'unconditional' | 'conditional' | 'none';
  sharing_condition: string | null;
  sharing_ways: string[];
  sharing_basis: string | null;
  opening: 'unconditional' | 'conditional' | 'none';
  opening_condition: string | null;
  opening_basis: string | null;
  update_cycle: string;
  related: string[];
  grade: Grade;
  grade_confirmed_by: string | null;
  state: 'draft' | 'published' | 'withdrawn';
  origin: string;
  digest: string;
  published_on: string | null;
  data_updated_at: Date | null;
  data_rows: string | null;
  version: number;
  updated_at: Date;
}

export const entryColumns = `e.id, e.code, e.title, e.provider, e.provider_name, e.division, e.summary, e.format, e.keywords, e.items, e.sharing, e.sharing_condition, e.sharing_ways, e.sharing_basis,
  e.opening, e.opening_condition, e.opening_basis, e.update_cycle, e.related, e.grade, e.grade_confirmed_by, e.state, e.origin, e.digest, e.published_on::text as published_on, e.data_updated_at, e.data_rows, e.version, e.updated_at`;

export const findEntry = (tx: ReadTx, id: string): Promise<EntryRow | undefined> => tx.maybe<EntryRow>(`select ${entryColumns} from catalogue.entry e where e.id = $1`, [id]);
export const lockEntry = (tx: ReadTx, id: string): Promise<EntryRow | undefined> => tx.maybe<EntryRow>(`select ${entryColumns} from catalogue.entry e where e.id = $1 for update`, [id]);
export const entriesByCode = (tx: ReadTx, codes: readonly string[]): Promise<EntryRow[]> => tx.query<EntryRow>(`select ${entryColumns} from catalogue.entry e where e.code = any ($1)`, [codes]);
export const entriesById = (tx: ReadTx, ids: readonly string[]): Promise<EntryRow[]> => tx.query<EntryRow>(`select ${entryColumns} from catalogue.entry e where e.id = any ($1)`, [ids]);
export const codesUnder = async (tx: ReadTx, prefix: string): Promise<string[]> => (await tx.query<{ code: string }>('select code from catalogue.entry where code >= $1 and code < $2', [`${prefix}/`, `${prefix}0`])).map((r) => r.code);

export interface MountRow {
  id: string;
  entry_id: string;
  kind: 'table' | 'interface' | 'file';
  target: string;
  title: string;
  mounted_at: Date;
  by_name: string;
}

export const mountsOf = (tx: ReadTx, entryId: string): Promise<MountRow[]> =>
  tx.query<MountRow>('select id, entry_id, kind, target, title, mounted_at, by_name from catalogue.mount where entry_id = $1 and ended_at is null order by mounted_at, id', [entryId]);

export const versionsOf = (tx: ReadTx, entryId: string): Promise<{ version: number; at: Date; by_name: string; change: string }[]> =>
  tx.query('select version, at, by_name, change from catalogue.entry_version where entry_id = $1 order by version desc limit 100', [entryId]);
