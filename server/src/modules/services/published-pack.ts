import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export const publishedPack = 'published';

/**
 * 发布的内容: what officials publish at the desk lies in a pack of its own below the place's. Made before the content is
 * first loaded, so that it is among the packs; `parent` is the place's own pack.
 */
export function ensurePublishedPack(folder: string, parent: string): void {
  mkdirSync(path.join(folder, 'items'), { recursive: true });
  const manifest = path.join(folder, 'pack.yaml');
  if (!existsSync(manifest)) writeFileSync(manifest, `# 由事项管理在线发布，勿手工修改。 Published at the desk; not edited by hand.\nid: ${publishedPack}\nname: { zh: 在线发布, en: Published at the desk }\nversion: "1"\nparent: ${parent}\n`);
}

/** The place's own pack: the one on which no other stands, demonstrations aside; the last where there are several. */
export function placePackOf(folders: readonly string[]): string | undefined {
  const packs = folders.map((folder) => parse(readFileSync(path.join(folder, 'pack.yaml'), 'utf8')) as { id?: string; parent?: string; demonstration?: boolean } | null).filter((p) => p?.demonstration !== true);
  return packs.findLast((p) => p?.id !== undefined && packs.every((other) => other?.parent !== p.id))?.id;
}

export interface PublishedFile {
  /** Puts the file back as it was. */
  undo(): void;
}

/** Adds one definition to an item's file; the file is exchanged whole, so that a reader never sees half of it. */
export function appendDefinition(folder: string, itemId: string, definition: Record<string, unknown>): PublishedFile {
  mkdirSync(path.join(folder, 'items'), { recursive: true });
  const file = path.join(folder, 'items', `${itemId}.yaml`);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  // JSON is YAML: one line an element, so that versions can be compared by eye
  const text = Object.entries(definition).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`).join('');
  exchange(file, before === undefined ? text : `${before}---\n${text}`);
  return { undo: () => (before === undefined ? rmSync(file, { force: true }) : exchange(file, before)) };
}

function exchange(file: string, text: string): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
