import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ProblemError, problem } from './problems.ts';

const FILES_MAX = 20_000;
const DEPTH_MAX = 12;
const FILE_BYTES_MAX = 64_000_000;

/** Where the files of a pack come from; paths use `/` and are relative to the pack. */
export interface PackSource {
  /** Name for problems until the manifest is read. */
  readonly label: string;
  list(): string[];
  /** Bytes of a listed file; undefined if there is none of this path. */
  read(file: string): Uint8Array | undefined;
}

/** A pack in memory, for tests: path → text. */
export type PackFiles = Record<string, string>;

export const memorySource = (files: PackFiles, label: string): PackSource => ({
  label,
  list: () => Object.keys(files).sort(),
  read: (file) => (Object.hasOwn(files, file) ? Buffer.from(files[file] ?? '') : undefined),
});

/**
 * A pack in a folder. Hidden files and folders that are packs themselves are left out;
 * symbolic links, too many files and too deep folders are refused.
 */
export function directorySource(directory: string): PackSource {
  const label = path.basename(directory);
  let known: Set<string> | undefined;
  const refuse = (code: 'link' | 'tooMany', file: string): never => {
    throw new ProblemError(problem(code, { pack: label, file }));
  };
  const list = (): string[] => {
    const files: string[] = [];
    const walk = (relative: string, depth: number): void => {
      const entries = readdirSync(path.join(directory, relative), { withFileTypes: true });
      if (relative !== '' && entries.some((e) => e.name === 'pack.yaml')) return;
      for (const entry of entries) {
        if (entry.name.startsWith('.')) continue;
        const file = relative === '' ? entry.name : `${relative}/${entry.name}`;
        if (entry.isSymbolicLink()) refuse('link', file);
        if (entry.isDirectory()) {
          if (depth >= DEPTH_MAX) refuse('tooMany', file);
          walk(file, depth + 1);
        } else if (entry.isFile()) {
          files.push(file);
          if (files.length > FILES_MAX) refuse('tooMany', file);
        }
      }
    };
    walk('', 0);
    known = new Set(files);
    return files.sort();
  };
  return {
    label,
    list,
    read(file) {
      if (!known) list();
      if (!known?.has(file)) return undefined;
      const full = path.join(directory, file);
      if (lstatSync(full).size > FILE_BYTES_MAX) {
        throw new ProblemError(problem('tooLarge', { pack: label, file }, { maxBytes: FILE_BYTES_MAX }));
      }
      return readFileSync(full);
    },
  };
}

/** Folders at or below a folder that hold a `pack.yaml`, parents of the folder tree first; hidden folders are left out. */
export function findPacks(directory: string): string[] {
  const found: string[] = [];
  const walk = (folder: string, depth: number): void => {
    if (existsSync(path.join(folder, 'pack.yaml'))) found.push(folder);
    if (depth >= DEPTH_MAX) return;
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') walk(path.join(folder, entry.name), depth + 1);
    }
  };
  walk(directory, 0);
  return found;
}
