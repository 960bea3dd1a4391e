import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { sm2 as otherSm2 } from 'sm-crypto-v2';
import { BASE, CURVE_A, CURVE_B, isOnCurve, liftX, multiplyBase, multiplySecretly, ORDER, sumHasX } from './sm2-curve.ts';
import { privateKeyToPkcs8, publicKeyToSpki, signatureToDer, signatureToRaw, spkiToPublicKey, toBytes32 } from './sm2-encoding.ts';
import { decryptWith, encryptTo } from './sm2-encryption.ts';
import { field } from './sm2-field.ts';
import { decodePoint, digestForSm2, encodePoint, generatePrivateKey, preparePrivateKey, randomScalar, signDigest, signMessage, verifyDigest, verifyMessage } from './sm2.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');
const ours = preparePrivateKey(hex('3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8'));
const nonce = (): bigint => 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n;

test('GB/T 32918.5: public key, digest and signature of the standard', () => {
  assert.equal(Buffer.from(ours.publicKey).toString('hex').toUpperCase(),
    '0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13'); // prettier-ignore
  const e = digestForSm2(Buffer.from('message digest'), ours.publicKey);
  assert.equal(e.toString('hex'), 'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640');
  const signature = signDigest(e, ours, nonce);
  assert.equal(signature.toString('hex'),
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'); // prettier-ignore
  assert.ok(verifyDigest(e, signature, ours.publicKey));
});

test('GB/T 32918.5: encryption of the standard', () => {
  const ciphertext = encryptTo(ours.publicKey, Buffer.from('encryption standard'), nonce);
  for (const part of [
    '04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73'.slice(2),
    'E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0',
    '59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766',
    '21886CA989CA9C7D58087307CA93092D651EFA',
  ]) assert.ok(ciphertext.toString('hex').toUpperCase().includes(part), part); // prettier-ignore
  assert.equal(decryptWith(ours, ciphertext)?.toString(), 'encryption standard');
  const raw = hex(`04 04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73
    E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0
    59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766 21886CA989CA9C7D58087307CA93092D651EFA`);
  assert.equal(decryptWith(ours, raw)?.toString(), 'encryption standard');
});

test('field operations agree with plain arithmetic at the edges of their range', () => {
  const p = field.PRIME;
  const [a, b, c] = [field.allocate(1), field.allocate(1), field.allocate(1)];
  const values = [0n, 1n, 2n, p - 1n, p - 2n, 1n << 255n, (1n << 224n) - 1n, 0xffffffffn, 1n << 32n, p >> 1n, ...Array.from({ length: 40 }, () => randomScalar() % p)];
  for (const x of values) {
    for (const y of values) {
      field.write(a, x);
      field.write(b, y);
      field.multiply(c, a, b);
      assert.equal(field.read(c), (x * y) % p, `${x} * ${y}`);
      field.add(c, a, b);
      assert.equal(field.read(c), (x + y) % p, `${x} + ${y}`);
      field.subtract(c, a, b);
      assert.equal(field.read(c), (x - y + p) % p, `${x} - ${y}`);
    }
    field.invert(c, a);
    assert.equal((field.read(c) * x) % p, x === 0n ? 0n : 1n, `1 / ${x}`);
  }
});

test('curve multiplications agree with a second implementation', () => {
  const Other = weierstrass({ p: field.PRIME, a: CURVE_A, b: CURVE_B, n: ORDER, h: 1n, Gx: BASE.x, Gy: BASE.y });
  const random = (count: number): bigint[] => Array.from({ length: count }, () => randomScalar());
  for (const k of [1n, 2n, 3n, 31n, 32n, 33n, 63n, ORDER - 1n, ORDER - 2n, ORDER - 31n, ORDER >> 1n, (ORDER >> 1n) + 1n, ...random(20)]) {
    const { x, y } = Other.BASE.multiply(k).toAffine();
    assert.deepEqual(multiplyBase(k), { x, y }, `${k}·G`);
    assert.equal(liftX(x, (y & 1n) === 1n), y);
  }
  for (const d of [1n, 2n, ORDER - 1n, ...random(8)]) {
    const there = Other.BASE.multiply(d);
    const point = { x: there.toAffine().x, y: there.toAffine().y };
    // The sixth use of a key goes through its table: both ways are compared.
    const scalars: [bigint, bigint][] = [[0n, 5n], [7n, 0n], [1n, 1n], [1n, ORDER - 1n], [2n, ORDER - 62n], ...random(5).map((s): [bigint, bigint] => [s, randomScalar()])]; // prettier-ignore
    for (const [s, t] of scalars) {
      const sum = (s ? Other.BASE.multiply(s) : Other.ZERO).add(t ? there.multiply(t) : Other.ZERO);
      const x = sum.is0() ? 0n : sum.toAffine().x;
      assert.equal(sumHasX(s, t, point, [x]), !sum.is0(), `${s}·G + ${t}·${d}G`);
      assert.equal(sumHasX(s, t, point, [(x + 1n) % field.PRIME]), false);
      if (t) assert.deepEqual(multiplySecretly(t, point), { x: there.multiply(t).toAffine().x, y: there.multiply(t).toAffine().y });
    }
    const t = randomScalar();
    assert.equal(sumHasX((ORDER - ((t * d) % ORDER)) % ORDER, t, point, [0n]), false, 'infinity has no coordinates');
  }
});

test('a second library verifies our signatures, we its, both decrypt the other', () => {
  for (let i = 0; i < 8; i++) {
    const key = generatePrivateKey();
    const message = Buffer.from(`第${i}号决定`);
    const publicHex = Buffer.from(key.publicKey).toString('hex');
    const privateHex = toBytes32(key.d).toString('hex');
    const signature = signMessage(message, key);
    assert.ok(otherSm2.doVerifySignature(message, signature.toString('hex'), publicHex, { hash: true }));
    assert.ok(verifyMessage(message, hex(otherSm2.doSignature(message, privateHex, { hash: true })), key.publicKey));
    assert.ok(verifyMessage(message, hex(otherSm2.doSignature(message, privateHex, { hash: true, der: true })), key.publicKey));
    assert.equal(Buffer.from(decryptWith(key, hex(`04${otherSm2.doEncrypt(message, publicHex, 1)}`)) ?? []).toString(), message.toString());
  }
});

test('openssl and we sign, verify, encrypt and decrypt for each other', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sm2-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content?: Uint8Array | string): string => {
    if (content !== undefined) writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  const openssl = (...args: string[]): string => execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const pem = (label: string, der: Buffer): string => `-----BEGIN ${label}-----\n${der.toString('base64').match(/.{1,64}/g)!.join('\n')}\n-----END ${label}-----\n`;

  const key = generatePrivateKey();
  const message = file('message', '吉林省政务服务 message of any length '.repeat(50));
  const privatePem = file('key.pem', pem('PRIVATE KEY', privateKeyToPkcs8(toBytes32(key.d), key.publicKey)));
  const publicPem = file('public.pem', pem('PUBLIC KEY', publicKeyToSpki(key.publicKey)));
  for (const id of ['1234567812345678', 'ALICE123@YAHOO.COM']) {
    openssl('dgst', '-sm3', '-sign', privatePem, '-sigopt', `distid:${id}`, '-out', file('signature'), message);
    assert.ok(verifyMessage(readFileSync(message), readFileSync(file('signature')), key.publicKey, id), `from openssl, ${id}`);
    assert.ok(!verifyMessage(readFileSync(message), readFileSync(file('signature')), key.publicKey, `${id}x`), 'another user id');
    file('mine', signatureToDer(signMessage(readFileSync(message), key, id)));
    assert.match(openssl('dgst', '-sm3', '-verify', publicPem, '-sigopt', `distid:${id}`, '-signature', file('mine'), message), /Verified OK/);
  }
  const secret = file('secret', '会话密钥 session key');
  openssl('pkeyutl', '-encrypt', '-pubin', '-inkey', publicPem, '-in', secret, '-out', file('encrypted'));
  assert.equal(decryptWith(key, readFileSync(file('encrypted')))?.toString(), '会话密钥 session key');
  file('encrypted-here', encryptTo(key.publicKey, Buffer.from('来自本机 from here')));
  assert.equal(openssl('pkeyutl', '-decrypt', '-inkey', privatePem, '-in', file('encrypted-here')), '来自本机 from here');
});

test('altered and malformed signatures are refused, never thrown at the caller', () => {
  const message = Buffer.from('decision');
  const signature = signMessage(message, ours);
  for (let i = 0; i < 64; i++) {
    const altered = Buffer.from(signature);
    altered[i]! ^= 1 << (i % 8);
    assert.ok(!verifyMessage(message, altered, ours.publicKey), `byte ${i}`);
  }
  const zero = Buffer.alloc(32);
  const order = toBytes32(ORDER);
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
  const tZero = Buffer.concat([r, toBytes32(ORDER - BigInt(`0x${r.toString('hex')}`))]);
  for (const bad of [Buffer.concat([zero, s]), Buffer.concat([r, zero]), Buffer.concat([order, s]), Buffer.concat([r, order]), tZero,
    Buffer.alloc(0), Buffer.alloc(64), Buffer.alloc(64, 0xff), signature.subarray(0, 63), Buffer.concat([signatureToDer(signature), Buffer.of(0)]), hex('3000'), hex('3006020101020180')]) {
    assert.ok(!verifyMessage(message, bad, ours.publicKey), bad.toString('hex'));
  }
  assert.ok(verifyMessage(message, signatureToDer(signature), ours.publicKey));
  assert.deepEqual(Buffer.from(signatureToRaw(signatureToDer(signature))!), signature);
});

test('public keys off the curve are refused; compressed ones are read', () => {
  const point = decodePoint(ours.publicKey)!;
  assert.ok(!isOnCurve({ x: point.x, y: point.y + 1n }));
  const off = Buffer.from(ours.publicKey);
  off[64]! ^= 1;
  assert.equal(decodePoint(off), undefined);
  assert.equal(decodePoint(Buffer.of(0)), undefined);
  assert.ok(!verifyMessage(Buffer.from('m'), signMessage(Buffer.from('m'), ours), off));
  const compressed = Buffer.concat([Buffer.of(point.y & 1n ? 3 : 2), ours.publicKey.subarray(1, 33)]);
  assert.deepEqual(encodePoint(decodePoint(compressed)!), Buffer.from(ours.publicKey));
  assert.ok(verifyMessage(Buffer.from('m'), signMessage(Buffer.from('m'), ours), compressed));
  assert.deepEqual(Buffer.from(spkiToPublicKey(publicKeyToSpki(ours.publicKey))), Buffer.from(ours.publicKey));
});

test('altered ciphertexts do not decrypt', () => {
  const ciphertext = encryptTo(ours.publicKey, Buffer.from('secret'));
  for (let i = 0; i < ciphertext.length; i++) {
    const altered = Buffer.from(ciphertext);
    altered[i]! ^= 0x01;
    const plain = decryptWith(ours, altered);
    assert.ok(plain === undefined, `byte ${i}`);
  }
  assert.equal(decryptWith(generatePrivateKey(), ciphertext), undefined);
});

test('private keys outside [1, n−2] are refused', () => {
  for (const d of [0n, ORDER - 1n, ORDER]) assert.throws(() => preparePrivateKey(toBytes32(d)), RangeError);
  assert.equal(preparePrivateKey(toBytes32(ORDER - 2n)).publicKey.length, 65);
});
