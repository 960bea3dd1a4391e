import type { Locale } from '#kernel/i18n';
import type { Evaluate, Scope } from './interpolate.ts';
import { layOut } from './lay-out.ts';
import type { Attachment, DocumentMeta, Layout } from './layout.ts';
import { renderSvg } from './ofd-render.ts';
import { issueOfd, stampOfd, type Stamp } from './ofd-stamp.ts';
import { verifyOfd, type OfdReport, type SignatureChecks } from './ofd-verify.ts';
import { writeOfd } from './ofd-writer.ts';
import { packContainer, packEntry } from './pack-container.ts';
import { writePdf } from './pdf-writer.ts';
import type { DocumentTemplate } from './template-schema.ts';

/** What the engine needs from others: FEEL from `rules`, the checks of signature values from `signing`. */
export interface DocumentsDependencies<Trust> {
  evaluate: Evaluate;
  signing: SignatureChecks<Trust>;
}

/** 文书与证照: from template and values to pages, from pages to OFD and PDF, and back. Pure: no database, no clock, no keys. */
export interface Documents<Trust = unknown> {
  /** Fills a template and sets it into pages. */
  render(template: DocumentTemplate, scope: Scope, locale?: Locale): Layout;
  /** Unsealed OFD. */
  toOfd(layout: Layout, meta: DocumentMeta, attachments?: readonly Attachment[]): Uint8Array;
  /** OFD with its seals in one go: what issuing a licence uses. */
  issueOfd(layout: Layout, meta: DocumentMeta, attachments: readonly Attachment[], stamps: readonly Stamp[]): Promise<Uint8Array>;
  toPdf(layout: Layout, meta: DocumentMeta): Promise<Uint8Array>;
  /** Seals an existing OFD, ours or another product's; earlier signatures stay good. */
  stampOfd(bytes: Uint8Array, stamp: Stamp): Promise<Uint8Array>;
  /** Never throws on bad input. */
  verifyOfd(bytes: Uint8Array, options?: { trust?: Trust }): OfdReport;
  /** One SVG a page. */
  renderSvg(bytes: Uint8Array): string[];
}

export const createDocuments = <Trust>({ evaluate, signing }: DocumentsDependencies<Trust>): Documents<Trust> => ({
  render: (template, scope, locale) => layOut(template, scope, evaluate, locale),
  toOfd: (layout, meta, attachments) => packContainer([...writeOfd(layout, meta, attachments)].map(([name, content]) => packEntry(name, content)), meta.createdAt),
  issueOfd,
  toPdf: writePdf,
  stampOfd,
  verifyOfd: (bytes, options) => verifyOfd(bytes, signing, options),
  renderSvg: (bytes) => renderSvg(bytes),
});
