import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { qrPath } from './qr-path.ts';

test('another reader reads the code', async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const file = readFileSync(wasm);
  prepareZXingModule({ overrides: { wasmBinary: file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer } });
  for (const text of ['https://example.gov.cn/verify/1.2.156.3005.2.11220104MB1234567X.JY22201040012345.001.0', '证照编号：JY22201040012345', 'x'.repeat(900)]) {
    const size = 600;
    const data = new Uint8ClampedArray(size * size * 4).fill(255);
    for (const [, left, top, , , right, bottom] of qrPath(text, 40, 40, 520).matchAll(/M (\S+) (\S+) L (\S+) (\S+) L (\S+) (\S+)/g)) {
      for (let y = Math.round(Number(top)); y < Math.round(Number(bottom)); y += 1) {
        for (let x = Math.round(Number(left)); x < Math.round(Number(right)); x += 1) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
      }
    }
    const found = await readBarcodes({ data, width: size, height: size, colorSpace: 'srgb' }, { formats: ['QRCode'] });
    assert.equal(found[0]?.text, text);
  }
});
