import type { Actor } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import { formErrors } from '#engines/forms';
import type { FieldCipher } from '#engines/signing';
import type { ProvidedMaterial } from '../materials/provided-material.ts';

/** Facts about the applicant that expressions may use. */
export interface Applicant {
  id: string;
  kind: 'person' | 'company';
  name: string;
  /** Identity number or credit code. */
  code: string;
  [fact: string]: unknown;
}

export interface ApplicationRow {
  draft_id: string;
  party_id: string;
  party_kind: 'person' | 'company';
  party_name: string;
  account_id: string;
  organisation: string | null;
  subject_kind: 'service-item' | 'life-event';
  subject_id: string;
  subject_version: number;
  division: string;
  guide: Record<string, unknown>;
  sources: Record<string, { register: string; at: string; locked: boolean }>;
  materials: Record<string, ProvidedMaterial>;
  /** Sealed; opened by `applicantOf`. */
  applicant: Buffer;
  case_id: string | null;
  created_at: Date;
}

const columns = 'draft_id, party_id, party_kind, party_name, account_id, organisation, subject_kind, subject_id, subject_version, division, guide, sources, materials, applicant, case_id, created_at';

/** What a window clerk filled in is hers too; what an agent filled in stays his principal's when the mandate ends. */
const clerk = (actor: Actor): string | null => (actor.kind === 'officer' ? actor.accountId : null);

/** Of the actor's own party, or filled in by this window clerk; used-up ones are unknown. */
export async function findApplication(tx: ReadTx, draftId: string, actor: Actor): Promise<ApplicationRow> {
  const row = await tx.maybe<ApplicationRow>(`select ${columns} from services.application where draft_id = $1 and case_id is null and (party_id = $2 or account_id = $3)`, [draftId, actor.partyId, clerk(actor)]);
  if (row === undefined) throw formErrors.draftUnknown();
  return row;
}

export const applicationsOf = (tx: ReadTx, actor: Actor): Promise<ApplicationRow[]> =>
  tx.query<ApplicationRow>(`select ${columns} from services.application where case_id is null and (party_id = $1 or account_id = $2) order by created_at desc limit 50`, [actor.partyId, clerk(actor)]);

const purpose = 'services.application.applicant';
export const sealApplicant = (fields: FieldCipher, applicant: Applicant): Uint8Array => fields.encrypt(JSON.stringify(applicant), purpose);
export const applicantOf = (fields: FieldCipher, row: ApplicationRow): Applicant => JSON.parse(fields.decrypt(row.applicant, purpose).toString()) as Applicant;

/** With the dates of the draft where the actor may see it. */
export const listedApplications = (tx: ReadTx, actor: Actor, now: Date): Promise<(ApplicationRow & { updated_at: Date | null; expires_at: Date | null })[]> =>
  tx.query(
    `select ${columns.replace(/(\w+)/g, 'a.$1')}, d.updated_at, d.expires_at from services.application a left join forms.draft d on d.party_id = a.party_id and d.id = a.draft_id
     where a.case_id is null and (a.party_id = $1 or a.account_id = $2) and coalesce(d.expires_at, a.created_at + interval '90 days') > $3 order by coalesce(d.updated_at, a.created_at) desc limit 50`,
    [actor.partyId, clerk(actor), now],
  );

/** What changes of an application while it is a draft. */
export const updateApplication = (tx: ReadTx, row: Pick<ApplicationRow, 'draft_id' | 'sources' | 'materials'>): Promise<unknown> =>
  tx.query('update services.application set sources = $2::jsonb, materials = $3::jsonb where draft_id = $1 and case_id is null', [row.draft_id, JSON.stringify(row.sources), JSON.stringify(row.materials)]);

export const removeApplication = (tx: ReadTx, draftId: string): Promise<unknown> => tx.query('delete from services.application where draft_id = $1 and case_id is null', [draftId]);
