import { hash } from 'node:crypto';
import { errors } from './errors.ts';
import { short, type Box, type DocumentMeta, type Attachment, type Layout } from './layout.ts';
import { openContainer } from './ofd-container.ts';
import { readPackage, type OfdPackage } from './ofd-package.ts';
import { findPath } from './ofd-path.ts';
import { escapeXml, writeOfd } from './ofd-writer.ts';
import { packContainer, packEntry } from './pack-container.ts';
import { attribute, child, children } from './read-xml.ts';

/** Where one impression of the seal stands: page counts from 1, the box is in millimetres. */
export interface StampPlace {
  page: number;
  box: Box;
  /** The part of the picture that shows on this page (骑缝章), relative to the box. */
  clip?: Box;
}

/** One signature over a whole document. The keys stay with whoever gives `sign`. */
export interface Stamp {
  /** Impressions; none for a signature without a seal. */
  places: readonly StampPlace[];
  /** SES seal (GB/T 38540) as DER; without it the signature is of type `Sign` (GB/T 35275). */
  sealDer?: Uint8Array;
  signedAt: Date;
  /** Signs the SM3 digest of Signature.xml; `propertyInfo` is that file's absolute path. Returns SES_Signature or SignedData DER. */
  sign(digest: Uint8Array, propertyInfo: string): Promise<Uint8Array> | Uint8Array;
}

/** What a signature needs to know of the document that it is put on. */
interface Draft {
  names(): Iterable<string>;
  read(name: string): Uint8Array;
  write(name: string, content: Uint8Array): void;
  main: string;
  root: string;
  pageIds: readonly string[];
  /** Signatures.xml, if the document names one. */
  signaturesPath?: string;
}

/** Writes and seals a document in one go. */
export const issueOfd = async (layout: Layout, meta: DocumentMeta, attachments: readonly Attachment[], stamps: readonly Stamp[]): Promise<Uint8Array> => {
  const files = writeOfd(layout, meta, attachments, stamps.length > 0);
  if (stamps.length > 0) {
    const listed = Buffer.from(files.get('Doc_0/Document.xml')!).toString('utf8');
    const draft: Draft = {
      names: () => files.keys(),
      read: (name) => files.get(name)!,
      write: (name, content) => void files.set(name, content),
      main: 'OFD.xml',
      root: 'Doc_0/Document.xml',
      pageIds: [...listed.matchAll(/<ofd:Page ID="(\d+)"/g)].map((match) => match[1]!),
      signaturesPath: 'Doc_0/Signs/Signatures.xml',
    };
    for (const stamp of stamps) await addSignature(draft, stamp);
  }
  return packContainer([...files].map(([name, content]) => packEntry(name, content)), meta.createdAt);
};

/**
 * Seals an existing document. Earlier signatures stay good, because none of our signatures covers Signatures.xml;
 * a document whose signature does is refused. Untouched entries are taken over as they are packed.
 */
export const stampOfd = async (bytes: Uint8Array, stamp: Stamp): Promise<Uint8Array> => {
  const pack = readPackage(openContainer(bytes));
  if (wholeProtected(pack)) throw errors.wholeProtected();
  const document = pack.documents[0]!;
  const written = new Map<string, Uint8Array>();
  const main = [...pack.roles].find(([, role]) => role === 'package')![0];
  await addSignature(
    {
      names: () => new Set([...pack.container.entries.keys(), ...written.keys()]),
      read: (name) => written.get(name) ?? pack.container.read(name),
      write: (name, content) => void written.set(name, content),
      main,
      root: document.root,
      pageIds: document.pages.map(({ id }) => id),
      ...(document.signaturesPath === undefined ? {} : { signaturesPath: document.signaturesPath }),
    },
    stamp,
  );
  const entries = new Map(pack.container.entries);
  for (const [name, content] of written) entries.set(name, packEntry(name, content));
  return packContainer(entries.values(), stamp.signedAt);
};

const wholeProtected = (pack: OfdPackage): boolean =>
  pack.documents.some(({ signatures, signaturesPath }) =>
    signatures.some(({ path }) => {
      if (path === '') return false;
      const references = child(pack.xml(path), 'SignedInfo', 'References');
      return references !== undefined && children(references, 'Reference').some((reference) => findPath(pack.container.has, path, attribute(reference, 'FileRef') ?? '') === signaturesPath);
    }),
  );

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"';

const addSignature = async (draft: Draft, stamp: Stamp): Promise<void> => {
  const names = new Set(draft.names());
  const folder = `${draft.root.split('/').slice(0, -1).join('/')}/Signs`.replace(/^\//, '');
  let number = 0;
  while ([...names].some((name) => name.startsWith(`${folder}/Sign_${number}/`))) number += 1;
  const own = `${folder}/Sign_${number}`;
  const list = draft.signaturesPath ?? announce(draft, `${folder}/Signatures.xml`);
  if (stamp.sealDer !== undefined) {
    draft.write(`${own}/Seal.esl`, stamp.sealDer);
    names.add(`${own}/Seal.esl`);
  }
  names.delete(list);
  const references = [...names].sort().map((name) => {
    const digest = hash('sm3', draft.read(name), 'base64');
    return `<ofd:Reference FileRef="/${escapeXml(name)}"><ofd:CheckValue>${digest}</ofd:CheckValue></ofd:Reference>`;
  });
  const places = stamp.places.map(({ page, box, clip }, i) => {
    const pageId = draft.pageIds[page - 1];
    if (pageId === undefined) throw errors.noSuchPage({ page });
    return `<ofd:StampAnnot ID="s${number}-${i + 1}" PageRef="${escapeXml(pageId)}" Boundary="${box.map(short).join(' ')}"${clip === undefined ? '' : ` Clip="${clip.map(short).join(' ')}"`}/>`;
  });
  const xml = Buffer.from(
    `${head}<ofd:Signature ${namespace}><ofd:SignedInfo><ofd:Provider ProviderName="Yiwang" Company="Yiwang" Version="1"/><ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod>` +
      `<ofd:SignatureDateTime>${chinaTime(stamp.signedAt)}</ofd:SignatureDateTime><ofd:References CheckMethod="1.2.156.10197.1.401">${references.join('')}</ofd:References>${places.join('')}` +
      `${stamp.sealDer === undefined ? '' : `<ofd:Seal><ofd:BaseLoc>/${own}/Seal.esl</ofd:BaseLoc></ofd:Seal>`}</ofd:SignedInfo><ofd:SignedValue>/${own}/SignedValue.dat</ofd:SignedValue></ofd:Signature>`,
    'utf8',
  );
  const value = await stamp.sign(hash('sm3', xml, 'buffer'), `/${own}/Signature.xml`);
  draft.write(`${own}/Signature.xml`, xml);
  draft.write(`${own}/SignedValue.dat`, value);
  const type = stamp.sealDer === undefined ? 'Sign' : 'Seal';
  draft.write(list, Buffer.from(listWith(new Set(draft.names()).has(list) ? text(draft.read(list)) : undefined, `/${own}/Signature.xml`, type), 'utf8'));
};

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Adds the Signatures element to OFD.xml, touching nothing else; only ever done before the first signature. */
const announce = (draft: Draft, list: string): string => {
  const before = text(draft.read(draft.main));
  const emptied = before.replace(/<((?:[\w-]+:)?)Signatures\s*>[^<]*<\/\1Signatures\s*>/, '');
  const after = emptied.replace(/<\/((?:[\w-]+:)?)DocBody\s*>/, (closing, prefix: string) => `<${prefix}Signatures>/${list}</${prefix}Signatures>${closing}`);
  if (after === emptied) throw errors.unreadable({ reason: draft.main });
  draft.write(draft.main, Buffer.from(after, 'utf8'));
  draft.signaturesPath = list;
  return list;
};

const listWith = (before: string | undefined, path: string, type: string): string => {
  const ids = [...(before ?? '').matchAll(/<(?:[\w-]+:)?Signature\b[^>]*?\bID="(\w*?)(\d+)"/g)].map((match) => Number(match[2]));
  const id = Math.max(0, ...ids) + 1;
  if (before === undefined) {
    return `${head}<ofd:Signatures ${namespace}><ofd:MaxSignId>${id}</ofd:MaxSignId><ofd:Signature ID="${id}" Type="${type}" BaseLoc="${path}"/></ofd:Signatures>`;
  }
  return before
    .replace(/(<(?:[\w-]+:)?MaxSignId>)[^<]*(<)/, `$1${id}$2`)
    .replace(/<\/((?:[\w-]+:)?)Signatures\s*>/, (closing, prefix: string) => `<${prefix}Signature ID="${id}" Type="${type}" BaseLoc="${path}"/>${closing}`);
};

/** yyyy-mm-dd hh:mm:ss in Beijing time, the form that readers show. */
const chinaTime = (time: Date): string => new Date(time.getTime() + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');

/** A seal riding over the right edges of all pages (骑缝章): each page shows its strip. */
export const ridingPlaces = (layout: Pick<Layout, 'pages'>, size: number, y: number): StampPlace[] => {
  const strip = size / layout.pages.length;
  return layout.pages.map(({ width }, i) => ({ page: i + 1, box: [width - strip * (i + 1), y, size, size], clip: [strip * i, 0, strip, size] }));
};
