import { errors } from './errors.ts';

// GB/T 32918.5: the recommended curve
const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const b = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
// SubjectPublicKeyInfo of id-ecPublicKey on 1.2.156.10197.1.301, up to the point
const spkiHead = '3059301306072a8648ce3d020106082a811ccf5501822d034200';

/** An SM2 公钥 as an administrator pastes it, hexadecimal point or PEM, checked to be on the curve: the point's 65 bytes. */
export function readSm2Key(text: string): Buffer {
  const pem = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(text);
  const hex = pem === null ? text.replace(/\s/g, '').toLowerCase() : Buffer.from(pem[1]!, 'base64').toString('hex');
  const point = hex.startsWith(spkiHead) ? hex.slice(spkiHead.length) : hex;
  if (!/^04[0-9a-f]{128}$/.test(point)) throw errors.machineKey();
  const x = BigInt(`0x${point.slice(2, 66)}`);
  const y = BigInt(`0x${point.slice(66)}`);
  // a = p - 3
  if (x >= p || y >= p || (y * y - (x * x * x - 3n * x + b)) % p !== 0n) throw errors.machineKey();
  return Buffer.from(point, 'hex');
}
