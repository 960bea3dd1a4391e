import type { Context } from '#kernel/context';
import type { Json } from '#engines/process';
import type { CaseRow } from '#engines/cases';
import type { DocumentTemplate } from '#engines/documents';
import { sm3, type Sealer } from '#engines/signing';
import { dayInChina } from '#kernel/clock';
import type { Hall } from '../hall.ts';

export interface DocumentRequest {
  template: string;
  /** What the template's expressions read. */
  scope: Record<string, unknown>;
  /** Credit code of the issuer, whose seal goes over name and date. */
  organisation: string;
  row: CaseRow;
  fileName: string;
  purpose: string;
  /** A PDF beside the OFD. */
  readingCopy?: boolean;
  customData?: Record<string, string>;
  /** Structured data that travels inside the document. */
  data?: Json;
}

export interface SealedDocument {
  ofdFileId: string;
  pdfFileId: string | null;
  /** SM3 of the OFD, hex. */
  digest: string;
}

/** 制证 / 制文书: template → OFD sealed by the issuer's SM2 seal, and its PDF reading copy; both kept as files of the case. */
export const makeSealedDocument = async (hall: Hall, ctx: Context, request: DocumentRequest): Promise<SealedDocument> =>
  writeSealedDocument(hall, ctx, request, await issuerSealer(hall, ctx, request.organisation));

/** The issuer's seal, for all its documents of one batch. */
export async function issuerSealer(hall: Pick<Hall, 'findSeal' | 'signing'>, ctx: Context, organisation: string): Promise<Sealer | undefined> {
  const seal = await hall.findSeal(ctx, organisation);
  return seal === undefined ? undefined : hall.signing.sealerOf(ctx, seal.id);
}

/** Reads nothing: `ctx` may be one that only plans. */
export async function writeSealedDocument(hall: Hall, ctx: Context, request: DocumentRequest, sealer: Sealer | undefined): Promise<SealedDocument> {
  const { row } = request;
  const template = hall.content.get<DocumentTemplate>('document-template', request.template, { on: dayInChina(ctx.now) }).value;
  const layout = hall.documents.render(template, { ...request.scope, today: dayInChina(ctx.now) }, 'zh');
  const meta = { id: ctx.newId(), createdAt: ctx.now, title: request.fileName, author: hall.catalogue.organisation(request.organisation)?.name ?? '', ...(request.customData === undefined ? {} : { customData: request.customData }) };
  const attachments = request.data === undefined ? [] : [{ name: 'data', format: 'json', bytes: new TextEncoder().encode(JSON.stringify(request.data)) }];
  const stamps = sealer === undefined ? [] : [stampOf(ctx, sealer, layout.seals, request)];
  const ofd = await hall.documents.issueOfd(layout, meta, attachments, stamps);
  const store = (bytes: Uint8Array, extension: string, type: string): Promise<string> =>
    hall.files.storeBytes(ctx, bytes, { name: `${request.fileName}.${extension}`, claimedType: type, caseId: row.id, organisation: request.organisation, ...(row.party_id === null ? {} : { partyId: row.party_id }), purpose: request.purpose });
  const ofdFileId = await store(ofd, 'ofd', 'application/ofd');
  // the reading copy costs ten times the original: only what is shown at shops gets one
  const pdfFileId = request.readingCopy === true ? await store(await hall.documents.toPdf(layout, meta), 'pdf', 'application/pdf') : null;
  return { ofdFileId, pdfFileId, digest: Buffer.from(sm3(ofd)).toString('hex') };
}

const stampOf = (ctx: Context, sealer: Sealer, anchors: readonly { page: number; box: readonly [number, number, number, number] }[], request: DocumentRequest): Parameters<Hall['documents']['issueOfd']>[3][number] => ({
  places: anchors.map(({ page, box }) => ({ page, box })),
  sealDer: sealer.der,
  signedAt: ctx.now,
  sign: (digest, propertyInfo) => sealer.seal(ctx, { propertyInfo, digest, purpose: request.purpose, caseId: request.row.id }),
});
