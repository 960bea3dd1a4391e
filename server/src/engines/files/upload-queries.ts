import type { ReadTx, Tx } from '#kernel/db';

export interface UploadRow {
  readonly id: string;
  readonly name: string;
  readonly received: number;
  readonly part_count: number;
  readonly outcome: string | null;
}

export interface PartRow {
  readonly blob: string;
  readonly wrapped_key: Buffer;
}

/** `account` sees its own only. */
export const findUpload = (tx: ReadTx, account: string, id: string, since: Date): Promise<UploadRow | undefined> =>
  tx.maybe<UploadRow>('select id, name, received, part_count, outcome from files.upload where id = $1 and account_id = $2 and at > $3', [id, account, since]);

export const countUploads = async (tx: ReadTx, account: string, since: Date): Promise<number> =>
  (await tx.one<{ n: number }>('select count(*)::int as n from files.upload where account_id = $1 and at > $2 and outcome is null', [account, since])).n;

/** Bytes received with this part; undefined where another part came first. */
export const addPart = async (tx: Tx, upload: string, part: { offset: number; bytes: number; blob: string; wrappedKey: Uint8Array }): Promise<number | undefined> => {
  const grown = await tx.maybe<{ received: number }>('update files.upload set received = received + $3, part_count = part_count + 1 where id = $1 and received = $2 returning received', [upload, part.offset, part.bytes]);
  if (grown !== undefined) tx.insert('files.upload_part', { upload_id: upload, part_offset: part.offset, byte_count: part.bytes, blob: part.blob, wrapped_key: part.wrappedKey });
  return grown?.received;
};

export const partsOf = (tx: ReadTx, upload: string): Promise<PartRow[]> => tx.query<PartRow>('select blob, wrapped_key from files.upload_part where upload_id = $1 order by part_offset', [upload]);

export const deleteParts = async (tx: Tx, upload: string): Promise<string[]> =>
  (await tx.query<{ blob: string }>('delete from files.upload_part where upload_id = $1 returning blob', [upload])).map((r) => r.blob);

export const concludeUpload = (tx: Tx, id: string, outcome: string): Promise<unknown> => tx.query('update files.upload set outcome = $2 where id = $1', [id, outcome]);

export const deleteUpload = (tx: Tx, id: string): Promise<unknown> => tx.query('delete from files.upload where id = $1', [id]);

export const deleteUploads = (tx: Tx, before: Date): Promise<unknown> => tx.query('delete from files.upload where at <= $1', [before]);
