import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { bedKind, content, folder, NATION, only, plantKind, problemsOf, PROVINCE, ROSE } from './garden.sample.ts';
import { findPacks } from './index.ts';

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
