import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { folder, NATION, only, problemsOf, ROSE } from './garden.sample.ts';
import { checkPacks, defineKind } from './index.ts';

describe('a refusal names file, line, column and says why in both languages', () => {
  const cases: [name: string, yaml: string, code: string, line: number, column: number, path: string, zh: RegExp, en: RegExp][] = [
    ['wrong type', `${ROSE}waterDays: soon\n`, 'schema', 4, 1, 'waterDays', /数字|number|整数/, /number/],
    ['missing key', 'kind: plant\nid: rose\n', 'schema', 1, 1, 'name', /无效|期望/, /Invalid/],
    ['too large', `${ROSE}waterDays: 90\n`, 'schema', 4, 1, 'waterDays', /60/, /60/],
    ['misspelt key', `${ROSE}watterDays: 9\n`, 'unknownKey', 4, 1, 'watterDays', /watterDays/, /watterDays/],
    ['deep in a list', `${ROSE}care:\n  - { id: a, name: cut, minutes: 3 }\n  - { id: b, name: tie, minutes: -1 }\n`, 'schema', 6, 25, 'care.1.minutes', /0/, /0/],
    ['inside a union', `${ROSE}soil:\n  type: mix\n  peatPercent: 120\n`, 'schema', 6, 3, 'soil.peatPercent', /100/, /100/],
    ['unresolved reference', `${ROSE}bed: moon\n`, 'reference', 4, 1, 'bed', /不存在/, /does not exist/],
    ['unknown kind', 'kind: weed\nid: x\n', 'unknownKind', 1, 1, 'kind', /weed/, /weed/],
    ['bad date', `${ROSE}validFrom: 2026-02-30\n`, 'envelope', 4, 1, 'validFrom', /日期/, /date/],
    ['bad version', `${ROSE}version: 0\n`, 'envelope', 4, 1, 'version', /1/, /1/],
    ['no kind', 'id: rose\n', 'envelope', 1, 1, 'kind', /./, /./],
    ['syntax', 'kind: plant\nid: [rose\n', 'yaml', 3, 1, '', /YAML/, /YAML/],
    ['same key twice', `${ROSE}name: b\n`, 'yaml', 4, 1, '', /YAML/, /unique/],
    ['unknown tag', `${ROSE}bed: !!js/function x\n`, 'yaml', 4, 6, '', /YAML/, /tag/],
    ['missing base', `${ROSE}extends: lily\n`, 'extends', 4, 1, 'extends', /lily/, /lily/],
  ];
  for (const [name, yaml, code, line, column, where, zh, en] of cases) {
    test(name, async () => {
      const p = await only({ 'pack.yaml': NATION, 'x/a.yaml': yaml });
      assert.deepEqual([p.code, p.pack, p.file, p.line, p.column, p.path], [code, 'nation', 'x/a.yaml', line, column, where]);
      assert.match(p.zh, zh);
      assert.match(p.en, en);
    });
  }

  test('a key that a lax schema would drop', async () => {
    const lax = defineKind({ kind: 'lax', schema: z.object({ list: z.array(z.object({ a: z.string() })) }) });
    const [p] = await checkPacks([{ 'pack.yaml': NATION, 'a.yaml': 'kind: lax\nid: x\nlist:\n  - a: b\n    c: d\n' }], [lax]);
    assert.deepEqual([p?.code, p?.line, p?.path], ['unknownKey', 5, 'list.0.c']);
  });

  test('a key of another branch, in strict and lax unions', async () => {
    for (const object of [z.strictObject, z.object] as const) {
      const kind = defineKind({ kind: 'u', schema: z.discriminatedUnion('t', [object({ t: z.literal('a'), x: z.string() }), object({ t: z.literal('b'), y: z.string() })]) });
      const problems = await checkPacks([{ 'pack.yaml': NATION, 'a.yaml': 'kind: u\nid: i\nt: a\nx: m\ny: n\n' }], [kind]);
      assert.deepEqual(problems.map((p) => [p.code, p.line, p.path]), [['unknownKey', 5, 'y']]);
    }
  });

  test('the same definition twice', async () => {
    const p = await only({ 'pack.yaml': NATION, 'a.yaml': ROSE, 'b.yaml': ROSE });
    assert.deepEqual([p.code, p.file, p.line], ['duplicate', 'b.yaml', 2]);
    assert.match(p.en, /a\.yaml:1/);
  });

  test('a table: number of cells, quotes, missing column, wrong value', async () => {
    const table = (csv: string) => only({ 'pack.yaml': `${NATION}tables: [{ kind: bed, file: b.csv }]\n`, 'b.csv': csv });
    const place = async (csv: string) => { const p = await table(csv); return [p.code, p.line]; };
    assert.deepEqual(await place('id,area\nn,1\ns\n'), ['table', 3]);
    assert.deepEqual(await place('id,area\nn,1\n"s,2\n'), ['csv', 4]);
    assert.deepEqual(await place('code,area\nn,1\n'), ['table', 1]);
    assert.deepEqual(await place('id,id\nn,1\n'), ['table', 1]);
    assert.deepEqual(await place('id,area\nn,1\ns,none\n'), ['schema', 3]);
    assert.deepEqual(await place('id,area,colour\nn,1,red\n'), ['unknownKey', 2]);
  });
});

describe('hostile files are refused, not obeyed', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]', ...'bcdefgh'.split('').map((c, i) => `${c}: &${c} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(',')}]`)].join('\n');
  const cases: [string, string][] = [
    ['alias bomb', `${ROSE}${bomb}\n`],
    ['deep flow nesting', `${ROSE}x: ${'['.repeat(50_000)}`],
    ['deep block nesting', `${ROSE}${Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}k:`).join('\n')}`],
    ['prototype key', `${ROSE}__proto__: { waterDays: 1 }\n`],
    ['large', `${ROSE}# ${'x'.repeat(2_000_001)}\n`],
    ['NUL', `${ROSE}bed: a\u0000b\n`],
  ];
  for (const [name, yaml] of cases) {
    test(name, async () => {
      const started = performance.now();
      const p = await only({ 'pack.yaml': NATION, 'a.yaml': yaml });
      assert.ok(['yaml', 'tooLarge', 'encoding'].includes(p.code), p.code);
      assert.ok(performance.now() - started < 5000);
    });
  }

  test('wrong encodings and symbolic links', async (t) => {
    const directory = folder(t);
    writeFileSync(path.join(directory, 'pack.yaml'), NATION);
    writeFileSync(path.join(directory, 'gbk.yaml'), Buffer.from([0x6b, 0x3a, 0x20, 0xc3, 0xb5, 0xb9]));
    writeFileSync(path.join(directory, 'utf16.yaml'), Buffer.from(`\ufeff${ROSE}`, 'utf16le'));
    assert.deepEqual((await problemsOf(directory)).map((p) => [p.code, p.file]), [['encoding', 'gbk.yaml'], ['encoding', 'utf16.yaml']]);
    symlinkSync('/etc/hostname', path.join(directory, 'link.yaml'));
    assert.equal((await only(directory)).code, 'link');
  });

  test('a byte order mark is fine', async () => {
    assert.deepEqual(await problemsOf({ 'pack.yaml': NATION, 'a.yaml': `\ufeff${ROSE}` }), []);
  });
});

test('no text at all makes a load throw', async () => {
  const piece = fc.constantFrom('kind: plant', 'id: rose', 'name: x', 'extends: rose', 'extends: rose@1', 'locked: [name]', '\n', '---\n', '  ', '- ', ': ', '{', '}', '[', ']', '&a ', '*a', '"', "'", '|', '>', '#', '!t ', '%YAML 9.9\n', '\t', '<<: ', '? ', 'care:\n', '玫瑰', '\ud800');
  await fc.assert(fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
    for (const p of await problemsOf({ 'pack.yaml': NATION, 'a.yaml': pieces.join('') })) assert.ok(p.line >= 1 && p.column >= 1 && p.zh !== '' && p.en !== '', JSON.stringify(p));
  }), { numRuns: 300 });
});
