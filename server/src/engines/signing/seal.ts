/**
 * Electronic seals 电子印章 and seal signatures 电子签章, reading: V1 GM/T 0031-2014, V4 GB/T 38540-2020,
 * V5 GM/T 0031-2025. Reading is tolerant where products differ; a structure that cannot be read throws `DerError`.
 */
import { child, DerError, expectTag, octets, oid, readBits, readDer, readDerPrefix, readOid, readSmallInteger, readText, readTime, sequence, TAG, type DerNode } from './der.ts';

export type SealVersion = 1 | 4 | 5;

/** Picture of the seal; width and height in millimetres. `type` as written: PNG, png, GIF, ofd … */
export interface SealPicture {
  type: string;
  data: Uint8Array;
  width: number;
  height: number;
}

export interface Seal {
  version: SealVersion;
  der: Uint8Array;
  /** Vid: who made the seal software. */
  vendor: string;
  /** esID 印章标识: 14 digits for registered public seals; opaque. */
  id: string;
  /** 1 unit 单位, 2 personal 个人, others in use: an open dictionary. */
  type: number;
  name: string;
  /** Signers' certificates (certListType 1); empty when the list holds digests. */
  certificates: readonly Uint8Array[];
  /** Digests of the signers' certificates (certListType 2). */
  certificateDigests: readonly { algorithm: string; value: Uint8Array }[];
  createdAt: Date;
  validFrom: Date;
  validTo: Date;
  picture: SealPicture;
  makerCertificate: Uint8Array;
  algorithm: string;
  /** What the maker signed: V1 SEQUENCE{info, certificate, algorithm}, V4 and V5 the info alone. */
  signedBytes: Uint8Array;
  signature: Uint8Array;
  timeStamp: Uint8Array | undefined;
}

export interface SealSignature {
  version: SealVersion;
  der: Uint8Array;
  /** TBS_Sign as it stands: what was signed. */
  signedBytes: Uint8Array;
  seal: Seal;
  /** Undefined where timeInfo is not a time that can be read (V1 allows time stamps). */
  signedAt: Date | undefined;
  dataHash: Uint8Array;
  /** Which original was hashed: for OFD the absolute path of Signature.xml. */
  propertyInfo: string;
  certificate: Uint8Array;
  algorithm: string;
  signature: Uint8Array;
  timeStamp: Uint8Array | undefined;
}

const SEAL_BYTES_MAX = 8 << 20;

function readRoot(der: Uint8Array): DerNode {
  if (der.length > SEAL_BYTES_MAX) throw new DerError('larger than 8 MiB');
  return expectTag(readDerPrefix(der), TAG.sequence);
}

export const readSeal = (der: Uint8Array): Seal => readSealNode(readRoot(der));

function readSealNode(node: DerNode): Seal {
  const info = child(node, 0, TAG.sequence);
  const header = child(info, 0, TAG.sequence);
  if (readText(child(header, 0)) !== 'ES') throw new DerError('header is not ES');
  const headerVersion = readSmallInteger(child(header, 1));
  const old = node.children.length === 2;
  if (!old && (node.children.length < 4 || node.children.length > 5)) throw new DerError('seal of no known version');
  const version: SealVersion = old ? 1 : node.children.length === 5 || headerVersion === 5 ? 5 : 4;
  const proof = old ? child(node, 1, TAG.sequence).children : node.children.slice(1);
  const [certificate, algorithm, signature, timeStamp] = proof;
  if (!certificate || !algorithm || !signature) throw new DerError('seal lacks its signature');
  const makerCertificate = expectTag(certificate, TAG.octetString).content;
  return {
    version,
    der: node.raw,
    vendor: readText(child(header, 2)),
    id: readText(child(info, 1)),
    ...readProperty(child(info, 2, TAG.sequence), old),
    picture: readPicture(child(info, 3, TAG.sequence)),
    makerCertificate,
    algorithm: readOid(algorithm),
    signedBytes: old ? sequence(info.raw, octets(makerCertificate), oid(readOid(algorithm))) : info.raw,
    signature: readBits(signature),
    timeStamp: readTimeStamp(timeStamp),
  };
}

type Property = Pick<Seal, 'type' | 'name' | 'certificates' | 'certificateDigests' | 'createdAt' | 'validFrom' | 'validTo'>;

function readProperty(node: DerNode, old: boolean): Property {
  const [type, name, ...rest] = node.children;
  const listType = old ? 1 : readSmallInteger(rest.shift() ?? node);
  const [list, created, from, to] = rest;
  if (!type || !name || !list || !created || !from || !to) throw new DerError('seal property lacks a field');
  if (listType !== 1 && listType !== 2) throw new DerError(`certificate list of type ${listType}`);
  return {
    type: readSmallInteger(type),
    name: readText(name),
    certificates: listType === 1 ? list.children.map((item) => (item.tag === TAG.octetString ? item.content : item.raw)) : [],
    certificateDigests: listType === 2 ? list.children.map((item) => ({ algorithm: readText(child(item, 0)), value: child(item, 1, TAG.octetString).content })) : [],
    createdAt: readTime(created),
    validFrom: readTime(from),
    validTo: readTime(to),
  };
}

const readPicture = (node: DerNode): SealPicture => ({
  type: readText(child(node, 0)),
  data: child(node, 1, TAG.octetString).content,
  width: readSmallInteger(child(node, 2)),
  height: readSmallInteger(child(node, 3)),
});

const readTimeStamp = (node: DerNode | undefined): Uint8Array | undefined => (node?.tag === 0xa0 ? readBits(child(node, 0)) : undefined);

export function readSealSignature(der: Uint8Array): SealSignature {
  const root = readRoot(der);
  const tbs = child(root, 0, TAG.sequence);
  const seal = readSealNode(child(tbs, 1, TAG.sequence));
  const old = root.children.length === 2;
  const proof = old ? [...tbs.children.slice(5), child(root, 1)] : root.children.slice(1);
  const [certificate, algorithm, signature, timeStamp] = proof;
  if (!certificate || !algorithm || !signature) throw new DerError('seal signature lacks its signature');
  if (old !== (seal.version === 1)) throw new DerError('seal of another version than the signature');
  return {
    version: seal.version,
    der: root.raw,
    signedBytes: tbs.raw,
    seal,
    signedAt: readSigningTime(child(tbs, 2)),
    dataHash: readBits(child(tbs, 3)),
    propertyInfo: readText(child(tbs, 4)),
    certificate: expectTag(certificate, TAG.octetString).content,
    algorithm: readOid(algorithm),
    signature: readBits(signature),
    timeStamp: readTimeStamp(timeStamp),
  };
}

/** V4: GeneralizedTime. V1: a BIT STRING of a time in DER or in characters, or of a time stamp that we do not read. */
function readSigningTime(node: DerNode): Date | undefined {
  try {
    if (node.tag !== TAG.bitString) return readTime(node);
    const content = readBits(node);
    const text = Buffer.from(content).toString('latin1');
    if (/^\d{14}Z$/.test(text)) return readTime({ ...node, tag: TAG.generalizedTime, content });
    if (/^\d{12}Z$/.test(text)) return readTime({ ...node, tag: TAG.utcTime, content });
    return readTime(readDer(content));
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

