/** SM4 (GB/T 32907) in CBC (PKCS#7 padding) and CTR, by the native implementation. Key and IV are 16 bytes. */
import { createCipheriv, createDecipheriv } from 'node:crypto';

export type Sm4Mode = 'cbc' | 'ctr';

export function sm4Encrypt(mode: Sm4Mode, key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv(`sm4-${mode}`, key, iv);
  const body = cipher.update(plaintext);
  const tail = cipher.final();
  return tail.length === 0 ? body : Buffer.concat([body, tail]);
}

/** Throws on a wrong CBC padding: authenticate before decrypting. */
export function sm4Decrypt(mode: Sm4Mode, key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Buffer {
  const decipher = createDecipheriv(`sm4-${mode}`, key, iv);
  const body = decipher.update(ciphertext);
  const tail = decipher.final();
  return tail.length === 0 ? body : Buffer.concat([body, tail]);
}
