import type { PartyIdentity } from '#engines/access';
import type { Purpose, RegisterRecord } from '#engines/records';
import type { Context } from '#kernel/context';
import type { Applicant } from './application-queries.ts';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';

/** 免填信息: the ground on which an application reads what government knows of its applicant. */
export const applicationPurpose = (name: string): Purpose => ({ duty: 'service-application', text: `申报“${name.slice(0, 200)}”：核验身份、免填已有信息` });

/** Who applies: whom the session acts for; at the window, the person in front of the clerk, by the code on her card. */
export async function findApplicantParty(hall: Pick<Hall, 'partyOf' | 'partyByCode'>, ctx: Context, code: string | undefined): Promise<PartyIdentity> {
  const { actor } = ctx;
  const atWindow = actor.kind === 'officer' && actor.permissions.has('cases.accept');
  const found = code !== undefined && atWindow ? await hall.partyByCode(code) : actor.partyId === null || code !== undefined ? undefined : await hall.partyOf(actor.partyId);
  if (found === undefined) throw errors.applicantUnknown();
  return found;
}

const registers = { person: { register: 'population', key: 'identityNumber' }, company: { register: 'legal-entity', key: 'creditCode' } } as const;

/** A record that was looked up, and noted, in this request already. */
export interface LookedUp {
  register: string;
  key: string;
  record: RegisterRecord;
}

/** What is known of the applicant: identity, and her own record of the base register, as facts for expressions. */
export async function applicantFacts(hall: Pick<Hall, 'records'>, ctx: Context, party: PartyIdentity, purpose: Purpose): Promise<{ applicant: Applicant; own: LookedUp | undefined }> {
  const { register, key } = registers[party.kind];
  const [record] = party.code === '' ? [] : await hall.records.lookUp(ctx, register, { [key]: party.code }, { purpose });
  return {
    applicant: { phone: party.phone, division: party.division, ...record?.data, id: party.id, kind: party.kind, name: party.name, code: party.code },
    own: record === undefined ? undefined : { register, key: party.code, record },
  };
}
