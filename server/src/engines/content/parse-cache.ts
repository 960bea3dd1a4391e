import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ReadPack } from './read-pack.ts';

/** Plain values of a YAML file's documents and the line on which each begins. */
export interface ParsedDocuments {
  documents: unknown[];
  lines: number[];
}

/** Parsing YAML is the slow part of a load (about a millisecond a kilobyte): results are kept by the digest of the file. */
export interface ParseCache {
  /** Packs as they were read last, by folder; in memory only, for the next load of this process. */
  readonly packs: Map<string, ReadPack>;
  /** What schemas made of bodies, by the body itself; in memory only. */
  readonly values: WeakMap<object, { value: unknown }>;
  get(digest: string): ParsedDocuments | undefined;
  set(digest: string, parsed: ParsedDocuments): void;
  /** Forgets what was not asked for since the last call and writes the rest, if there is a file. */
  settle(): void;
}

const Stored = z.object({
  format: z.literal(1),
  entries: z.record(z.string(), z.object({ documents: z.array(z.unknown()), lines: z.array(z.int()) })),
});

/** A cache in memory and, when a folder is given, in one file there; a broken file counts as empty. */
export function createParseCache(directory?: string): ParseCache {
  const file = directory === undefined ? undefined : path.join(directory, 'content-parsed.json');
  let entries = new Map<string, ParsedDocuments>();
  let used = new Set<string>();
  let changed = false;
  if (file !== undefined) {
    try {
      entries = new Map(Object.entries(Stored.parse(JSON.parse(readFileSync(file, 'utf8'))).entries));
    } catch {
      entries = new Map();
    }
  }
  return {
    packs: new Map(),
    values: new WeakMap(),
    get(digest) {
      used.add(digest);
      return entries.get(digest);
    },
    set(digest, parsed) {
      used.add(digest);
      entries.set(digest, parsed);
      changed = true;
    },
    settle() {
      for (const digest of entries.keys()) {
        if (!used.has(digest)) {
          entries.delete(digest);
          changed = true;
        }
      }
      used = new Set();
      if (file === undefined || directory === undefined || !changed) return;
      changed = false;
      mkdirSync(directory, { recursive: true });
      const temporary = `${file}.${process.pid}`;
      writeFileSync(temporary, JSON.stringify({ format: 1, entries: Object.fromEntries(entries) }));
      renameSync(temporary, file);
    },
  };
}
