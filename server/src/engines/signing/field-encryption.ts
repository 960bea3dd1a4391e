/**
 * Encryption of fields at rest 字段加密 (GB/T 39786 8.4 e, g): SM4-CTR, then HMAC-SM3 over everything, with separate keys.
 * Authenticated modes of SM4 are missing in Node 24. A ciphertext names its algorithm and its key's version, so that
 * keys can be changed while old values stay readable:
 *
 *   algorithm (1 byte) ‖ key version (2) ‖ IV (16) ‖ SM4-CTR ciphertext ‖ HMAC-SM3 (32)
 */
import { hkdfSync, randomFillSync, timingSafeEqual } from 'node:crypto';
import { errors } from './errors.ts';
import { hmacSm3 } from './sm3.ts';
import { createSm4Ctr } from './sm4.ts';

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
  authentication: Buffer;
  index: Buffer;
}

function deriveKeys(master: Uint8Array): Keys {
  if (master.length < 32) throw new RangeError('master keys have 32 bytes or more');
  const derive = (label: string, length: number): Buffer => Buffer.from(hkdfSync('sm3', master, '', `yiwang field ${label}`, length));
  return { stream: createSm4Ctr(derive('sm4-ctr', 16)), authentication: derive('hmac-sm3', 32), index: derive('blind index', 32) };
}

/** Random bytes fetched many at a time. */
const pool = Buffer.alloc(IV * 256);
let taken = pool.length;

function takeRandom(): Buffer {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += IV;
  return pool.subarray(taken - IV, taken);
}

export function createFieldCipher(masterKeys: MasterKeys): FieldCipher {
  const versions = [...masterKeys.keys()].toSorted((a, b) => a - b);
  const [oldest, current] = [versions[0], versions.at(-1)];
  if (oldest === undefined || current === undefined || oldest < 1 || current > VERSION_MAX) throw new RangeError('key versions from 1 to 65535');
  const keys = new Map([...masterKeys].map(([version, master]) => [version, deriveKeys(master)]));
  const mac = (key: Keys, body: Uint8Array, purpose: string): Buffer => hmacSm3(key.authentication, body, Buffer.from(purpose, 'utf8'));
  return {
    encrypt(plaintext, purpose) {
      const key = keys.get(current)!;
      const head = Buffer.alloc(HEADER + IV);
      head[0] = SM4_CTR_HMAC_SM3;
      head.writeUInt16BE(current, 1);
      takeRandom().copy(head, HEADER);
      const text = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext;
      const body = Buffer.concat([head, key.stream(head.subarray(HEADER), text)]);
      return Buffer.concat([body, mac(key, body, purpose)]);
    },
    decrypt(ciphertext, purpose) {
      const bytes = Buffer.from(ciphertext.buffer, ciphertext.byteOffset, ciphertext.length);
      const key = bytes.length >= HEADER + IV + MAC && bytes[0] === SM4_CTR_HMAC_SM3 ? keys.get(bytes.readUInt16BE(1)) : undefined;
      const body = bytes.subarray(0, -MAC);
      if (!key || !timingSafeEqual(mac(key, body, purpose), bytes.subarray(-MAC))) throw errors.ciphertextInvalid();
      return key.stream(body.subarray(HEADER, HEADER + IV), body.subarray(HEADER + IV));
    },
    blindIndex: (text, purpose) => hmacSm3(keys.get(oldest)!.index, Buffer.from(`${purpose}\0${text}`, 'utf8')),
    isOutdated: (ciphertext) => ciphertext.length < HEADER || Buffer.from(ciphertext).readUInt16BE(1) !== current,
  };
}
