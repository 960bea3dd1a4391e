import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const apps = ['portal', 'desk'] as const;
/** What an app is made of, beside its own folder. */
const shared = ['packages/ui/src', 'server/src/kernel/contract', 'server/src/modules', 'package-lock.json'];

/** Builds the apps whose sources changed since they were built last. */
export async function buildApps(root: string, tell: (line: string) => void): Promise<void> {
  for (const app of apps) {
    const folder = path.join(root, 'apps', app);
    if (!existsSync(path.join(folder, 'vite.config.ts'))) continue;
    const mark = path.join(folder, 'dist', '.sources');
    const digest = digestOf([folder, ...shared.map((s) => path.join(root, s))]);
    if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) continue;
    tell(`构建应用 · Building apps/${app}`);
    await build(root, folder);
    writeFileSync(mark, digest);
  }
}

function build(root: string, folder: string): Promise<void> {
  const scripts = (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { scripts: { build: string } }).scripts;
  return run('/bin/sh', ['-c', scripts.build], folder, { PATH: `${path.join(root, 'node_modules/.bin')}:${process.env['PATH']}` });
}

function run(command: string, args: string[], cwd: string, env: Record<string, string> = {}): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)));
    child.on('error', failed);
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`the build of ${path.basename(cwd)} failed:\n${output}`))));
  });
}

/** Names, sizes and times of all sources: quick, and enough to notice a change. */
function digestOf(places: readonly string[]): string {
  const hash = createHash('sha256');
  const walk = (at: string): void => {
    const stat = statSync(at, { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (!stat.isDirectory()) return void hash.update(`${at} ${stat.size} ${stat.mtimeMs}\n`);
    for (const name of readdirSync(at).sort()) if (!['dist', 'node_modules', 'test', 'screenshots'].includes(name)) walk(path.join(at, name));
  };
  for (const place of places) walk(place);
  return hash.digest('hex');
}
