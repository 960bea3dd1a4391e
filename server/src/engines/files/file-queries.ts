import type { ReadTx, Tx } from '#kernel/db';
import type { FileMeta, Received } from './types.ts';

export interface FileRow {
  readonly digest: Buffer;
  readonly size: number;
  readonly blob: string;
  readonly wrapped_key: Buffer;
}

export type UseRow = FileMeta & Omit<FileRow, 'digest'> & { readonly sm3: Buffer };

const useColumns = `u.id, u.name, f.media_type as "mediaType", f.size, encode(f.digest, 'hex') as digest, u.purpose, u.party_id as "partyId", u.organisation, u.case_id as "caseId", u.by_name as "byName", u.at`;

export const findUse = (tx: ReadTx, id: string): Promise<UseRow | undefined> =>
  tx.maybe<UseRow>(`select ${useColumns}, f.digest as sm3, f.blob, f.wrapped_key from files.use u join files.file f using (digest) where u.id = $1`, [id]);

export const usesOfCase = (tx: ReadTx, caseId: string, limit: number): Promise<FileMeta[]> =>
  tx.query<FileMeta>(`select ${useColumns} from files.use u join files.file f using (digest) where u.case_id = $1 order by u.id limit $2`, [caseId, limit]);

export const deleteUse = async (tx: Tx, id: string): Promise<boolean> => (await tx.query('delete from files.use where id = $1 returning id', [id])).length === 1;

export const findFile = (tx: ReadTx, digest: Uint8Array): Promise<FileRow | undefined> =>
  tx.maybe<FileRow>('select digest, size, blob, wrapped_key from files.file where digest = $1', [digest]);

/** False when the arrival is no longer there. */
export const keepFile = async (tx: Tx, r: Received, now: Date): Promise<boolean> =>
  (await tx.one<{ kept: boolean }>('select files.keep($1, $2, $3, $4, $5, $6) as kept', [r.digest, r.size, r.mediaType, r.blob, r.wrappedKey, now])).kept;

/** The same for a transaction that only plans: content and use in one row; refused as stale when the arrival is no longer there. */
export const keepAndUse = `insert into files.use (id, digest, name, party_id, organisation, case_id, purpose, by_kind, by_account, by_name, at)
  select r.id, r.digest, r.name, r.party_id, r.organisation, r.case_id, r.purpose, r.by_kind, r.by_account, r.by_name, r.at
  from jsonb_to_recordset($rows::jsonb) as r(id uuid, digest bytea, name text, party_id uuid, organisation text, case_id uuid, purpose text, by_kind text, by_account uuid, by_name text,
    at timestamptz, size bigint, media_type text, blob uuid, wrapped_key bytea)
  where files.keep(r.digest, r.size, r.media_type, r.blob, r.wrapped_key, r.at)`;

export const forgetUnused = async (tx: Tx, before: Date, max: number): Promise<number> => (await tx.one<{ n: number }>('select files.forget($1, $2) as n', [before, max])).n;

export const lockArrivals = async (tx: Tx, before: Date, max: number): Promise<string[]> =>
  (await tx.query<{ blob: string }>('select blob from files.arrival where at <= $1 order by at limit $2 for update skip locked', [before, max])).map((r) => r.blob);

export const deleteArrivals = (tx: Tx, blobs: readonly string[]): Promise<unknown> => tx.query('delete from files.arrival where blob = any($1)', [blobs]);
