import type { ReadTx, Tx } from '#kernel/db';

export interface DraftRow {
  id: string;
  formId: string;
  formVersion: number;
  subject: string;
  answers: Uint8Array;
  page: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  expiresAt: Date;
}

const columns = 'id, form_id as "formId", form_version as "formVersion", subject, page, version, created_at as "createdAt", updated_at as "updatedAt", expires_at as "expiresAt"';

export const findDraft = (tx: ReadTx, partyId: string, id: string, now: Date): Promise<DraftRow | undefined> =>
  tx.maybe(`select ${columns}, answers from forms.draft where party_id = $1 and id = $2 and expires_at > $3`, [partyId, id, now]);

export const listDrafts = (tx: ReadTx, partyId: string, now: Date, max: number): Promise<Omit<DraftRow, 'answers'>[]> =>
  tx.query(`select ${columns} from forms.draft where party_id = $1 and expires_at > $2 order by updated_at desc, id limit $3`, [partyId, now, max]);

/** Planned, so that drafts may begin in gathered requests. */
export const insertDraft = (tx: Tx, partyId: string, accountId: string, draft: DraftRow): void =>
  tx.insert('forms.draft', {
    party_id: partyId, id: draft.id, account_id: accountId, form_id: draft.formId, form_version: draft.formVersion, subject: draft.subject, answers: draft.answers, page: draft.page,
    version: draft.version, created_at: draft.createdAt.toISOString(), updated_at: draft.updatedAt.toISOString(), expires_at: draft.expiresAt.toISOString(),
  });

/** True when the draft had the version before `draft.version`. */
export async function updateDraft(tx: Tx, partyId: string, accountId: string, draft: Pick<DraftRow, 'id' | 'formId' | 'formVersion' | 'answers' | 'page' | 'version' | 'updatedAt' | 'expiresAt'>): Promise<boolean> {
  const rows = await tx.query(
    `update forms.draft set account_id = $3, form_id = $4, form_version = $5, answers = $6, page = $7, version = $8, updated_at = $9, expires_at = $10
     where party_id = $1 and id = $2 and version = $8 - 1 and expires_at > $9 returning 1`,
    [partyId, draft.id, accountId, draft.formId, draft.formVersion, draft.answers, draft.page, draft.version, draft.updatedAt, draft.expiresAt],
  );
  return rows.length === 1;
}

export async function deleteDraft(tx: Tx, partyId: string, id: string): Promise<boolean> {
  return (await tx.query('delete from forms.draft where party_id = $1 and id = $2 returning 1', [partyId, id])).length === 1;
}

/** Removes at most `max` expired drafts, the oldest first; says how many. */
export async function deleteExpired(tx: Tx, now: Date, max: number): Promise<number> {
  const rows = await tx.query(
    'delete from forms.draft where (party_id, id) in (select party_id, id from forms.draft where expires_at <= $1 order by expires_at limit $2) returning 1',
    [now, max],
  );
  return rows.length;
}
