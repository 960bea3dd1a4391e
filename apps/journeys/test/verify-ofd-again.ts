import assert from 'node:assert/strict';
import { unzipSync } from 'fflate';
import { sm2, sm3 } from 'sm-crypto-v2';

/** DER read by hand: tag, what is inside, and the whole with its head. */
interface Der {
  tag: number;
  value: Uint8Array;
  whole: Uint8Array;
}

function readDer(bytes: Uint8Array): Der[] {
  const found: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const begin = at;
    const tag = bytes[at++]!;
    let length = bytes[at++]!;
    if (length >= 0x80) {
      const count = length & 0x7f;
      length = 0;
      for (let n = 0; n < count; n++) length = length * 256 + bytes[at++]!;
    }
    found.push({ tag, value: bytes.subarray(at, at + length), whole: bytes.subarray(begin, at + length) });
    at += length;
  }
  return found;
}

const inside = (bytes: Uint8Array): Der[] => readDer(readDer(bytes)[0]!.value);
const digest = (bytes: Uint8Array): string => sm3(bytes as Uint8Array<ArrayBuffer>);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const attribute = (tag: string, name: string): string => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
const element = (xml: string, name: string): string => new RegExp(`<(?:ofd:)?${name}[^>]*>([^<]*)<`).exec(xml)?.[1]?.trim() ?? '';

export interface OtherVerdict {
  /** Files that the signature protects; each digest was recomputed. */
  files: string[];
  /** Public key of the signer, uncompressed, in hex. */
  publicKey: string;
  /** Digest of the signer's certificate. */
  certificate: Uint8Array;
}

/**
 * 第二实现: an OFD document's seal (GB/T 33190 signatures, GB/T 38540 签章数据) checked with other people's SM2 and SM3 and a
 * reader of its own, so that our engine does not vouch for itself. Throws where something does not stand.
 */
export function verifyOfdAgain(bytes: Uint8Array): OtherVerdict {
  const zip = unzipSync(bytes);
  const path = (text: string): string => text.replace(/^\//, '');
  const text = (name: string): string => new TextDecoder().decode(zip[name] ?? assert.fail(`${name} is in the container`));
  const signatureFile = Object.keys(zip).find((name) => /Sign_?\d+\/Signature\.xml$/i.test(name)) ?? assert.fail(`a signature in ${Object.keys(zip).join(' ')}`);
  const signature = text(signatureFile);
  assert.match(element(signature, 'SignatureMethod') || signature, /1\.2\.156\.10197\.1\.501/, 'SM2 with SM3');
  const references = [...signature.matchAll(/<(?:ofd:)?Reference (?:[^>]*)>[\s\S]*?<\/(?:ofd:)?Reference>/g)].map(([all]) => ({ file: path(attribute(all, 'FileRef')), value: element(all, 'CheckValue') }));
  assert.ok(references.length > 3, 'the signature protects the pages');
  for (const { file, value } of references) assert.equal(digest(zip[file] ?? assert.fail(`${file} is in the container`)), Buffer.from(value, 'base64').toString('hex'), `digest of ${file}`);

  const valueFile = element(signature, 'SignedValue');
  const signed = zip[path(valueFile)] ?? zip[`${signatureFile.replace(/[^/]*$/, '')}${valueFile}`] ?? assert.fail('the signed value is in the container');
  const [toSign, certificate, algorithm, value] = inside(signed);
  assert.ok(toSign && certificate && algorithm && value);
  assert.equal(hex(algorithm.value), '2a811ccf55018375', 'SM2 with SM3 again, 1.2.156.10197.1.501');
  const dataHash = readDer(toSign.value).find((one) => one.tag === 0x03) ?? assert.fail('the digest of the original');
  assert.equal(hex(dataHash.value.subarray(1)), digest(zip[signatureFile]!), 'the seal was put over this list of digests');

  const tbs = readDer(inside(certificate.value)[0]!.value);
  const spki = tbs.filter((one) => one.tag === 0x30).find((one) => readDer(one.value)[1]?.tag === 0x03) ?? assert.fail('a public key');
  const publicKey = hex(readDer(spki.value)[1]!.value.subarray(1));
  assert.match(publicKey, /^04[0-9a-f]{128}$/);
  assert.equal(sm2.doVerifySignature(toSign.whole as Uint8Array<ArrayBuffer>, hex(value.value.subarray(1)), publicKey, { der: true, hash: true, userId: '1234567812345678' }), true, 'the SM2 signature of the seal');
  return { files: references.map((one) => one.file), publicKey, certificate: certificate.value };
}
