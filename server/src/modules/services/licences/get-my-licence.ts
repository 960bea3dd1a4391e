import { documentsOf } from '#engines/cases';
import type { RegisterRecord } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { Refusal } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { textIn } from '#kernel/i18n';
import { toString as drawCode } from 'qrcode';
import type { getMyLicence as contract } from '../cases/contract-case.ts';
import { registerWords } from '../applications/draft-view.ts';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';
import { certificateTypeKind } from '../items/item-definition.ts';
import { licenceView, ownLicences } from './my-licences.ts';
import { looksOfOthers } from './own-looks.ts';
import { verificationCode } from './verification-code.ts';
import { lookWords } from './who-looked.ts';

const usesShown = 20;
const ofdBytesMax = 20_000_000;

/** 亮证: one licence with its face, its pages, the code that anybody can verify, and who has used it. */
export async function getMyLicence(hall: Hall, ctx: Context, input: { recordId: string }): Promise<OutputOf<typeof contract>> {
  const record = await hall.records.find(ctx, 'certificate', input.recordId, { purpose: ownLicences });
  if (record === undefined || !record.subjects.includes(ctx.actor.partyId ?? '')) throw errors.licenceUnknown();
  const files = await filesOfLicence(ctx, record);
  const code = verificationCode(record.id, String(record.data['identifier']));
  const url = `${hall.publicUrl}/verify/${code}`;
  const uses = await looksOfOthers(hall, ctx, { limit: usesShown, where: (e) => e.recordId === record.id });
  return {
    ...licenceView(hall, record, ctx),
    fields: faceOf(hall, record, ctx),
    previewSvg: files.ofd === undefined ? [] : await pagesOf(hall, ctx, files.ofd),
    ofdUrl: files.ofd === undefined ? '' : `/api/files/${files.ofd}`,
    pdfUrl: files.pdf === undefined ? '' : `/api/files/${files.pdf}`,
    code: { text: code, svg: await drawCode(url, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 }), url },
    uses: uses.entries.map((e) => { const { who, organisation, purpose } = lookWords(hall, e, ctx.locale); return { at: e.at, by: organisation === '' ? who : `${organisation} ${who}`, purpose: purpose || registerWords(hall, e.register, ctx.locale) }; }),
  };
}

/** The sealed original and its reading copy: documents of the case that made the licence. */
export async function filesOfLicence(ctx: Context, record: RegisterRecord): Promise<{ ofd: string | undefined; pdf: string | undefined }> {
  const caseId = record.data['caseId'];
  const documents = typeof caseId === 'string' && isId(caseId) ? await documentsOf(ctx.tx, [caseId]) : [];
  const of = (format: string): string | undefined => documents.findLast((d) => d.record_id === record.id && d.format === format)?.file_id;
  return { ofd: of('ofd'), pdf: of('pdf') };
}

/** Pages as pictures; a licence whose file cannot be drawn still shows its fields. */
async function pagesOf(hall: Hall, ctx: Context, fileId: string): Promise<string[]> {
  try {
    const { bytes } = await hall.files.readBytes(ctx, fileId, ofdBytesMax);
    return hall.documents.renderSvg(bytes);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** 照面信息, labelled as its type defines them. */
function faceOf(hall: Pick<Hall, 'content'>, record: RegisterRecord, ctx: Context): { label: string; value: string }[] {
  const type = hall.content.list(certificateTypeKind).find((d) => d.value.typeCode === record.data['typeCode'])?.value;
  const details = (record.data['details'] ?? {}) as Record<string, unknown>;
  return (type?.fields ?? []).flatMap(({ name, label }) => {
    const value = details[name];
    return value === undefined || value === null ? [] : [{ label: textIn(label, ctx.locale), value: typeof value === 'object' ? JSON.stringify(value) : String(value) }];
  });
}
