import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { editorSchema } from './editor-schema.ts';
import { errors } from './errors.ts';
import { isVersioned, loadPacks, type Loaded } from './load-packs.ts';
import { directorySource, memorySource, type PackFiles, type PackSource } from './pack-source.ts';
import { createParseCache } from './parse-cache.ts';
import { describeProblem, problem, type ContentProblem } from './problems.ts';
import { createReader, type ContentReader } from './snapshot.ts';
import { readText } from './read-text.ts';
import { rehearse, type Rehearsal } from './rehearse.ts';
import type { AnyKind, Definition, Kind, Reference } from './types.ts';

/** A pack: its folder, or (in tests) its files as path → text. */
export type PackInput = string | PackFiles;

export interface ContentOptions {
  /** In any order; every parent must be among them. */
  packs: readonly PackInput[];
  /** Folder for the cache of parsed YAML; without it the cache lives in memory only. */
  cacheDirectory?: string;
}

/** 内容: the definitions that officials publish, by kind, id and version. Reading is in memory and never waits. */
export interface Content extends ContentReader {
  /** Before the first load; an engine registers each of its kinds once. */
  registerKind(kind: AnyKind): void;
  kinds(): string[];
  /**
   * Loads all packs and, only if nothing is wrong, serves them from now on; on a refusal (`content.packsRefused`, with
   * `problems` in its parameters) the earlier snapshot goes on serving. Used for the first load and for every reload.
   */
  load(): Promise<{ definitions: number; digest: string }>;
  reload: Content['load'];
  /** The definitions as they are now, unmoved by later reloads. */
  snapshot(): ContentReader;
  /** All problems of packs under the registered kinds; changes nothing. Default: the configured packs. */
  check(packs?: readonly PackInput[]): Promise<ContentProblem[]>;
  /** What these files would give over what is served now, checked and compiled as the loader does; nothing changes. */
  rehearse(files: PackFiles): Promise<Rehearsal>;
  /** Text of a file beside a definition of the served content, as its pack has it now; undefined where there is none. */
  textBeside(definition: Definition, name: string): string | undefined;
  /** What a definition names, as its kind says. */
  referencesOf(definition: Definition): Reference[];
  /** JSON Schema (2020-12) of what may be written in a definition of a kind, for editors. */
  schemaOf(kind: string): Record<string, unknown>;
  /** Writes `<kind>.schema.json` for every kind; returns the file names. */
  writeSchemas(directory: string): string[];
}

export function createContent(options: ContentOptions): Content {
  const kinds = new Map<string, Kind>();
  const cache = createParseCache(options.cacheDirectory);
  /** Every versioned definition ever served by this process and those that a lower pack supersedes, by key: cases hold on to the version they began with. */
  const archive = new Map<string, Definition>();
  const key = (kind: string, id: string, version: number): string => `${kind} ${id} ${version}`;
  let sources: ReadonlyMap<string, PackSource> = new Map();
  let current: ContentReader | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const serving = (): ContentReader => {
    if (!current) throw errors.notLoaded();
    return current;
  };

  const loadNow = async (): Promise<{ definitions: number; digest: string }> => {
    const loaded = await loadPacks(options.packs.map(toSource), kinds, cache);
    const all = [...loaded.index.values()].flatMap((ids) => [...ids.values()].flat());
    const dated = [...all, ...loaded.superseded].filter((d) => isVersioned(kinds.get(d.kind)));
    const problems = [...loaded.problems, ...dated.flatMap((d) => changedInPlace(archive.get(key(d.kind, d.id, d.version)), d))];
    if (problems.length > 0) throw refusal(problems);
    for (const d of dated) archive.set(key(d.kind, d.id, d.version), d);
    current = createReader(loaded.index, loaded.packs, (kind, id, version) => archive.get(key(kind, id, version)), loaded.superseded);
    sources = loaded.sources;
    cache.settle();
    return { definitions: all.length, digest: loaded.packs.map((p) => `${p.id}:${p.digest}`).join(' ') };
  };
  const load = (): ReturnType<typeof loadNow> => {
    const next = queue.then(loadNow, loadNow);
    queue = next.catch(() => undefined);
    return next;
  };

  return {
    registerKind(kind) {
      if (kinds.has(kind.kind)) throw new Error(`kind ${kind.kind} is registered twice`);
      if (current) throw new Error(`kind ${kind.kind} is registered after the first load`);
      kinds.set(kind.kind, kind as Kind);
    },
    kinds: () => [...kinds.keys()].sort(),
    load,
    reload: load,
    snapshot: serving,
    check: async (packs = options.packs) => (await loadPacks(packs.map(toSource), kinds, createParseCache())).problems,
    rehearse: (files) => rehearse(files, kinds, serving()),
    textBeside(definition, name) {
      const file = path.posix.normalize(path.posix.join(path.posix.dirname(definition.file), name));
      const bytes = sources.get(definition.pack)?.read(file);
      return bytes === undefined ? undefined : readText(bytes);
    },
    referencesOf: (definition) => kinds.get(definition.kind)?.references?.(definition.value) ?? [],
    find: (kind, id, at) => serving().find(kind, id, at),
    get: (kind, id, at) => serving().get(kind, id, at),
    list: (kind, filter) => serving().list(kind, filter),
    versions: (kind, id) => serving().versions(kind, id),
    packs: () => serving().packs(),
    schemaOf(kind) {
      const found = kinds.get(kind);
      if (!found) throw errors.unknownKind({ kind });
      return editorSchema(found);
    },
    writeSchemas(directory) {
      mkdirSync(directory, { recursive: true });
      return [...kinds.values()].map((kind) => {
        const file = `${kind.kind}.schema.json`;
        writeFileSync(path.join(directory, file), `${JSON.stringify(editorSchema(kind), null, 2)}\n`);
        return file;
      });
    },
  };
}

/** All problems of packs under some kinds; changes nothing. */
export async function checkPacks(packs: readonly PackInput[], kinds: readonly AnyKind[]): Promise<ContentProblem[]> {
  const { problems }: Loaded = await loadPacks(packs.map(toSource), new Map(kinds.map((k) => [k.kind, k as Kind])), createParseCache());
  return problems;
}

const toSource = (pack: PackInput, i: number) => (typeof pack === 'string' ? directorySource(pack) : memorySource(pack, `pack-${i + 1}`));

function changedInPlace(earlier: Definition | undefined, now: Definition): ContentProblem[] {
  return earlier && earlier.digest !== now.digest ? [problem('changed', now, { kind: now.kind, id: now.id, version: now.version })] : [];
}

const PROBLEMS_SHOWN = 100;

const refusal = (problems: ContentProblem[]) =>
  errors.packsRefused({ count: problems.length, first: problems[0] ? describeProblem(problems[0]) : '', problems: problems.slice(0, PROBLEMS_SHOWN) });
