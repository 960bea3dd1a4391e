import { getHashes, hash } from 'node:crypto';
import { Refusal } from '#kernel/errors';
import { openContainer, type ContainerLimits } from './ofd-container.ts';
import { readPackage, type FileRole, type OfdDocument, type OfdPackage } from './ofd-package.ts';
import { findPath } from './ofd-path.ts';
import { attribute, child, children, textOf } from './read-xml.ts';

/** good: checked and right · bad: checked and wrong · unknown: could not or was not to be checked. */
export type CheckState = 'good' | 'bad' | 'unknown';

/** One step of GM/T 0031 6.1.2 or 6.2.3 and what came out. */
export interface CheckStep {
  step: string;
  state: CheckState;
  detail?: string;
}

/** What the engine `signing` found in one SignedValue.dat. */
export interface SignedValueReport {
  steps: CheckStep[];
  signer?: string;
  sealName?: string;
  sealId?: string;
  signedAt?: string;
}

/** The checks of signatures, given from outside: this engine knows neither keys nor ASN.1. */
export interface SignatureChecks<Trust = unknown> {
  /** SES_Signature (GB/T 38540). `hashOf` digests Signature.xml; `propertyInfo` is its path. */
  checkSeal(der: Uint8Array, subject: SignedSubject, trust: Trust | undefined): SignedValueReport;
  /** GB/T 35275 SignedData, or a bare signature value, over Signature.xml. */
  checkSignedData(der: Uint8Array, subject: SignedSubject, trust: Trust | undefined): SignedValueReport;
}

export interface SignedSubject {
  signatureXml: Uint8Array;
  digest: Uint8Array;
  path: string;
  /** Seal.esl, where the document carries it beside the signature. */
  sealDer?: Uint8Array;
}

export interface ReferenceReport {
  path: string;
  method: string;
  state: 'good' | 'changed' | 'missing' | 'unknownMethod';
}

export interface SignatureReport extends SignedValueReport {
  id: string;
  type: string;
  path: string;
  state: 'valid' | 'invalid';
  references: ReferenceReport[];
  /** Files that are drawn or attached and that this signature does not cover. */
  uncovered: string[];
  stamps: { pageId: string; box: string }[];
}

export interface OfdReport {
  /** `unsigned`: readable, but nothing vouches for it. `unreadable`: with the reason. */
  verdict: 'valid' | 'invalid' | 'unsigned' | 'unreadable';
  reason?: { code: string; zh: string; en: string };
  info: Record<string, string>;
  pages: number;
  files: number;
  signatures: SignatureReport[];
  /** Files that no list of the document leads to (夹带). */
  unlisted: string[];
  notes: string[];
}

/** Verifies an OFD document and tells every step. Never throws on bad input: what cannot be read is `unreadable`. */
export const verifyOfd = <Trust>(bytes: Uint8Array, checks: SignatureChecks<Trust>, options: { trust?: Trust; limits?: Partial<ContainerLimits> } = {}): OfdReport => {
  const report: OfdReport = { verdict: 'unreadable', info: {}, pages: 0, files: 0, signatures: [], unlisted: [], notes: [] };
  try {
    const pack = readPackage(openContainer(bytes, options.limits));
    for (const name of pack.container.entries.keys()) pack.container.read(name);
    const signatures = pack.documents.flatMap((document) => document.signatures.map((signature) => verifySignature(pack, document, signature, checks, options.trust)));
    const verdict = signatures.length === 0 ? 'unsigned' : signatures.every(({ state }) => state === 'valid') ? 'valid' : 'invalid';
    const pages = pack.documents.reduce((sum, document) => sum + document.pages.length, 0);
    return { verdict, info: pack.documents[0]!.info, pages, files: pack.container.entries.size, signatures, unlisted: pack.unlisted, notes: pack.notes };
  } catch (error) {
    return { ...report, reason: reasonOf(error) };
  }
};

const reasonOf = (error: unknown): { code: string; zh: string; en: string } =>
  error instanceof Refusal
    ? { code: error.code, zh: error.words('zh'), en: error.words('en') }
    : { code: 'documents.unreadable', zh: '文件结构损坏', en: 'The structure of the file is damaged' };

const verifySignature = <Trust>(pack: OfdPackage, document: OfdDocument, listed: OfdDocument['signatures'][number], checks: SignatureChecks<Trust>, trust: Trust | undefined): SignatureReport => {
  const { id, type, path } = listed;
  const blank = { id, type, path, references: [], uncovered: [], stamps: [] };
  const failed = (step: string, detail: string): SignatureReport => ({ ...blank, state: 'invalid', steps: [{ step, state: 'bad', detail }] });
  if (path === '') return failed('format', 'Signature.xml is missing');
  const { container } = pack;
  let signature;
  try {
    signature = pack.xml(path);
  } catch (error) {
    return failed('format', reasonOf(error).en);
  }
  const info = child(signature, 'SignedInfo');
  const list = child(info, 'References');
  const valuePath = findPath(container.has, path, textOf(child(signature, 'SignedValue')) ?? '') ?? findPath(container.has, path, 'SignedValue.dat');
  if (info === undefined || list === undefined || valuePath === undefined) return failed('format', 'SignedInfo, References or SignedValue is missing');

  const method = attribute(list, 'CheckMethod') ?? 'MD5';
  const references = children(list, 'Reference').map((reference): ReferenceReport => {
    const given = attribute(reference, 'FileRef') ?? '';
    const own = attribute(reference, 'CheckMethod') ?? method;
    const name = findPath(container.has, path, given);
    if (name === undefined) return { path: given, method: own, state: 'missing' };
    const digest = digestOf(own, container.read(name));
    const expected = Buffer.from(textOf(child(reference, 'CheckValue')) ?? '', 'base64');
    return { path: name, method: own, state: digest === undefined ? 'unknownMethod' : digest.equals(expected) ? 'good' : 'changed' };
  });
  const covered = new Set(references.map((reference) => reference.path));
  const uncovered = [...pack.roles].filter(([name, role]) => !covered.has(name) && coverable.has(role)).map(([name]) => name);
  const essential = uncovered.filter((name) => drawn.has(pack.roles.get(name)!));

  const sealPath = textOf(child(info, 'Seal', 'BaseLoc'));
  const sealName = sealPath === undefined ? undefined : findPath(container.has, path, sealPath);
  const xml = container.read(path);
  const subject: SignedSubject = { signatureXml: xml, digest: hash('sm3', xml, 'buffer'), path: `/${path}`, ...(sealName === undefined ? {} : { sealDer: container.read(sealName) }) };
  const value = checkValue(container.read(valuePath), type, subject, checks, trust);
  const steps: CheckStep[] = [
    ...value.steps,
    { step: 'references', state: references.length > 0 && references.every(({ state }) => state === 'good') ? 'good' : 'bad', detail: `${references.filter(({ state }) => state === 'good').length}/${references.length}` },
    { step: 'coverage', state: essential.length > 0 ? 'bad' : uncovered.length > 0 ? 'unknown' : 'good', ...(uncovered.length > 0 ? { detail: uncovered.slice(0, 10).join(', ') } : {}) },
  ];
  const stamps = children(info, 'StampAnnot').map((stamp) => ({ pageId: attribute(stamp, 'PageRef') ?? '', box: attribute(stamp, 'Boundary') ?? '' }));
  const state = steps.some((step) => step.state === 'bad') ? 'invalid' : 'valid';
  return { ...value, id, type, path, state, steps, references, uncovered, stamps };
};

const checkValue = <Trust>(der: Uint8Array, type: string, subject: SignedSubject, checks: SignatureChecks<Trust>, trust: Trust | undefined): SignedValueReport => {
  try {
    return type === 'Sign' ? checks.checkSignedData(der, subject, trust) : checks.checkSeal(der, subject, trust);
  } catch (error) {
    return { steps: [{ step: 'format', state: 'bad', detail: reasonOf(error).en }] };
  }
};

/** OFD.xml may gain its Signatures element and Signatures.xml further entries: neither counts as uncovered. */
const coverable: ReadonlySet<FileRole> = new Set(['document', 'page', 'template', 'resource', 'annotation', 'attachment', 'other']);
const drawn: ReadonlySet<FileRole> = new Set(['document', 'page', 'template']);

const supported = new Set(getHashes().map((name) => name.toLowerCase()));
const methods: Record<string, string> = {
  '1.2.156.10197.1.401': 'sm3',
  sm3: 'sm3',
  md5: 'md5',
  '1.2.840.113549.2.5': 'md5',
  sha1: 'sha1',
  'sha-1': 'sha1',
  '1.3.14.3.2.26': 'sha1',
  sha256: 'sha256',
  'sha-256': 'sha256',
  '2.16.840.1.101.3.4.2.1': 'sha256',
};

const digestOf = (method: string, bytes: Uint8Array): Buffer | undefined => {
  const name = methods[method.trim().toLowerCase()];
  return name !== undefined && supported.has(name) ? hash(name, bytes, 'buffer') : undefined;
};
