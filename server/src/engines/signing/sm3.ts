/** SM3 (GB/T 32905) and HMAC-SM3 (GM/T 0042), by the native implementation. */
import { createHash, createHmac, hash } from 'node:crypto';

/** 32 bytes. */
export function sm3(...parts: Uint8Array[]): Buffer {
  if (parts.length === 1) return hash('sm3', parts[0]!, 'buffer');
  const digest = createHash('sm3');
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** 32 bytes. */
export function hmacSm3(key: Uint8Array, ...parts: Uint8Array[]): Buffer {
  const mac = createHmac('sm3', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}
