import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { migrationSources } from '../src/migrations.ts';
import { areaOf, isTrial, layers, neighbours, objectionTo } from './architecture/arrows.ts';
import { circlesIn } from './architecture/circles.ts';
import { importsIn, readImports, sourceFiles, type Import } from './architecture/read-imports.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const imports = readImports(root);
const files = sourceFiles(root);

/** `uses: ['…']` of a module's declarations, read from their text. */
function usesOf(module: string): string[] {
  const declared = files.filter((f) => f.startsWith(`server/src/modules/${module}/`) && !isTrial(f));
  return declared.flatMap((f) => [...read(f).matchAll(/\buses: \[([^\]]*)\]/g)].flatMap((m) => [...m[1]!.matchAll(/'([^']+)'/g)].map((name) => name[1]!)));
}

const place = (i: Import): string => `${i.from}:${i.line} imports ${i.specifier}`;

test('arrows run one way: apps → contracts, modules → engines → kernel, lower engines never import higher ones', () => {
  assert.ok(imports.length > 500, 'the imports are read');
  const wrong = imports.flatMap((i) => {
    const why = objectionTo(i, usesOf);
    return why === undefined ? [] : [`${place(i)}: ${why}`];
  });
  assert.deepEqual(wrong, []);
});

test('every engine stands in a layer', () => {
  const known = new Set(layers.flat());
  assert.deepEqual(readdirSync(path.join(root, 'server/src/engines')).filter((e) => !known.has(e)), []);
});

test('neighbours are listed only while they need each other', () => {
  const used = new Set(imports.flatMap((i) => {
    const [from, to] = [areaOf(i.from), areaOf(i.target ?? '')];
    return from.kind === 'engine' && to.kind === 'engine' && !isTrial(i.from) ? [`${from.name} → ${to.name}`] : [];
  }));
  assert.deepEqual(neighbours.filter((pair) => !used.has(pair)), []);
});

test('no two files need each other at run time, but for the one recursion that is named', () => {
  const recursion = ['enter.ts', 'multi-instance.ts', 'settle.ts'].map((f) => `server/src/engines/process/${f}`);
  assert.deepEqual(circlesIn(imports.filter((i) => !i.typeOnly && !isTrial(i.from))), [recursion]);
  const [a, b, c] = ['a.ts', 'b.ts', 'c.ts'];
  const arrows = (...pairs: [string, string][]) => pairs.map(([from, target]) => ({ from, target }));
  assert.deepEqual(circlesIn(arrows([a, b], [b, c], [a, c])), []);
  assert.deepEqual(circlesIn(arrows([c, a], [a, b], [b, c], ['d.ts', a])), [[a, b, c]]);
});

test('faces and imports that are there: a relative import names a file with its ending', () => {
  const wrong = imports.filter((i) => i.specifier.startsWith('.') && !/\.(ts|tsx|css|json|js|mjs)(\?\w+)?$/.test(i.specifier));
  assert.deepEqual(wrong.map(place), []);
});

/** What the checker says of one import, by itself. */
const judge = (from: string, line: string): string | undefined => objectionTo(importsIn(from, line)[0]!, (module) => (module === 'office' ? ['services'] : []));

test('the checker itself: what is wrong is found, what is right is let pass', () => {
  const wrong: [from: string, line: string][] = [
    ['server/src/kernel/db/pool.ts', "import { x } from '#engines/jobs';"],
    ['server/src/engines/content/a.ts', "import type { Cases } from '#engines/cases';"],
    ['server/src/engines/cases/a.ts', "import { x } from '../records/row-codec.ts';"],
    ['server/src/engines/cases/a.ts', "import { x } from '#modules/services';"],
    ['server/src/engines/records/a.ts', "export { x } from '#engines/forms';"],
    ['server/src/engines/jobs/a.ts', "const x = await import('../../kernel/db/pool.ts');"],
    ['server/src/modules/services/a.ts', "import { x } from '#modules/office';"],
    ['server/src/modules/office/a.ts', "import { x } from '../services/hall.ts';"],
    ['server/src/modules/office/a.ts', "import {\n  x,\n} from '../../engines/cases/case-work.ts';"],
    ['server/src/modules/office/contract.ts', "import { x } from '#engines/cases';"],
    ['server/src/engines/jobs/a.ts', "import { x } from './worker.test.ts';"],
    ['apps/desk/src/a.tsx', "import { x } from '../../../server/src/compose.ts';"],
    ['apps/desk/src/a.tsx', "import { x } from '../../portal/src/page.ts';"],
    ['packages/ui/src/a.ts', "import type { Call } from '@yiwang/server/contracts';"],
    ['stories/a.story.ts', "import { composeHouse } from '../server/src/compose.ts';"],
  ];
  for (const [from, line] of wrong) assert.ok(judge(from, line), `${from}: ${line}`);
  const right: [from: string, line: string][] = [
    ['server/src/engines/cases/a.ts', "import { x } from '#engines/process';"],
    ['server/src/engines/cases/a.ts', "import { x } from './case-work.ts';"],
    ['server/src/modules/office/a.ts', "import { x } from '#modules/services';"],
    ['server/src/modules/office/contract.ts', "import { contract } from '../../kernel/contract/index.ts';"],
    ['server/src/modules/office/a.test.ts', "import { x } from '../services/hall.ts';"],
    ['apps/desk/src/a.tsx', "import { services } from '@yiwang/server/contracts';"],
    ['server/src/engines/forms/a.ts', "import { x } from '@yiwang/ui/form-logic/form.ts';"],
    ['stories/a.story.ts', "import * as s from '../server/src/modules/services/contract.ts';"],
  ];
  for (const [from, line] of right) assert.equal(judge(from, line), undefined, `${from}: ${line}`);
});

/** Files that grew before the rule; a number may only become smaller. */
const longFiles: Record<string, number> = { 'server/src/engines/content/content.test.ts': 446 };

test('no file has more than 400 lines', () => {
  const sizes = [...files, ...globSync('server/src/**/*.sql', { cwd: root })].map((f) => [f, read(f).split('\n').length - 1] as const);
  assert.deepEqual(sizes.filter(([f, lines]) => lines > (longFiles[f] ?? 400)).map(([f, lines]) => `${f}: ${lines} lines`), []);
});

test('files are named in kebab-case after what they export; none is called utils, helpers or manager', () => {
  const wrong = files.filter((f) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.tsx?$/.test(path.posix.basename(f)) || /(^|[/-])(utils?|helpers?|manager)\./.test(f));
  assert.deepEqual(wrong, []);
});

test('every engine says in a README of one screen what it is, and has a face', () => {
  const engines = readdirSync(path.join(root, 'server/src/engines'));
  const missing = engines.flatMap((e) => ['README.md', 'index.ts'].filter((f) => !files.includes(`server/src/engines/${e}/${f}`) && !readdirSync(path.join(root, 'server/src/engines', e)).includes(f)).map((f) => `${e}/${f}`));
  assert.deepEqual(missing, []);
});

test('folders with migrations are among the sources, and each migration has its number and name', () => {
  const owners = new Set(migrationSources.map((s) => s.owner));
  const sql = globSync('server/src/**/migrations/*', { cwd: root }).map((f) => f.split(path.sep).join('/').replace('server/src/', ''));
  assert.ok(sql.length > 5);
  assert.deepEqual(sql.filter((f) => !owners.has(f.replace(/\/migrations\/.*/, '')) || !/\/\d{4}-[a-z0-9-]+\.sql$/.test(f)), []);
});
