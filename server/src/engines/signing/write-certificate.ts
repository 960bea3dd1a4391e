/** Certificates: writing, by the profile of GM/T 0015 (v3, SM2 with SM3, names in UTF8String). */
import { randomBytes } from 'node:crypto';
import type { Certificate, KeyUsage, Name } from './certificate.ts';
import { KEY_USAGES } from './certificate.ts';
import { bits, boolean, certificateTime, element, explicit, integer, octets, oid, printable, readDer, sequence, setOf, TAG, utf8 } from './der.ts';
import { OID } from './oids.ts';
import { publicKeyToSpki, signatureToDer } from './sm2-encoding.ts';
import { sm3 } from './sm3.ts';

/** What a certificate says. */
export interface CertificateContent {
  subject: Name;
  /** 04‖X‖Y */
  publicKey: Uint8Array;
  notBefore: Date;
  notAfter: Date;
  /** `authority` signs certificates, `signing` documents and seals, `encryption` receives keys (GB/T 20518: two certificates a subject). */
  profile: 'authority' | 'signing' | 'encryption';
  /** Authorities allowed below; for profile `authority`. */
  pathLength?: number;
  /** 1 to 20 bytes; random when absent. */
  serial?: Uint8Array;
}

/** Who signs: the issuing authority, or `'self'` for a root. */
export type Issuer = Pick<Certificate, 'subjectDer' | 'subjectKeyId'> | 'self';

const USAGES: Record<CertificateContent['profile'], readonly KeyUsage[]> = {
  authority: ['keyCertSign', 'cRLSign'],
  signing: ['digitalSignature', 'nonRepudiation'],
  encryption: ['keyEncipherment', 'dataEncipherment', 'keyAgreement'],
};

/** Country and serial number are PrintableString by X.520, all else UTF8String. */
const writeName = (name: Name): Buffer =>
  sequence(...name.map(({ oid: id, value }) => setOf(sequence(oid(id), id === OID.country || id === OID.serialNumber ? printable(value) : utf8(value)))));

/** First 20 bytes of SM3 of the public key: RFC 5280 4.2.1.2 leaves the method free. */
export const keyIdOf = (publicKey: Uint8Array): Buffer => sm3(publicKey).subarray(0, 20);

function usageBits(usages: readonly KeyUsage[]): Buffer {
  let flags = 0;
  for (const usage of usages) flags |= 0x80 >> KEY_USAGES.indexOf(usage);
  const unused = Math.clz32(flags & -flags) === 32 ? 0 : 31 - Math.clz32(flags & -flags);
  return element(TAG.bitString, Buffer.of(unused, flags));
}

const extension = (id: string, critical: boolean, value: Buffer): Buffer => sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

/** A certificate signed by `sign`, which gets the bytes to be signed and answers raw r‖s. */
export async function writeCertificate(
  content: CertificateContent, issuer: Issuer, sign: (tbs: Uint8Array) => Promise<Uint8Array>,
): Promise<Buffer> {
  const authority = content.profile === 'authority';
  const keyId = keyIdOf(content.publicKey);
  const issuerKeyId = issuer === 'self' ? keyId : issuer.subjectKeyId === undefined ? undefined : Buffer.from(issuer.subjectKeyId, 'hex');
  const subject = writeName(content.subject);
  const serial = Buffer.from(content.serial ?? randomBytes(16));
  if (!content.serial) serial[0] = (serial[0]! & 0x7f) | 0x40; // positive, and always 16 bytes
  const constraints = authority ? [boolean(true), ...(content.pathLength === undefined ? [] : [integer(content.pathLength)])] : [];
  const algorithm = sequence(oid(OID.sm2WithSm3));
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(BigInt(`0x${serial.toString('hex')}`)),
    algorithm,
    issuer === 'self' ? subject : readDer(issuer.subjectDer).raw,
    sequence(certificateTime(content.notBefore), certificateTime(content.notAfter)),
    subject,
    publicKeyToSpki(content.publicKey),
    explicit(3, sequence(
      extension(OID.basicConstraints, true, sequence(...constraints)),
      extension(OID.keyUsage, true, usageBits(USAGES[content.profile])),
      extension(OID.subjectKeyIdentifier, false, octets(keyId)),
      ...(issuerKeyId ? [extension(OID.authorityKeyIdentifier, false, sequence(element(0x80, issuerKeyId)))] : []),
    )),
  ); // prettier-ignore
  return sequence(tbs, algorithm, bits(signatureToDer(await sign(tbs))));
}
