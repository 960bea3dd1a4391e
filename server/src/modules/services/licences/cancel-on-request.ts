import { materialsOf, type CaseWork } from '#engines/cases';
import type { Json } from '#engines/process';
import { changeLicence } from './change-licence.ts';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';
import { certificateTypeKind } from '../items/item-definition.ts';

/** 依申请注销 (行政许可法 70): the licence that the applicant took from her wallet ends when the application is granted. */
export async function cancelOnRequest(hall: Hall, work: CaseWork, certificate: string): Promise<Json> {
  const { ctx, row } = work;
  const { typeCode } = hall.content.get(certificateTypeKind, certificate).value;
  const taken = (await materialsOf(ctx.tx, [row.id])).flatMap((m) => (m.state === 'wallet' && m.record_id !== null ? [m.record_id] : []));
  for (const recordId of taken) {
    const record = await hall.records.get(ctx, 'certificate', recordId, { purpose: { caseId: row.id, text: '依申请注销证照' } });
    if (record.data['typeCode'] !== typeCode) continue;
    const given = await hall.partyOf(row.party_id ?? '');
    if (record.data['holderCode'] !== given?.code) throw errors.licenceNotYours();
    await changeLicence(hall, ctx, record, { change: 'cancel', reason: '持证人申请注销', basis: '《中华人民共和国行政许可法》第七十条', version: record.version }, work);
    return { issued: false, cancelled: recordId };
  }
  throw errors.licenceUnknown();
}
