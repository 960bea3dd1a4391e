import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { Refusal } from '#kernel/errors';
import { checkPacks, createContent, defineKind, findPacks, textSchema, type ContentProblem, type PackInput } from './index.ts';

/** The neutral example: a botanical garden with plants (YAML), beds (a table) and care sheets (compiled from a file). */
const plantKind = defineKind({
  kind: 'plant',
  schema: z.strictObject({
    name: textSchema,
    waterDays: z.int().min(1).max(60).default(7),
    bed: z.string().optional(),
    care: z.array(z.strictObject({ id: z.string(), name: z.string(), minutes: z.int().positive() })).default([]),
    soil: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('sand') }),
      z.strictObject({ type: z.literal('mix'), peatPercent: z.int().max(100) }),
    ]).optional(),
  }),
  references: (plant) => (plant.bed === undefined ? [] : [{ kind: 'bed', id: plant.bed, path: 'bed' }]),
});
const bedKind = defineKind({ kind: 'bed', table: true, schema: z.object({ id: z.string(), area: z.coerce.number().positive(), note: z.string().optional() }) });
const sheetKind = defineKind({
  kind: 'sheet',
  schema: z.strictObject({ file: z.string(), plant: z.string() }),
  compile: (sheet, source) => {
    const text = source.read(sheet.file);
    if (text.includes('axe')) source.report({ zh: '不得用斧', en: 'no axes' }, { file: sheet.file, line: 1 });
    return { words: text.trim().split(' ').length, plant: (source.find('plant', sheet.plant) as { waterDays: number } | undefined)?.waterDays };
  },
});
const kinds = [plantKind, bedKind, sheetKind];

const NATION = 'id: nation\nname: { zh: 总园, en: Head garden }\nversion: "1"\n';
const PROVINCE = 'id: province\nname: 分园\nversion: "1"\nparent: nation\n';
const ROSE = 'kind: plant\nid: rose\nname: { zh: 玫瑰, en: Rose }\n';

const content = (packs: readonly PackInput[]) => {
  const made = createContent({ packs });
  for (const kind of kinds) made.registerKind(kind);
  return made;
};
const problemsOf = (...packs: PackInput[]): Promise<ContentProblem[]> => checkPacks(packs, kinds);
const only = async (...packs: PackInput[]): Promise<ContentProblem> => {
  const problems = await problemsOf(...packs);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0] as ContentProblem;
};
const refusalOf = async (work: () => unknown): Promise<Refusal> => {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error;
  }
  return assert.fail('was not refused');
};
const folder = (t: TestContext): string => {
  const directory = mkdtempSync(path.join(tmpdir(), 'content-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
};

describe('definitions', () => {
  test('are read from several documents, files and tables, typed, frozen, with defaults', async () => {
    const c = content([{
      'pack.yaml': `${NATION}tables: [{ kind: bed, file: beds.csv }]\n`,
      'a.yaml': `${ROSE}bed: north\n---\nkind: plant\nid: fern\nname: 蕨\nwaterDays: 3\n`,
      'beds.csv': 'id,area,note\nnorth,12.5,"sunny, dry"\nsouth,3,\n',
    }]);
    await c.load();
    const rose = c.get(plantKind, 'rose');
    assert.equal(rose.value.waterDays, 7);
    assert.equal(rose.version, 1);
    assert.deepEqual(c.list(plantKind).map((d) => d.id), ['rose', 'fern']);
    assert.equal(c.get(bedKind, 'north').value.area, 12.5);
    assert.equal(c.get(bedKind, 'north').value.note, 'sunny, dry');
    assert.equal('note' in c.get(bedKind, 'south').value, false);
    assert.equal(c.get(bedKind, 'south').line, 3);
    assert.throws(() => { (rose.value as { waterDays: number }).waterDays = 1; }, TypeError);
    assert.equal(c.get(plantKind, 'fern').line, 6);
  });

  test('find comes back empty, get throws with a code', async () => {
    const c = content([{ 'pack.yaml': NATION, 'a.yaml': `${ROSE}validFrom: 2026-03-01\n` }]);
    assert.equal((await refusalOf(() => c.get(plantKind, 'rose'))).code, 'content.notLoaded');
    await c.load();
    assert.equal(c.find(plantKind, 'tulip'), undefined);
    assert.equal((await refusalOf(() => c.get(plantKind, 'tulip'))).code, 'content.unknownDefinition');
    assert.equal((await refusalOf(() => c.get(plantKind, 'rose', { version: 9 }))).code, 'content.unknownVersion');
    assert.equal((await refusalOf(() => c.get(plantKind, 'rose', { on: '2026-02-28' }))).code, 'content.notInForce');
    assert.equal((await refusalOf(() => c.get('weed', 'x'))).code, 'content.unknownKind');
  });

  test('several versions stand; a date chooses the highest in force', async () => {
    const v = (n: number, dates: string) => `---\nkind: plant\nid: rose\nversion: ${n}\nname: v${n}\n${dates}`;
    const c = content([{ 'pack.yaml': NATION, 'a.yaml': v(1, 'validTo: 2026-06-30\n') + v(2, 'validFrom: 2026-07-01\n') + v(3, 'validFrom: 2027-01-01\n') }]);
    await c.load();
    const on = (day: string) => c.find(plantKind, 'rose', { on: day })?.version;
    assert.deepEqual([on('2026-06-30'), on('2026-07-01'), on('2026-12-31'), on('2027-01-01')], [1, 2, 2, 3]);
    assert.equal(c.get(plantKind, 'rose').version, 3);
    assert.deepEqual(c.versions(plantKind, 'rose').map((d) => d.version), [3, 2, 1]);
    assert.deepEqual(c.list(plantKind, { on: '2026-08-01' }).map((d) => d.version), [2]);
  });

  test('compile reads files beside the definition and other definitions', async () => {
    const files = { 'pack.yaml': NATION, 'a.yaml': `${ROSE}waterDays: 5\n`, 'care/s.yaml': 'kind: sheet\nid: s\nfile: how.txt\nplant: rose\n', 'care/how.txt': 'cut in march\n' };
    const c = content([files]);
    await c.load();
    assert.deepEqual(c.get(sheetKind, 's').compiled, { words: 3, plant: 5 });
    assert.equal((await only({ ...files, 'care/s.yaml': 'kind: sheet\nid: s\nfile: ../../etc/passwd\nplant: rose\n' })).code, 'fileMissing');
    assert.equal((await only({ ...files, 'care/s.yaml': 'kind: sheet\nid: s\nfile: /etc/passwd\nplant: rose\n' })).code, 'fileMissing');
    const axe = await only({ ...files, 'care/how.txt': 'use an axe' });
    assert.deepEqual([axe.code, axe.file, axe.zh, axe.en], ['compile', 'how.txt', '不得用斧', 'no axes']);
  });
});

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

describe('packs', () => {
  test('an unknown parent, a ring, a double, a missing manifest', async () => {
    assert.equal((await only({ 'pack.yaml': PROVINCE })).code, 'packParent');
    const ring = await problemsOf({ 'pack.yaml': PROVINCE }, { 'pack.yaml': `${NATION}parent: province\n` });
    assert.ok(ring.length > 0 && ring.every((p) => p.code === 'packParent'));
    assert.equal((await only({ 'pack.yaml': NATION }, { 'pack.yaml': NATION })).code, 'packDuplicate');
    assert.equal((await only({ 'a.yaml': ROSE })).code, 'manifest');
    const p = await only({ 'pack.yaml': `${NATION}colour: red\n` });
    assert.deepEqual([p.code, p.file], ['manifest', 'pack.yaml']);
  });

  test('the lower pack replaces what the upper one has; siblings may not', async () => {
    const nation = { 'pack.yaml': NATION, 'a.yaml': `${ROSE}waterDays: 9\n` };
    const c = content([{ 'pack.yaml': PROVINCE, 'a.yaml': 'kind: plant\nid: rose\nname: 省玫瑰\n' }, nation]);
    await c.load();
    assert.deepEqual([c.get(plantKind, 'rose').value.waterDays, c.get(plantKind, 'rose').pack], [7, 'province']);
    const sibling = { 'pack.yaml': PROVINCE.replace('id: province', 'id: other'), 'a.yaml': ROSE };
    assert.equal((await only(nation, { 'pack.yaml': PROVINCE, 'a.yaml': ROSE }, sibling)).code, 'duplicate');
  });

  test('a folder inside with its own pack.yaml is another pack; digests and samples', async (t) => {
    const directory = folder(t);
    mkdirSync(path.join(directory, 'demo/samples'), { recursive: true });
    writeFileSync(path.join(directory, 'pack.yaml'), NATION);
    writeFileSync(path.join(directory, 'demo/pack.yaml'), `${PROVINCE}demonstration: true\n`);
    writeFileSync(path.join(directory, 'demo/a.yaml'), ROSE);
    writeFileSync(path.join(directory, 'demo/samples/a.yaml'), 'answers: { no: kind }\n');
    assert.deepEqual(findPacks(directory), [directory, path.join(directory, 'demo')]);
    const c = content(findPacks(directory));
    await c.load();
    assert.equal(c.get(plantKind, 'rose').demonstration, true);
    assert.deepEqual(c.packs().map((p) => [p.id, p.definitions, p.demonstration]), [['nation', 0, false], ['province', 1, true]]);
    const before = c.packs().map((p) => p.digest);
    writeFileSync(path.join(directory, 'demo/samples/a.yaml'), 'answers: { no: sort }\n');
    await c.reload();
    const after = c.packs().map((p) => p.digest);
    assert.equal(after[0], before[0]);
    assert.notEqual(after[1], before[1]);
  });
});

describe('inheritance', () => {
  const upper = {
    'pack.yaml': NATION,
    'a.yaml': `${ROSE}waterDays: 9\nlocked: [name, "care.*.name"]\ncare:\n  - { id: cut, name: 剪, minutes: 10 }\n  - { id: tie, name: 绑, minutes: 5 }\n`,
  };
  const lower = (yaml: string) => ({ 'pack.yaml': PROVINCE, 'b.yaml': `kind: plant\nid: rose\nextends: rose\n${yaml}` });

  test('merges mappings, lists by id, and null removes', async () => {
    const c = content([upper, lower('waterDays: null\ncare:\n  - { id: tie, minutes: 8 }\n  - { id: dig, name: 挖, minutes: 1 }\n')]);
    await c.load();
    const { value } = c.get(plantKind, 'rose');
    assert.equal(value.waterDays, 7);
    assert.deepEqual(value.care.map((s) => [s.id, s.name, s.minutes]), [['cut', '剪', 10], ['tie', '绑', 8], ['dig', '挖', 1]]);
  });

  test('what is locked above cannot be changed, removed or hidden below', async () => {
    const locked = async (yaml: string) => { const p = await only(upper, lower(yaml)); return [p.code, p.file, p.line, p.path]; };
    assert.deepEqual(await locked('name: 我的玫瑰\n'), ['locked', 'b.yaml', 4, 'name']);
    assert.deepEqual(await locked('care:\n  - { id: tie, name: 捆 }\n'), ['locked', 'b.yaml', 5, 'care.tie.name']);
    assert.deepEqual(await locked('care: []\n'), ['locked', 'b.yaml', 4, 'care.cut.name']);
    assert.equal((await only(upper, { 'pack.yaml': PROVINCE, 'b.yaml': ROSE })).code, 'overlay');
  });

  test('province, city and county: locks add up, divisions nest', async () => {
    const chain = (county: string) => ({
      'pack.yaml': NATION,
      'a.yaml': [
        'kind: plant\nid: p\ndivision: "22"\nname: 省\nwaterDays: 9\nlocked: [name]\n',
        'kind: plant\nid: c\nextends: p\ndivision: "2201"\nwaterDays: 5\nlocked: [waterDays]\n',
        `kind: plant\nid: k\nextends: c\n${county}`,
      ].join('---\n'),
    });
    assert.deepEqual(await problemsOf(chain('division: "220102"\nwaterDays: 5\n')), []);
    assert.equal((await only(chain('division: "220102"\nwaterDays: 4\n'))).path, 'waterDays');
    assert.equal((await only(chain('division: "220102"\nname: 县\n'))).path, 'name');
    assert.equal((await only(chain('division: "220202"\n'))).path, 'division');
    const c = content([chain('division: "220102"\n')]);
    await c.load();
    assert.deepEqual(c.list(plantKind, { division: '220102' }).map((d) => d.id), ['p', 'c', 'k']);
    assert.deepEqual(c.list(plantKind, { division: '2202' }).map((d) => d.id), ['p']);
  });

  test('rings and self-references are refused', async () => {
    const ring = await problemsOf({ 'pack.yaml': NATION, 'a.yaml': 'kind: plant\nid: a\nextends: b\nname: a\n---\nkind: plant\nid: b\nextends: a\nname: b\n' });
    assert.ok(ring.length > 0 && ring.every((p) => p.code === 'extends'));
    assert.equal((await only({ 'pack.yaml': NATION, 'a.yaml': `${ROSE}extends: rose\n` })).code, 'extends');
  });

  test('a fault inherited from above is shown where it was written', async () => {
    const problems = await problemsOf({ 'pack.yaml': NATION, 'a.yaml': `${ROSE}waterDays: 99\n` }, lower(''));
    assert.deepEqual(problems.map((p) => [p.file, p.line]), [['a.yaml', 4]]);
  });
});

describe('reload', () => {
  const pack = (yaml: string) => ({ 'pack.yaml': NATION, 'a.yaml': yaml });

  test('swaps only when everything is right', async () => {
    const files = pack(ROSE);
    const c = content([files]);
    await c.load();
    const before = c.snapshot();
    files['a.yaml'] = `${ROSE}version: 2\nwaterDays: never\n`;
    const refused = await refusalOf(() => c.reload());
    assert.equal(refused.code, 'content.packsRefused');
    assert.equal((refused.parameters['problems'] as ContentProblem[])[0]?.line, 5);
    assert.equal(c.snapshot(), before);
    files['a.yaml'] = `${ROSE}version: 2\nwaterDays: 2\n`;
    await c.reload();
    assert.equal(c.get(plantKind, 'rose').value.waterDays, 2);
    assert.equal(before.get(plantKind, 'rose').value.waterDays, 7);
  });

  test('a version once served stays readable; its body may not change', async () => {
    const files = pack(ROSE);
    const c = content([files]);
    await c.load();
    files['a.yaml'] = `${ROSE}version: 2\nwaterDays: 2\n`;
    await c.reload();
    assert.equal(c.get(plantKind, 'rose', { version: 1 }).value.waterDays, 7);
    for (const yaml of [`${ROSE}version: 2\nwaterDays: 3\n`, `${ROSE}waterDays: 8\n`]) {
      files['a.yaml'] = yaml;
      const refused = await refusalOf(() => c.reload());
      assert.equal((refused.parameters['problems'] as ContentProblem[])[0]?.code, 'changed');
    }
    files['a.yaml'] = `# a remark changes nothing\n${ROSE}version: 2\nwaterDays: 2\n`;
    await c.reload();
  });

  test('a file that a compilation read counts as its body', async () => {
    const files = { ...pack(ROSE), 's.yaml': 'kind: sheet\nid: s\nfile: how.txt\nplant: rose\n', 'how.txt': 'cut' };
    const c = content([files]);
    await c.load();
    files['how.txt'] = 'cut more';
    const refused = await refusalOf(() => c.reload());
    assert.match(refused.message, /sheet "s" version 1/);
  });

  test('rows of a table may be corrected in place', async () => {
    const files = { 'pack.yaml': `${NATION}tables: [{ kind: bed, file: b.csv }]\n`, 'b.csv': 'id,area\nn,1\n' };
    const c = content([files]);
    await c.load();
    files['b.csv'] = 'id,area\nn,2\n';
    await c.reload();
    assert.equal(c.get(bedKind, 'n').value.area, 2);
  });

  test('a second process starts from the cache of parsed files, and a broken cache is no harm', async (t) => {
    const directory = folder(t);
    const start = async () => {
      const c = createContent({ packs: [pack(`${ROSE}waterDays: 4\n`)], cacheDirectory: directory });
      c.registerKind(plantKind);
      await c.load();
      return c.get(plantKind, 'rose');
    };
    const first = await start();
    assert.deepEqual(await start(), first);
    writeFileSync(path.join(directory, 'content-parsed.json'), '{"format":1,"entries":');
    assert.deepEqual(await start(), first);
  });
});

test('JSON Schema for editors takes what the loader takes: envelope and body', (t) => {
  const c = content([]);
  const schema = c.schemaOf('plant') as { title: string; properties: Record<string, unknown>; required: string[] };
  assert.equal(schema.title, 'plant');
  assert.deepEqual(schema.required, ['kind', 'id', 'name']);
  assert.deepEqual(schema.properties['kind'], { const: 'plant' });
  for (const key of ['version', 'validFrom', 'extends', 'locked', 'waterDays']) assert.ok(key in schema.properties, key);
  assert.deepEqual(c.writeSchemas(folder(t)).sort(), ['bed.schema.json', 'plant.schema.json', 'sheet.schema.json']);
});

test('no text at all makes a load throw', async () => {
  const piece = fc.constantFrom('kind: plant', 'id: rose', 'name: x', 'extends: rose', 'extends: rose@1', 'locked: [name]', '\n', '---\n', '  ', '- ', ': ', '{', '}', '[', ']', '&a ', '*a', '"', "'", '|', '>', '#', '!t ', '%YAML 9.9\n', '\t', '<<: ', '? ', 'care:\n', '玫瑰', '\ud800');
  await fc.assert(fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
    for (const p of await problemsOf({ 'pack.yaml': NATION, 'a.yaml': pieces.join('') })) assert.ok(p.line >= 1 && p.column >= 1 && p.zh !== '' && p.en !== '', JSON.stringify(p));
  }), { numRuns: 300 });
});

describe('versions of packs above', () => {
  const nation = { 'pack.yaml': NATION, 'a.yaml': `${ROSE}version: 1\nwaterDays: 3\nlocked: [waterDays]\n` };
  const city = (version: number, text: string) => ({ 'pack.yaml': PROVINCE, 'a.yaml': `kind: plant\nid: rose\nversion: ${version}\nextends: rose\n${text}` });
  const write = (directory: string, name: string, files: Record<string, string>): string => {
    mkdirSync(path.join(directory, name));
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(directory, name, file), text);
    return path.join(directory, name);
  };

  test('stay reachable by number after a version was published below, and after a restart', async (t) => {
    const directory = folder(t);
    const packs = [write(directory, 'nation', nation)];
    const before = content(packs);
    await before.load();
    const began = before.get(plantKind, 'rose');
    packs.push(write(directory, 'city', city(2, 'bed: north\nname: 城市玫瑰\n')));
    writeFileSync(path.join(directory, 'city', 'bed.csv'), 'id,area\nnorth,3\n');
    writeFileSync(path.join(directory, 'city', 'pack.yaml'), `${PROVINCE}tables: [{ kind: bed, file: bed.csv }]\n`);
    const after = content(packs);
    await after.load();
    const pinned = after.get(plantKind, 'rose', { version: 1 });
    assert.deepEqual([pinned.value, pinned.digest, pinned.pack], [began.value, began.digest, 'nation']);
    assert.equal(after.get(plantKind, 'rose').version, 2);
    assert.deepEqual(after.list(plantKind).map((d) => d.version), [2]);
    assert.deepEqual(after.versions(plantKind, 'rose').map((d) => d.version), [2]);
  });

  test('do not come to the fore by a higher number', async () => {
    const c = content([{ ...nation, 'a.yaml': `${ROSE}version: 7\n` }, city(2, '')]);
    await c.load();
    assert.equal(c.get(plantKind, 'rose').version, 2);
    assert.equal(c.get(plantKind, 'rose', { version: 7 }).pack, 'nation');
  });

  test('give way where the lower pack has the same number', async () => {
    const c = content([nation, city(1, 'name: 城市玫瑰\n')]);
    await c.load();
    assert.equal(c.get(plantKind, 'rose', { version: 1 }).pack, 'province');
  });

  test('rows of tables have no versions to keep', async () => {
    const c = content([{ 'pack.yaml': `${NATION}tables: [{ kind: bed, file: b.csv }]\n`, 'b.csv': 'id,area\nnorth,1\n' }, { 'pack.yaml': `${PROVINCE}tables: [{ kind: bed, file: b.csv }]\n`, 'b.csv': 'id,area\nnorth,2\n' }]);
    await c.load();
    assert.equal(c.get(bedKind, 'north').value.area, 2);
  });

  test('locks are told with the definition, inherited ones too', async () => {
    const c = content([nation, city(2, 'locked: [name]\n')]);
    await c.load();
    assert.deepEqual([c.get(plantKind, 'rose').locked.toSorted(), c.get(plantKind, 'rose', { version: 1 }).locked], [['name', 'waterDays'], ['waterDays']]);
  });
});
