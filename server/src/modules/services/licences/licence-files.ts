import type { CaseWork } from '#engines/cases';
import type { Json } from '#engines/process';
import { textIn } from '#kernel/i18n';
import { documentScope } from './document-scope.ts';
import type { Hall } from '../hall.ts';
import type { CertificateType } from '../items/item-definition.ts';
import { makeSealedDocument } from './sealed-document.ts';
import { verificationCode } from './verification-code.ts';

/** 照面信息: number, identifier (GB/T 36904), dates, and the fields of its type. */
export interface LicenceFace {
  number: string;
  identifier: string;
  issuedOn: string;
  validFrom: string;
  validTo: string | null;
  fields: Record<string, unknown>;
}

export interface LicenceOf {
  recordId: string;
  face: LicenceFace;
  holder: { name: string; code: string };
  type: CertificateType;
}

/** 制证: the sealed original and its reading copy, kept as documents of the case that gave the licence. */
export async function makeLicenceFiles(hall: Hall, work: CaseWork, { recordId, face, holder, type }: LicenceOf): Promise<{ digest: string }> {
  const { ctx, row } = work;
  const name = textIn(type.name, 'zh');
  const verifyUrl = `${hall.publicUrl}/verify/${verificationCode(recordId, face.identifier)}`;
  const made = await makeSealedDocument(hall, ctx, {
    template: type.template,
    scope: { ...documentScope(hall, work), fields: face.fields, holder, licence: { ...face, verifyUrl, copy: '正本' } },
    organisation: row.organisation, row, fileName: name, purpose: `制发${name}`, readingCopy: true,
    customData: { 电子证照标识: face.identifier }, data: { ...face, holder: holder.name } as Json,
  });
  const keep = (format: 'ofd' | 'pdf', fileId: string): void => work.document({ id: ctx.newId(), kind: 'licence', name, format, file_id: fileId, record_id: recordId });
  keep('ofd', made.ofdFileId);
  if (made.pdfFileId !== null) keep('pdf', made.pdfFileId);
  return { digest: made.digest };
}
