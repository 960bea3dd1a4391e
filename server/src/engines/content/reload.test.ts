import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { bedKind, content, folder, NATION, plantKind, refusalOf, ROSE } from './garden.sample.ts';
import { createContent, type ContentProblem } from './index.ts';

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
