/**
 * Signing device 密码设备: where private keys live. The software device below can be replaced by a certified module
 * (服务器密码机, HSM) behind the same face. No private key ever leaves a device in the clear.
 */
import { decryptWith } from './sm2-encryption.ts';
import { toBytes32 } from './sm2-encoding.ts';
import { generatePrivateKey, preparePrivateKey, signDigest, signMessage, type Sm2PrivateKey } from './sm2.ts';
import { errors } from './errors.ts';
import { createFieldCipher, type FieldCipher, type MasterKeys } from './field-encryption.ts';

/** A key as its keeper stores it: what the device needs to find it again (an index, or the key encrypted), and its public half. */
export interface DeviceKey {
  readonly handle: Uint8Array;
  /** 04‖X‖Y */
  readonly publicKey: Uint8Array;
}

export interface SigningDevice {
  /** Names the device in the key's row, so that a key is never tried on another one. */
  readonly name: string;
  /** A new SM2 key pair. */
  generate(): Promise<DeviceKey>;
  /** SM2 signature over a message with the default user id; raw r‖s. */
  sign(key: DeviceKey, message: Uint8Array): Promise<Uint8Array>;
  /** SM2 signature over a digest e that already includes Z; raw r‖s. */
  signDigest(key: DeviceKey, digest: Uint8Array): Promise<Uint8Array>;
  /** Opens an SM2 ciphertext (DER or raw); undefined when it was not made for this key. */
  decrypt(key: DeviceKey, ciphertext: Uint8Array): Promise<Uint8Array | undefined>;
  /** Encrypts a secret (a data key, a password of a neighbour system) under the device's own master key. */
  wrap(secret: Uint8Array, purpose: string): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array, purpose: string): Promise<Uint8Array>;
}

const PREPARED_MAX = 256;
const PURPOSE = 'signing.key.handle';

/** Keys in this process, encrypted at rest with SM4-CTR and HMAC-SM3 under the master key. For places without a module. */
export function createSoftwareDevice(masterKeys: MasterKeys): SigningDevice {
  const cipher: FieldCipher = createFieldCipher(masterKeys);
  const prepared = new Map<string, Sm2PrivateKey>(); // least recently used first

  const open = (key: DeviceKey): Sm2PrivateKey => {
    const name = Buffer.from(key.handle).toString('latin1');
    let ready = prepared.get(name);
    if (ready) prepared.delete(name);
    else {
      ready = preparePrivateKey(cipher.decrypt(key.handle, PURPOSE));
      if (Buffer.compare(ready.publicKey, key.publicKey) !== 0) throw errors.ciphertextInvalid();
      if (prepared.size >= PREPARED_MAX) prepared.delete(prepared.keys().next().value!);
    }
    prepared.set(name, ready);
    return ready;
  };

  return {
    name: 'software',
    async generate() {
      const key = generatePrivateKey();
      return { handle: cipher.encrypt(toBytes32(key.d), PURPOSE), publicKey: key.publicKey };
    },
    sign: async (key, message) => signMessage(message, open(key)),
    signDigest: async (key, digest) => signDigest(digest, open(key)),
    decrypt: async (key, ciphertext) => decryptWith(open(key), ciphertext),
    wrap: async (secret, purpose) => cipher.encrypt(secret, `signing.wrap ${purpose}`),
    unwrap: async (wrapped, purpose) => cipher.decrypt(wrapped, `signing.wrap ${purpose}`),
  };
}
