import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/errors';
import { licenceScope, licenceTemplate } from './examples/example-templates.ts';
import { documents, makeIssuer, sealed } from './issuer.fixture.ts';
import { documentTemplate } from './template-schema.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../../../shared/fixtures/ofd');
const absent = !existsSync(fixtures);
const verify = (name: string) => documents.verifyOfd(readFileSync(path.join(fixtures, name)));
const failed = (signature: ReturnType<typeof verify>['signatures'][number]) => signature.steps.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
const good = (signature: ReturnType<typeof verify>['signatures'][number]) => signature.references.filter(({ state }) => state === 'good').length;

test('SESV4SignDoc.ofd: cryptographically good, signed after the certificate had expired', { skip: absent }, () => {
  const [signature] = verify('SESV4SignDoc.ofd').signatures;
  assert.equal(good(signature!), 5);
  assert.deepEqual(failed(signature!), ['time', 'sealValidity']);
});

test('V4RideRight.ofd: riding stamp with five impressions, 9 references good', { skip: absent }, () => {
  const report = verify('V4RideRight.ofd');
  assert.equal(report.verdict, 'valid');
  assert.equal(report.signatures[0]!.stamps.length, 5);
  assert.equal(good(report.signatures[0]!), 9);
});

test('h.ofd: the second signature broke the first by Signatures.xml, and is good itself', { skip: absent }, () => {
  const report = verify('h.ofd');
  assert.equal(report.verdict, 'invalid');
  const [first, second] = report.signatures;
  assert.deepEqual(first!.references.filter(({ state }) => state !== 'good').map((reference) => reference.path), ['Doc_0/Signs/Signatures.xml']);
  assert.deepEqual(failed(first!), ['references']);
  assert.equal(second!.state, 'valid');
  assert.equal(good(second!), 11);
});

test('n.ofd: V1; the seal is good, signature, hash and references are not', { skip: absent }, () => {
  const [signature] = verify('n.ofd').signatures;
  const outcomes = new Map(signature!.steps.map(({ name, outcome }) => [name, outcome]));
  assert.equal(outcomes.get('sealSignature'), 'passed');
  for (const name of ['signature', 'hash', 'references']) assert.equal(outcomes.get(name), 'failed', name);
  assert.equal(good(signature!), 0);
});

test('testPathClip.ofd: two signatures of GB/T 35275, all good; files beside the document are named', { skip: absent }, () => {
  const report = verify('testPathClip.ofd');
  assert.equal(report.verdict, 'valid');
  assert.deepEqual(report.signatures.map((signature) => [signature.type, good(signature), signature.references.length]), [['Sign', 16, 16], ['Sign', 21, 21]]);
  assert.deepEqual(report.unlisted.sort(), ['Doc_0/Document.xml', 'Doc_0/DocumentRes.xml']);
});

test('unsigned samples are readable and unsigned', { skip: absent }, () => {
  for (const name of ['AddAttachment.ofd', 'Page5.ofd', 'chineseDir.ofd', 'fptpl.ofd', 'helloworld.ofd', 'helloworld_with_pageblock.ofd']) assert.equal(verify(name).verdict, 'unsigned', name);
});

test('a file that no list names is told', { skip: absent }, () => {
  assert.deepEqual(verify('chineseDir.ofd').unlisted, ['Doc_0/Res/这是一个中文目录/数据文件.txt']);
});

const licence = documents.render(documentTemplate.parse(licenceTemplate), licenceScope);
const own = Buffer.from(await sealed(licence, await makeIssuer('长春市朝阳区市场监督管理局')));
/** Any damage leads to a report, and drawing either works or is refused. */
const survives = (bytes: Uint8Array): string => {
  const report = documents.verifyOfd(bytes);
  assert.equal(report.verdict === 'unreadable', report.reason !== undefined);
  try {
    documents.renderSvg(bytes);
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
  }
  return report.verdict;
};

test('cut off anywhere it is unreadable, with a reason', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: own.length - 1 }), (length) => assert.equal(survives(own.subarray(0, length)), 'unreadable')), { numRuns: 60 });
});

test('flipped bits never crash it and never make another valid document', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: own.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const bytes = Buffer.from(own);
      bytes[at]! ^= 1 << bit;
      // A flip in a zip header that no reader looks at (a time, a version) changes nothing.
      if (survives(bytes) === 'valid') assert.deepEqual(documents.verifyOfd(bytes).signatures, documents.verifyOfd(own).signatures);
    }),
    { numRuns: 150 },
  );
});

test('damaged samples of other products never crash it', { skip: absent }, () => {
  for (const name of readdirSync(fixtures)) {
    const bytes = readFileSync(path.join(fixtures, name));
    if (bytes.length > 100_000) continue;
    for (let i = 0; i < 12; i += 1) {
      const spoilt = Buffer.from(bytes);
      for (let k = 0; k < 5; k += 1) spoilt[(i * 7919 + k * 104_729) % spoilt.length]! ^= 1 << (i % 8);
      survives(spoilt);
    }
  }
});
