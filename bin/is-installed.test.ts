import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { isInstalled } from './is-installed.mjs';

const machine = { os: 'linux', cpu: 'x64', libc: 'glibc' };

const locked = {
  '': { name: 'house', dependencies: { a: '1.0.0' } },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', optional: true, os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
  'node_modules/b-musl': { version: '2.0.0', integrity: 'sha512-m', optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
  'node_modules/b-mac': { version: '2.0.0', integrity: 'sha512-c', optional: true, os: ['darwin'] },
  'node_modules/helper-of-mac': { version: '1.0.0', integrity: 'sha512-h', optional: true },
};
type Packages = Record<string, unknown>;
const asInstalled: Packages = { 'node_modules/a': locked['node_modules/a'], 'node_modules/b': locked['node_modules/b'] };

/** A house whose lock names `lock` and where npm left `list`; the folders of `folders` are there. */
function house(t: TestContext, lock: Packages, list: Packages | string | null, folders = Object.keys(asInstalled)): string {
  const root = mkdtempSync(path.join(tmpdir(), 'yiwang-installed-'));
  t.after(() => rmSync(root, { recursive: true }));
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: lock }));
  mkdirSync(path.join(root, 'node_modules'));
  for (const folder of folders) {
    mkdirSync(path.join(root, folder), { recursive: true });
    writeFileSync(path.join(root, folder, 'package.json'), '{}');
  }
  if (list !== null) writeFileSync(path.join(root, 'node_modules/.package-lock.json'), typeof list === 'string' ? list : JSON.stringify({ packages: list }));
  return root;
}

test('what npm ci has just installed is taken as it is', (t) => {
  assert.equal(isInstalled(house(t, locked, asInstalled), machine), true);
});

test('a lock that has moved on is stale', (t) => {
  const newer = { ...locked, 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a2' } };
  assert.equal(isInstalled(house(t, newer, asInstalled), machine), false, 'another version');
  const other = { ...locked, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } };
  assert.equal(isInstalled(house(t, other, asInstalled), machine), false, 'another content');
  const more = { ...locked, 'node_modules/new': { version: '1.0.0' } };
  assert.equal(isInstalled(house(t, more, asInstalled), machine), false, 'one more package');
  const { 'node_modules/a': _, ...fewer } = locked;
  assert.equal(isInstalled(house(t, fewer, asInstalled), machine), false, 'one that the lock no longer names');
});

test('an installation that is not whole is not taken', (t) => {
  assert.equal(isInstalled(house(t, locked, null), machine), false, 'no list');
  assert.equal(isInstalled(house(t, locked, '{"packages": {"node_mod'), machine), false, 'a list cut off');
  assert.equal(isInstalled(house(t, locked, asInstalled, ['node_modules/a']), machine), false, 'a folder gone');
  const { 'node_modules/b': _, ...without } = asInstalled;
  assert.equal(isInstalled(house(t, locked, without), machine), false, 'the binary of this machine left out');
  assert.equal(isInstalled(house(t, locked, asInstalled), { ...machine, libc: 'musl' }), false, 'brought here from a machine with another C library');
  assert.equal(isInstalled(house(t, locked, asInstalled), { os: 'darwin', cpu: 'arm64' }), false, 'brought here from another system');
});
