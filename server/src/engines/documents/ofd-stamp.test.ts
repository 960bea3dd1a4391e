import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Refusal } from '#kernel/errors';
import { licenceScope, licenceTemplate, letterScope, letterTemplate } from './examples/example-templates.ts';
import { documents, makeIssuer, meta, sealed } from './issuer.fixture.ts';
import { openContainer } from './ofd-container.ts';
import { ridingPlaces } from './ofd-stamp.ts';
import { packContainer, packEntry } from './pack-container.ts';
import { documentTemplate } from './template-schema.ts';

const issuer = await makeIssuer('长春市朝阳区市场监督管理局');
const second = await makeIssuer('长春市政务服务和数字化建设管理局');
const licence = documents.render(documentTemplate.parse(licenceTemplate), licenceScope);
const letter = documents.render(documentTemplate.parse(letterTemplate), letterScope);
const { trust } = issuer;
const fixtures = path.resolve(import.meta.dirname, '../../../../../shared/fixtures/ofd');
const failing = (bytes: Uint8Array): string[] => documents.verifyOfd(bytes, { trust }).signatures.flatMap(({ steps }) => steps.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name));
/** The document with one file replaced, added or removed. */
const altered = (bytes: Uint8Array, name: string, change: (content: string | undefined) => string | undefined): Uint8Array => {
  const container = openContainer(bytes);
  const files = new Map([...container.entries.keys()].map((key) => [key, container.read(key)]));
  const content = change(files.has(name) ? Buffer.from(files.get(name)!).toString() : undefined);
  if (content === undefined) files.delete(name);
  else files.set(name, Buffer.from(content));
  return packContainer([...files].map(([key, value]) => packEntry(key, value)), new Date(0));
};

test('an issued document is valid and trusted, and says so step by step', async () => {
  const report = documents.verifyOfd(await sealed(licence, issuer), { trust });
  assert.equal(report.verdict, 'valid');
  assert.equal(report.trusted, true);
  const [signature] = report.signatures;
  assert.equal(signature!.seal!.name, '长春市朝阳区市场监督管理局');
  assert.equal(signature!.signedAt, '2026-11-22T00:00:00.000Z');
  assert.deepEqual(signature!.uncovered, []);
  assert.deepEqual(report.unlisted, []);
  assert.equal(signature!.references.length, 7);
  assert.equal(signature!.stamps.length, 1);
});

test('without a trusted root it is valid, but nobody vouches for the signer', async () => {
  const report = documents.verifyOfd(await sealed(licence, issuer));
  assert.equal(report.verdict, 'valid');
  assert.equal(report.trusted, false);
});

test('a changed page, attachment or seal is found', async () => {
  const bytes = await sealed(licence, issuer);
  assert.deepEqual(failing(altered(bytes, 'Doc_0/Pages/Page_0/Content.xml', (xml) => xml!.replace('朝阳', '南关'))), ['references']);
  assert.deepEqual(failing(altered(bytes, 'Doc_0/Attachs/Attach_1.json', () => '{"name":"x"}')), ['references']);
  assert.deepEqual(failing(altered(bytes, 'Doc_0/Attachs/Attach_1.json', () => undefined)), ['references']);
  assert.deepEqual(failing(altered(bytes, 'Doc_0/Signs/Sign_0/Signature.xml', (xml) => xml!.replace('Boundary="', 'Boundary="9'))), ['hash']);
  assert.ok(failing(altered(bytes, 'Doc_0/Signs/Sign_0/SignedValue.dat', () => 'x')).includes('format'));
  assert.ok(failing(altered(bytes, 'Doc_0/Signs/Sign_0/SignedValue.dat', () => undefined)).includes('format'));
});

test('a document that is swapped in beside the signed one is found', async () => {
  const bytes = altered(altered(await sealed(licence, issuer), 'Doc_1/Document.xml', () => '<Document><CommonData/><Pages><Page ID="1" BaseLoc="C.xml"/></Pages></Document>'), 'Doc_1/C.xml', () => '<Page/>');
  assert.deepEqual(documents.verifyOfd(bytes, { trust }).unlisted.sort(), ['Doc_1/C.xml', 'Doc_1/Document.xml']);
  const pointed = altered(bytes, 'OFD.xml', (xml) => xml!.replace('Doc_0/Document.xml', 'Doc_1/Document.xml'));
  assert.ok(failing(pointed).includes('coverage'));
});

test('digests by MD5, the standard’s old default, are right but no longer trusted', async () => {
  const { hash } = await import('node:crypto');
  const { makeSignedData, createSoftwareDevice, writeCertificate } = await import('#engines/signing');
  const device = createSoftwareDevice(new Map([[1, Buffer.alloc(32, 9)]]));
  const key = await device.generate();
  const certificate = await writeCertificate({ subject: [{ oid: '2.5.4.3', value: '旧' }], publicKey: key.publicKey, profile: 'signing', notBefore: new Date(0), notAfter: new Date('2040-01-01') }, 'self', (tbs) => device.sign(key, tbs));
  let bytes = await documents.stampOfd(documents.toOfd(letter, meta), issuer.signature());
  const container = openContainer(bytes);
  let xml = '';
  bytes = altered(bytes, 'Doc_0/Signs/Sign_0/Signature.xml', (old) => {
    xml = old!.replace(/ CheckMethod="[^"]*"/, '').replace(/FileRef="\/([^"]*)"><ofd:CheckValue>[^<]*/g, (_, name: string) => `FileRef="/${name}"><ofd:CheckValue>${hash('md5', container.read(name), 'base64')}`);
    return xml;
  });
  const value = await makeSignedData(hash('sm3', Buffer.from(xml), 'buffer'), certificate, meta.createdAt, (message) => device.sign(key, message));
  const files = openContainer(bytes);
  const repacked = packContainer([...files.entries.keys()].map((name) => packEntry(name, name.endsWith('SignedValue.dat') ? value : files.read(name))), new Date(0));
  const [signature] = documents.verifyOfd(repacked, { trust }).signatures;
  assert.equal(signature!.state, 'valid');
  assert.equal(signature!.steps.find(({ name }) => name === 'references')!.outcome, 'unknown');
});

test('several seals: each later one leaves the earlier ones good', async () => {
  const places = [{ page: 1, box: [40, 40, 42, 42] as const }];
  const once = await documents.stampOfd(documents.toOfd(letter, meta), issuer.stamp(letter.seals));
  const twice = await documents.stampOfd(once, second.stamp(places));
  const thrice = await documents.stampOfd(twice, second.signature());
  const report = documents.verifyOfd(thrice);
  assert.equal(report.verdict, 'valid');
  assert.deepEqual(report.signatures.map(({ id, type }) => [id, type]), [['1', 'Seal'], ['2', 'Seal'], ['3', 'Sign']]);
  assert.deepEqual(report.signatures.map(({ state }) => state), ['valid', 'valid', 'valid']);
  assert.ok(report.signatures[1]!.references.some(({ path: name }) => name === 'Doc_0/Signs/Sign_0/SignedValue.dat'));
});

test('issued in one go and stamped afterwards is the same document', async () => {
  const later = openContainer(await documents.stampOfd(documents.toOfd(letter, meta), issuer.stamp(letter.seals)));
  const atOnce = openContainer(await documents.issueOfd(letter, meta, [], [issuer.stamp(letter.seals)]));
  for (const name of later.entries.keys()) {
    if (!name.includes('/Sign_0/')) assert.equal(Buffer.from(later.read(name)).toString(), Buffer.from(atOnce.read(name)).toString(), name);
  }
});

test('骑缝章: each page shows its strip of the seal', async () => {
  const places = ridingPlaces(letter, 42, 120);
  assert.equal(places.length, 2);
  assert.deepEqual(places.map(({ clip }) => clip), [[0, 0, 21, 42], [21, 0, 21, 42]]);
  for (const [i, { box, clip }] of places.entries()) assert.ok(Math.abs(box[0] + clip![0] + clip![2] - letter.pages[i]!.width) < 1e-9, 'the strip ends at the edge of the page');
  const report = documents.verifyOfd(await documents.stampOfd(documents.toOfd(letter, meta), issuer.stamp(places)), { trust });
  assert.equal(report.verdict, 'valid');
  assert.equal(report.signatures[0]!.stamps.length, 2);
});

test('refuses a page that is not there and bytes that are no OFD', async () => {
  const code = (expected: string) => (error: unknown) => error instanceof Refusal && error.code === expected;
  await assert.rejects(documents.stampOfd(documents.toOfd(letter, meta), issuer.stamp([{ page: 9, box: [0, 0, 42, 42] }])), code('documents.noSuchPage'));
  await assert.rejects(documents.stampOfd(Buffer.from('no'), issuer.stamp([])), code('documents.unreadable'));
});

test('other products’ documents: seals are added, whole protection is respected', { skip: !existsSync(fixtures) }, async () => {
  const places = [{ page: 1, box: [10, 10, 42, 42] as const }];
  for (const name of ['helloworld.ofd', 'fptpl.ofd', 'AddAttachment.ofd', 'Page5.ofd']) {
    const report = documents.verifyOfd(await documents.stampOfd(readFileSync(path.join(fixtures, name)), issuer.stamp(places)), { trust });
    assert.equal(report.verdict, 'valid', name);
    assert.equal(report.trusted, true, name);
  }
  for (const name of ['V4RideRight.ofd', 'testPathClip.ofd']) {
    await assert.rejects(documents.stampOfd(readFileSync(path.join(fixtures, name)), issuer.stamp(places)), (error) => error instanceof Refusal && error.code === 'documents.wholeProtected', name);
  }
});
