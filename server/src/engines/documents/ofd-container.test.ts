import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unzipSync, zipSync } from 'fflate';
import { Refusal } from '#kernel/errors';
import { openContainer } from './ofd-container.ts';
import { packContainer, packEntry } from './pack-container.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
/** A strict zip of ours, to be spoilt by the tests. */
const packed = (files: Record<string, string | Uint8Array>): Buffer =>
  Buffer.from(packContainer(Object.entries(files).map(([name, content]) => packEntry(name, typeof content === 'string' ? bytes(content) : content)), new Date(0)));
/** Renames an entry without repacking; both names must have the same length. */
const renamed = (zip: Buffer, from: string, to: string): Buffer => {
  for (let at = zip.indexOf(from); at >= 0; at = zip.indexOf(from, at + 1)) zip.write(to, at);
  return zip;
};

test('reads what another zip writer wrote', () => {
  const container = openContainer(zipSync({ 'OFD.xml': bytes('<a/>'), 'Doc_0/这是目录/数据.txt': bytes('数据'.repeat(500)) }));
  assert.equal(Buffer.from(container.read('Doc_0/这是目录/数据.txt')).toString(), '数据'.repeat(500));
  assert.deepEqual(container.notes, []);
});

test('another zip reader reads what we wrote', () => {
  const files = unzipSync(packed({ 'OFD.xml': 'x'.repeat(5000), 'Doc_0/证照.json': '{}', 'Doc_0/a.png': 'y'.repeat(300) }));
  assert.equal(Buffer.from(files['OFD.xml']!).toString(), 'x'.repeat(5000));
  assert.equal(Buffer.from(files['Doc_0/证照.json']!).toString(), '{}');
  assert.equal(files['Doc_0/a.png']!.length, 300);
});

test('accepts and notes bytes before and after the archive', () => {
  const container = openContainer(Buffer.concat([bytes('MZ-prefix'), packed({ 'OFD.xml': '<a/>' }), bytes('tail')]));
  assert.equal(Buffer.from(container.read('OFD.xml')).toString(), '<a/>');
  assert.equal(container.notes.length, 2);
});

test('accepts backslashes, ./ and names in GBK', () => {
  const zip = renamed(packed({ 'Doc_0/A.xml': 'one', './B.xml': 'two' }), 'Doc_0/A', 'Doc_0\\A');
  const gbk = Buffer.from([0xd6, 0xa4, 0xd5, 0xd5]); // 证照
  const odd = packed({ 'ABCD.xml': 'three' });
  for (let at = odd.indexOf('ABCD'); at >= 0; at = odd.indexOf('ABCD', at + 1)) gbk.copy(odd, at);
  const flags = odd.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 8;
  odd.writeUInt16LE(0, flags);
  assert.deepEqual([...openContainer(zip).entries.keys()], ['Doc_0/A.xml', 'B.xml']);
  assert.deepEqual([...openContainer(odd).entries.keys()], ['证照.xml']);
});

test('refuses names that leave the container', () => {
  for (const name of ['../../etc/x', '/etc/passwd', 'C:/win/a.xml', 'Doc_0/../../x']) {
    assert.throws(() => openContainer(packed({ [name]: 'x' })), refused('documents.unsafe'), name);
  }
});

test('refuses duplicate entries, also after normalising', () => {
  assert.throws(() => openContainer(renamed(packed({ 'a1.xml': 'x', 'a2.xml': 'y' }), 'a2', 'a1')), refused('documents.unsafe'));
  assert.throws(() => openContainer(packed({ 'a.xml': 'x', './a.xml': 'y' })), refused('documents.unsafe'));
});

test('refuses bombs before unpacking them', () => {
  const bomb = packed({ 'OFD.xml': new Uint8Array(40 << 20) });
  assert.ok(bomb.length < 60_000);
  assert.throws(() => openContainer(bomb), refused('documents.tooLarge'));
  assert.throws(() => openContainer(packed({ a: 'x', b: 'x', c: 'x' }), { entriesMax: 2 }), refused('documents.tooLarge'));
  assert.throws(() => openContainer(packed({ a: 'x'.repeat(99) }), { unpackedBytesMax: 50 }), refused('documents.tooLarge'));
});

test('a declared size that lies is refused, not believed', () => {
  const zip = packed({ 'OFD.xml': new Uint8Array(500_000) });
  const directory = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  zip.writeUInt32LE(1000, directory + 24);
  assert.throws(() => openContainer(zip).read('OFD.xml'), refused('documents.unreadable'));
});

test('refuses overlapping entries', () => {
  const zip = packed({ 'a.xml': 'x'.repeat(100), 'b.xml': 'y'.repeat(100) });
  const first = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const second = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'), first + 4);
  zip.writeUInt32LE(zip.readUInt32LE(first + 42), second + 42);
  assert.throws(() => openContainer(zip), refused('documents.unsafe'));
});

test('refuses encrypted entries, damaged content and foreign files', () => {
  const encrypted = packed({ 'a.xml': 'x' });
  encrypted.writeUInt16LE(0x801, encrypted.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 8);
  assert.throws(() => openContainer(encrypted), refused('documents.unsafe'));
  const damaged = packed({ 'a.png': 'x'.repeat(100) });
  damaged[60] = 0x79;
  assert.throws(() => openContainer(damaged).read('a.png'), refused('documents.unreadable'));
  for (const foreign of [bytes(''), bytes('%PDF-1.7'), new Uint8Array(5000)]) assert.throws(() => openContainer(foreign), refused('documents.unreadable'));
});
