import { writeLicenceIdentifier } from '@yiwang/ui/identifiers/licence-identifier.ts';
import type { Json } from '#engines/process';
import type { CaseWork } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import { textIn } from '#kernel/i18n';
import { certificateTypeKind, serviceItemKind, type CertificateType, type ServiceItem } from './item-definition.ts';
import { cancelOnRequest } from './cancel-on-request.ts';
import { documentScope } from './document-scope.ts';
import { makeLicenceFiles, type LicenceFace } from './licence-files.ts';
import { makeSealedDocument } from './sealed-document.ts';
import { notifyParty } from './notify-party.ts';
import type { Hall } from './hall.ts';
import { lastValidDay } from './last-valid-day.ts';

/** 电子证照: what the approval gives: a record of the certificate register and a sealed document over it. */
export async function issueResult(hall: Hall, work: CaseWork): Promise<Json> {
  const { ctx, row } = work;
  const item = hall.content.get(serviceItemKind, row.definition_id, { version: row.definition_version }).value;
  const { result } = item;
  if (result.kind === 'none') return { issued: false };
  if (result.kind === 'cancellation') return cancelOnRequest(hall, work, result.certificate ?? '');
  if (result.certificate === undefined) return issueLetter(hall, work, item);
  const type = hall.content.get(certificateTypeKind, result.certificate).value;
  const face = faceOf(hall, work, result.fields, type);
  const recordId = ctx.newId();
  const holder = await holderOf(hall, work);
  const name = textIn(type.name, 'zh');
  const { digest } = await makeLicenceFiles(hall, work, { recordId, face, holder: { name: row.party_name, code: holder.code }, type });
  await hall.records.put(ctx, 'certificate', {
    identifier: face.identifier, typeCode: type.typeCode, name, number: face.number, holder: row.party_name, holderCode: holder.code, holderCodeType: holder.type,
    issuer: hall.catalogue.organisation(row.organisation)?.name ?? '', issuerCode: row.organisation, division: row.division.slice(0, 6), issuedOn: face.issuedOn, validFrom: face.validFrom, validTo: face.validTo,
    state: 'valid', version: 1, details: face.fields, fileDigest: digest, caseNumber: row.number, caseId: row.id,
  }, { id: recordId, source: row.organisation, caseId: row.id });
  work.act('issued', { recordId, number: face.number, identifier: face.identifier, digest }, true);
  notifyParty(hall, work, 'licence-issued', { licence: name, number: face.number, licenceId: recordId });
  return { issued: true, recordId };
}

/** 照面信息: number, identifier, dates, and the fields that the item maps from the case. */
function faceOf(hall: Hall, work: CaseWork, fields: Readonly<Record<string, string>>, type: CertificateType): LicenceFace {
  const { row, ctx } = work;
  const issuedOn = dayInChina(ctx.now);
  const serialText = row.number.slice(-8, -1);
  const year = issuedOn.slice(0, 4);
  const answers = work.answers();
  const issuer = hall.catalogue.organisation(row.organisation)?.name ?? '';
  const facts = { serial: Number.parseInt(serialText, 36), year, division: row.division.slice(0, 6), issuer, issuedOn };
  const scope = { ...answers, ...facts, answers, party: { name: row.party_name, kind: row.party_kind }, case: { number: row.number, division: row.division, reference: row.data['reference'] ?? null } };
  return {
    number: String(hall.rules.evaluate(type.number, scope)),
    identifier: writeLicenceIdentifier({ type: type.typeCode, issuer: row.organisation, serial: `${year}${serialText}`, version: '001' }),
    issuedOn,
    validFrom: issuedOn,
    validTo: type.validYears === undefined ? null : lastValidDay(issuedOn, type.validYears),
    fields: Object.fromEntries(Object.entries(fields).map(([name, expression]) => [name, hall.rules.evaluate(expression, scope)])),
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
  const document = await makeSealedDocument(hall, ctx, { template, scope: documentScope(hall, work), organisation: row.organisation, row, fileName: name, purpose: name });
  work.document({ id: ctx.newId(), kind: 'letter', name, format: 'ofd', file_id: document.ofdFileId, record_id: null });
  work.act('issued', { digest: document.digest }, true);
  return { issued: true };
}
