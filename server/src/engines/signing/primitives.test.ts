import assert from 'node:assert/strict';
import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/errors';
import { createSoftwareDevice } from './device.ts';
import { createFieldCipher } from './field-encryption.ts';
import { encryptTo } from './sm2-encryption.ts';
import { digestForSm2, verifyMessage } from './sm2.ts';
import { createHmacSm3 } from './short-hmac.ts';
import { hmacSm3, sm3 } from './sm3.ts';
import { createSm4Ctr, sm4Decrypt, sm4Encrypt, createSm4Streams } from './sm4.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const fixtures = path.resolve(import.meta.dirname, '../../../../../shared/fixtures');

test('SM3: vectors of GB/T 32905', () => {
  for (const [input, digest] of [
    ['', '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b'],
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
    ['数字政府', 'c6fd9388dd0e3ecadae3e89806b6bd5a52e58587c05f80017e84b8716daddc1a'],
  ] as const) {
    assert.equal(sm3(Buffer.from(input)).toString('hex'), digest);
    assert.equal(sm3(Buffer.from(input).subarray(0, 1), Buffer.from(input).subarray(1)).toString('hex'), digest, 'in two parts');
  }
});

test('HMAC-SM3: vector of GM/T 0042', () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i + 1));
  const text = Buffer.from('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'.repeat(2));
  assert.equal(hmacSm3(key, text).toString('hex'), 'ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a');
});

test('HMAC-SM3: wycheproof', { skip: !existsSync(path.join(fixtures, 'sm/hmac_sm3_test.json')) && 'shared fixtures are absent' }, () => {
  interface Case { tcId: number; key: string; msg: string; tag: string; result: string } // prettier-ignore
  const suite = JSON.parse(readFileSync(path.join(fixtures, 'sm/hmac_sm3_test.json'), 'utf8')) as { testGroups: { tagSize: number; tests: Case[] }[] };
  let checked = 0;
  for (const group of suite.testGroups) {
    for (const { tcId, key, msg, tag, result } of group.tests) {
      const equal = hmacSm3(hex(key), hex(msg)).subarray(0, group.tagSize / 8).toString('hex') === tag;
      assert.equal(equal, result === 'valid', `case ${tcId}`);
      checked++;
    }
  }
  assert.ok(checked >= 87);
});

test('SM4: CBC vector, padding, and CTR against a second way of making it', () => {
  const key = hex('0123456789abcdeffedcba9876543210');
  const two = Buffer.concat([key, key]);
  assert.equal(sm4Encrypt('cbc', key, key, two).subarray(0, 32).toString('hex'), '2677f46b09c122cc975533105bd4a22af6125f7275ce552c3a2bbcf533de8a3b');
  assert.deepEqual(sm4Decrypt('cbc', key, key, sm4Encrypt('cbc', key, key, Buffer.from('吉林'))), Buffer.from('吉林'));
  const iv = hex('000102030405060708090a0b0c0d0eff');
  const counters = Buffer.concat([iv, hex('000102030405060708090a0b0c0d0f00')]);
  const ecb = createCipheriv('sm4-ecb', key, null);
  const stream = ecb.update(counters);
  assert.equal(sm4Encrypt('ctr', key, iv, Buffer.alloc(32)).toString('hex'), stream.toString('hex'));
});

test('SM4-CTR for short texts equals the native one at every length and at a counter that overflows', () => {
  const key = randomBytes(16);
  const stream = createSm4Ctr(key);
  for (const iv of [randomBytes(16), Buffer.alloc(16, 0xff), hex('00ffffffffffffffffffffffffffffff'), hex('0000000000000000000000000000fffe')]) {
    for (const length of [0, 1, 15, 16, 17, 31, 32, 33, 200, 1024, 1025, 3000]) {
      const text = randomBytes(length);
      assert.deepEqual(stream(iv, text), sm4Encrypt('ctr', key, iv, text), `${length} bytes`);
    }
  }
});

test('HMAC-SM3: short and long messages, short and long keys, agree with the native one', () => {
  for (const keyLength of [0, 1, 32, 63, 64, 65, 200]) {
    for (const length of [0, 1, 63, 64, 4095, 4096, 4097]) {
      const [key, message] = [randomBytes(keyLength), randomBytes(length)];
      assert.deepEqual(hmacSm3(key, message.subarray(0, 7), message.subarray(7)), createHmac('sm3', key).update(message).digest(), `${keyLength}, ${length}`);
    }
  }
});

test('HMAC-SM3 under one key equals the native one at every length of text', () => {
  for (const keyLength of [0, 1, 32, 64]) {
    const key = randomBytes(keyLength);
    const mac = createHmacSm3(key);
    for (const length of [...Array.from({ length: 200 }, (_, i) => i), 4095, 4096, 4097, 9000]) {
      const message = randomBytes(length);
      assert.deepEqual(mac(message.subarray(0, length >> 1), message.subarray(length >> 1)), createHmac('sm3', key).update(message).digest(), `${keyLength}, ${length}`);
    }
  }
  assert.throws(() => createHmacSm3(randomBytes(65)), RangeError);
});

test('prepared SM4 streams: each IV once, its keystream the native one', () => {
  const key = randomBytes(16);
  const next = createSm4Streams(key);
  const seen = new Set<string>();
  for (let i = 0; i < 600; i++) {
    const { iv, keystream } = next();
    seen.add(Buffer.from(iv).toString('hex'));
    assert.deepEqual(Buffer.from(keystream), sm4Encrypt('ctr', key, iv, Buffer.alloc(keystream.length)));
  }
  assert.equal(seen.size, 600);
});

const masters = (...versions: number[]): Map<number, Uint8Array> => new Map(versions.map((version) => [version, sm3(Buffer.of(version))]));
const refused = (error: unknown): boolean => error instanceof Refusal && error.code === 'signing.ciphertextInvalid';

test('fields: what is encrypted comes back, for its purpose only', () => {
  const cipher = createFieldCipher(masters(1));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (plain) => {
    assert.deepEqual(Buffer.from(cipher.decrypt(cipher.encrypt(plain, 'a.b'), 'a.b')), Buffer.from(plain));
  }), { numRuns: 50 }); // prettier-ignore
  const ciphertext = cipher.encrypt('220102199001011234', 'person.idNumber');
  assert.throws(() => cipher.decrypt(ciphertext, 'person.phone'), refused);
  assert.notDeepEqual(cipher.encrypt('同文', 'x'), cipher.encrypt('同文', 'x'));
  assert.ok(!ciphertext.includes(Buffer.from('2201')));
});

test('fields: no altered byte, cut or foreign key opens', () => {
  const cipher = createFieldCipher(masters(1));
  const ciphertext = cipher.encrypt('secret', 'p');
  for (let i = 0; i < ciphertext.length; i++) {
    const altered = Buffer.from(ciphertext);
    altered[i]! ^= 0x80;
    assert.throws(() => cipher.decrypt(altered, 'p'), refused, `byte ${i}`);
    assert.throws(() => cipher.decrypt(ciphertext.subarray(0, i), 'p'), refused, `cut at ${i}`);
  }
  assert.throws(() => createFieldCipher(new Map([[1, randomBytes(32)]])).decrypt(ciphertext, 'p'), refused);
});

test('fields: keys change, old values stay readable and findable', () => {
  const before = createFieldCipher(masters(1));
  const after = createFieldCipher(masters(1, 2));
  const old = before.encrypt('x', 'p');
  assert.equal(after.decrypt(old, 'p').toString(), 'x');
  assert.deepEqual([after.isOutdated(old), after.isOutdated(after.encrypt('x', 'p'))], [true, false]);
  assert.throws(() => before.decrypt(after.encrypt('x', 'p'), 'p'), refused);
  assert.deepEqual(before.blindIndex('220102', 'id'), after.blindIndex('220102', 'id'));
  assert.notDeepEqual(after.blindIndex('220102', 'id'), after.blindIndex('220102', 'phone'));
  assert.throws(() => createFieldCipher(new Map()), RangeError);
  assert.throws(() => createFieldCipher(new Map([[1, Buffer.alloc(16)]])), RangeError);
});

test('software device: signs, opens and wraps; its handles open on no other', async () => {
  const device = createSoftwareDevice(masters(1));
  const key = await device.generate();
  const message = Buffer.from('decision');
  assert.ok(verifyMessage(message, await device.sign(key, message), key.publicKey));
  assert.ok(verifyMessage(message, await device.signDigest(key, digestForSm2(message, key.publicKey)), key.publicKey));
  assert.equal(Buffer.from((await device.decrypt(key, encryptTo(key.publicKey, Buffer.from('data key'))))!).toString(), 'data key');
  assert.equal(Buffer.from(await device.unwrap(await device.wrap(Buffer.from('s'), 'smtp'), 'smtp')).toString(), 's');
  await assert.rejects(device.unwrap(await device.wrap(Buffer.from('s'), 'smtp'), 'sms'), refused);
  await assert.rejects(createSoftwareDevice(masters(2)).sign(key, message), refused);
  const other = await device.generate();
  await assert.rejects(createSoftwareDevice(masters(1)).sign({ handle: key.handle, publicKey: other.publicKey }, message), refused);
});
