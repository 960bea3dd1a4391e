import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, test, type TestContext } from 'node:test';
import { constants, deflateRawSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { createAnalysis, type Analysis } from '#engines/analysis';
import { openTable } from './open-table.ts';
import type { TableFacts, TableOptions, TableRow } from './table-rows.ts';

const noParquet: Pick<Analysis, 'readParquet'> = { readParquet: () => assert.fail('no Parquet here') };

async function read(name: string, bytes: Uint8Array | string, { analysis = noParquet, piece = 1 << 16, ...options }: Partial<TableOptions> & { analysis?: Pick<Analysis, 'readParquet'>; piece?: number } = {}): Promise<{ rows: TableRow[]; facts: TableFacts }> {
  const whole = Buffer.from(bytes as Uint8Array);
  const pieces = Array.from({ length: Math.ceil(whole.length / piece) }, (_, i) => whole.subarray(i * piece, (i + 1) * piece));
  const facts: TableFacts = { format: 'csv', columns: [] };
  const rows: TableRow[] = [];
  for await (const batch of openTable(analysis, { name, size: whole.length, stream: Readable.from(pieces) }, { formulas: 'refuse', ...options }, facts)) rows.push(...batch);
  return { rows, facts };
}
const cellsOf = ({ rows }: { rows: TableRow[] }): unknown[] => rows.map((r) => r.cells ?? r.fault?.zh);
const refusedFor = (words: RegExp) => (error: Error & { code?: string; parameters?: { zh?: string } }): boolean => (error.code === 'collection.fileRefused' || error.code === 'analysis.fileRefused') && words.test(error.parameters?.zh ?? '');

describe('CSV', () => {
  const good: [name: string, bytes: Uint8Array | string, cells: unknown[], facts: Partial<TableFacts>][] = [
    ['UTF-8 with a mark', '\ufeff姓名,年龄\n李小明,8\n', [{ 姓名: '李小明', 年龄: '8' }], { encoding: 'utf-8', delimiter: ',' }],
    ['GB 18030, semicolons', Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x3b, 0x61, 0x0a, 0xc0, 0xee, 0x3b, 0x31]), [{ 姓名: '李', a: '1' }], { encoding: 'gb18030', delimiter: ';' }],
    ['GB 18030 of four bytes, beside those of two', Buffer.from([0x61, 0x0a, 0xc0, 0xee, 0x81, 0x30, 0x84, 0x36, 0x98, 0x39, 0xb6, 0x38, 0x0a]), [{ a: '李¥𫠦' }], { encoding: 'gb18030' }],
    ['names of columns that are statements', "id') or 1=1 --,(select 1)\n1,2\n", [{ "id') or 1=1 --": '1', '(select 1)': '2' }], {}],
    ['GB 18030 with a mark', Buffer.from([0x84, 0x31, 0x95, 0x33, 0x61, 0x0a, 0xc0, 0xee, 0x0a]), [{ a: '李' }], { encoding: 'gb18030' }],
    ['UTF-16 of the other order', Buffer.from('\ufeffa\n长\n', 'utf16le').swap16(), [{ a: '长' }], { encoding: 'utf-16be' }],
    ['UTF-16', Buffer.from('\ufeffa\tb\r\n长\t𬭎\r\n', 'utf16le'), [{ a: '长', b: '𬭎' }], { encoding: 'utf-16le', delimiter: '\t' }],
    ['quotes, line breaks, an empty line', 'a,b\n"x,\n""y""",2\n\n3,4', [{ a: 'x,\n"y"', b: '2' }, { a: '3', b: '4' }], {}],
    ['a ragged row is refused by itself', 'a,b\n1\n2,3\n4,5,6\n', ['应有 2 列，实有 1 列', { a: '2', b: '3' }, '应有 2 列，实有 3 列'], {}],
    ['only a header', 'a,b\n', [], { columns: ['a', 'b'] }],
    ['nothing at all', '', [], { columns: [] }],
    ['a mark and nothing else', '\ufeff', [], {}],
    ['a cell as long as one may be', `a\n"${'x'.repeat(100_000)}"\n`, [{ a: 'x'.repeat(100_000) }], {}],
    ['formulas are text', 'a\n=1+1\n', [{ a: '=1+1' }], {}],
  ];
  for (const [name, bytes, cells, facts] of good) {
    for (const piece of [1, 7, 1 << 16]) {
      test(`${name}, ${piece} bytes at a time`, async () => {
        const found = await read('x.csv', bytes, { piece });
        assert.deepEqual(cellsOf(found), cells);
        for (const [key, value] of Object.entries(facts)) assert.deepEqual(found.facts[key as keyof TableFacts], value);
      });
    }
  }
  test('lines are counted through quoted line breaks', async () => assert.deepEqual((await read('x.csv', 'a\n"1\n2"\n3\n')).rows.map((r) => r.line), [2, 4]));
  const bad: [name: string, bytes: Uint8Array | string, words: RegExp][] = [
    ['a quote that never closes', 'a,b\n"1,2\n3,4\n', /引号没有闭合/], ['text behind a quote', 'a\n"1"2\n', /右引号之后/], ['neither UTF-8 nor GB 18030', Buffer.from([0x61, 0x0a, 0xff, 0xff, 0x0a]), /不是合法的 gb18030/], ['zeros', Buffer.alloc(100_000), /不是合法/], ['two encodings in one file', Buffer.concat([Buffer.from('姓名\n李\n'), Buffer.from([0xc0, 0xee, 0x0a])]), /不是合法/], ['a zero inside a row', 'a,b\n1\u0000,2\n', /不是合法/],
    ['a column twice', 'a,a\n', /“a”重复/], ['a column named by a page of text', `${'名'.repeat(201)}\n`, /列名超过/], ['100,000 columns', `${Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',')}\n`, /过长或过多/],
    ['a quoted cell without end, of quotes', `a\n"${'""'.repeat(110_000)}`, /过长或引号没有闭合/], ['one row of 20 MB', `a,b\n${'x,'.repeat(500)}${'"y",'.repeat(5_000_000)}`, /过长/],
    ['a workbook that calls itself CSV', zipSync({ 'xl/workbook.xml': strToU8('<workbook/>') }), /内容却是 XLSX/], ['an old workbook', Buffer.from('d0cf11e0a1b11ae10000000000000000', 'hex'), /旧版 XLS/], ['a PDF', '%PDF-1.7\n%\n', /内容却是 PDF/], ['GZIP', Buffer.from('1f8b0800000000000003', 'hex'), /内容却是 GZIP/], ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /不是合法的/], ['a column without a name', 'a,,b\n', /第 2 列没有列名/], ['301 columns', `${Array.from({ length: 301 }, (_, i) => `c${i}`).join(',')}\n`, /列数超过/], ['a line without end', `a\n${'x'.repeat(11_000_000)}`, /过长/],
  ];
  for (const [name, bytes, words] of bad) test(`${name} is refused`, () => assert.rejects(read('x.csv', bytes), refusedFor(words)));
});

describe('JSON Lines', () => {
  test('objects are rows, everything else a refused line', async () => {
    const { rows, facts } = await read('x.jsonl', '{"a":1,"b":{"c":[2]}}\n[1]\n\nnull\n{"a":\n{"d":"长"}', { piece: 3 });
    assert.deepEqual(rows.map((r) => [r.line, r.cells ?? r.fault?.en]), [[1, { a: 1, b: { c: [2] } }], [2, 'is no JSON object'], [4, 'is no JSON object'], [5, 'is no JSON object'], [6, { d: '长' }]]);
    assert.deepEqual(facts.columns, ['a', 'b', 'd']);
  });
  const lines: [name: string, line: string, words: string | undefined][] = [
    ['nested 100,000 deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, '嵌套超过 32 层'], ['of 301 columns', JSON.stringify(Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`c${i}`, 1]))), '列数超过 300'],
    ['with a zero in a name', '{"a\\u0000":1}', '列名含有无法保存的字符'], ['with half a character in a name', '{"\\ud800":1}', '列名含有无法保存的字符'], ['with a name of a page', JSON.stringify({ ['x'.repeat(201)]: 1 }), '列名超过 200 字'],
    ['with numbers that are none', '{"a":NaN}', '不是 JSON 对象'], ['nested as data are', '{"a":{"b":[{"c":1}]}}', undefined],
  ];
  for (const [name, line, words] of lines) {
    test(`a line ${name} ${words === undefined ? 'is read' : 'is refused by itself'}`, async () => {
      const { rows, facts } = await read('x.jsonl', `${line}\n{"b":2}\n`);
      assert.deepEqual([rows.length, rows[0]!.fault?.zh, rows[1]!.cells, facts.columns.includes('b')], [2, words, { b: 2 }, true]);
    });
  }
  test('a line without end is refused', () => assert.rejects(read('x.jsonl', `{"a":"${'x'.repeat(2_000_000)}"}`, { piece: 1 << 16 }), refusedFor(/过长/)));
  for (const [name, bytes, encoding] of [['with a mark', Buffer.from('\ufeff{"a":"李"}\n'), 'utf-8'], ['in UTF-16', Buffer.from('\ufeff{"a":"李"}\n', 'utf16le'), 'utf-16le'], ['in GB 18030', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc0, 0xee]), Buffer.from('"}\n')]), 'gb18030']] as const) {
    test(`lines ${name} are read, and the encoding is told`, async () => {
      const found = await read('x.jsonl', bytes, { piece: 3 });
      assert.deepEqual([cellsOf(found), found.facts.encoding], [[{ a: '李' }], encoding]);
    });
  }
  test('names of prototypes are columns like others', async () => assert.deepEqual(Object.keys((await read('x.jsonl', '{"__proto__":{"x":1},"constructor":2}')).rows[0]!.cells!), ['__proto__', 'constructor']));
});

describe('XLSX', () => {
  const book = (sheet: string, more: Record<string, Uint8Array> = {}, names = ['一', '二']): Uint8Array => zipSync({
    'xl/workbook.xml': strToU8(`<workbook xmlns:r="r"><sheets>${names.map((n, i) => `<sheet name="${n}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(`<Relationships>${names.map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`), 'xl/worksheets/sheet2.xml': strToU8('<worksheet><sheetData><row><c t="inlineStr"><is><t>z</t></is></c></row><row><c><v>7</v></c></row></sheetData></worksheet>'), ...more,
  });
  const inline = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const head = `<row>${inline('a')}${inline('b')}</row>`;
  test('cells by their place, shared strings, empty cells at the end', async () => {
    const bytes = book(`${head}<row><c r="B2" t="s"><v>0</v></c></row><row><c r="A3"><v>1.5</v></c></row>`, { 'xl/sharedStrings.xml': strToU8('<sst><si><t>长</t></si></sst>') });
    assert.deepEqual(cellsOf(await read('x.xlsx', bytes)), [{ a: '', b: '长' }, { a: '1.5', b: '' }]);
  });
  test('another sheet by name; one that is not there is refused with those that are', async () => {
    assert.deepEqual(cellsOf(await read('x.xlsx', book(head), { sheet: '二' })), [{ z: '7' }]);
    await assert.rejects(read('x.xlsx', book(head), { sheet: '三' }), refusedFor(/没有工作表“三”，现有：一、二/));
  });
  test('a formula is a refused row, or its value where the source says so', async () => {
    const bytes = book(`${head}<row><c><f>1+1</f><v>2</v></c>${inline('x')}</row>`);
    assert.ok((await read('x.xlsx', bytes)).rows[0]!.fault !== undefined);
    assert.deepEqual(cellsOf(await read('x.xlsx', bytes, { formulas: 'value' })), [{ a: '2', b: 'x' }]);
  });
  const styles = { 'xl/styles.xml': strToU8('<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>') };
  test('days come by their number, from 1900 or 1904; what is no day stays as it is written', async () => {
    const days = `${head}<row><c s="1"><v>46082.75</v></c><c><v>46082</v></c></row><row><c s="1"><v>-9e20</v></c><c s="1"><v>99999999</v></c></row>`;
    assert.deepEqual(cellsOf(await read('x.xlsx', book(days, styles))), [{ a: '2026-03-01', b: '46082' }, { a: '-9e20', b: '99999999' }]);
    const mac = { ...styles, 'xl/workbook.xml': strToU8('<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="一" r:id="rId1"/></sheets></workbook>') };
    assert.deepEqual(cellsOf(await read('x.xlsx', book(`${head}<row><c s="1"><v>44620</v></c></row>`, mac))), [{ a: '2026-03-01', b: '' }]);
  });
  test('links to elsewhere and macros are neither followed nor run', async () => {
    const bytes = book(`${head}<row><c><f>[1]Sheet1!A1</f><v>9</v></c>${inline('x')}</row><row>${inline('1')}${inline('2')}</row>`, { 'xl/vbaProject.bin': new Uint8Array(100), 'xl/externalLinks/externalLink1.xml': strToU8('<externalLink/>'), 'xl/externalLinks/_rels/externalLink1.xml.rels': strToU8('<Relationships><Relationship Id="rId1" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/></Relationships>') });
    assert.deepEqual(cellsOf(await read('x.xlsx', bytes)), ['第 1 列是公式，请粘贴为数值', { a: '1', b: '2' }]);
  });
  test('a large workbook waits on the disk, enciphered, its rows come one after the other, and nothing of it stays behind', async () => {
    const rows = 120_000;
    const bytes = book(`${head}${Array.from({ length: rows }, (_, i) => `<row><c><v>${i}</v></c>${inline(`长春市南关区示范路${(i * 7919) % 1_000_003}号`)}</row>`).join('')}`);
    const spools = (): string[] => readdirSync(tmpdir()).filter((n) => n.startsWith('yiwang-spool-'));
    const before = new Set(spools());
    let [read, most, plain, last] = [0, 0, false, ''];
    for await (const batch of openTable(noParquet, { name: 'x.xlsx', size: bytes.length, stream: Readable.from([Buffer.from(bytes)]) }, { formulas: 'refuse' }, { format: 'csv', columns: [] })) {
      if (read === 0) {
        const waiting = spools().filter((n) => !before.has(n));
        assert.ok(waiting.length > 0);
        plain = waiting.some((n) => readFileSync(path.join(tmpdir(), n, 'sealed')).includes('xl/workbook.xml'));
      }
      read += batch.length;
      most = Math.max(most, batch.length);
      last = String(batch.at(-1)?.cells?.['b'] ?? last);
    }
    assert.deepEqual([read, most < rows / 20, plain, last], [rows, true, false, `长春市南关区示范路${((rows - 1) * 7919) % 1_000_003}号`]);
    assert.deepEqual(spools().filter((n) => !before.has(n)), []);
  });
  test('a reader who leaves half-way leaves nothing behind', async () => {
    const before = new Set(readdirSync(tmpdir()).filter((n) => n.startsWith('yiwang-spool-')));
    const bytes = book(`${head}${`<row>${inline('x')}${inline('y')}</row>`.repeat(20_000)}`);
    for await (const batch of openTable(noParquet, { name: 'x.xlsx', size: bytes.length, stream: Readable.from([Buffer.from(bytes)]) }, { formulas: 'refuse' }, { format: 'csv', columns: [] })) if (batch.length > 0) break;
    assert.deepEqual(readdirSync(tmpdir()).filter((n) => n.startsWith('yiwang-spool-') && !before.has(n)), []);
  });
  const whole = book(head);
  /** Says of a part that it unpacks to a hundred bytes, in both its headers. */
  const lying = (bytes: Uint8Array, name: string): Uint8Array => {
    const made = Buffer.from(bytes);
    for (const [signature, size, at] of [[0x04034b50, 22, 30], [0x02014b50, 24, 46]] as const) {
      for (let i = 0; i < made.length - at - name.length; i++) if (made.readUInt32LE(i) === signature && made.toString('latin1', i + at, i + at + name.length) === name) made.writeUInt32LE(100, i + size);
    }
    return made;
  };
  /** A part of 10 GiB of zeros in 10 MB, as its headers say or as they lie. */
  function tenGigabytes(told: number): Uint8Array {
    const mebibyte = deflateRawSync(Buffer.alloc(1 << 20), { finishFlush: constants.Z_FULL_FLUSH });
    const zeros = Buffer.concat([...Array.from({ length: 10_240 }, () => mebibyte), Buffer.from([3, 0])]);
    const made = Buffer.from(book(head));
    const name = 'xl/worksheets/sheet1.xml';
    const local = made.indexOf(name) - 30;
    const central = made.lastIndexOf(name) - 46;
    const end = made.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    const [was, from] = [made.readUInt32LE(local + 18), local + 30 + name.length + made.readUInt16LE(local + 28)];
    const grown = zeros.length - was;
    for (const at of [local + 18, central + 20]) made.writeUInt32LE(zeros.length, at);
    for (const at of [local + 22, central + 24]) made.writeUInt32LE(told, at);
    for (let at = made.readUInt32LE(end + 16); at < end; at += 46 + made.readUInt16LE(at + 28) + made.readUInt16LE(at + 30) + made.readUInt16LE(at + 32)) if (made.readUInt32LE(at + 42) > local) made.writeUInt32LE(made.readUInt32LE(at + 42) + grown, at + 42);
    made.writeUInt32LE(made.readUInt32LE(end + 16) + grown, end + 16);
    return Buffer.concat([made.subarray(0, from), zeros, made.subarray(from + was)]);
  }
  for (const [name, told] of [['told', 0xfffffffe], ['hidden', 100]] as const) {
    test(`ten gigabytes of zeros, ${name}, are refused before they are anywhere`, async () => {
      const bytes = tenGigabytes(told);
      const before = process.memoryUsage().rss;
      await assert.rejects(read('x.xlsx', bytes), refusedFor(/压缩|损坏/));
      assert.ok(process.memoryUsage().rss - before < 256 << 20);
    });
  }
  const bad: [name: string, bytes: Uint8Array, words: RegExp][] = [
    ['no zip', strToU8('a,b\n1,2\n'), /XLSX/], ['half a zip', whole.subarray(0, whole.length >> 1), /XLSX/], ['a zip of something else', zipSync({ 'a.txt': strToU8('x') }), /不是 XLSX 工作簿/],
    ['a bomb that lies about its size', lying(book('', { 'xl/sharedStrings.xml': new Uint8Array(64 << 20) }), 'xl/sharedStrings.xml'), /压缩|损坏/], ['rows without a number', book(`<row r="x">${inline('a')}</row>`), /行号有误/], ['rows that go back', book(`<row r="5">${inline('a')}</row><row r="5">${inline('1')}</row>`), /行号有误/], ['a row behind the last', book(`<row r="1048577">${inline('a')}</row>`), /行号有误/],
    ['tags without end', book('<a>'.repeat(100_000)), /标签嵌套/], ['a text of 20 MB without a tag', book(`<row><c t="inlineStr"><is><t>${Array.from({ length: 2 << 20 }, (_, i) => (i * 2_654_435_761) % 9_999_999_967).join('')}`), /过长/],
    ['four million strings that are empty', book(head, { 'xl/sharedStrings.xml': strToU8(`<sst>${Array.from({ length: 4_300_000 }, (_, i) => (i % 7 === i % 11 ? '<si />' : i % 3 === 0 ? '<si  />' : '<si/>')).join('')}</sst>`) }), /共享文字过多|压缩/],
    ['a bomb', book('', { 'xl/sharedStrings.xml': new Uint8Array(300 << 20) }), /压缩/], ['entities', book('', { 'xl/worksheets/sheet1.xml': strToU8('<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>') }), /文档类型声明/], ['broken XML', book('', { 'xl/worksheets/sheet1.xml': strToU8('<worksheet><sheetData><row></sheetData>') }), /XML|XLSX/],
  ];
  for (const [name, bytes, words] of bad) test(`${name} is refused`, () => assert.rejects(read('x.xlsx', bytes), refusedFor(words)));
});

describe('Parquet', () => {
  async function made(t: TestContext, sql: string): Promise<{ bytes: Buffer; analysis: Analysis; left: () => string[] }> {
    const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-parquet-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const { DuckDBInstance } = await import('@yiwang/duckdb');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const file = path.join(folder, 'made.parquet');
    await connection.run(`copy (${sql}) to '${file}' (format parquet, row_group_size 2048)`);
    connection.closeSync();
    instance.closeSync();
    const analysis = createAnalysis({ folder: path.join(folder, 'analysis'), limits: { memoryMiB: 256 } });
    t.after(() => analysis.close());
    return { bytes: readFileSync(file), analysis, left: () => (existsSync(path.join(folder, 'analysis')) ? readdirSync(path.join(folder, 'analysis')) : []).filter((n) => n.startsWith('incoming')) };
  }

  test('every type as it is written; long integers keep all digits; nothing stays behind', async (t) => {
    const { bytes, analysis, left } = await made(t, "select '李小明' as 姓名, 11010519491231002::bigint as number, 300.50::decimal(18,2) as fee, date '2026-03-01' as born, timestamp '2026-03-01 08:00:00.5' as seen, true as alive, 1.25::double as area, null::varchar as phone, 7::tinyint as small");
    const found = await read('x.parquet', bytes, { analysis });
    assert.deepEqual(found.rows, [{ line: 1, cells: { 姓名: '李小明', number: '11010519491231002', fee: '300.50', born: '2026-03-01', seen: '2026-03-01T08:00:00.500Z', alive: true, area: 1.25, phone: null, small: '7' } }]);
    assert.deepEqual([found.facts.format, found.facts.columns.length, left()], ['parquet', 9, []]);
  });
  test('several row groups: every row once, with its own number', async (t) => {
    const { bytes, analysis } = await made(t, 'select n as a from range(10000) r(n)');
    const { rows } = await read('x.parquet', bytes, { analysis });
    assert.equal(rows.length, 10_000);
    assert.ok(rows.every((r) => r.cells!['a'] === String(r.line - 1)));
    assert.equal(new Set(rows.map((r) => r.line)).size, 10_000);
  });
  test('a reader who stops leaves nothing behind', async (t) => {
    const { bytes, analysis, left } = await made(t, 'select n as a from range(100000) r(n)');
    for await (const _ of openTable(analysis, { name: 'x.parquet', size: bytes.length, stream: Readable.from([bytes]) }, { formulas: 'refuse' }, { format: 'csv', columns: [] })) break;
    assert.deepEqual(left(), []);
  });
  const bad: [name: string, sql: string, spoil: (bytes: Buffer) => Uint8Array, words: RegExp][] = [
    ['no Parquet', 'select 1 as a', () => strToU8('a,b\n1,2\n'), /不是 Parquet 文件/],
    ['nothing', 'select 1 as a', () => new Uint8Array(0), /不是 Parquet 文件/],
    ['half a file', 'select 1 as a', (b) => b.subarray(0, b.length >> 1), /不是 Parquet 文件/],
    ['the marks and nothing between', 'select 1 as a', () => Buffer.from('PAR1\0\0\0\0PAR1'), /不是完好的 Parquet/],
    ['a footer longer than the file', 'select 1 as a', (b) => Buffer.concat([b.subarray(0, -8), Buffer.from([0xff, 0xff, 0xff, 0x7f]), Buffer.from('PAR1')]), /不是完好的 Parquet/],
    ['a footer of noise', 'select n as a from range(1000) r(n)', (b) => Buffer.concat([b.subarray(0, -60), Buffer.alloc(52, 0xa5), b.subarray(-8)]), /不是完好的 Parquet/],
    ['pages of noise', "select 'x' || n as a from range(5000) r(n)", (b) => Buffer.concat([b.subarray(0, 4), Buffer.alloc(400, 0x5a), b.subarray(404)]), /不是完好的 Parquet/],
    ['an encrypted file', 'select 1 as a', (b) => Buffer.concat([Buffer.from('PARE'), b.subarray(4, -4), Buffer.from('PARE')]), /加密的 Parquet/],
    ['a cell of 200,000 characters', "select repeat('长', 200000) as a", (b) => b, /超过 100000 字/],
    ['a nested column', 'select [1, 2] as a', (b) => b, /嵌套/],
    ['a structure', 'select {x: 1} as a', (b) => b, /嵌套/],
    ['301 columns', `select ${Array.from({ length: 301 }, (_, i) => `1 as c${i}`).join(', ')}`, (b) => b, /列数超过/],
    ['a column without a name', 'select 1 as " "', (b) => b, /没有列名/],
  ];
  for (const [name, sql, spoil, words] of bad) {
    test(`${name} is refused`, async (t) => {
      const { bytes, analysis, left } = await made(t, sql);
      await assert.rejects(read('x.parquet', spoil(bytes), { analysis }), refusedFor(words));
      assert.deepEqual(left(), []);
    });
  }
  test('names of columns are no statements', async (t) => {
    const { bytes, analysis } = await made(t, `select 1 as "a""; drop table x; --", 2 as "file_row"`);
    assert.deepEqual(cellsOf(await read('x.parquet', bytes, { analysis })), [{ 'a"; drop table x; --': '1', file_row: '2' }]);
  });
});

test('other endings are refused', () => assert.rejects(read('x.exe', 'MZ'), refusedFor(/只收/)));
