/**
 * Signed data of GB/T 35275 (the national CMS) over a digest, as OFD signatures of type `Sign` carry it. Two forms are
 * read: the digest as content, signed as a message; and signed attributes whose messageDigest is the digest. We write the second.
 */
import { child, DerError, element, explicit, generalizedTime, integer, octets, oid, readDer, readDerPrefix, readOid, readTime, sequence, setOf, TAG, type DerNode } from './der.ts';
import { readCertificate, type Certificate } from './certificate.ts';
import { equalBytes, type Trust } from './certificate-chain.ts';
import { OID } from './oids.ts';
import { signatureToDer } from './sm2-encoding.ts';
import { verifyDigest, verifyMessage } from './sm2.ts';
import { chainStep, untimely } from './verify-certificate.ts';
import { conclude, failed, passed, unknown, type Step, type Verification } from './verification.ts';
import type { Sign } from './write-seal.ts';

export interface SignedDataVerification extends Verification {
  signer?: Certificate;
  signedAt?: Date;
}

interface SignedData {
  content: Uint8Array | undefined;
  certificates: Certificate[];
  signers: { serial: DerNode; issuer: DerNode; attributes: DerNode | undefined; signature: Uint8Array }[];
}

const SIGNERS_MAX = 16;

function readSignedData(der: Uint8Array): SignedData {
  const root = readDerPrefix(der);
  if (readOid(child(root, 0)) !== OID.signedData) throw new DerError('not signed data of GB/T 35275');
  const body = child(child(root, 1, 0xa0), 0, TAG.sequence);
  const encapsulated = child(body, 2, TAG.sequence);
  const content = encapsulated.children[1]?.children[0];
  const rest = body.children.slice(3);
  const infos = rest.at(-1);
  if (infos?.tag !== TAG.set || infos.children.length > SIGNERS_MAX) throw new DerError('no signer infos');
  const certificates = rest.find((part) => part.tag === 0xa0)?.children.map((part) => readCertificate(part.raw)) ?? [];
  const signers = infos.children.map((info) => {
    const issuerAndSerial = child(info, 1, TAG.sequence);
    const attributes = info.children.find((part) => part.tag === 0xa0);
    const value = info.children.find((part) => part.tag === TAG.octetString);
    if (!value) throw new DerError('signer info lacks its signature');
    return { issuer: child(issuerAndSerial, 0), serial: child(issuerAndSerial, 1, TAG.integer), attributes, signature: value.content };
  });
  return { content: content?.content, certificates, signers };
}

const attributeOf = (attributes: DerNode | undefined, id: string): DerNode | undefined => {
  const found = attributes?.children.find((attribute) => readOid(child(attribute, 0)) === id);
  return found && child(child(found, 1, TAG.set), 0);
};

/**
 * Checks signed data over `digest` (SM3 of the original, 32 bytes). A bare DER signature over the digest's original,
 * which older products wrote, is not signed data and fails at `format`. `at` stands in where no signing time is inside.
 */
export function verifySignedData(der: Uint8Array, digest: Uint8Array, options: { trust?: Trust; at?: Date } = {}): SignedDataVerification {
  try {
    const data = readSignedData(der);
    const [info] = data.signers;
    if (!info || data.signers.length !== 1) return conclude([failed('format', '应当只有一个签名者', 'Exactly one signer is expected')]);
    const signer = data.certificates.find((certificate) => equalBytes(certificate.issuerDer, info.issuer.raw) && BigInt(`0x${certificate.serial}`) === BigInt(`0x${Buffer.from(info.serial.content).toString('hex')}`));
    if (!signer?.publicKey) return conclude([passed('format'), failed('certificate', '没有签名者的 SM2 证书', "The signer's SM2 certificate is missing")]);
    const timeNode = attributeOf(info.attributes, OID.signingTime);
    const signedAt = timeNode && readTime(timeNode);
    const at = signedAt ?? options.at;
    const trust = options.trust ?? { anchors: [] };
    const late = at && untimely(signer, at, trust);
    const steps: Step[] = [
      passed('format'),
      signedValueStep(data.content, info, signer.publicKey),
      chainStep('certificate', signer, trust, at ?? signer.notBefore),
      late ? failed('time', late.zh, late.en) : at ? passed('time') : unknown('time', '没有签名时间', 'No signing time'),
      hashStep(data.content, info.attributes, digest),
    ];
    return { ...conclude(steps), signer, ...(signedAt ? { signedAt } : {}) };
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return conclude([failed('format', `无法解析：${error.message}`, `Cannot be read: ${error.message}`)]);
  }
}

function signedValueStep(content: Uint8Array | undefined, info: SignedData['signers'][number], publicKey: Uint8Array): Step {
  // Signed attributes are signed as the SET OF that they are, not with their context tag (RFC 5652 5.4).
  const message = info.attributes ? element(TAG.set, info.attributes.content) : content;
  if (!message) return failed('signature', '没有被签名的内容', 'Nothing that could have been signed');
  const good = verifyMessage(message, info.signature, publicKey) || (!info.attributes && message.length === 32 && verifyDigest(message, info.signature, publicKey));
  return good ? passed('signature') : failed('signature', '签名值不正确', 'The signature value is wrong');
}

function hashStep(content: Uint8Array | undefined, attributes: DerNode | undefined, digest: Uint8Array): Step {
  const signed = attributes ? attributeOf(attributes, OID.messageDigest)?.content : content;
  if (signed && equalBytes(signed, digest)) return passed('hash');
  return failed('hash', '原文与签名时不同', 'The original is not what was signed');
}

/** SignedData over `digest` (SM3 of the original) with signed attributes and the signer's certificate inside, as DER. */
export async function makeSignedData(digest: Uint8Array, certificate: Uint8Array, signedAt: Date, sign: Sign): Promise<Buffer> {
  const signer = readCertificate(certificate);
  const attribute = (id: string, value: Buffer): Buffer => sequence(oid(id), setOf(value));
  const attributes = setOf(
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.signingTime, generalizedTime(signedAt)),
    attribute(OID.messageDigest, octets(digest)),
  );
  const info = sequence(
    integer(1),
    sequence(readDer(signer.issuerDer).raw, integer(BigInt(`0x${signer.serial}`))),
    sequence(oid(OID.sm3)),
    element(0xa0, readDer(attributes).content),
    sequence(oid(OID.sm2Signature)),
    octets(signatureToDer(await sign(attributes))),
  );
  const body = sequence(integer(1), setOf(sequence(oid(OID.sm3))), sequence(oid(OID.data)), explicit(0, certificate), setOf(info));
  return sequence(oid(OID.signedData), explicit(0, body));
}
