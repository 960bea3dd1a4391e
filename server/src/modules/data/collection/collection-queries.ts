import { conditionsOf, type ReadTx } from '#kernel/db';
import { errors } from './errors.ts';
import type { Mapping } from './map-columns.ts';

export interface Source {
  id: string;
  register: string;
  name: string;
  kind: 'file' | 'table' | 'interface' | 'topic';
  organisation: string;
  settings: Settings;
  secret: Buffer | null;
  mapping: Mapping;
  every_minutes: number | null;
  may_be_empty: boolean;
  state: 'active' | 'stopped';
  /** 供数方 where the rows are not the department's own. */
  supplier: string | null;
  /** Values by field that hold for every row, whatever it says. */
  fixed: Record<string, string>;
  valid_to: Date | null;
  position: string | null;
  version: number;
  /** Whether whoever acts may change it: her own, or of a body in her charge; what only lies in her territory she reads. */
  in_charge: boolean;
}

export interface Settings {
  sheet?: string | undefined;
  formulas?: 'refuse' | 'value' | undefined;
  host?: string | undefined;
  port?: number | undefined;
  database?: string | undefined;
  user?: string | undefined;
  table?: string | undefined;
  watermark?: string | undefined;
  overlap?: number | undefined;
  tls?: boolean | undefined;
  ca?: string | undefined;
  url?: string | undefined;
  rows?: string | undefined;
  next?: string | undefined;
  positionParameter?: string | undefined;
}

export interface Run {
  id: string;
  source_id: string;
  state: 'waiting' | 'running' | 'done' | 'empty' | 'failed';
  file_id: string | null;
  file_name: string | null;
  facts: Record<string, unknown> | null;
  position_after: string | null;
  /** More waited behind what was read. */
  more: boolean;
  progress: number;
  rows_read: number | null;
  created: number | null;
  changed: number | null;
  unchanged: number | null;
  refused: number | null;
  repeated: boolean | null;
  failure: { zh: string; en: string } | null;
  load_id: string | null;
  by_name: string;
  planned_at: Date;
  finished_at: Date | null;
}

const sourceColumns = `id, register, name, kind, organisation, settings, secret, mapping, every_minutes, may_be_empty, state, supplier, fixed, valid_to, position, version, (kernel.actor_kind() = 'system' or organisation = any (kernel.actor_organisations()) or kernel.in_scope(division)) as in_charge`;
const runColumns = 'id, source_id, state, file_id, file_name, facts, position_after, more, progress, rows_read, created, changed, unchanged, refused, repeated, failure, load_id, by_name, planned_at, finished_at';

export const findSource = (tx: ReadTx, id: string): Promise<Source | undefined> => tx.maybe<Source>(`select ${sourceColumns} from collection.source where id = $1`, [id]);
/** A source that one may change; one that is only seen is refused. */
export async function sourceInCharge(tx: ReadTx, id: string): Promise<Source> {
  const source = await findSource(tx, id);
  if (source === undefined) throw errors.sourceUnknown();
  if (!source.in_charge) throw errors.notInCharge();
  return source;
}
export function pageOfSources(tx: ReadTx, only: string | undefined, after: string | undefined, limit: number): Promise<Source[]> {
  const { where, values, next } = conditionsOf([['id = ?', only], ['id < ?', after]]);
  return tx.query<Source>(`select ${sourceColumns} from collection.source where ${where} order by id desc limit ${next(limit)}`, values);
}
export const dueSources = (tx: ReadTx, now: Date): Promise<Source[]> => tx.query<Source>(`select ${sourceColumns} from collection.source where state = 'active' and next_run_at <= $1 and (valid_to is null or valid_to > $1) order by next_run_at limit 100 for update skip locked`, [now]);
export const lastRuns = (tx: ReadTx, sources: readonly string[]): Promise<Run[]> =>
  tx.query<Run>(`select r.* from unnest($1::uuid[]) as s(id) cross join lateral (select ${runColumns} from collection.run where source_id = s.id order by id desc limit 1) r`, [sources]);
export const findRun = (tx: ReadTx, id: string): Promise<Run | undefined> => tx.maybe<Run>(`select ${runColumns} from collection.run where id = $1`, [id]);
export function pageOfRuns(tx: ReadTx, source: string | undefined, before: string | undefined, limit: number): Promise<Run[]> {
  const { where, values, next } = conditionsOf([['source_id = ?', source], ['id < ?', before]]);
  return tx.query<Run>(`select ${runColumns} from collection.run where ${where} order by id desc limit ${next(limit)}`, values);
}
export const openRun = (tx: ReadTx, source: string): Promise<{ id: string } | undefined> => tx.maybe("select id from collection.run where source_id = $1 and state in ('waiting', 'running') and file_id is null limit 1", [source]);

export interface RefusedLineRow {
  line: number;
  faults: { field: string; zh: string; en: string }[];
}
export const refusedLines = (tx: ReadTx, run: string, after: number, limit: number): Promise<RefusedLineRow[]> =>
  tx.query<RefusedLineRow>('select line, faults from collection.refused_line where run_id = $1 and line > $2 order by line limit $3', [run, after, limit]);

export const rateRows = (tx: ReadTx): Promise<{ organisation: string; sources: number; gathered: number; rows: number; last_at: Date | null }[]> =>
  tx.query(`select s.organisation, count(*)::int as sources, count(*) filter (where r.moved)::int as gathered, coalesce(sum(r.moved_rows), 0)::bigint as rows, max(r.last_at) as last_at
    from collection.source s cross join lateral (select coalesce(bool_or(state in ('done', 'empty') and rows_read > refused), false) as moved, sum(created + changed) filter (where repeated is not true) as moved_rows, max(finished_at) as last_at from collection.run where source_id = s.id) r
    where s.state = 'active' group by s.organisation order by s.organisation`);
