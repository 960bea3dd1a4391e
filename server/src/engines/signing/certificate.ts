/** X.509 certificates 数字证书 of SM2 keys (GM/T 0015, GB/T 20518): reading. Throws `DerError` for what is none. */
import { child, DerError, expectTag, readBits, readDer, readInteger, readOid, readSmallInteger, readText, readTime, TAG, type DerNode } from './der.ts';
import { OID } from './oids.ts';
import { spkiToPublicKey } from './sm2-encoding.ts';
import { verifyMessage } from './sm2.ts';
import { sm3 } from './sm3.ts';

/** Bits of the key usage extension, in the order of RFC 5280 4.2.1.3. */
export const KEY_USAGES = ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement', 'keyCertSign', 'cRLSign', 'encipherOnly', 'decipherOnly'] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

/** A distinguished name, by attribute identifier, in its order. */
export type Name = readonly { oid: string; value: string }[];

export interface Certificate {
  der: Uint8Array;
  /** The signed part, as it stands in `der`. */
  tbs: Uint8Array;
  /** Hexadecimal, upper case. */
  serial: string;
  issuer: Name;
  subject: Name;
  issuerDer: Uint8Array;
  subjectDer: Uint8Array;
  notBefore: Date;
  notAfter: Date;
  /** 04‖X‖Y; undefined for a key that is not SM2. */
  publicKey: Uint8Array | undefined;
  signatureAlgorithm: string;
  signature: Uint8Array;
  /** Undefined: no such extension, any usage. */
  keyUsage: readonly KeyUsage[] | undefined;
  isAuthority: boolean;
  /** Authorities that may follow below this one. */
  pathLength: number | undefined;
  subjectKeyId: string | undefined;
  authorityKeyId: string | undefined;
  /** Critical extensions that nobody here understands. */
  unknownCritical: readonly string[];
}

const SHORT: Record<string, string> = {
  [OID.commonName]: 'CN', [OID.country]: 'C', [OID.locality]: 'L', [OID.province]: 'ST', [OID.organisation]: 'O',
  [OID.unit]: 'OU', [OID.serialNumber]: 'SERIALNUMBER', [OID.organisationCode]: 'ORGCODE',
}; // prettier-ignore

/** For display: `CN=…, O=…, C=CN`. */
export const nameToText = (name: Name): string =>
  name.toReversed().map(({ oid, value }) => `${SHORT[oid] ?? oid}=${value}`).join(', ');

/** The value of one attribute of a name. */
export const nameValue = (name: Name, oid: string): string | undefined => name.find((part) => part.oid === oid)?.value;

/** SM3 of the certificate, hexadecimal. */
export const certificateDigest = (certificate: Pick<Certificate, 'der'>): string => sm3(certificate.der).toString('hex');

const readName = (node: DerNode): Name =>
  expectTag(node, TAG.sequence).children.flatMap((set) => set.children.map((part) => ({ oid: readOid(child(part, 0)), value: readText(child(part, 1)) })));

/** Critical extensions that change nothing for signatures over documents: CRL points, policies, names, extended usages. */
const IGNORED: readonly string[] = [OID.crlDistributionPoints, '2.5.29.17', '2.5.29.32', '2.5.29.37'];

interface Extensions {
  keyUsage?: KeyUsage[];
  isAuthority?: boolean;
  pathLength?: number;
  subjectKeyId?: string;
  authorityKeyId?: string;
  unknownCritical: string[];
}

function readExtensions(list: DerNode | undefined): Extensions {
  const found: Extensions = { unknownCritical: [] };
  for (const extension of list?.children ?? []) {
    const id = readOid(child(extension, 0));
    const critical = extension.children.length === 3 && child(extension, 1).content[0] !== 0;
    const encoded = expectTag(child(extension, extension.children.length - 1), TAG.octetString).content; // vendors' own need not be DER
    if (id === OID.keyUsage) {
      const flags = expectTag(readDer(encoded), TAG.bitString).content.subarray(1);
      found.keyUsage = KEY_USAGES.filter((_, bit) => ((flags[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    } else if (id === OID.basicConstraints) {
      const [first, second] = readDer(encoded).children;
      found.isAuthority = first?.tag === TAG.boolean && first.content[0] !== 0;
      const length = first?.tag === TAG.integer ? first : second;
      if (length) found.pathLength = readSmallInteger(length);
    } else if (id === OID.subjectKeyIdentifier) found.subjectKeyId = Buffer.from(readDer(encoded).content).toString('hex');
    else if (id === OID.authorityKeyIdentifier) {
      const keyId = readDer(encoded).children.find((part) => part.tag === 0x80);
      if (keyId) found.authorityKeyId = Buffer.from(keyId.content).toString('hex');
    } else if (critical && !IGNORED.includes(id)) found.unknownCritical.push(id);
  }
  return found;
}

/** Reads one certificate that fills `der`. */
export function readCertificate(der: Uint8Array): Certificate {
  const root = expectTag(readDer(der), TAG.sequence);
  const tbs = child(root, 0, TAG.sequence);
  const fields = tbs.children[0]?.tag === 0xa0 ? tbs.children.slice(1) : tbs.children;
  const [serial, , issuer, validity, subject, spki, ...optional] = fields;
  if (!serial || !issuer || !validity || !subject || !spki) throw new DerError('certificate lacks a field');
  const extensions = readExtensions(optional.find((part) => part.tag === 0xa3)?.children[0]);
  let publicKey: Uint8Array | undefined;
  if (readOid(child(child(spki, 0), 0)) === OID.ecPublicKey && child(spki, 0).children[1]?.tag === TAG.oid && readOid(child(child(spki, 0), 1)) === OID.sm2Curve) {
    publicKey = spkiToPublicKey(spki.raw);
  }
  return {
    der: root.raw,
    tbs: tbs.raw,
    serial: readInteger(serial).toString(16).toUpperCase(),
    issuer: readName(issuer),
    subject: readName(subject),
    issuerDer: issuer.raw,
    subjectDer: subject.raw,
    notBefore: readTime(child(validity, 0)),
    notAfter: readTime(child(validity, 1)),
    publicKey,
    signatureAlgorithm: readOid(child(child(root, 1), 0)),
    signature: readBits(child(root, 2)),
    keyUsage: extensions.keyUsage,
    isAuthority: extensions.isAuthority ?? false,
    pathLength: extensions.pathLength,
    subjectKeyId: extensions.subjectKeyId,
    authorityKeyId: extensions.authorityKeyId,
    unknownCritical: extensions.unknownCritical,
  };
}

/** Whether `issuer`'s key signed `certificate` with SM2 over SM3 and the default id. Says nothing about trust or time. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  return (
    certificate.signatureAlgorithm === OID.sm2WithSm3 &&
    issuer.publicKey !== undefined &&
    verifyMessage(certificate.tbs, certificate.signature, issuer.publicKey)
  );
}
