import { createHash } from 'node:crypto';
import type { ContentReader } from '#engines/content';
import type { DocumentTemplate, Documents } from '#engines/documents';
import type { Files } from '#engines/files';
import type { Signing, Trust } from '#engines/signing';
import type { Context } from '#kernel/context';

/** A side of a contract: who, and which seal of the template is its. */
export interface ContractSide {
  seal: string;
  code: string;
  name: string;
  division: string;
}

export interface SealingDeps {
  content: Pick<ContentReader, 'find'>;
  documents: Documents<Trust>;
  files: Pick<Files, 'storeBytes' | 'share'>;
  signing: Signing;
  /** 合同专用章 of a side: what it keeps, or in an example place one that is made. */
  sealOf: (ctx: Context, side: Omit<ContractSide, 'seal'>) => Promise<{ id: string } | undefined>;
}

export interface NewContract {
  template: string;
  scope: Record<string, unknown>;
  title: string;
  fileName: string;
  /** 用途 as the files and the seals' logs tell it. */
  purpose: string;
  sides: readonly [ContractSide, ContractSide];
  /** Whose file it is; the other side gets the same bytes. */
  keeper: { partyId: string } | { organisation: string };
  other: { partyId: string } | { organisation: string };
  /** What to say when a side has no seal in force. */
  noSeal: (name: string) => Error;
}

/** 双方签章: one OFD with the seal of each side over its own name; `digest` is its SM3 (hex). */
export async function sealedByBoth(o: SealingDeps, ctx: Context, c: NewContract): Promise<{ fileId: string; otherFile: string; digest: string }> {
  const found = o.content.find<DocumentTemplate>('document-template', c.template);
  if (found === undefined) throw new Error(`no template ${c.template}`);
  const layout = o.documents.render(found.value, c.scope, 'zh');
  const stamps = [];
  for (const side of c.sides) {
    const seal = await o.sealOf(ctx, side);
    if (seal === undefined) throw c.noSeal(side.name);
    const places = layout.seals.filter((s) => s.seal === side.seal).map(({ page, box }) => ({ page, box }));
    const { der } = await o.signing.sealContent(ctx, seal.id);
    stamps.push({ places, sealDer: der, signedAt: ctx.now, sign: (digest: Uint8Array, propertyInfo: string) => o.signing.sealDigest(ctx, { sealId: seal.id, propertyInfo, digest, purpose: c.title }) });
  }
  const ofd = await o.documents.issueOfd(layout, { id: ctx.newId(), createdAt: ctx.now, title: c.title, author: c.sides[0].name }, [], stamps);
  const fileId = await o.files.storeBytes(ctx, ofd, { name: c.fileName, claimedType: 'application/ofd', purpose: c.purpose, ...c.keeper });
  await ctx.tx.flush();
  return { fileId, otherFile: await o.files.share(ctx, fileId, { purpose: c.purpose, ...c.other }), digest: createHash('sm3').update(ofd).digest('hex') };
}
