import { spawn } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbedded } from '../server/src/kernel/db/index.ts';
import { makeTemplate } from '../server/test/database.ts';

/**
 * All checks of the house, side by side on one PostgreSQL: types, lint, format of the tree (architecture), unit and
 * integration tests, stories, browser journeys. The last line is `N passed, N failed`.
 *   npm test                    everything
 *   npm test -- unit stories    some stages
 */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const began = Date.now();

interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
}

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

function run(command: string, args: string[], env: Record<string, string> = {}): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => done({ code: 127, output: error.message }));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** A check that is right or wrong as a whole. */
async function check(name: string, command: string, args: string[]): Promise<Outcome> {
  const { code, output } = await run(command, args);
  tell(`${code === 0 ? '✔' : '✖'} ${name}`);
  if (code !== 0) tell(output.slice(-8000));
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** node:test over files; its own summary is counted, its failures are shown. */
async function tests(name: string, files: string[], env: Record<string, string>, concurrency: number): Promise<Outcome> {
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const { code, output } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', '--test', '--test-reporter=spec', `--test-concurrency=${concurrency}`, '--test-timeout=600000', ...files], env);
  const count = (word: string): number => Number(new RegExp(`^ℹ ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  const outcome = { passed: count('pass'), failed: failed === 0 && code !== 0 ? 1 : failed, skipped: count('skipped') };
  tell(`${outcome.failed === 0 ? '✔' : '✖'} ${name}: ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`);
  for (const line of output.split('\n')) if (/^\s*﹣/.test(line)) tell(`  skipped: ${line.trim()}`);
  if (outcome.failed > 0) tell(output.slice(output.indexOf('✖ failing tests:')).slice(0, 30_000));
  return outcome;
}

const bin = (name: string): string => path.join(root, 'node_modules/.bin', name);
const stages = process.argv.slice(2);
const wanted = (stage: string): boolean => stages.length === 0 || stages.includes(stage);
const find = (patterns: string[]): string[] => patterns.flatMap((p) => globSync(p, { cwd: root })).filter((f) => !f.includes('node_modules') && !f.includes('/dist/')).sort();

const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-test-'));
chmodSync(folder, 0o755);
const outcomes: Promise<Outcome>[] = [];
const database = await startEmbedded({ folder: path.join(folder, 'pg'), volatile: true, maxConnections: 300 });
try {
  if (wanted('types')) {
    for (const part of ['server', 'apps/portal', 'apps/desk', 'apps/journeys']) outcomes.push(check(`types ${part}`, bin('tsc'), ['-p', part, '--noEmit']));
  }
  if (wanted('lint')) outcomes.push(check('lint', bin('oxlint'), ['--quiet', 'server', 'packages', 'apps', 'stories', 'bench', 'bin', 'scripts']));
  await Promise.all(outcomes);
  await makeTemplate(database.url);
  const env = { YIWANG_TEST_DATABASE_URL: database.url, YIWANG_ROOT: root };
  if (wanted('unit')) outcomes.push(tests('unit and integration', find(['server/**/*.test.ts', 'packages/**/*.test.ts', 'bench/**/*.test.ts', 'bin/*.test.ts']), env, 2));
  await Promise.all(outcomes);
  const results = path.join(root, '.test');
  mkdirSync(results, { recursive: true });
  if (wanted('stories')) {
    rmSync(path.join(results, 'stories'), { recursive: true, force: true });
    outcomes.push(tests('stories', find(['stories/*.story.ts']), { ...env, YIWANG_STORY_RESULTS: path.join(results, 'stories') }, 2));
    await Promise.all(outcomes);
  }
  if (wanted('journeys')) outcomes.push(tests('browser journeys', find(['apps/*/test/**/*.test.ts']), env, 1));
  await Promise.all(outcomes);
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
const sum = (await Promise.all(outcomes)).reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }), { passed: 0, failed: 0, skipped: 0 });
tell(`${((Date.now() - began) / 1000).toFixed(0)} s, ${sum.skipped} skipped`);
tell(`${sum.passed} passed, ${sum.failed} failed`);
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);
