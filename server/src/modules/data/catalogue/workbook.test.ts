import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strToU8, unzipSync, zipSync } from 'fflate';
import type { EntryRow } from './entry-queries.ts';
import { catalogueWorkbook, draftsIn } from './workbook.ts';

const entry = {
  id: 'e', code: '307001/000001', title: '户籍人口基本信息', provider: '11220000YW0000119J', provider_name: '吉林省公安厅', division: '22', summary: '户籍人口的“基本”信息', format: 'database', keywords: [], sharing: 'conditional', sharing_condition: '办理业务', sharing_ways: ['interface', 'table'],
  sharing_basis: null, opening: 'none', opening_condition: null, opening_basis: '个人信息保护法', update_cycle: 'daily', related: [], items: [{ name: '姓名', type: 'C', length: 50, sensitive: true, grade: 'general-3' }, { name: '出生日期', type: 'D', sensitive: false, grade: 'general-2' }],
} as unknown as EntryRow;
const sent = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const refusedFor = (words: RegExp) => (error: { code?: string; parameters?: { why?: string } }): boolean => error.code === 'catalogue.workbook' && words.test(error.parameters?.why ?? '');

test('the provincial workbook goes out and comes in as it was', async () => {
  const [draft, ...none] = await draftsIn(sent(await catalogueWorkbook([entry])));
  assert.deepEqual(none, []);
  assert.deepEqual([draft?.row, draft?.classification, draft?.body['title'], draft?.body['format'], draft?.body['updateCycle']], [2, '307001', entry.title, 'database', 'daily']);
  assert.deepEqual(draft?.body.items, [{ name: '姓名', type: 'C', length: 50, sensitive: true, grade: 'general-3' }, { name: '出生日期', type: 'D', sensitive: false, grade: 'general-2' }]);
  assert.deepEqual(draft?.body['sharing'], { type: 'conditional', ways: ['interface', 'table'], condition: '办理业务', basis: undefined });
});

test('what is no workbook, half of one, a bomb, or a bomb that lies about its size is refused in words', async () => {
  const whole = await catalogueWorkbook([entry]);
  const parts = unzipSync(whole);
  const bomb = Buffer.from(zipSync({ ...parts, 'xl/worksheets/sheet1.xml': new Uint8Array(256 << 20) }));
  const lying = Buffer.from(bomb);
  for (const [signature, size, name] of [[0x04034b50, 22, 30], [0x02014b50, 24, 46]] as const) {
    for (let i = 0; i < lying.length - 100; i++) if (lying.readUInt32LE(i) === signature && lying.toString('latin1', i + name, i + name + 24) === 'xl/worksheets/sheet1.xml') lying.writeUInt32LE(100, i + size);
  }
  const cases: [string, Uint8Array, RegExp][] = [
    ['text', strToU8('=cmd|calc'), /XLSX/], ['half', whole.subarray(0, whole.length >> 1), /XLSX/], ['another zip', zipSync({ 'a.txt': strToU8('x') }), /XLSX/], ['a bomb', bomb, /压缩|过大/], ['a lying bomb', lying, /压缩|损坏/],
    ['other columns', zipSync({ ...parts, 'xl/worksheets/sheet1.xml': strToU8('<worksheet><sheetData><row><c t="inlineStr"><is><t>甲</t></is></c></row></sheetData></worksheet>') }), /缺列/],
  ];
  for (const [what, bytes, words] of cases) await assert.rejects(draftsIn(sent(bytes)), refusedFor(words), what);
});
