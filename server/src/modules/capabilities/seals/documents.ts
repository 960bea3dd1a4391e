import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { Seals } from './deps.ts';
import { errors } from './errors.ts';

const bytesMax = 20 * 1024 * 1024;

/** 盖章: the sealed document is a new file; the seal's use is logged with the reason. */
export async function signDocument({ signing, documents, files, ledger }: Seals, ctx: Context, input: ParsedInputOf<typeof c.signDocument>): Promise<OutputOf<typeof c.signDocument>> {
  const { meta, bytes } = await files.readBytes(ctx, input.fileId, bytesMax);
  if (meta.mediaType !== 'application/ofd') throw errors.notOfd();
  const { der } = await signing.sealContent(ctx, input.sealId);
  const sealed = await documents.stampOfd(bytes, {
    places: input.places.map(({ page, x, y, size }) => ({ page, box: [x, y, size, size] as const })),
    sealDer: der,
    signedAt: ctx.now,
    sign: (digest, propertyInfo) => signing.sealDigest(ctx, { sealId: input.sealId, propertyInfo, digest, purpose: input.purpose }),
  });
  const fileId = await files.storeBytes(ctx, sealed, { name: meta.name.replace(/(\.ofd)?$/i, '（已盖章）.ofd'), claimedType: 'application/ofd', purpose: 'sealed', ...(meta.organisation === null ? {} : { organisation: meta.organisation }), ...(meta.partyId === null ? {} : { partyId: meta.partyId }), ...(meta.caseId === null ? {} : { caseId: meta.caseId }) });
  ledger.append(ctx.tx, { kind: 'document.sealed', subject: fileId, data: { original: meta.digest, sealId: input.sealId, purpose: input.purpose } });
  return { fileId, url: `/api/files/${fileId}` };
}

/** 验章: nothing of the document is kept. */
export async function verifyDocument({ signing, documents }: Seals, ctx: Context, input: ParsedInputOf<typeof c.verifyDocument>): Promise<OutputOf<typeof c.verifyDocument>> {
  const report = documents.verifyOfd(Buffer.from(input.document, 'base64'), { trust: await signing.trust(ctx) });
  return {
    verdict: report.verdict, trusted: report.trusted, reason: report.reason?.[ctx.locale] ?? null, pages: report.pages, title: report.info['Title'] ?? null,
    signatures: report.signatures.map((s) => ({
      state: s.state, trusted: s.trusted, seal: s.seal?.name ?? null, signedAt: s.signedAt ?? null, uncovered: s.uncovered, changed: s.references.filter((r) => r.state !== 'good').map((r) => r.path),
      steps: s.steps.map((step) => ({ name: step.name, title: step.title[ctx.locale], ok: step.outcome === 'unknown' ? null : step.outcome === 'passed', why: step.why?.[ctx.locale] ?? null })),
    })),
  };
}
