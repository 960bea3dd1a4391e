import { createCipheriv, createDecipheriv, createSecretKey, hash, randomBytes } from 'node:crypto';

interface FieldCrypto {
  seal(text: string): Uint8Array;
  open(bytes: Uint8Array): string;
  blind(text: string): Uint8Array;
}

/** A stand-in for tests: the real one belongs to the engine that signs. */
export function testFieldCrypto(): FieldCrypto {
  const secret = randomBytes(32);
  const key = createSecretKey(secret);
  const prefix = secret.toString('hex');
  return {
    seal(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    open(bytes) {
      const b = Buffer.from(bytes);
      const decipher = createDecipheriv('aes-256-gcm', key, b.subarray(0, 12)).setAuthTag(b.subarray(12, 28));
      return Buffer.concat([decipher.update(b.subarray(28)), decipher.final()]).toString('utf8');
    },
    // a one-shot hash: a bench shall measure loading, not the setting up of native HMAC objects
    blind: (text) => hash('sha256', prefix + text, 'buffer'),
  };
}
