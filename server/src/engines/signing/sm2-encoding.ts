/**
 * Encodings of SM2 values (GB/T 35276, GM/T 0009): signatures raw r‖s or DER{r, s}; ciphertexts raw or
 * DER{x, y, C3, C2}; public keys 04‖X‖Y; keys as SubjectPublicKeyInfo and PKCS#8.
 */
import { bits, child, explicit, integer, octets, oid, readBits, readDer, readInteger, readOid, sequence, expectTag, TAG, DerError } from './der.ts';
import { OID } from './oids.ts';

export const toBytes32 = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
export const toNumber = (bytes: Uint8Array): bigint =>
  bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`);

/** DER{r, s} of raw r‖s. */
export function signatureToDer(raw: Uint8Array): Buffer {
  return sequence(integer(toNumber(raw.subarray(0, 32))), integer(toNumber(raw.subarray(32, 64))));
}

/** Raw r‖s of either encoding (some products write 64 raw bytes where DER belongs); undefined for anything else. */
export function signatureToRaw(signature: Uint8Array): Uint8Array | undefined {
  if (signature.length === 64) return signature;
  try {
    const node = readDer(signature);
    if (node.tag !== TAG.sequence || node.children.length !== 2) return undefined;
    const [r, s] = [readInteger(child(node, 0)), readInteger(child(node, 1))];
    if (r < 0n || s < 0n || r >> 256n || s >> 256n) return undefined;
    return Buffer.concat([toBytes32(r), toBytes32(s)]);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** Parts of a ciphertext (GB/T 32918.4): point C1 as 04‖x‖y, C2 the masked message, C3 its hash. */
export interface CiphertextParts {
  point: Uint8Array;
  hash: Uint8Array;
  masked: Uint8Array;
}

export function ciphertextToDer({ point, hash, masked }: CiphertextParts): Buffer {
  return sequence(integer(toNumber(point.subarray(1, 33))), integer(toNumber(point.subarray(33))), octets(hash), octets(masked));
}

/** The parts of a DER or raw C1‖C3‖C2 ciphertext; undefined when it is neither. */
export function readCiphertext(bytes: Uint8Array): CiphertextParts | undefined {
  if (bytes[0] === 0x04 && bytes.length > 97) {
    return { point: bytes.subarray(0, 65), hash: bytes.subarray(65, 97), masked: bytes.subarray(97) };
  }
  try {
    const node = expectTag(readDer(bytes), TAG.sequence);
    const [x, y] = [readInteger(child(node, 0)), readInteger(child(node, 1))];
    if (x < 0n || y < 0n || x >> 256n || y >> 256n) return undefined;
    const point = Buffer.concat([Buffer.of(4), toBytes32(x), toBytes32(y)]);
    return { point, hash: child(node, 2, TAG.octetString).content, masked: child(node, 3, TAG.octetString).content };
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

const keyAlgorithm = (): Buffer => sequence(oid(OID.ecPublicKey), oid(OID.sm2Curve));

/** SubjectPublicKeyInfo of 04‖X‖Y. */
export const publicKeyToSpki = (publicKey: Uint8Array): Buffer => sequence(keyAlgorithm(), bits(publicKey));

/** 04‖X‖Y of a SubjectPublicKeyInfo of an SM2 key; throws `DerError` for another algorithm. */
export function spkiToPublicKey(spki: Uint8Array): Uint8Array {
  const node = expectTag(readDer(spki), TAG.sequence);
  const algorithm = child(node, 0, TAG.sequence);
  if (readOid(child(algorithm, 0)) !== OID.ecPublicKey || readOid(child(algorithm, 1)) !== OID.sm2Curve) {
    throw new DerError('not an SM2 public key');
  }
  return readBits(child(node, 1));
}

/** PKCS#8 of a 32-byte private key (for a device that exports under wrap, and for tests against other tools). */
export function privateKeyToPkcs8(privateKey: Uint8Array, publicKey: Uint8Array): Buffer {
  return sequence(integer(0), keyAlgorithm(), octets(sequence(integer(1), octets(privateKey), explicit(1, bits(publicKey)))));
}
