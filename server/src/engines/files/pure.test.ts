import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { decryptBlob, encryptBlob } from './blob-cipher.ts';
import { cleanName } from './clean-name.ts';
import { canonicalType, headBytes, sniffType, tailBytes, typeOfName } from './media-type.ts';

const key = randomBytes(32);

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
async function whole(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
const sealed = (bytes: Uint8Array): Promise<Buffer> => whole(encryptBlob(key, pieces(bytes, 10_000)));
const opened = (blob: Uint8Array, with_ = key, length = 7_777): Promise<Buffer> => whole(decryptBlob(with_, pieces(blob, length)));

test('what is encrypted comes back, at and around the edges of chunks, however the stream is cut', async () => {
  for (const size of [0, 1, 15, 65_535, 65_536, 65_537, 131_072, 200_000]) {
    const bytes = randomBytes(size);
    const blob = await sealed(bytes);
    for (const length of [1_000, 65_536, 1_000_000]) assert.ok((await opened(blob, key, length)).equals(bytes), `${size} in pieces of ${length}`);
    if (size >= 15) assert.equal(blob.includes(bytes.subarray(0, 15)), false);
  }
});

test('any changed byte, any cut, any swap and a wrong key are refused', async () => {
  const blob = await sealed(randomBytes(150_000));
  await fc.assert(
    fc.asyncProperty(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const altered = Buffer.from(blob);
      altered[at]! ^= mask;
      await assert.rejects(opened(altered), { code: 'files.damaged' });
      await assert.rejects(opened(blob.subarray(0, at)), { code: 'files.damaged' });
    }),
    { numRuns: 40 },
  );
  const chunk = 65_536 + 32;
  const [header, first, second, third] = [blob.subarray(0, 20), blob.subarray(20, 20 + chunk), blob.subarray(20 + chunk, 20 + 2 * chunk), blob.subarray(20 + 2 * chunk)];
  for (const forged of [[header, second, first, third], [header, first, third], [header, first, second], [header, first, second, third, third], [header]]) await assert.rejects(opened(Buffer.concat(forged)), { code: 'files.damaged' });
  await assert.rejects(opened(blob, randomBytes(32)), { code: 'files.damaged' });
});

test('no byte of a damaged chunk is handed out', async () => {
  const bytes = randomBytes(200_000);
  const blob = await sealed(bytes);
  blob[150_000]! ^= 1;
  const got: Uint8Array[] = [];
  await assert.rejects(async () => {
    for await (const part of decryptBlob(key, pieces(blob, 5_000))) got.push(part);
  });
  assert.ok(Buffer.concat(got).equals(bytes.subarray(0, 131_072)));
});

test('names are cleaned', () => {
  const cases: [string, string | undefined][] = [
    ['营业执照.pdf', '营业执照.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\照片.jpg', '照片.jpg'],
    ['a\0b\r\n.txt', 'ab.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['  a   b .pdf ', 'a b .pdf'],
    ['a<b>:"|?*.png', 'a_b______.png'],
    ['...', undefined],
    ['', undefined],
    ['folder/', undefined],
    ['\ud800.pdf', 'pdf'],
  ];
  for (const [name, clean] of cases) assert.equal(cleanName(name), clean, JSON.stringify(name));
  const long = cleanName(`${'𠮷'.repeat(300)}.pdf`)!;
  assert.equal(Array.from(long).length, 200);
  assert.ok(long.endsWith('𠮷.pdf'));
});

test('a cleaned name stays what it is and is always safe', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const clean = cleanName(name);
      if (clean === undefined) return;
      assert.ok(clean.isWellFormed() && Array.from(clean).length <= 200 && !/[/\\\0-\x1f]/.test(clean) && clean !== '..');
      assert.equal(cleanName(clean), clean);
    }),
  );
});

const sniff = (bytes: Uint8Array): string => sniffType(bytes.subarray(0, headBytes), bytes.subarray(-tailBytes));
const zip = (...names: string[]): Uint8Array => zipSync(Object.fromEntries(names.map((n) => [n, randomBytes(5_000)])));

test('contents are known by their bytes', () => {
  const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
  const cases: [Uint8Array, string][] = [
    [latin('%PDF-1.7\n'), 'application/pdf'],
    [latin('\n\n%PDF-1.4\n'), 'application/pdf'],
    [latin('\xff\xd8\xff\xe0'), 'image/jpeg'],
    [latin('\x89PNG\r\n\x1a\n'), 'image/png'],
    [latin('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
    [latin('\0\0\0\x18ftypmp42'), 'video/mp4'],
    [latin('MZ\x90\0'), 'application/vnd.microsoft.portable-executable'],
    [latin('\x7fELF\x02'), 'application/x-elf'],
    [latin('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'application/x-ole-storage'],
    [zip('a.txt'), 'application/zip'],
    [zip('a', 'b', 'OFD.xml', 'Doc_0/Document.xml'), 'application/ofd'],
    [zip('[Content_Types].xml', 'docProps/app.xml', 'word/document.xml'), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    [zip('[Content_Types].xml', 'docProps/app.xml', 'xl/workbook.xml'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    [Buffer.from('姓名,金额\n张三,1\n'), 'text/plain'],
    [Uint8Array.of(0xd5, 0xc5, 0xc8, 0xfd, 0x0d, 0x0a), 'text/plain'], // 张三 in GB 18030
    [Buffer.from('\ufeff姓名\n张三\n', 'utf16le'), 'text/plain'],
    [Buffer.from('\ufeff姓名\n张三\n', 'utf16le').swap16(), 'text/plain'],
    [Buffer.from('BM,MC\n1,甲\n'), 'text/plain'], // 编码、名称
    [Buffer.from('MZ,XM\n01,张三\n'), 'text/plain'], // 民族、姓名
    [latin('BM\x36\0\0\0\0\0'), 'image/bmp'],
    [Buffer.from('<?xml version="1.0"?><a/>'), 'text/xml'],
    [Buffer.from('<?xml version="1.0"?>\n<svg xmlns="x">'), 'image/svg+xml'],
    [Buffer.from('  <!DOCTYPE html><html>'), 'text/html'],
    [Buffer.from('note <script>alert(1)</script>'), 'text/html'],
    [Buffer.from('#!/bin/sh\n'), 'text/x-shellscript'],
    [Uint8Array.of(0, 1, 2, 3), 'application/octet-stream'],
  ];
  for (const [bytes, type] of cases) assert.equal(sniff(bytes), type, Buffer.from(bytes.subarray(0, 30)).toString('latin1'));
});

test('a text whose beginning ends within a character is still a text', () => {
  assert.equal(sniffType(Buffer.from('办'.repeat(2_000)).subarray(0, headBytes), new Uint8Array()), 'text/plain');
});

test('no bytes make the sniffing fail', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('', 'PK\x03\x04', 'PK\x01\x02', '<?xml'), (bytes, start) => assert.equal(typeof sniff(Buffer.concat([Buffer.from(start, 'latin1'), bytes])), 'string')));
});

test('claims are compared in one form', () => {
  assert.equal(canonicalType('Image/JPG; q=1'), 'image/jpeg');
  assert.equal(typeOfName('A.PDF'), 'application/pdf');
  assert.equal(typeOfName('a.constructor'), undefined);
  assert.equal(typeOfName('pdf'), undefined);
});
