/**
 * Encryption of fields at rest 字段加密 (GB/T 39786 8.4 e, g): SM4-CTR, then HMAC-SM3 over everything, with separate keys.
 * Authenticated modes of SM4 are missing in Node 24. A ciphertext names its algorithm and its key's version, so that
 * keys can be changed while old values stay readable:
 *
 *   algorithm (1 byte) ‖ key version (2) ‖ IV (16) ‖ SM4-CTR ciphertext ‖ HMAC-SM3 (32)
 */
import { hkdfSync, timingSafeEqual } from 'node:crypto';
import { errors } from './errors.ts';
import { createHmacSm3 } from './short-hmac.ts';
import { createSm4Ctr, createSm4Streams, type Sm4Stream } from './sm4.ts';

const SM4_CTR_HMAC_SM3 = 1;
const HEADER = 3;
const IV = 16;
const MAC = 32;
const VERSION_MAX = 0xffff;

/** Master keys by version, 32 bytes or more each; the highest version encrypts. */
export type MasterKeys = ReadonlyMap<number, Uint8Array>;

export interface FieldCipher {
  /** `purpose` ties the ciphertext to its place (e.g. `access.person.idNumber`): it opens nowhere else. */
  encrypt(plaintext: Uint8Array | string, purpose: string): Buffer;
  /** Refuses (`signing.ciphertextInvalid`) what was altered, made for another purpose or under an unknown key. */
  decrypt(ciphertext: Uint8Array, purpose: string): Buffer;
  /**
   * Look-up value 盲索引 of a normalised text, 32 bytes: equal texts give equal values, and without the key nothing else can be
   * told. Made with the lowest key version, which must therefore stay.
   */
  blindIndex(text: string, purpose: string): Buffer;
  /** Whether a ciphertext was made under an older key and should be written anew. */
  isOutdated(ciphertext: Uint8Array): boolean;
}

interface Keys {
  /** SM4-CTR, both ways. */
  stream: (iv: Uint8Array, text: Uint8Array) => Buffer;
  /** A fresh random IV and the beginning of its keystream. */
  nextStream: () => Sm4Stream;
  authentication: (...parts: Uint8Array[]) => Buffer;
  index: (...parts: Uint8Array[]) => Buffer;
}

function deriveKeys(master: Uint8Array): Keys {
  if (master.length < 32) throw new RangeError('master keys have 32 bytes or more');
  const derive = (label: string, length: number): Buffer => Buffer.from(hkdfSync('sm3', master, '', `yiwang field ${label}`, length));
  const cipherKey = derive('sm4-ctr', 16);
  return { stream: createSm4Ctr(cipherKey), nextStream: createSm4Streams(cipherKey), authentication: createHmacSm3(derive('hmac-sm3', 32)), index: createHmacSm3(derive('blind index', 32)) };
}

export function createFieldCipher(masterKeys: MasterKeys): FieldCipher {
  const versions = [...masterKeys.keys()].toSorted((a, b) => a - b);
  const [oldest, current] = [versions[0], versions.at(-1)];
  if (oldest === undefined || current === undefined || oldest < 1 || current > VERSION_MAX) throw new RangeError('key versions from 1 to 65535');
  const keys = new Map([...masterKeys].map(([version, master]) => [version, deriveKeys(master)]));
  const oldestKeys = keys.get(oldest)!;
  // purposes are few and written in the code
  const purposes = new Map<string, Buffer>();
  const bytesOf = (purpose: string): Buffer => {
    let bytes = purposes.get(purpose);
    if (bytes === undefined) {
      bytes = Buffer.from(purpose, 'utf8');
      if (purposes.size < 1000) purposes.set(purpose, bytes);
    }
    return bytes;
  };
  const mac = (key: Keys, body: Uint8Array, purpose: string): Buffer => key.authentication(body, bytesOf(purpose));
  return {
    encrypt(plaintext, purpose) {
      const key = keys.get(current)!;
      const text = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext;
      const sealed = Buffer.allocUnsafe(HEADER + IV + text.length + MAC);
      const { iv, keystream } = key.nextStream();
      sealed[0] = SM4_CTR_HMAC_SM3;
      sealed.writeUInt16BE(current, 1);
      sealed.set(iv, HEADER);
      const from = HEADER + IV;
      if (text.length <= keystream.length) for (let i = 0; i < text.length; i++) sealed[from + i] = text[i]! ^ keystream[i]!;
      else sealed.set(key.stream(iv, text), from);
      sealed.set(mac(key, sealed.subarray(0, -MAC), purpose), sealed.length - MAC);
      return sealed;
    },
    decrypt(ciphertext, purpose) {
      const bytes = Buffer.from(ciphertext.buffer, ciphertext.byteOffset, ciphertext.length);
      const key = bytes.length >= HEADER + IV + MAC && bytes[0] === SM4_CTR_HMAC_SM3 ? keys.get(bytes.readUInt16BE(1)) : undefined;
      const body = bytes.subarray(0, -MAC);
      if (!key || !timingSafeEqual(mac(key, body, purpose), bytes.subarray(-MAC))) throw errors.ciphertextInvalid();
      return key.stream(body.subarray(HEADER, HEADER + IV), body.subarray(HEADER + IV));
    },
    blindIndex: (text, purpose) => oldestKeys.index(Buffer.from(`${purpose}\0${text}`, 'utf8')),
    isOutdated: (ciphertext) => ciphertext.length < HEADER || Buffer.from(ciphertext).readUInt16BE(1) !== current,
  };
}
