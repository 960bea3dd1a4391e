import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { FieldCrypto } from './crypto.ts';

/** A stand-in for the tests: the real one belongs to the engine that signs. */
export function testCrypto(): FieldCrypto {
  const key = randomBytes(32);
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
    blind: (text) => createHmac('sha256', key).update(text).digest(),
  };
}
