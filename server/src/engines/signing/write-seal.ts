/** Seals and seal signatures by GB/T 38540-2020 (V4): writing. Strict DER, plain SM3, signatures as DER{r, s}. */
import { bits, generalizedTime, ia5, integer, octets, oid, readDer, sequence, utf8 } from './der.ts';
import { OID } from './oids.ts';
import { readSeal, type SealPicture } from './seal.ts';
import { signatureToDer } from './sm2-encoding.ts';

/** Signs a message (digest inside) and answers raw r‖s: what a signing device does. */
export type Sign = (message: Uint8Array) => Promise<Uint8Array>;

const VERSION = 4;
const VENDOR = 'Yiwang';

export interface SealContent {
  id: string;
  /** 1 unit, 2 personal. */
  type: number;
  name: string;
  /** Certificates of those who may use the seal, as DER. */
  certificates: readonly Uint8Array[];
  createdAt: Date;
  validFrom: Date;
  validTo: Date;
  picture: SealPicture;
}

/** SES_Seal V4, signed by the maker (制章者). */
export async function writeSeal(content: SealContent, makerCertificate: Uint8Array, sign: Sign): Promise<Buffer> {
  const info = sequence(
    sequence(ia5('ES'), integer(VERSION), ia5(VENDOR)),
    ia5(content.id),
    sequence(
      integer(content.type),
      utf8(content.name),
      integer(1),
      sequence(...content.certificates.map(octets)),
      ...[content.createdAt, content.validFrom, content.validTo].map(generalizedTime),
    ),
    sequence(ia5(content.picture.type), octets(content.picture.data), integer(content.picture.width), integer(content.picture.height)),
  );
  return sequence(info, octets(makerCertificate), oid(OID.sm2WithSm3), bits(signatureToDer(await sign(info))));
}

export interface SealSignatureContent {
  /** The seal as DER (V4). */
  seal: Uint8Array;
  /** Certificate of the one who signs, byte-identical to one in the seal's list. */
  certificate: Uint8Array;
  signedAt: Date;
  /** SM3 of the original. */
  dataHash: Uint8Array;
  /** For OFD: absolute path of Signature.xml, ASCII. */
  propertyInfo: string;
}

/** SES_Signature V4 as DER. Checks the membership of the certificate; the other checks of 6.2.2 are the caller's. */
export async function makeSealSignature(content: SealSignatureContent, sign: Sign): Promise<Buffer> {
  const seal = readSeal(content.seal);
  if (seal.version !== VERSION) throw new RangeError('only V4 seals sign');
  if (!seal.certificates.some((listed) => Buffer.compare(listed, content.certificate) === 0)) throw new RangeError('certificate is not in the list of the seal');
  if (content.dataHash.length !== 32) throw new RangeError('SM3 has 32 bytes');
  const tbs = sequence(
    integer(VERSION),
    readDer(content.seal).raw,
    generalizedTime(content.signedAt),
    bits(content.dataHash),
    ia5(content.propertyInfo),
  );
  return sequence(tbs, octets(content.certificate), oid(OID.sm2WithSm3), bits(signatureToDer(await sign(tbs))));
}
