import { errors } from './errors.ts';
import type { Container } from './ofd-container.ts';
import { findPath } from './ofd-path.ts';
import { attribute, child, children, numbers, parseXml, textOf, type Element } from './read-xml.ts';

/** What a file of the container is for; files that no list leads to have no role (夹带, smuggled). */
export type FileRole = 'package' | 'document' | 'page' | 'template' | 'resource' | 'annotation' | 'attachment' | 'other' | 'signature';

export interface OfdResources {
  fonts: Map<string, { name: string; file?: string }>;
  media: Map<string, string>;
  drawParams: Map<string, Element>;
  composites: Map<string, Element>;
}

export interface OfdPage {
  id: string;
  path: string;
  /** The box of the document, for pages that have no area of their own. */
  usualBox: PageBox;
}

/** x, y, width and height in millimetres. */
export type PageBox = [number, number, number, number];

/** One document of a package (DocBody): most packages have exactly one. */
export interface OfdDocument {
  root: string;
  info: Record<string, string>;
  pages: OfdPage[];
  templates: Map<string, { path: string; zOrder: string }>;
  resources: OfdResources;
  /** Page id to its annotation file. */
  annotations: Map<string, string>;
  attachments: { name: string; format: string; path: string }[];
  signatures: { id: string; type: string; path: string }[];
  signaturesPath?: string;
}

/** A container read along its lists, from OFD.xml down. */
export interface OfdPackage {
  container: Container;
  documents: OfdDocument[];
  roles: ReadonlyMap<string, FileRole>;
  /** Files that no list leads to. */
  unlisted: string[];
  notes: string[];
  xml(name: string): Element;
}

const pagesMax = 5000;

/** Reads the lists of a package. Throws documents.unreadable when OFD.xml, a document root or a page list is missing. */
export const readPackage = (container: Container): OfdPackage => {
  const notes = [...container.notes];
  const roles = new Map<string, FileRole>();
  const parsed = new Map<string, Element>();
  const xml = (name: string): Element => {
    let known = parsed.get(name);
    if (known === undefined) parsed.set(name, (known = parseXml(container.read(name), name)));
    return known;
  };
  const note = (text: string): void => {
    if (notes.length < 100) notes.push(text);
  };
  /** Follows a reference and gives the file its role. */
  const follow = (role: FileRole, holder: string, ...references: (string | undefined)[]): string | undefined => {
    const given = references.filter((reference) => reference !== undefined);
    if (references.at(-1) === undefined) return undefined;
    const name = findPath(container.has, holder, ...given);
    if (name === undefined) note(`${holder} names ${given.join('/')}, which is missing`);
    else if (!roles.has(name)) roles.set(name, role);
    return name;
  };
  const mentions = (name: string, word: string): boolean => {
    const content = container.read(name);
    return content.includes(0) || Buffer.from(content.buffer, content.byteOffset, content.byteLength).includes(word);
  };
  const walk: Walk = { xml, follow, note, mentions };

  const main = container.has('OFD.xml') ? 'OFD.xml' : [...container.entries.keys()].find((name) => name.toLowerCase() === 'ofd.xml');
  if (main === undefined) throw errors.unreadable({ reason: 'no OFD.xml' });
  roles.set(main, 'package');
  const bodies = children(xml(main), 'DocBody');
  if (bodies.length === 0) throw errors.unreadable({ reason: 'OFD.xml has no DocBody' });
  const documents = bodies.map((body) => readBody(main, body, walk));
  const unlisted = [...container.entries.keys()].filter((name) => !roles.has(name));
  return { container, documents, roles, unlisted, notes, xml };
};

interface Walk {
  xml(name: string): Element;
  follow(role: FileRole, holder: string, ...references: (string | undefined)[]): string | undefined;
  note(text: string): void;
  /** Might the file hold this word? True for UTF-16, which has zero bytes. */
  mentions(name: string, word: string): boolean;
}

const readBody = (main: string, body: Element, walk: Walk): OfdDocument => {
  const { xml, follow } = walk;
  const root = follow('document', main, textOf(child(body, 'DocRoot')));
  if (root === undefined) throw errors.unreadable({ reason: 'no document root' });
  const document = xml(root);
  const common = child(document, 'CommonData');
  const resources: OfdResources = { fonts: new Map(), media: new Map(), drawParams: new Map(), composites: new Map() };
  const lists = common === undefined ? [] : [...children(common, 'PublicRes'), ...children(common, 'DocumentRes')];
  for (const list of lists) readResources(follow('resource', root, textOf(list)), resources, walk);
  const templates = new Map<string, { path: string; zOrder: string }>();
  for (const template of common === undefined ? [] : children(common, 'TemplatePage')) {
    const path = follow('template', root, attribute(template, 'BaseLoc'));
    if (path !== undefined) templates.set(attribute(template, 'ID') ?? '', { path, zOrder: attribute(template, 'ZOrder') ?? 'Background' });
  }
  const listed = children(child(document, 'Pages') ?? document, 'Page');
  if (listed.length > pagesMax) throw errors.tooLarge({ reason: `${listed.length} > ${pagesMax} pages` });
  const usual = boxOf(child(common, 'PageArea')) ?? [0, 0, 210, 297];
  const pages: OfdPage[] = [];
  for (const page of listed) {
    const path = follow('page', root, attribute(page, 'BaseLoc'));
    if (path === undefined) continue;
    // Pages are large and few have resources of their own: only those are parsed before they are drawn.
    if (walk.mentions(path, 'PageRes')) for (const list of children(xml(path), 'PageRes')) readResources(follow('resource', path, textOf(list)), resources, walk);
    pages.push({ id: attribute(page, 'ID') ?? '', path, usualBox: usual });
  }
  const info: Record<string, string> = {};
  for (const element of children(child(body, 'DocInfo') ?? body)) {
    if (children(element).length === 0) info[element.localName] = textOf(element) ?? '';
  }
  for (const custom of children(child(body, 'DocInfo', 'CustomDatas') ?? body, 'CustomData')) info[attribute(custom, 'Name') ?? ''] = textOf(custom) ?? '';
  const annotations = readAnnotations(root, document, walk);
  const attachments = readAttachments(root, document, walk);
  for (const name of ['CustomTags', 'Extensions', 'Bookmarks']) readOther(root, textOf(child(document, name)), walk);
  for (const version of children(child(body, 'Versions') ?? body, 'Version')) readOther(main, attribute(version, 'BaseLoc'), walk);
  const { signatures, signaturesPath } = readSignatureList(main, body, walk);
  return { root, info, pages, templates, resources, annotations, attachments, signatures, ...(signaturesPath === undefined ? {} : { signaturesPath }) };
};

/** The physical box of a page (PhysicalBox), its own or the document's. */
export const pageBox = (pack: OfdPackage, page: OfdPage): PageBox => boxOf(child(pack.xml(page.path), 'Area')) ?? page.usualBox;

const boxOf = (area: Element | undefined): PageBox | undefined => {
  const box = numbers(textOf(child(area, 'PhysicalBox')) ?? textOf(child(area, 'ApplicationBox')), 4);
  return box !== undefined && box[2]! > 0 && box[3]! > 0 ? (box as PageBox) : undefined;
};

const readResources = (path: string | undefined, resources: OfdResources, { xml, follow }: Walk): void => {
  if (path === undefined) return;
  const list = xml(path);
  const base = attribute(list, 'BaseLoc') ?? '';
  for (const group of children(list)) {
    for (const item of children(group)) {
      const id = attribute(item, 'ID') ?? '';
      if (item.localName === 'Font') {
        const file = follow('resource', path, base, textOf(child(item, 'FontFile')));
        resources.fonts.set(id, { name: attribute(item, 'FamilyName') ?? attribute(item, 'FontName') ?? '', ...(file === undefined ? {} : { file }) });
      } else if (item.localName === 'MultiMedia') {
        const file = follow('resource', path, base, textOf(child(item, 'MediaFile')));
        if (file !== undefined) resources.media.set(id, file);
      } else if (item.localName === 'ColorSpace') follow('resource', path, base, attribute(item, 'Profile'));
      else if (item.localName === 'DrawParam') resources.drawParams.set(id, item);
      else if (item.localName === 'CompositeGraphicUnit') resources.composites.set(id, item);
    }
  }
};

const readAnnotations = (root: string, document: Element, { xml, follow }: Walk): Map<string, string> => {
  const found = new Map<string, string>();
  const list = follow('annotation', root, textOf(child(document, 'Annotations')));
  if (list === undefined) return found;
  for (const page of children(xml(list), 'Page')) {
    const file = follow('annotation', list, textOf(child(page, 'FileLoc')));
    if (file !== undefined) found.set(attribute(page, 'PageID') ?? '', file);
  }
  return found;
};

const readAttachments = (root: string, document: Element, { xml, follow }: Walk): OfdDocument['attachments'] => {
  const list = follow('other', root, textOf(child(document, 'Attachments')));
  if (list === undefined) return [];
  return children(xml(list), 'Attachment').flatMap((item) => {
    const path = follow('attachment', list, textOf(child(item, 'FileLoc')));
    return path === undefined ? [] : [{ name: attribute(item, 'Name') ?? '', format: attribute(item, 'Format') ?? '', path }];
  });
};

/** Lists of secondary files (tags, extensions, versions): every file that they name is known, none is drawn. */
const readOther = (holder: string, reference: string | undefined, { xml, follow }: Walk): void => {
  const path = follow('other', holder, reference);
  if (path === undefined) return;
  const visit = (element: Element): void => {
    for (const inner of children(element)) {
      if (['FileLoc', 'SchemaLoc', 'ExtendData', 'File'].includes(inner.localName) && children(inner).length === 0) follow('other', path, textOf(inner));
      visit(inner);
    }
  };
  visit(xml(path));
};

const readSignatureList = (main: string, body: Element, { xml, follow, note }: Walk): Pick<OfdDocument, 'signatures' | 'signaturesPath'> => {
  const list = follow('signature', main, textOf(child(body, 'Signatures')));
  if (list === undefined) return { signatures: [] };
  const signatures = children(xml(list), 'Signature').flatMap((item) => {
    const path = follow('signature', list, attribute(item, 'BaseLoc'));
    if (path === undefined) return [{ id: attribute(item, 'ID') ?? '', type: attribute(item, 'Type') ?? 'Seal', path: '' }];
    try {
      const signature = xml(path);
      follow('signature', path, textOf(child(signature, 'SignedValue')));
      follow('signature', path, textOf(child(signature, 'SignedInfo', 'Seal', 'BaseLoc')));
    } catch {
      note(`${path} is no XML`);
    }
    return [{ id: attribute(item, 'ID') ?? '', type: attribute(item, 'Type') ?? 'Seal', path }];
  });
  return { signatures, signaturesPath: list };
};
