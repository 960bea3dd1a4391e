import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Content } from './create-content.ts';
import { errors } from './errors.ts';
import type { PackFiles } from './pack-source.ts';
import type { Definition } from './types.ts';

export const publishedPack = 'published';

/**
 * 在线发布: what officials publish at the desk lies in a pack of its own below the place's. Made before the content is
 * first loaded, so that it is among the packs; `parent` is the place's own pack.
 */
export function ensurePublishedPack(folder: string, parent: string): void {
  mkdirSync(folder, { recursive: true });
  const manifest = path.join(folder, 'pack.yaml');
  if (!existsSync(manifest)) writeFileSync(manifest, `# 在线发布的内容，勿手工修改。 Published at the desk; not edited by hand.\nid: ${publishedPack}\nname: { zh: 在线发布, en: Published at the desk }\nversion: "1"\nparent: ${parent}\n`);
}

/** The place's own pack: the one on which no other stands, demonstrations aside; the last where there are several. */
export function placePackOf(folders: readonly string[]): string | undefined {
  const packs = folders.map((folder) => parse(readFileSync(path.join(folder, 'pack.yaml'), 'utf8')) as { id?: string; parent?: string; demonstration?: boolean } | null).filter((p) => p?.demonstration !== true);
  return packs.findLast((p) => p?.id !== undefined && packs.every((other) => other?.parent !== p.id))?.id;
}

/** One version of a definition: its envelope and body, and the texts beside it that the body names. */
export interface Publication {
  kind: string;
  id: string;
  version: number;
  definition: Record<string, unknown>;
  beside?: PackFiles;
}

export interface Publishing {
  /**
   * Lands a new version: files of its own that are never changed again, then a reload. Refuses `content.packsRefused`
   * (with `problems`) and `content.alreadyPublished`; what is refused leaves nothing behind, the content serves on.
   */
  publish(publication: Publication): Promise<Definition>;
}

/** 发布: one at a time in this process; between processes the version's own file decides who was first. */
export function createPublishing(content: Content, folder: string): Publishing {
  let queue: Promise<unknown> = Promise.resolve();
  return {
    publish(publication) {
      const next = queue.then(() => land(content, folder, publication));
      queue = next.catch(() => undefined);
      return next;
    },
  };
}

async function land(content: Content, folder: string, { kind, id, version, definition, beside = {} }: Publication): Promise<Definition> {
  const into = path.join(folder, kind);
  mkdirSync(into, { recursive: true });
  const written: string[] = [];
  const write = (name: string, text: string): void => {
    const file = path.join(into, name);
    // exclusive: whoever comes second is refused, never mixed in
    writeFileSync(file, text, { flag: 'wx' });
    written.push(file);
  };
  try {
    for (const [name, text] of Object.entries(beside)) write(name, text);
    write(`${id}.v${version}.yaml`, definitionText({ ...definition, kind, id, version }));
    await content.reload();
    const landed = content.find(kind, id, { version });
    if (landed === undefined) throw errors.publishedPackMissing();
    return landed;
  } catch (error) {
    for (const file of written) rmSync(file, { force: true });
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST' ? errors.alreadyPublished({ kind, id, version }) : error;
  }
}

/** JSON is YAML: one line an element, so that versions can be compared by eye. Names are quoted: one may come from outside. */
export const definitionText = (definition: Record<string, unknown>): string =>
  Object.entries(definition).filter(([, value]) => value !== undefined).map(([key, value]) => `${/^[A-Za-z]{1,60}$/.test(key) ? key : JSON.stringify(key)}: ${JSON.stringify(value)}\n`).join('');
