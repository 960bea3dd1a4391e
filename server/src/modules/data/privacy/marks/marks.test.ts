import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markCell, namedBelow, readMarks, suspects, tail, wordOf } from './mark-cells.ts';
import { cellsOf, writeTable } from './table-text.ts';

const mark = { key: Buffer.from('key of the house') };
const ids = Array.from({ length: 300 }, (_, i) => `export-${i}`);
const surnames = '王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁'.split('');
/** Register list as it is exported: name, number (masked), phone (masked), address (text), date. */
const plainRows = (n: number): string[][] => Array.from({ length: n }, (_, i) => [`${surnames[i % 20]}*${surnames[(i * 7) % 20]}`, `220***********${String(1000 + ((i * 37) % 9000))}`, `13${i % 10}****${String(1000 + ((i * 53) % 9000))}`, `长春市南关区人民大街${i}号`, '2026-01-01']);
const marked = (exportId: string, n: number): string[][] => {
  const word = wordOf(mark, exportId);
  return plainRows(n).map((r) => r.map((cell, column) => markCell(mark, word, cell, column === 3)));
};
const trace = (cells: string[]) => suspects(mark, readMarks(mark, cells), ids);
/** A fixed sequence in [0, 1), so that every run mutilates alike. */
const chance = (seed: number) => () => ((seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31);

test('a reader sees what was there', () => {
  for (const [i, row] of marked('export-7', 50).entries()) row.forEach((cell, c) => assert.equal(cell.replace(/[\u200b\u200c]/g, '').replace(/\*{4,}/g, (s) => s).replace(/\*+/g, '*'), plainRows(50)[i]![c]!.replace(/\*+/g, '*')));
  assert.equal(marked('export-7', 1)[0]![4], '2026-01-01');
});

const mutilations: [string, (rows: string[][], random: () => number) => string[]][] = [
  ['whole', (rows) => rows.flat()],
  ['rows shuffled', (rows, random) => rows.map((r) => [random(), r] as const).toSorted((a, b) => a[0] - b[0]).flatMap(([, r]) => r)],
  ['70 % of the rows dropped', (rows, random) => rows.filter(() => random() > 0.7).flat()],
  ['only the column of masked numbers', (rows) => rows.map((r) => r[1]!)],
  ['only the column of addresses', (rows) => rows.map((r) => r[3]!)],
  ['zero-width characters stripped', (rows) => rows.flat().map((c) => c.replace(/[\u200b-\u200d\u2060\ufeff]/g, ''))],
  ['90 % dropped, shuffled, two columns left', (rows, random) => rows.filter(() => random() > 0.9).flatMap((r) => [r[3]!, r[2]!])],
  ['mixed with as many rows of nobody', (rows) => [...rows.flat(), ...plainRows(900).slice(500).flat()]],
];
for (const [name, mutilate] of mutilations) {
  test(`500 rows, ${name}: the export is named, among 300, in every one of 5 leaks`, (t) => {
    let worst = 0;
    for (let k = 0; k < 5; k += 1) {
      const [first, second] = trace(mutilate(marked(ids[k * 11]!, 500), chance(k + 1)));
      assert.deepEqual([first?.exportId, first!.chance < namedBelow, second!.chance > namedBelow], [ids[k * 11], true, true]);
      worst = Math.max(worst, first!.chance);
    }
    t.diagnostic(`worst chance of error ${worst.toExponential(1)}`);
  });
}

test('a small piece names by what it has: 6 numbers are too few for certainty, 60 rows are enough', () => {
  assert.equal(trace(marked('export-5', 60).flat())[0]?.exportId, 'export-5');
  const [best] = trace(marked('export-5', 6).map((r) => r[1]!));
  assert.equal(best!.chance > namedBelow, true);
});

test('a file that no export made accuses nobody', () => {
  assert.deepEqual(trace(plainRows(500).flat()).filter((s) => s.chance < namedBelow), []);
  assert.deepEqual(trace(marked('export-of-another-house', 500).flat()).filter((s) => s.chance < namedBelow), []);
  assert.deepEqual(trace([]).filter((s) => s.chance < 1), []);
});

test('two officers who mix their copies row by row are both found', () => {
  const [a, b] = [marked('export-1', 500), marked('export-2', 500)];
  assert.deepEqual(trace(a.flatMap((r, i) => (i % 2 === 0 ? r : b[i]!))).slice(0, 2).map((s) => [s.exportId, s.chance < namedBelow]).toSorted(), [['export-1', true], ['export-2', true]]);
});

test('the tail of fair coins', () => {
  assert.equal(tail(10, 0), 1);
  assert.equal(tail(10, 10), 2 ** -10);
  assert.ok(Math.abs(tail(4, 3) - 5 / 16) < 1e-12);
});

test('written and read again: CSV, XLSX, a piece of text; formulas are defused', async () => {
  const rows = [['姓名', '说明'], ['=HYPERLINK("http://x")', '@cmd'], ...marked('export-9', 60)];
  for (const format of ['csv', 'xlsx'] as const) {
    const bytes = await writeTable(format, rows);
    const cells = await cellsOf(bytes);
    assert.equal(trace(cells)[0]?.exportId, 'export-9');
    assert.equal(cells.some((c) => /^[=@]/.test(c)), false, format);
  }
  const torn = marked('export-9', 60).map((r) => r.join('\t')).join('\n');
  for (const text of [torn, `"${torn}`]) assert.equal(trace(await cellsOf(Buffer.from(text)))[0]?.exportId, 'export-9');
});
