import type { Purpose, RegisterRecord } from '#engines/records';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Applicant } from '../applications/application-queries.ts';
import type { Hall } from '../hall.ts';
import { certificateTypeKind } from '../items/item-definition.ts';

/** 有效: in force today; what has run out is not, whatever its state says. */
export const inForceOn = (record: Pick<RegisterRecord, 'data' | 'endedOn'>, today: string): boolean =>
  record.endedOn === null && record.data['state'] === 'valid' && (typeof record.data['validTo'] !== 'string' || record.data['validTo'] >= today);

const walletMax = 100;

/** 证照库 of one party by its code, newest last. */
export const licencesOf = async (hall: Pick<Hall, 'records'>, ctx: Context, code: string, purpose: Purpose): Promise<RegisterRecord[]> =>
  code === '' ? [] : (await hall.records.list(ctx, 'certificate', { where: [{ field: 'holderCode', op: 'eq', value: code }], ended: true, limit: walletMax, purpose })).records;

const certificateTypeOf = (hall: Pick<Hall, 'content'>, id: string) => hall.content.find(certificateTypeKind, id)?.value;

/** 证照调用: whether a licence may stand for a material: the applicant's own, of that type, in force. */
export function licenceFits(hall: Pick<Hall, 'content'>, record: RegisterRecord, applicant: Pick<Applicant, 'code'>, certificate: string, now: Date): boolean {
  const { typeCode, holderCode } = record.data;
  return holderCode === applicant.code && typeCode === certificateTypeOf(hall, certificate)?.typeCode && inForceOn(record, dayInChina(now));
}
