import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';
import { unzipSync } from 'fflate';
import { readCertificate, type Certificate } from './certificate.ts';
import { bits, explicit, generalizedTime, ia5, integer, octets, oid, readDer, sequence, TAG } from './der.ts';
import { OID } from './oids.ts';
import { readSeal, readSealSignature } from './seal.ts';
import { drawSeal } from './seal-picture.ts';
import { makeSignedData, verifySignedData } from './signed-data.ts';
import { signatureToDer } from './sm2-encoding.ts';
import { digestForSm2, generatePrivateKey, signMessage, verifyMessage, type Sm2PrivateKey } from './sm2.ts';
import { sm3 } from './sm3.ts';
import type { Outcome, StepName, Verification } from './verification.ts';
import { verifySeal, verifySealSignature } from './verify-seal.ts';
import { writeCertificate, type CertificateContent } from './write-certificate.ts';
import { makeSealSignature, writeSeal, type SealSignatureContent } from './write-seal.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../../../shared/fixtures');
const withFixtures = { skip: !existsSync(path.join(fixtures, 'seals')) && 'shared fixtures are absent' };
const outcomes = (result: Verification): Partial<Record<StepName, Outcome>> => Object.fromEntries(result.steps.map((step) => [step.name, step.outcome]));
const inForce = new Date('2021-01-01T00:00:00Z');

function ofd(name: string): { file: (at: string) => Uint8Array | undefined; signature: (n: number) => ReturnType<typeof verifySealSignature> } {
  const files = unzipSync(readFileSync(path.join(fixtures, 'ofd', name)));
  const file = (at: string): Uint8Array | undefined => files[at.replace(/^\//, '')];
  return { file, signature: (n) => verifySealSignature(file(`Doc_0/Signs/Sign_${n}/SignedValue.dat`)!, { originalOf: file }) };
}

test('seal files V1 and V4 of others: good under their own scope, bad under the other', withFixtures, () => {
  for (const [name, version] of [['UserV1.esl', 1], ['UserV4.esl', 4]] as const) {
    const der = readFileSync(path.join(fixtures, 'seals', name));
    const result = verifySeal(der, { at: inForce });
    assert.equal(result.seal?.version, version);
    assert.deepEqual(outcomes(result), { format: 'passed', sealSignature: 'passed', sealCertificate: 'unknown', sealValidity: 'passed' });
    assert.ok(result.cryptographicallyGood && result.timeValid && !result.trusted && !result.valid);
    const seal = readSeal(der);
    const maker = readCertificate(seal.makerCertificate);
    const info = readDer(der).children[0]!.raw;
    const otherScope = version === 1 ? info : sequence(info, octets(seal.makerCertificate), oid(seal.algorithm));
    assert.ok(!verifyMessage(otherScope, seal.signature, maker.publicKey!));
    assert.equal(outcomes(verifySeal(der, { at: new Date('2030-01-01') })).sealValidity, 'failed');
  }
});

test('a seal signature of others without its original: value good, hash not judged', withFixtures, () => {
  const result = verifySealSignature(readFileSync(path.join(fixtures, 'seals/SignedValueV4.dat')), {});
  assert.equal(outcomes(result).signature, 'passed');
  assert.equal(outcomes(result).hash, 'unknown');
  assert.ok(!result.valid);
});

test('SESV4SignDoc: nothing altered, but signed after certificate and seal had ended', withFixtures, () => {
  const result = ofd('SESV4SignDoc.ofd').signature(0);
  assert.deepEqual(outcomes(result), {
    format: 'passed', signature: 'passed', certificate: 'unknown', time: 'failed', hash: 'passed', list: 'passed',
    sealSignature: 'passed', sealCertificate: 'unknown', sealValidity: 'failed',
  }); // prettier-ignore
  assert.ok(result.cryptographicallyGood && !result.timeValid);
});

test('V4RideRight and both signatures of h: seal signature values, hash and list good', withFixtures, () => {
  for (const [name, n] of [['V4RideRight.ofd', 0], ['h.ofd', 0], ['h.ofd', 1]] as const) {
    const document = ofd(name);
    const result = document.signature(n);
    assert.ok(result.cryptographicallyGood && result.timeValid, name);
    assert.equal(outcomes(result).hash, 'passed');
    const esl = document.file(`Doc_0/Signs/Sign_${n}/Seal.esl`)!;
    assert.deepEqual(Buffer.from(esl), Buffer.from(result.signature!.seal.der), 'Seal.esl equals the seal inside');
  }
});

test('n: V1, the seal is good, signature and hash are not', withFixtures, () => {
  const result = ofd('n.ofd').signature(0);
  const { signature, hash, sealSignature } = outcomes(result);
  assert.equal(result.signature?.version, 1);
  assert.deepEqual([signature, hash, sealSignature], ['failed', 'failed', 'passed']);
  assert.ok(!result.cryptographicallyGood && !result.valid);
});

test('testPathClip: two GB/T 35275 signatures with signed attributes, both good; bad for any other original', withFixtures, () => {
  const document = ofd('testPathClip.ofd');
  for (const n of [0, 1]) {
    const original = document.file(`Doc_0/Signs/Sign_${n}/Signature.xml`)!;
    const value = document.file(`Doc_0/Signs/Sign_${n}/SignedValue.dat`)!;
    const result = verifySignedData(value, sm3(original));
    assert.deepEqual(outcomes(result), { format: 'passed', signature: 'passed', certificate: 'unknown', time: 'passed', hash: 'passed' });
    assert.equal(outcomes(verifySignedData(value, sm3(original, Buffer.of(10)))).hash, 'failed');
  }
});

// ---- our own, against a small authority ----

interface Maker {
  root: Certificate;
  signer: { key: Sm2PrivateKey; certificate: Certificate };
  maker: { key: Sm2PrivateKey; certificate: Certificate };
  seal: Buffer;
}

const period = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2030-01-01T00:00:00Z') };
const rootKey = generatePrivateKey();
const sign = (key: Sm2PrivateKey) => async (message: Uint8Array): Promise<Uint8Array> => signMessage(message, key);
const subject = (value: string): CertificateContent['subject'] => [{ oid: OID.commonName, value }];

async function makeSeal(): Promise<Maker> {
  const root = readCertificate(await writeCertificate({ subject: subject('根'), publicKey: rootKey.publicKey, profile: 'authority', ...period }, 'self', sign(rootKey)));
  const issued = async (name: string): Promise<Maker['signer']> => {
    const key = generatePrivateKey();
    return { key, certificate: readCertificate(await writeCertificate({ subject: subject(name), publicKey: key.publicKey, profile: 'signing', ...period }, root, sign(rootKey))) };
  };
  const [maker, signer] = [await issued('制章中心'), await issued('示例局')];
  const seal = await writeSeal(
    {
      id: '22000000000001', type: 1, name: '示例局公章', certificates: [signer.certificate.der], createdAt: period.notBefore, validFrom: period.notBefore,
      validTo: period.notAfter, picture: { type: 'PNG', data: Buffer.of(1), width: 42, height: 42 },
    },
    maker.certificate.der, sign(maker.key),
  ); // prettier-ignore
  return { root, signer, maker, seal };
}

const original = Buffer.from('<Signature/>');
const content = ({ seal, signer }: Maker, rest: Partial<SealSignatureContent> = {}): SealSignatureContent => ({
  seal, certificate: signer.certificate.der, signedAt: new Date('2026-11-22T08:00:00Z'), dataHash: sm3(original), propertyInfo: '/Doc_0/Signs/Sign_0/Signature.xml', ...rest,
}); // prettier-ignore

test('what we write is read back, verifies in every step, and is byte-stable when parsed', async () => {
  const made = await makeSeal();
  const der = await makeSealSignature(content(made), sign(made.signer.key));
  const result = verifySealSignature(der, { originalOf: (name) => (name === '/Doc_0/Signs/Sign_0/Signature.xml' ? original : undefined), trust: { anchors: [made.root] } });
  assert.ok(result.valid, JSON.stringify(result.steps));
  const read = readSealSignature(der);
  assert.deepEqual([read.version, read.signedAt?.toISOString(), read.seal.id, read.seal.name, read.seal.picture.width], [4, '2026-11-22T08:00:00.000Z', '22000000000001', '示例局公章', 42]);
  assert.deepEqual(Buffer.from(read.seal.der), made.seal);
  assert.ok(verifySealSignature(Buffer.concat([der, Buffer.alloc(3)]), { originalOf: () => original, trust: { anchors: [made.root] } }).valid, 'padding after the end is overlooked');
});

test('each way to be wrong fails its own step', async () => {
  const made = await makeSeal();
  const judge = async (rest: Partial<SealSignatureContent>, key = made.signer.key, trust = { anchors: [made.root] }, file: Uint8Array = original): Promise<string[]> => {
    const result = verifySealSignature(await makeSealSignature(content(made, rest), sign(key)), { originalOf: () => file, trust });
    return result.steps.filter((step) => step.outcome !== 'passed').map((step) => `${step.name} ${step.outcome}`);
  };
  assert.deepEqual(await judge({}), []);
  assert.deepEqual(await judge({}, generatePrivateKey()), ['signature failed']);
  assert.deepEqual(await judge({}, made.signer.key, { anchors: [made.root] }, Buffer.from('other')), ['hash failed']);
  assert.deepEqual(await judge({}, made.signer.key, { anchors: [] }), ['certificate unknown', 'sealCertificate unknown']);
  assert.deepEqual(await judge({ signedAt: new Date('2031-01-01') }), ['certificate failed', 'time failed', 'sealValidity failed']);
  const revoked = (on: string) => ({ anchors: [made.root], revokedAt: (c: Certificate) => (Buffer.compare(c.der, made.signer.certificate.der) === 0 ? new Date(on) : undefined) });
  assert.deepEqual(await judge({}, made.signer.key, revoked('2026-06-01')), ['time failed']);
  assert.deepEqual(await judge({}, made.signer.key, revoked('2027-06-01')), []);
  // a signer whom the seal does not name: the writer refuses, so the list is exchanged afterwards
  const other = await makeSeal();
  await assert.rejects(makeSealSignature(content(made, { certificate: other.signer.certificate.der }), sign(other.signer.key)), RangeError);
  const der = await makeSealSignature(content(made), sign(made.signer.key));
  const foreign = sequence(readDer(der).children[0]!.raw, octets(other.signer.certificate.der), ...readDer(der).children.slice(2).map((node) => node.raw));
  assert.deepEqual(verifySealSignature(foreign, {}).steps.filter((step) => step.outcome === 'failed').map((step) => step.name), ['signature', 'list']);
});

test('a raw 64-byte signature is accepted, and a hash with the Z prefix is named', async () => {
  const made = await makeSeal();
  const der = await makeSealSignature(content(made, { dataHash: digestForSm2(original, made.signer.key.publicKey) }), sign(made.signer.key));
  const hash = verifySealSignature(der, { originalOf: () => original }).steps.find((step) => step.name === 'hash');
  assert.equal(hash?.outcome, 'passed');
  assert.match(hash?.why?.en ?? '', /Z prefix/);
  const plain = await makeSealSignature(content(made), sign(made.signer.key));
  const [tbs, certificate, algorithm] = readDer(plain).children;
  const raw = Buffer.concat([Buffer.of(TAG.bitString, 65, 0), signMessage(tbs!.raw, made.signer.key)]);
  assert.equal(outcomes(verifySealSignature(sequence(tbs!.raw, certificate!.raw, algorithm!.raw, raw), {})).signature, 'passed');
});

test('V5: a seal with header 5, with and without time stamp, alone and inside a signature', async () => {
  const { root, signer, maker, seal } = await makeSeal();
  const [info] = readDer(seal).children;
  const newInfo = sequence(sequence(ia5('ES'), integer(5), ia5('Yiwang')), ...info!.children.slice(1).map((node) => node.raw));
  const proof = [octets(maker.certificate.der), oid(OID.sm2WithSm3), bits(signatureToDer(signMessage(newInfo, maker.key)))];
  const stamp = explicit(0, bits(Buffer.from('time stamp')));
  for (const [stamped, newSeal] of [[false, sequence(newInfo, ...proof)], [true, sequence(newInfo, ...proof, stamp)]] as const) {
    const result = verifySeal(newSeal, { at: period.notBefore, trust: { anchors: [root] } });
    assert.ok(result.valid && result.seal?.version === 5);
    assert.equal(result.seal.timeStamp && Buffer.from(result.seal.timeStamp).toString(), stamped ? 'time stamp' : undefined);
    const tbs = sequence(integer(5), newSeal, generalizedTime(period.notBefore), bits(sm3(original)), ia5('/x'));
    const signature = sequence(tbs, octets(signer.certificate.der), oid(OID.sm2WithSm3), bits(signatureToDer(signMessage(tbs, signer.key))), stamp);
    assert.ok(verifySealSignature(signature, { originalOf: () => original, trust: { anchors: [root] } }).valid);
  }
});

test('no altered byte of a seal signature stays valid, and none throws', async () => {
  const made = await makeSeal();
  const der = await makeSealSignature(content(made), sign(made.signer.key));
  const trust = { anchors: [made.root] };
  for (let i = 0; i < der.length; i += 1) {
    const altered = Buffer.from(der);
    altered[i]! ^= 0x01;
    assert.ok(!verifySealSignature(altered, { originalOf: () => original, trust }).valid, `byte ${i}`);
  }
  for (let i = 0; i < der.length; i += 7) assert.ok(!verifySealSignature(der.subarray(0, i), {}).valid);
  assert.equal(verifySealSignature(Buffer.alloc(0), {}).steps[0]?.outcome, 'failed');
});

test('signed data: both forms are read, ours verifies, an altered one does not', async () => {
  const { root, signer } = await makeSeal();
  const digest = sm3(original);
  const at = new Date('2026-11-22T08:00:00Z');
  const trust = { anchors: [root] };
  const der = await makeSignedData(digest, signer.certificate.der, at, sign(signer.key));
  const result = verifySignedData(der, digest, { trust });
  assert.ok(result.valid, JSON.stringify(result.steps));
  assert.equal(result.signedAt?.toISOString(), at.toISOString());
  for (let i = 0; i < der.length; i += 3) {
    const altered = Buffer.from(der);
    altered[i]! ^= 0x01;
    const { cryptographicallyGood, trusted } = verifySignedData(altered, digest, { trust });
    if (cryptographicallyGood && trusted) assert.deepEqual(outcomes(verifySignedData(altered, sm3(digest), { trust })).hash, 'failed', `byte ${i}`);
  }
  // the other form: the digest is the content, and the message
  const body = readDer(der).children[1]!.children[0]!.children;
  const info = body.at(-1)!.children[0]!.children;
  const signature = sign(signer.key);
  const bare = sequence(info[0]!.raw, info[1]!.raw, info[2]!.raw, info[4]!.raw, octets(signatureToDer(await signature(digest))));
  const set = Buffer.concat([Buffer.of(TAG.set, 0x81, bare.length), bare]);
  const inside = sequence(oid(OID.data), Buffer.concat([Buffer.of(0xa0, 34), octets(digest)]));
  const other = sequence(oid(OID.signedData), explicit(0, sequence(body[0]!.raw, body[1]!.raw, inside, body[3]!.raw, set)));
  assert.deepEqual(outcomes(verifySignedData(other, digest, { trust, at })), { format: 'passed', signature: 'passed', certificate: 'passed', time: 'passed', hash: 'passed' });
  assert.equal(outcomes(verifySignedData(other, sm3(digest), { trust, at })).hash, 'failed');
});

test('seal picture: 42 mm at 300 dpi, red where the ring and the star are, empty between', () => {
  const { svg, png, size } = drawSeal({ organisation: '吉林省示例厅', purpose: '电子专用章', code: '22000000000001' });
  const { PNG } = createRequire(import.meta.url)('pngjs') as { PNG: { sync: { read(bytes: Buffer): { width: number; height: number; data: Buffer } } } };
  const { width, height, data } = PNG.sync.read(png);
  assert.deepEqual([size, width, height], [42, 496, 496]);
  const pixel = (xMm: number, yMm: number): number[] => [...data.subarray((Math.round((yMm / 42) * 496) * 496 + Math.round((xMm / 42) * 496)) * 4).subarray(0, 4)];
  for (const [x, y] of [[21, 0.8], [0.8, 21], [41.2, 21], [21, 41.2], [21, 21]] as const) assert.deepEqual(pixel(x, y), [0xd0, 0x12, 0x1b, 255], `${x} ${y}`);
  for (const [x, y] of [[0.3, 0.3], [21, 11.5], [12, 26], [41.7, 0.3]] as const) assert.equal(pixel(x, y)[3], 0, `${x} ${y}`);
  const covered = data.filter((_, i) => i % 4 === 3).reduce((sum, alpha) => sum + alpha / 255, 0) / (496 * 496);
  assert.ok(covered > 0.15 && covered < 0.35, `coverage ${covered}`);
  assert.match(svg, /aria-label="吉林省示例厅 电子专用章"/);
  assert.equal(drawSeal({ organisation: '吉林省示例厅', purpose: '电子专用章', code: '22000000000001' }).png, png, 'cached');
});
