import { spawn } from 'node:child_process';
import { chmodSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** (e) From the command to the first answer, cold (new data folder) and warm; memory at rest; bytes of a first load. */
const root = path.resolve(import.meta.dirname, '..');
/** At rest: the start is over and what only it needed has been given back. */
const restMs = 40_000;
const say = (line: string): void => console.log(line);

interface Started {
  seconds: number;
  rssMiB: number;
}

async function start(data: string, port: number): Promise<Started> {
  const began = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'bin/yiwang.mjs'), 'start'], { stdio: 'ignore', env: { ...process.env, YIWANG_DATA: data, YIWANG_PORT: String(port), YIWANG_LOG: 'error' } });
  const url = `http://127.0.0.1:${port}/healthz`;
  while (!(await fetch(url).then((r) => r.ok, () => false))) {
    if (child.exitCode !== null || performance.now() - began > 180_000) throw new Error('it did not start');
    await new Promise((done) => setTimeout(done, 25));
  }
  const seconds = (performance.now() - began) / 1000;
  await new Promise((done) => setTimeout(done, restMs));
  // the launcher starts the house as its only child
  const house = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
  const rssMiB = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${house}/status`, 'utf8'))?.[1]) / 1024;
  child.kill('SIGTERM');
  await new Promise((done) => child.once('exit', done));
  return { seconds, rssMiB };
}

const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-start-'));
chmodSync(folder, 0o755);
const cold = await start(path.join(folder, 'data'), 18_471);
const warm = await start(path.join(folder, 'data'), 18_471);
rmSync(folder, { recursive: true, force: true });
say(`(e) start: cold ${cold.seconds.toFixed(1)} s (database made, content loaded, demonstration brought in), warm ${warm.seconds.toFixed(1)} s; server at rest ${warm.rssMiB.toFixed(0)} MiB`);

const gzipOf = (files: readonly string[]): number => files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1024;
const portal = globSync('apps/portal/dist/client/**/*.{js,css}', { cwd: root }).map((f) => path.join(root, f));
if (portal.length > 0) say(`    portal: all scripts and styles ${gzipOf(portal).toFixed(1)} KiB gzip (aim ≤ 60)`);
const page = path.join(root, 'apps/desk/dist/index.html');
if (existsSync(page)) {
  const first = [...readFileSync(page, 'utf8').matchAll(/(?:src|href)="\/desk\/(assets\/[^"]+\.(?:js|css))"/g)].map((m) => path.join(root, 'apps/desk/dist', m[1]!));
  say(`    desk: first load ${gzipOf(first).toFixed(1)} KiB gzip (aim ≤ 250)`);
}
