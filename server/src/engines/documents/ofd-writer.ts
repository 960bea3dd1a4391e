import { advance, fontName } from './fonts.ts';
import { short, type Attachment, type DocumentMeta, type FontRole, type Layout, type LayoutItem, type LayoutPage, type TextItem } from './layout.ts';

const namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

export const escapeXml = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- XML 1.0 has no place for them
  /[&<>"\x00-\x1f\ufffe\uffff]/.test(text)
    ? text
        // eslint-disable-next-line no-control-regex
        .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
    : text;

/** `#c00000` → `192 0 0`, OFD's colour value in the default RGB space. */
const colorValue = (hex: string): string => {
  const value = Number.parseInt(hex.slice(1), 16);
  return `${value >> 16} ${(value >> 8) & 255} ${value & 255}`;
};

/**
 * Writes a layout as the files of an OFD document (GB/T 33190-2016), in container order. `signatures` announces
 * Signs/Signatures.xml in OFD.xml, for documents that are sealed in the same go.
 */
export const writeOfd = (layout: Layout, meta: DocumentMeta, attachments: readonly Attachment[] = [], signatures = false): Map<string, Uint8Array> => {
  const files = new Map<string, Uint8Array>();
  const add = (name: string, content: string | Uint8Array): void => {
    files.set(name, typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
  };
  let lastId = 0;
  const nextId = (): number => (lastId += 1);
  const fonts = new Map<FontRole, number>();
  const images = new Map<string, number>();
  for (const { items } of layout.pages) {
    for (const item of items) {
      if (item.kind === 'text' && !fonts.has(item.font)) fonts.set(item.font, nextId());
      if (item.kind === 'image' && !images.has(item.image)) images.set(item.image, nextId());
    }
  }
  add('OFD.xml', packageXml(layout, meta, signatures));
  const pages = layout.pages.map((page) => ({ page, id: nextId() }));
  const contents = pages.map(({ page }) => pageXml(page, nextId, fonts, images));
  const list = pages.map(({ id }, i) => `<ofd:Page ID="${id}" BaseLoc="Pages/Page_${i}/Content.xml"/>`).join('');
  const first = layout.pages[0];
  add(
    'Doc_0/Document.xml',
    `${head}<ofd:Document ${namespace}><ofd:CommonData><ofd:MaxUnitID>${lastId}</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 ${short(first?.width ?? 210)} ${short(first?.height ?? 297)}</ofd:PhysicalBox></ofd:PageArea>` +
      `<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>${images.size === 0 ? '' : '<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>'}</ofd:CommonData><ofd:Pages>${list}</ofd:Pages>` +
      `${attachments.length === 0 ? '' : '<ofd:Attachments>Attachments.xml</ofd:Attachments>'}</ofd:Document>`,
  );
  const faces = [...fonts].map(([role, id]) => `<ofd:Font ID="${id}" FontName="${fontName(role)}" FamilyName="${fontName(role)}"/>`).join('');
  add('Doc_0/PublicRes.xml', `${head}<ofd:Res ${namespace} BaseLoc="Res"><ofd:Fonts>${faces}</ofd:Fonts></ofd:Res>`);
  if (images.size > 0) {
    let media = '';
    for (const [key, id] of images) {
      const image = layout.images.get(key)!;
      media += `<ofd:MultiMedia ID="${id}" Type="Image" Format="${image.format === 'png' ? 'PNG' : 'JPEG'}"><ofd:MediaFile>image_${id}.${image.format}</ofd:MediaFile></ofd:MultiMedia>`;
    }
    add('Doc_0/DocumentRes.xml', `${head}<ofd:Res ${namespace} BaseLoc="Res"><ofd:MultiMedias>${media}</ofd:MultiMedias></ofd:Res>`);
  }
  contents.forEach((content, i) => add(`Doc_0/Pages/Page_${i}/Content.xml`, content));
  for (const [key, id] of images) add(`Doc_0/Res/image_${id}.${layout.images.get(key)!.format}`, layout.images.get(key)!.bytes);
  if (attachments.length > 0) addAttachments(add, attachments, meta.createdAt);
  return files;
};

const packageXml = (layout: Layout, meta: DocumentMeta, signatures: boolean): string => {
  const day = meta.createdAt.toISOString().slice(0, 10);
  const element = (name: string, text: string | undefined): string => (text === undefined ? '' : `<ofd:${name}>${escapeXml(text)}</ofd:${name}>`);
  const keywords = (meta.keywords ?? []).map((word) => element('Keyword', word)).join('');
  const custom = Object.entries(meta.customData ?? {}).map(([name, value]) => `<ofd:CustomData Name="${escapeXml(name)}">${escapeXml(value)}</ofd:CustomData>`).join('');
  return (
    `${head}<ofd:OFD ${namespace} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>${element('DocID', meta.id.replaceAll('-', '').toLowerCase())}` +
    `${element('Title', meta.title ?? layout.title)}${element('Author', meta.author)}${element('Subject', meta.subject)}<ofd:CreationDate>${day}</ofd:CreationDate><ofd:ModDate>${day}</ofd:ModDate>` +
    `${keywords === '' ? '' : `<ofd:Keywords>${keywords}</ofd:Keywords>`}<ofd:Creator>Yiwang</ofd:Creator><ofd:CreatorVersion>1</ofd:CreatorVersion>` +
    `${custom === '' ? '' : `<ofd:CustomDatas>${custom}</ofd:CustomDatas>`}</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>` +
    `${signatures ? '<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>' : ''}</ofd:DocBody></ofd:OFD>`
  );
};

const pageXml = (page: LayoutPage, nextId: () => number, fonts: ReadonlyMap<FontRole, number>, images: ReadonlyMap<string, number>): string => {
  const box = `0 0 ${short(page.width)} ${short(page.height)}`;
  let xml = `${head}<ofd:Page ${namespace}><ofd:Area><ofd:PhysicalBox>${box}</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="${nextId()}" Type="Body">`;
  for (const item of page.items) xml += objectXml(item, nextId(), box, fonts, images);
  return `${xml}</ofd:Layer></ofd:Content></ofd:Page>`;
};

const objectXml = (item: LayoutItem, id: number, pageBox: string, fonts: ReadonlyMap<FontRole, number>, images: ReadonlyMap<string, number>): string => {
  if (item.kind === 'text') return textXml(item, id, fonts.get(item.font)!);
  if (item.kind === 'image') {
    const { width, height } = item;
    return `<ofd:ImageObject ID="${id}" Boundary="${short(item.x)} ${short(item.y)} ${short(width)} ${short(height)}" ResourceID="${images.get(item.image)!}" CTM="${short(width)} 0 0 ${short(height)} 0 0"/>`;
  }
  const stroke = item.stroke === undefined ? ' Stroke="false"' : ` LineWidth="${short(item.lineWidth ?? 0.353)}"`;
  return (
    `<ofd:PathObject ID="${id}" Boundary="${pageBox}"${stroke}${item.fill === undefined ? '' : ' Fill="true"'}>` +
    `${item.stroke === undefined ? '' : `<ofd:StrokeColor Value="${colorValue(item.stroke)}"/>`}${item.fill === undefined ? '' : `<ofd:FillColor Value="${colorValue(item.fill)}"/>`}` +
    `<ofd:AbbreviatedData>${item.data}</ofd:AbbreviatedData></ofd:PathObject>`
  );
};

/** The boundary reaches from the ascender to the descender of the em box: 0.88 above, 0.12 below the base line. */
const textXml = (item: TextItem, id: number, fontId: number): string => {
  const { deltas, width } = deltaX(item);
  const color = item.color === '#000000' ? '' : `<ofd:FillColor Value="${colorValue(item.color)}"/>`;
  return (
    `<ofd:TextObject ID="${id}" Boundary="${short(item.x)} ${short(item.y - item.size * 0.88)} ${short(width)} ${short(item.size)}" Font="${fontId}" Size="${short(item.size)}">` +
    `${color}<ofd:TextCode X="0" Y="${short(item.size * 0.88)}"${deltas === '' ? '' : ` DeltaX="${deltas}"`}>${escapeXml(item.text)}</ofd:TextCode></ofd:TextObject>`
  );
};

/** Advances between glyphs, runs of equal ones as `g count value` (GB/T 33190 clause 11.3). */
const deltaX = (item: TextItem): { deltas: string; width: number } => {
  const parts: string[] = [];
  let width = 0;
  let run = 0;
  let last = -1;
  const close = (): void => {
    if (run === 0) return;
    const value = short(last);
    if (run < 3) for (let i = 0; i < run; i += 1) parts.push(value);
    else parts.push(`g ${run} ${value}`);
  };
  let previous = -1;
  for (const character of item.text) {
    if (previous >= 0) {
      if (previous === last) run += 1;
      else {
        close();
        last = previous;
        run = 1;
      }
    }
    previous = advance(item.font, character.codePointAt(0)!) * item.size + item.tracking;
    width += previous;
  }
  close();
  return { deltas: parts.join(' '), width: Math.max(width - item.tracking, 0.1) };
};

const addAttachments = (add: (name: string, content: string | Uint8Array) => void, attachments: readonly Attachment[], createdAt: Date): void => {
  const day = createdAt.toISOString().slice(0, 10);
  let list = '';
  attachments.forEach(({ name, format, bytes }, i) => {
    const file = `Attachs/Attach_${i + 1}.${/^[a-z0-9]{1,8}$/i.test(format) ? format.toLowerCase() : 'bin'}`;
    list += `<ofd:Attachment ID="${i + 1}" Name="${escapeXml(name)}" Format="${escapeXml(format)}" CreationDate="${day}" Size="${short(bytes.length / 1024)}" Visible="true"><ofd:FileLoc>${file}</ofd:FileLoc></ofd:Attachment>`;
    add(`Doc_0/${file}`, bytes);
  });
  add('Doc_0/Attachments.xml', `${head}<ofd:Attachments ${namespace}>${list}</ofd:Attachments>`);
};
