import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bedKind, content, folder, NATION, only, plantKind, refusalOf, ROSE, sheetKind } from './garden.sample.ts';

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

test('JSON Schema for editors takes what the loader takes: envelope and body', (t) => {
  const c = content([]);
  const schema = c.schemaOf('plant') as { title: string; properties: Record<string, unknown>; required: string[] };
  assert.equal(schema.title, 'plant');
  assert.deepEqual(schema.required, ['kind', 'id', 'name']);
  assert.deepEqual(schema.properties['kind'], { const: 'plant' });
  for (const key of ['version', 'validFrom', 'extends', 'locked', 'waterDays']) assert.ok(key in schema.properties, key);
  assert.deepEqual(c.writeSchemas(folder(t)).sort(), ['bed.schema.json', 'plant.schema.json', 'sheet.schema.json']);
});
