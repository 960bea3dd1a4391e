import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A system of the inventory 系统清单, where it lives and how its story went. */
export interface SystemRow {
  id: string;
  zh: string;
  en: string;
  /** Group of the inventory: `A1` … `H4`. */
  group: string;
  /** Folder of the module, or content file, that claims it; undefined while nobody does. */
  place: string | undefined;
  /** Story files that tell its main job. */
  stories: string[];
  /** As of the last run of the stories; `open` when nothing claims it or its story has not run. */
  state: 'passed' | 'failed' | 'open';
}

export interface Claim {
  id: string;
  place: string;
}

interface Inventory {
  groups: { id: string; zh: string; en: string }[];
  systems: { id: string; group: string; sort: string; zh: string; en: string }[];
}

export const readInventory = (root: string): Inventory => JSON.parse(readFileSync(path.join(root, 'docs/systems.json'), 'utf8')) as Inventory;

const quoted = (text: string): string[] => [...text.matchAll(/'([a-z0-9-]+)'/g)].map((m) => m[1]!);
const find = (root: string, pattern: string): string[] => globSync(pattern, { cwd: root }).map((f) => f.split(path.sep).join('/')).filter((f) => !f.includes('node_modules/') && !f.includes('/dist/')).sort();

/**
 * What claims what, read from the text and without running anything: a module's declaration says `systems: ['…']`,
 * content says it in a definition of the kind `systems`.
 */
export function readClaims(root: string): Claim[] {
  const claims: Claim[] = [];
  for (const file of find(root, 'server/src/modules/**/*.ts')) {
    if (/\.(test|fixture|sample)\.ts$/.test(file)) continue;
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const [, list] of text.matchAll(/\bsystems(?:: readonly string\[\] =|:) \[([^\]]*)\]/g)) {
      for (const id of quoted(list!)) claims.push({ id, place: path.posix.dirname(file).replace('server/src/', '') });
    }
  }
  for (const file of find(root, 'content/**/*.yaml')) {
    const text = readFileSync(path.join(root, file), 'utf8');
    if (!/^kind: systems$/m.test(text)) continue;
    const carries = /^carries:\n((?: {2}.*\n?|\s*\n)*)/m.exec(text)?.[1] ?? '';
    for (const [, id] of carries.matchAll(/^ {2}([a-z0-9-]+):/gm)) claims.push({ id: id!, place: file });
  }
  return claims;
}

/** Story files by the system that they tell of. */
export function readStories(root: string): Map<string, string[]> {
  const stories = new Map<string, string[]>();
  for (const file of find(root, 'stories/*.story.ts')) {
    for (const [, systems] of readFileSync(path.join(root, file), 'utf8').matchAll(/\bstory\(\s*(\[[^\]]*\]|'[^']*')/g)) {
      for (const id of quoted(systems!)) stories.set(id, [...new Set([...(stories.get(id) ?? []), file])]);
    }
  }
  return stories;
}

function outcomeOf(root: string, id: string): SystemRow['state'] {
  const file = path.join(root, '.test/stories', `${id}.json`);
  if (!existsSync(file)) return 'open';
  return (JSON.parse(readFileSync(file, 'utf8')) as { passed: boolean }).passed ? 'passed' : 'failed';
}

export function readSystems(root: string): SystemRow[] {
  const claims = new Map(readClaims(root).map((c) => [c.id, c.place]));
  const stories = readStories(root);
  return readInventory(root).systems.map(({ id, zh, en, group }) => {
    const place = claims.get(id);
    return { id, zh, en, group, place, stories: stories.get(id) ?? [], state: place === undefined ? 'open' : outcomeOf(root, id) };
  });
}
