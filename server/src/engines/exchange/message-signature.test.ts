import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Refusal } from '#kernel/errors';
import { spkiToPublicKey, verifyMessage } from '../signing/index.ts';
import { answerBase, answerParameters, contentDigest, readContentDigest, readSignature, readSignatureInput, signatureBase } from './message-signature.ts';

const good = 'sig1=("@method" "@path" "@query" "content-digest");created=1763860000;nonce="0123456789abcdef";keyid="00112233445566778899aabbccddeeff";alg="sm2-sm3"';

test('the base is that of RFC 9421: the example of its section 2.5, with our parameters', () => {
  const values: Record<string, string> = { '@method': 'POST', '@authority': 'example.com', '@path': '/foo', 'content-digest': 'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:', 'content-length': '18', 'content-type': 'application/json' };
  const parameters = '("@method" "@authority" "@path" "content-digest" "content-length" "content-type");created=1618884473;keyid="test-key-rsa-pss"';
  assert.equal(signatureBase(Object.keys(values), (c) => values[c]!, parameters).toString('utf8'), `"@method": POST
"@authority": example.com
"@path": /foo
"content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:
"content-length": 18
"content-type": application/json
"@signature-params": ("@method" "@authority" "@path" "content-digest" "content-length" "content-type");created=1618884473;keyid="test-key-rsa-pss"`);
});

test('headers are read strictly', () => {
  const read = readSignatureInput(good);
  assert.deepEqual([read.components, read.created, read.alg, read.nonce.length], [['@method', '@path', '@query', 'content-digest'], 1763860000, 'sm2-sm3', 16]);
  for (const wrong of ['', good.replace('sig1', 'sig2'), good.replace('@query', '@method'), good.replace('@query', 'x-forwarded-for'), good.replace('created=', 'expires='), good.replace('sm2-sm3', 'none'), good.replace('0123456789abcdef', 'short'), `${good}, sig2=()`, good.replace('"@path"', '"@path";req'), 'sig1=()'.padEnd(2000, ' '), good.replace('1763860000', '-1')]) {
    assert.throws(() => readSignatureInput(wrong), (e) => e instanceof Refusal && e.code === 'exchange.signatureMalformed', wrong);
  }
  assert.equal(readSignature('sig1=:AAECAw==:').toString('hex'), '00010203');
  for (const wrong of ['', 'sig1=::', 'sig1=AAEC', 'sig1=:AA EC:', `sig1=:${'A'.repeat(500)}:`, 'sig1=:AAEC:, sig2=:AAEC:']) assert.throws(() => readSignature(wrong), Refusal, wrong);
  assert.equal(contentDigest(readContentDigest(contentDigest(Buffer.alloc(32, 7)))), contentDigest(Buffer.alloc(32, 7)));
  for (const wrong of ['', 'sha-256=:AAAA:', 'sm3=:AAAA:', `${contentDigest(Buffer.alloc(32))}, sha-256=:AAAA:`]) assert.throws(() => readContentDigest(wrong), Refusal, wrong);
});

test('an answer is tied to its request', () => {
  const parameters = answerParameters(1763860000, 'abcd', 'sm2-sm3');
  const head = { status: 200, contentDigest: contentDigest(Buffer.alloc(32)), requestSignature: 'AAEC' };
  assert.equal(answerBase(head, parameters).toString(), `"@status": 200\n"content-digest": ${head.contentDigest}\n"signature";req;key="sig1": :AAEC:\n"@signature-params": ("@status" "content-digest" "signature";req;key="sig1");created=1763860000;keyid="abcd";alg="sm2-sm3"`);
});

test('OpenSSL’s signature over a base is taken, as the guide says', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-exchange-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', at('key.pem'));
  const spki = openssl('pkey', '-in', at('key.pem'), '-pubout', '-outform', 'DER');
  const base = signatureBase(['@method', '@path', '@query'], (c) => ({ '@method': 'GET', '@path': '/exchange/v1/population.batch', '@query': '?' })[c]!, good.slice(5));
  writeFileSync(at('base'), base);
  openssl('dgst', '-sm3', '-sign', at('key.pem'), '-sigopt', 'distid:1234567812345678', '-out', at('signature'), at('base'));
  const publicKey = spkiToPublicKey(spki);
  const signature = readFileSync(at('signature'));
  assert.equal(verifyMessage(base, signature, publicKey), true);
  assert.equal(verifyMessage(Buffer.concat([base, Buffer.from(' ')]), signature, publicKey), false);
});
