import { pdfkit } from './font-libraries.ts';
import { fontFile, fontWeight, type FontWeight } from './fonts.ts';
import type { DocumentMeta, FontRole, Layout, LayoutItem } from './layout.ts';
import { svgPath } from './render-path.ts';

const pointsPerMillimetre = 72 / 25.4;

/** Writes a layout as PDF 1.7 with embedded subsets of Noto Sans SC; the text stays extractable. A PDF is a rendition: only the OFD carries seals. */
export const writePdf = (layout: Layout, meta: DocumentMeta): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const document = new (pdfkit())({
      autoFirstPage: false,
      pdfVersion: '1.7',
      lang: 'zh-CN',
      displayTitle: true,
      margin: 0,
      info: { Title: meta.title ?? layout.title, Author: meta.author ?? '', Subject: meta.subject ?? '', Keywords: (meta.keywords ?? []).join(' '), Creator: 'Yiwang', Producer: 'Yiwang', CreationDate: meta.createdAt, ModDate: meta.createdAt },
    });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => void chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
    const registered = new Set<FontWeight>();
    const select = (role: FontRole): void => {
      const weight = fontWeight(role);
      if (!registered.has(weight)) document.registerFont(weight, Buffer.from(fontFile(weight)));
      registered.add(weight);
      document.font(weight);
    };
    for (const page of layout.pages) {
      document.addPage({ size: [page.width * pointsPerMillimetre, page.height * pointsPerMillimetre], margin: 0 });
      document.scale(pointsPerMillimetre);
      for (const item of page.items) putItem(document, layout, item, select);
    }
    document.end();
  });

const putItem = (document: PDFKit.PDFDocument, layout: Layout, item: LayoutItem, select: (role: FontRole) => void): void => {
  if (item.kind === 'image') {
    document.image(Buffer.from(layout.images.get(item.image)!.bytes), item.x, item.y, { width: item.width, height: item.height });
  } else if (item.kind === 'text') {
    select(item.font);
    document.fontSize(item.size).fillColor(item.color);
    document.text(item.text, item.x, item.y, { lineBreak: false, characterSpacing: item.tracking, baseline: 'alphabetic' });
  } else {
    document.path(svgPath(item.data));
    if (item.stroke !== undefined) document.lineWidth(item.lineWidth ?? 0.353).strokeColor(item.stroke);
    if (item.fill !== undefined) document.fillColor(item.fill);
    if (item.stroke !== undefined && item.fill !== undefined) document.fillAndStroke(item.fill, item.stroke);
    else if (item.fill !== undefined) document.fill();
    else document.stroke();
  }
};
