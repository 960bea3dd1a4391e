import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { checkContent } from '../src/check-packs.ts';
import { processActions } from '../src/compose/process-actions.ts';

const root = path.resolve(import.meta.dirname, '../..');
const house = path.join(root, 'content');

function yiwang(...args: string[]): { code: number | null; out: string } {
  const done = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(root, 'server/src/check-content.ts'), ...args], { encoding: 'utf8', cwd: root, timeout: 120_000 });
  return { code: done.status, out: done.stdout };
}

function temporary(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), '内容 pack-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A place's own pack below the national one. */
function pack(t: TestContext, files: Record<string, string>): string {
  const folder = temporary(t);
  for (const [name, text] of Object.entries({ 'pack.yaml': 'id: town\nname: 示例县\nversion: "1"\nparent: national\n', ...files })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const wrongList = { 'code-lists/colour.yaml': 'kind: code-list\nid: colour\nname: 颜色\nitems:\n  - { code: "1", name: 红 }\nunheard: 3\n' };

test('all content of the house has no problems', async () => {
  assert.deepEqual((await checkContent([house], house))?.problems, []);
});

test('a wrong definition is named with file and line, in both languages; the pack above is found', (t) => {
  const { code, out } = yiwang('check', pack(t, wrongList));
  assert.equal(code, 1, out);
  assert.match(out, /^town\/code-lists\/colour\.yaml:6:1 .*不认识的字段“unheard” · unknown key "unheard"$/m);
});

test('for programs the same as JSON', (t) => {
  const { packs, problems } = JSON.parse(yiwang('check', pack(t, wrongList), '--json').out) as { packs: string[]; problems: { code: string; file: string; line: number }[] };
  assert.equal(packs.length, 2);
  assert.ok(problems.some((p) => p.code === 'unknownKey' && p.file === 'code-lists/colour.yaml' && p.line === 6));
});

test('a parent that is nowhere is told', async (t) => {
  const checked = await checkContent([pack(t, { 'pack.yaml': 'id: town\nname: 示例县\nversion: "1"\nparent: atlantis\n' })], house);
  assert.deepEqual(checked?.problems.map((p) => p.code), ['packParent']);
});

test('systems that content carries name definitions that exist', async (t) => {
  const claim = (definition: string): string => pack(t, { 'systems.yaml': `kind: systems\nid: town\ncarries:\n  one-matter:\n    - ${definition}\n` });
  assert.deepEqual((await checkContent([claim('process/standard-approval')], house))?.problems, []);
  const wrong = await checkContent([claim('process/moon-landing')], house);
  assert.deepEqual(wrong?.problems.map((p) => [p.code, p.line]), [['reference', 5]]);
});

test('a folder that is absent or holds no pack is not called good', async (t) => {
  assert.equal(yiwang('check', '/nowhere/at/all').code, 2);
  assert.equal(await checkContent([temporary(t)], house), undefined);
});

test('schemas for editors: one file a kind, the envelope in it', (t) => {
  const folder = temporary(t);
  assert.equal(yiwang('schemas', folder).code, 0);
  assert.ok(readdirSync(folder).includes('service-item.schema.json'));
  const item = JSON.parse(readFileSync(path.join(folder, 'service-item.schema.json'), 'utf8')) as { properties: Record<string, unknown>; required: string[] };
  assert.ok('promisedDays' in item.properties && 'validFrom' in item.properties);
  assert.ok(item.required.includes('kind') && item.required.includes('id'));
});

test('functions that processes call are known without a running house', () => {
  const actions = processActions();
  assert.ok(actions.has('case.move') && actions.has('case.issue') && actions.has('review.reply'));
  assert.ok(!actions.has('case.unheard'));
});
