import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { CsvError, createCsvReader, formatCsv, parseCsv, readCsv } from './csv.ts';

const cells = (text: string): string[][] => parseCsv(text).map((r) => r.cells);
const failsAt = (text: string): [number, number] => {
  try {
    parseCsv(text);
  } catch (error) {
    assert.ok(error instanceof CsvError);
    return [error.line, error.column];
  }
  return assert.fail('was not refused');
};

describe('RFC 4180', () => {
  const cases: [name: string, text: string, records: string[][]][] = [
    ['nothing', '', []],
    ['one cell', 'a', [['a']]],
    ['both line ends', 'a,b\r\nc,d\ne,f', [['a', 'b'], ['c', 'd'], ['e', 'f']]],
    ['no record after the last line end', 'a\r\n', [['a']]],
    ['empty cells', ',\n,', [['', ''], ['', '']]],
    ['an empty line is a record of one empty cell', 'a\n\nb\n', [['a'], [''], ['b']]],
    ['a trailing comma', 'a,', [['a', '']]],
    ['quotes', '"a,b","c""d","e\nf"\n', [['a,b', 'c"d', 'e\nf']]],
    ['an empty quoted cell', '"",x', [['', 'x']]],
    ['only quotes', '""""', [['"']]],
    ['byte order mark', '\ufeffa', [['a']]],
    ['Chinese and rare characters', '长春,𬭎\n', [['长春', '𬭎']]],
  ];
  for (const [name, text, records] of cases) test(name, () => assert.deepEqual(cells(text), records));

  test('lines are counted through quoted line ends', () => {
    assert.deepEqual(parseCsv('a\n"b\n\nc"\nd\n').map((r) => r.line), [1, 2, 5]);
  });
});

describe('refused with line and column', () => {
  const cases: [name: string, text: string, at: [number, number]][] = [
    ['quote inside a bare cell', 'a\nb"c', [2, 2]],
    ['text after a closing quote', 'x,"a"b', [1, 6]],
    ['carriage return alone', 'a\rb', [1, 2]],
    ['open quote', 'a\n"b\nc', [3, 2]],
  ];
  for (const [name, text, at] of cases) test(name, () => assert.deepEqual(failsAt(text), at));

  test('limits on cells', () => {
    assert.throws(() => parseCsv(`a,${'x'.repeat(11)}`, { cellLengthMax: 10, cellsMax: 9 }), CsvError);
    assert.throws(() => parseCsv(`"${'x'.repeat(11)}"`, { cellLengthMax: 10, cellsMax: 9 }), CsvError);
    assert.throws(() => parseCsv(`${','.repeat(9)}\n`, { cellLengthMax: 10, cellsMax: 9 }), CsvError);
  });

  test('bytes that are not UTF-8', async () => {
    const read = async () => { for await (const _ of readCsv((async function* () { yield Buffer.from([0xc3, 0x28]); })())); };
    await assert.rejects(read(), CsvError);
  });
});

const anyCell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '长', '𬭎', ' ') });
const anyTable = fc.array(fc.array(anyCell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });

test('what is written is read back', () => {
  fc.assert(fc.property(anyTable, (rows) => assert.deepEqual(cells(formatCsv(rows)), rows)));
});

test('pieces of any size give the same records, lines and refusals as the whole', () => {
  const outcome = (read: () => unknown): unknown => {
    try {
      return read();
    } catch (error) {
      assert.ok(error instanceof CsvError);
      return [error.line, error.column, error.words.en];
    }
  };
  const anyText = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '长'), maxLength: 30 });
  fc.assert(fc.property(fc.oneof(anyTable.map((t) => formatCsv(t)), anyText), fc.integer({ min: 1, max: 5 }), (text, size) => {
    const pieces = outcome(() => {
      const reader = createCsvReader();
      const records = [];
      for (let i = 0; i < text.length; i += size) records.push(...reader.push(text.slice(i, i + size)));
      return [...records, ...reader.end()];
    });
    assert.deepEqual(pieces, outcome(() => parseCsv(text)));
  }), { numRuns: 500 });
});

test('a stream that cuts characters in two', async () => {
  const bytes = Buffer.from('长春,"𬭎\n"\n吉林,x\n');
  const records = [];
  for await (const record of readCsv((async function* () { for (const b of bytes) yield Uint8Array.of(b); })())) records.push(record);
  assert.deepEqual(records, [{ cells: ['长春', '𬭎\n'], line: 1 }, { cells: ['吉林', 'x'], line: 3 }]);
});
