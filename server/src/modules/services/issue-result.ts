import { writeLicenceIdentifier } from '@yiwang/ui/identifiers/licence-identifier.ts';
import type { Json } from '#engines/process';
import type { CaseWork } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import { textIn } from '#kernel/i18n';
import { certificateTypeKind, serviceItemKind, type CertificateType, type ServiceItem } from './item-definition.ts';
import { makeSealedDocument } from './sealed-document.ts';
import { notifyParty } from './notify-party.ts';
import { verificationCode } from './verification-code.ts';
import type { Hall } from './hall.ts';

/** 电子证照: what the approval gives: a record of the certificate register and a sealed document over it. */
export async function issueResult(hall: Hall, work: CaseWork): Promise<Json> {
  const { ctx, row } = work;
  const item = hall.content.get(serviceItemKind, row.definition_id, { version: row.definition_version }).value;
  const { result } = item;
  if (result.kind === 'none') return { issued: false };
  if (result.certificate === undefined) return issueLetter(hall, work, item);
  const type = hall.content.get(certificateTypeKind, result.certificate).value;
  const face = faceOf(hall, work, result.fields, type);
  const recordId = ctx.newId();
  const code = verificationCode(recordId, face['identifier'] as string);
  const scope = { ...face, answers: work.answers(), case: { number: row.number }, party: { name: row.party_name }, verifyUrl: `${hall.publicUrl}/verify/${code}` };
  const document = await makeSealedDocument(hall, ctx, {
    template: type.template, scope, organisation: row.organisation, row, fileName: textIn(type.name, 'zh'), purpose: `制发${textIn(type.name, 'zh')}`, readingCopy: true,
    customData: { 电子证照标识: String(face['identifier']) }, data: face as Json,
  });
  const holder = await holderOf(hall, work);
  await hall.records.put(ctx, 'certificate', {
    identifier: face['identifier'], typeCode: type.typeCode, name: textIn(type.name, 'zh'), number: face['number'], holder: row.party_name, holderCode: holder.code, holderCodeType: holder.type,
    issuer: face['issuer'], issuerCode: row.organisation, division: row.division, issuedOn: face['issuedOn'], validFrom: face['issuedOn'], validTo: face['validTo'] ?? null,
    state: 'valid', version: 1, details: face, fileDigest: document.digest, caseNumber: row.number, caseId: row.id,
  }, { id: recordId, source: row.organisation, caseId: row.id });
  const name = textIn(type.name, 'zh');
  work.document({ id: ctx.newId(), kind: 'licence', name, format: 'ofd', file_id: document.ofdFileId, record_id: recordId });
  if (document.pdfFileId !== null) work.document({ id: ctx.newId(), kind: 'licence', name, format: 'pdf', file_id: document.pdfFileId, record_id: recordId });
  work.act('issued', { recordId, number: String(face['number']), identifier: String(face['identifier']), digest: document.digest }, true);
  notifyParty(hall, work, 'licence-issued', { licence: name, number: String(face['number']), licenceId: recordId });
  return { issued: true, recordId };
}

/** 照面信息: number, identifier, dates, and the fields that the item maps from the case. */
function faceOf(hall: Hall, work: CaseWork, fields: Readonly<Record<string, string>>, type: CertificateType): Record<string, unknown> {
  const { row, ctx } = work;
  const issuedOn = dayInChina(ctx.now);
  const serial = row.number.slice(-8, -1);
  const issuer = hall.catalogue.organisation(row.organisation)?.name ?? '';
  const facts = { serial, year: issuedOn.slice(0, 4), division: row.division.slice(0, 6), issuer, issuedOn };
  const validTo = type.validYears === undefined ? undefined : `${Number(issuedOn.slice(0, 4)) + type.validYears}${issuedOn.slice(4)}`;
  const scope = { ...work.answers(), ...facts, answers: work.answers(), party: { name: row.party_name, kind: row.party_kind }, case: { number: row.number, division: row.division } };
  return {
    ...Object.fromEntries(Object.entries(fields).map(([name, expression]) => [name, hall.rules.evaluate(expression, scope)])),
    number: hall.rules.evaluate(type.number, scope),
    identifier: writeLicenceIdentifier({ type: type.typeCode, issuer: row.organisation, serial: `${facts.year}${serial}`, version: '001' }),
    holder: row.party_name, issuer, issuedOn, ...(validTo === undefined ? {} : { validTo }),
  };
}

/** 持证主体代码: credit code or identity number of the party, with its type (GB/T 36903). */
async function holderOf(hall: Hall, work: CaseWork): Promise<{ code: string; type: string }> {
  const found = await hall.partyOf(work.row.party_id ?? '');
  return { code: found?.code ?? '', type: work.row.party_kind === 'company' ? '001' : '111' };
}

async function issueLetter(hall: Hall, work: CaseWork, item: ServiceItem): Promise<Json> {
  const template = item.templates.acceptance;
  if (template === undefined) return { issued: false };
  const { row, ctx } = work;
  const name = textIn(item.result.name, 'zh');
  const document = await makeSealedDocument(hall, ctx, { template, scope: { case: row, answers: work.answers(), party: { name: row.party_name }, item: { name: row.title }, result: name }, organisation: row.organisation, row, fileName: name, purpose: name });
  work.document({ id: ctx.newId(), kind: 'letter', name, format: 'ofd', file_id: document.ofdFileId, record_id: null });
  work.act('issued', { digest: document.digest }, true);
  return { issued: true };
}
