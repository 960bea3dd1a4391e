import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer } });

/** What the QR codes of a picture (PNG) say, as a telephone's camera would read them. */
export async function readQr(png: Uint8Array): Promise<string[]> {
  const found = await readBarcodes(new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' }), { formats: ['QRCode'], tryHarder: true });
  return found.map((one) => one.text);
}
