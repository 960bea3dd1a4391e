import type { RegisterRecord } from '#engines/records';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { nameWords } from '../content-names.ts';
import { codeWords } from '../code-words.ts';
import type { listMyLicences as contract } from '../cases/contract-case.ts';
import type { Hall } from '../hall.ts';
import { inForceOn, licencesOf } from './wallet.ts';

export type LicenceView = OutputOf<typeof contract>['licences'][number];

/** The ground on which a holder reads her own licences: it is her right (个人信息保护法 45). */
export const ownLicences = { duty: 'own-record', text: '本人查看电子证照' };

/** 我的证照, those in force first, the newest first among equals. */
export async function listMyLicences(hall: Hall, ctx: Context): Promise<{ licences: LicenceView[] }> {
  const party = ctx.actor.partyId === null ? undefined : await hall.partyOf(ctx.actor.partyId);
  const records = await licencesOf(hall, ctx, party?.code ?? '', ownLicences);
  const licences = records.map((r) => licenceView(hall, r, ctx));
  return { licences: licences.toSorted((a, b) => Number(b.valid) - Number(a.valid) || (a.issuedOn < b.issuedOn ? 1 : -1)) };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function licenceView(hall: Pick<Hall, 'content'>, { id, data, endedOn }: RegisterRecord, ctx: Pick<Context, 'now' | 'locale'>): LicenceView {
  const valid = inForceOn({ data, endedOn }, dayInChina(ctx.now));
  return {
    recordId: id, name: nameWords(hall.content, text(data['name']), ctx.locale), number: text(data['number']), identifier: text(data['identifier']), holder: text(data['holder']), issuer: nameWords(hall.content, text(data['issuer']), ctx.locale),
    issuedOn: text(data['issuedOn']), validTo: typeof data['validTo'] === 'string' ? data['validTo'] : null, state: licenceStateWords(hall, { data, endedOn }, ctx), valid,
  };
}

/** A licence that has run out is 过期, whatever the register says. */
export function licenceStateWords(hall: Pick<Hall, 'content'>, record: Pick<RegisterRecord, 'data' | 'endedOn'>, ctx: Pick<Context, 'now' | 'locale'>): string {
  const state = text(record.data['state']);
  const ran = state === 'valid' && !inForceOn(record, dayInChina(ctx.now));
  return codeWords(hall.content, 'licence-state', ran ? (record.endedOn === null ? 'expired' : 'cancelled') : state, ctx.locale);
}
