import { writeLicenceIdentifier } from '@yiwang/ui/identifiers/licence-identifier.ts';
import type { CaseWork } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import { textIn } from '#kernel/i18n';
import type { Hall } from '../hall.ts';
import type { CertificateType } from '../items/item-definition.ts';
import { lastValidDay } from './last-valid-day.ts';
import { makeLicenceFiles, type LicenceFace } from './licence-files.ts';
import { notifyParty } from '../cases/notify-party.ts';

export interface LicenceToIssue {
  type: CertificateType;
  /** 持证主体: `codeType` by the list holder-code-type, `001` a credit code, `111` an identity number. */
  holder: { name: string; code: string; codeType: string };
  /** 照面信息, by the names of the type. */
  fields: Record<string, unknown>;
}

/** What numbers and faces of licences are made of; `serial` within the issuer's cases. */
export function factsOf(hall: Pick<Hall, 'catalogue'>, { row, ctx }: Pick<CaseWork, 'row' | 'ctx'>): { serial: number; year: string; division: string; issuer: string; issuedOn: string } {
  const issuedOn = dayInChina(ctx.now);
  return { serial: Number.parseInt(row.number.slice(-8, -1), 36), year: issuedOn.slice(0, 4), division: row.division.slice(0, 6), issuer: hall.catalogue.organisation(row.organisation)?.name ?? '', issuedOn };
}

/** 电子证照: a record of the certificate register and the sealed document over it, of the case that gave it. */
export async function issueLicence(hall: Hall, work: CaseWork, { type, holder, fields }: LicenceToIssue): Promise<{ recordId: string; number: string; identifier: string; digest: string }> {
  const { ctx, row } = work;
  const { serial, ...facts } = factsOf(hall, work);
  const face: LicenceFace = {
    number: String(hall.rules.evaluate(type.number, { ...work.answers(), ...facts, serial, answers: work.answers(), party: { name: row.party_name, kind: row.party_kind }, case: { number: row.number, division: row.division, reference: row.data['reference'] ?? null } })),
    identifier: writeLicenceIdentifier({ type: type.typeCode, issuer: row.organisation, serial: `${facts.year}${row.number.slice(-8, -1)}`, version: '001' }),
    issuedOn: facts.issuedOn, validFrom: facts.issuedOn, validTo: type.validYears === undefined ? null : lastValidDay(facts.issuedOn, type.validYears), fields,
  };
  const recordId = ctx.newId();
  const name = textIn(type.name, 'zh');
  const { digest } = await makeLicenceFiles(hall, work, { recordId, face, holder: { name: holder.name, code: holder.code }, type });
  await hall.records.put(ctx, 'certificate', {
    identifier: face.identifier, typeCode: type.typeCode, name, number: face.number, holder: holder.name, holderCode: holder.code, holderCodeType: holder.codeType,
    issuer: facts.issuer, issuerCode: row.organisation, division: facts.division, issuedOn: face.issuedOn, validFrom: face.validFrom, validTo: face.validTo,
    state: 'valid', version: 1, details: face.fields, fileDigest: digest, caseNumber: row.number, caseId: row.id,
  }, { id: recordId, source: row.organisation, caseId: row.id });
  work.act('issued', { recordId, number: face.number, identifier: face.identifier, digest }, true);
  notifyParty(hall, work, 'licence-issued', { licence: name, number: face.number, licenceId: recordId });
  return { recordId, number: face.number, identifier: face.identifier, digest };
}
