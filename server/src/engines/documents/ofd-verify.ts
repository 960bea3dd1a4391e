import { getHashes, hash } from 'node:crypto';
import { Refusal } from '#kernel/errors';
import { openContainer, type Container, type ContainerLimits } from './ofd-container.ts';
import { readPackage, type FileRole, type OfdDocument, type OfdPackage } from './ofd-package.ts';
import { findPath, resolvePath } from './ofd-path.ts';
import { attribute, child, children, textOf, type Element } from './read-xml.ts';

export interface Words {
  zh: string;
  en: string;
}

/** One step of a verification (GM/T 0031 6.1.2, 6.2.3). `unknown`: could not be judged with what was given. */
export interface CheckStep {
  name: string;
  title: Words;
  outcome: 'passed' | 'failed' | 'unknown';
  why?: Words;
}

/**
 * The checks of signature values, as the engine `signing` offers them: this engine knows neither keys nor ASN.1.
 * Both report broken input as a failed step.
 */
export interface SignatureChecks<Trust = unknown> {
  verifySealSignature(
    der: Uint8Array,
    options: { originalOf?: (propertyInfo: string) => Uint8Array | undefined; trust?: Trust },
  ): { steps: readonly CheckStep[]; signature?: { seal: { id: string; name: string; der: Uint8Array }; signedAt: Date | undefined; propertyInfo: string; certificate: Uint8Array } };
  verifySignedData(der: Uint8Array, digest: Uint8Array, options: { trust?: Trust }): { steps: readonly CheckStep[]; signer?: { der: Uint8Array }; signedAt?: Date };
}

export interface ReferenceReport {
  path: string;
  method: string;
  state: 'good' | 'changed' | 'missing' | 'unknownMethod';
}

export interface SignatureReport {
  id: string;
  type: string;
  path: string;
  /** No step failed. Whether the signer is one that the verifier trusts stands in `trusted`. */
  state: 'valid' | 'invalid';
  /** Every step passed, the certificates' chains included. */
  trusted: boolean;
  steps: CheckStep[];
  seal?: { id: string; name: string };
  signedAt?: string;
  /** The signer's certificate, DER in base64. */
  certificate?: string;
  references: ReferenceReport[];
  /** Files that are drawn or attached and that this signature does not cover. */
  uncovered: string[];
  stamps: { pageId: string; box: string }[];
}

export interface OfdReport {
  /** `unsigned`: readable, but nothing vouches for it. `unreadable`: with the reason. */
  verdict: 'valid' | 'invalid' | 'unsigned' | 'unreadable';
  /** There is a signature, and every one comes from a signer that the given trust leads to. */
  trusted: boolean;
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
  const report: OfdReport = { verdict: 'unreadable', trusted: false, info: {}, pages: 0, files: 0, signatures: [], unlisted: [], notes: [] };
  try {
    const pack = readPackage(openContainer(bytes, options.limits));
    for (const name of pack.container.entries.keys()) pack.container.read(name);
    const signatures = pack.documents.flatMap((document) => document.signatures.map((signature) => verifySignature(pack, document, signature, checks, options.trust)));
    const verdict = signatures.length === 0 ? 'unsigned' : signatures.every(({ state }) => state === 'valid') ? 'valid' : 'invalid';
    const pages = pack.documents.reduce((sum, document) => sum + document.pages.length, 0);
    const trusted = signatures.length > 0 && signatures.every((signature) => signature.trusted);
    return { verdict, trusted, info: pack.documents[0]!.info, pages, files: pack.container.entries.size, signatures, unlisted: pack.unlisted, notes: pack.notes };
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
  const failed = (why: Words): SignatureReport => ({ id, type, path, state: 'invalid', trusted: false, steps: [step('format', 'failed', why)], references: [], uncovered: [], stamps: [] });
  if (path === '') return failed({ zh: '缺少 Signature.xml', en: 'Signature.xml is missing' });
  const { container } = pack;
  let signature;
  try {
    signature = pack.xml(path);
  } catch (error) {
    return failed(reasonOf(error));
  }
  const info = child(signature, 'SignedInfo');
  const list = child(info, 'References');
  const valuePath = findPath(container.has, path, textOf(child(signature, 'SignedValue')) ?? '') ?? findPath(container.has, path, 'SignedValue.dat');
  if (info === undefined || list === undefined || valuePath === undefined) {
    return failed({ zh: '缺少 SignedInfo、References 或签名值', en: 'SignedInfo, References or the signature value is missing' });
  }
  const references = readReferences(container, path, list);
  const covered = new Set(references.map((reference) => reference.path));
  const uncovered = [...pack.roles].filter(([name, role]) => !covered.has(name) && coverable.has(role)).map(([name]) => name);
  const sealPath = textOf(child(info, 'Seal', 'BaseLoc'));
  const sealName = sealPath === undefined ? undefined : findPath(container.has, path, sealPath);
  const value = checkValue(container.read(valuePath), type, { path, xml: container.read(path), ...(sealName === undefined ? {} : { sealDer: container.read(sealName) }) }, checks, trust);
  const referenced = referenceStep(references);
  const steps = [...value.steps, referenced, coverageStep(uncovered, pack)];
  const stamps = children(info, 'StampAnnot').map((stamp) => ({ pageId: attribute(stamp, 'PageRef') ?? '', box: attribute(stamp, 'Boundary') ?? '' }));
  const state = steps.some(({ outcome }) => outcome === 'failed') ? 'invalid' : 'valid';
  const trusted = state === 'valid' && [...value.steps, referenced].every(({ outcome }) => outcome === 'passed');
  return { ...value, id, type, path, state, trusted, steps, references, uncovered, stamps };
};

const titles = {
  format: { zh: '格式', en: 'Format' },
  references: { zh: '被保护文件', en: 'Protected files' },
  coverage: { zh: '保护范围', en: 'Coverage' },
  sealFile: { zh: '印章文件', en: 'Seal file' },
  place: { zh: '签名位置', en: 'Place of the signature' },
} satisfies Record<string, Words>;

const step = (name: keyof typeof titles, outcome: CheckStep['outcome'], why?: Words): CheckStep => ({ name, title: titles[name], outcome, ...(why === undefined ? {} : { why: { zh: why.zh, en: why.en } }) });

const readReferences = (container: Container, path: string, list: Element): ReferenceReport[] => {
  const method = attribute(list, 'CheckMethod') ?? 'MD5';
  return children(list, 'Reference').map((reference): ReferenceReport => {
    const given = attribute(reference, 'FileRef') ?? '';
    const own = attribute(reference, 'CheckMethod') ?? method;
    const name = findPath(container.has, path, given);
    if (name === undefined) return { path: given, method: own, state: 'missing' };
    const digest = digestOf(own, container.read(name));
    const expected = Buffer.from(textOf(child(reference, 'CheckValue')) ?? '', 'base64');
    return { path: name, method: own, state: digest === undefined ? 'unknownMethod' : digest.equals(expected) ? 'good' : 'changed' };
  });
};

const referenceStep = (references: readonly ReferenceReport[]): CheckStep => {
  const bad = references.filter(({ state }) => state !== 'good');
  if (references.length === 0) return step('references', 'failed', { zh: '签名没有保护任何文件', en: 'The signature protects no file' });
  if (bad.length === 0) {
    const weak = references.find(({ method }) => ['md5', 'sha1'].includes(digestName(method) ?? ''));
    if (weak === undefined) return step('references', 'passed');
    return step('references', 'unknown', { zh: `摘要算法 ${weak.method} 已不安全`, en: `The digest method ${weak.method} is no longer safe` });
  }
  const names = bad.slice(0, 10).map(({ path }) => path).join('、');
  return step('references', 'failed', { zh: `${bad.length} 个文件与签名时不同或缺失：${names}`, en: `${bad.length} files are changed or missing: ${names}` });
};

const coverageStep = (uncovered: readonly string[], pack: OfdPackage): CheckStep => {
  if (uncovered.length === 0) return step('coverage', 'passed');
  const names = uncovered.slice(0, 10).join('、');
  const why = { zh: `签名未覆盖：${names}`, en: `Not covered by the signature: ${names}` };
  return step('coverage', uncovered.some((name) => drawn.has(pack.roles.get(name)!)) ? 'failed' : 'unknown', why);
};

interface Subject {
  path: string;
  xml: Uint8Array;
  sealDer?: Uint8Array;
}

type ValueReport = Pick<SignatureReport, 'steps' | 'seal' | 'signedAt' | 'certificate'>;

/** Products mark signed data as `Seal` and the reverse, so the other reading is tried where the first is no such format. */
const checkValue = <Trust>(der: Uint8Array, type: string, subject: Subject, checks: SignatureChecks<Trust>, trust: Trust | undefined): ValueReport => {
  const readings = [checkSealed, checkSigned];
  if (type === 'Sign') readings.reverse();
  let first: ValueReport | undefined;
  for (const reading of readings) {
    try {
      const report = reading(der, subject, checks as SignatureChecks, trust);
      first ??= report;
      if (!report.steps.some(({ name, outcome }) => name === 'format' && outcome === 'failed')) return report;
    } catch (error) {
      first ??= { steps: [step('format', 'failed', reasonOf(error))] };
    }
  }
  return first!;
};

const checkSealed = (der: Uint8Array, { path, xml, sealDer }: Subject, checks: SignatureChecks, trust: unknown): ValueReport => {
  const { steps, signature } = checks.verifySealSignature(der, { originalOf: () => xml, ...(trust === undefined ? {} : { trust }) });
  if (signature === undefined) return { steps: [...steps] };
  const { seal, signedAt, propertyInfo, certificate } = signature;
  const own: CheckStep[] = [];
  if (resolvePath('', propertyInfo) !== path) own.push(step('place', 'unknown', { zh: `签名指向 ${propertyInfo}`, en: `The signature names ${propertyInfo}` }));
  if (sealDer !== undefined && !Buffer.from(sealDer).equals(seal.der)) own.push(step('sealFile', 'failed', { zh: 'Seal.esl 与签名中的印章不同', en: 'Seal.esl differs from the seal inside the signature' }));
  return {
    steps: [...steps, ...own],
    seal: { id: seal.id, name: seal.name },
    certificate: Buffer.from(certificate).toString('base64'),
    ...(signedAt === undefined ? {} : { signedAt: signedAt.toISOString() }),
  };
};

const checkSigned = (der: Uint8Array, { xml }: Subject, checks: SignatureChecks, trust: unknown): ValueReport => {
  const { steps, signer, signedAt } = checks.verifySignedData(der, hash('sm3', xml, 'buffer'), trust === undefined ? {} : { trust });
  return {
    steps: [...steps],
    ...(signer === undefined ? {} : { certificate: Buffer.from(signer.der).toString('base64') }),
    ...(signedAt === undefined ? {} : { signedAt: signedAt.toISOString() }),
  };
};

/** OFD.xml may gain its Signatures element and Signatures.xml further entries: neither counts as uncovered. */
const coverable: ReadonlySet<FileRole> = new Set(['document', 'page', 'template', 'resource', 'annotation', 'attachment', 'other']);
const drawn: ReadonlySet<FileRole> = new Set(['document', 'page', 'template']);

const supported = new Set(getHashes().map((name) => name.toLowerCase()));
/** CheckMethod as products write it; the standard's default is MD5. */
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

const digestName = (method: string): string | undefined => methods[method.trim().toLowerCase()];

const digestOf = (method: string, bytes: Uint8Array): Buffer | undefined => {
  const name = digestName(method);
  return name !== undefined && supported.has(name) ? hash(name, bytes, 'buffer') : undefined;
};
