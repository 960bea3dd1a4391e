#!/usr/bin/env node
// The launcher: Node's built-ins alone, any Node ≥ 20. It installs what the lock file names when that is missing or
// stale, then goes on with the program's own Node (24, from the registry) or with this one when it is new enough.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled, thisMachine } from './is-installed.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const commands = {
  start: 'server/src/main.ts',
  test: 'scripts/test.ts',
  bench: 'bench/main.ts',
  systems: 'scripts/systems.ts',
  verify: 'server/src/verify.ts',
  content: 'server/src/check-content.ts',
  build: 'scripts/build.ts',
};

const tell = (line) => process.stderr.write(`${line}\n`);

function installed() {
  const lock = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex');
  const mark = path.join(root, 'node_modules', '.yiwang-installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8').trim() === lock) return;
  if (isInstalled(root, thisMachine())) return writeFileSync(mark, lock); // somebody ran npm ci
  tell('正在安装依赖（首次运行约一两分钟）… Installing dependencies (the first time takes a minute or two) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) {
    tell(`依赖安装失败，请检查网络与 npm 源后重试。 Installing failed (npm ci ended with ${done.status ?? done.error?.message}).`);
    process.exit(1);
  }
  writeFileSync(mark, lock);
}

function runtime() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const own = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(own) && major !== 24) return own;
  if (major > 22 || (major === 22 && minor >= 22)) return process.execPath;
  tell(`需要 Node.js ≥ 22.22。 Node.js ≥ 22.22 is needed; this is ${process.version} and none came with the dependencies for ${process.platform}-${process.arch}.`);
  process.exit(1);
}

const [command = 'start', ...rest] = process.argv.slice(2);
const file = commands[command];
if (file === undefined) {
  tell(`用法 Usage: yiwang ${Object.keys(commands).join(' | ')}`);
  process.exit(2);
}
// the house: the usual room for short-lived objects, whatever the machine's size; it collects when a heap has grown by two fifths, and
// gives back what the start needed
const memory = command === 'start' ? ['--max-semi-space-size=16', '--heap-growing-percent=40', '--expose-gc'] : [];
installed();
// what was compiled and stripped of types once is not again: a fifth less work at each start
const compiled = { NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compiled') };
// the house does nearly all in one thread: allocators of eight others would only keep what they freed (26 MiB)
const allocators = command === 'start' ? { MALLOC_ARENA_MAX: '2' } : {};
const child = spawn(runtime(), ['--disable-warning=ExperimentalWarning', ...memory, path.join(root, file), ...rest], { stdio: 'inherit', env: { ...compiled, ...allocators, ...process.env, YIWANG_ROOT: root } });
// the terminal sends Ctrl-C to both; a SIGTERM to the launcher alone is handed on
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => {});
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 128 + 15));
