import { setImmediate } from 'node:timers/promises';
import { compileDefinition, stepsOf } from './compile-definition.ts';
import { LoadedDefinition } from './loaded-definition.ts';
import { orderPacks } from './order-packs.ts';
import type { PackSource } from './pack-source.ts';
import type { ParseCache } from './parse-cache.ts';
import { ProblemError, problem, type ContentProblem } from './problems.ts';
import { keyOf, placeOf, readPack, type ReadPack } from './read-pack.ts';
import { resolveInheritance, type ResolvedDefinition } from './resolve-inheritance.ts';
import type { ContentReader, DefinitionIndex } from './snapshot.ts';
import type { Definition, Kind, PackInfo } from './types.ts';
import { place, validate } from './validate.ts';

export interface Loaded {
  index: DefinitionIndex;
  /** Versions that a lower pack has hidden: found by their number only. */
  superseded: Definition[];
  packs: PackInfo[];
  /** Where the files of a pack are, by its id. */
  sources: ReadonlyMap<string, PackSource>;
  problems: ContentProblem[];
}

const turnMs = 10;

interface Checked {
  kind: Kind;
  resolved: ResolvedDefinition;
  value: unknown;
}

/**
 * Reads, merges, checks and compiles packs. Never throws for what packs contain: it is all in `problems`. What these
 * packs name and do not have is looked for in `standing`: so one draft is checked without reading everything again.
 */
export async function loadPacks(sources: readonly PackSource[], kinds: ReadonlyMap<string, Kind>, cache: ParseCache, standing?: ContentReader): Promise<Loaded> {
  const problems: ContentProblem[] = [];
  const read: ReadPack[] = [];
  const sourceOf = new Map<string, PackSource>();
  for (const source of sources) {
    try {
      const pack = readPack(source, cache);
      read.push(pack);
      sourceOf.set(pack.manifest.id, source);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(error.problem);
    }
  }
  problems.push(...read.flatMap((pack) => pack.problems));
  const tree = orderPacks(read, problems);
  const checked = await check(resolveInheritance(tree, problems, (kind) => isVersioned(kinds.get(kind))), kinds, cache, problems);
  checkReferences(checked, kinds, problems, standing);

  const demonstrations = new Set(tree.ordered.filter((p) => p.manifest.demonstration).map((p) => p.manifest.id));
  const index = new Map<string, Map<string, Definition[]>>([...kinds.keys()].map((kind) => [kind, new Map()]));
  const highest = new Map<string, Checked>();
  for (const one of checked.values()) {
    if (one.resolved.superseded) continue;
    const name = `${one.resolved.raw.kind} ${one.resolved.raw.id}`;
    const best = highest.get(name);
    if (!best || one.resolved.raw.version > best.resolved.raw.version) highest.set(name, one);
  }
  const find = (kind: string, id: string, version?: number): unknown =>
    (version === undefined ? highest.get(`${kind} ${id}`) : checked.get(`${kind} ${id} ${version}`))?.value
    ?? (kinds.has(kind) ? standing?.find(kind, id, version === undefined ? {} : { version })?.value : undefined);
  const superseded: Definition[] = [];
  const turns = inTurns();
  for (const one of checked.values()) {
    const { compiled, files } = one.kind.compile
      ? await compileDefinition(one.kind, one.resolved, one.value, find, problems)
      : { compiled: undefined, files: [] };
    const { raw } = one.resolved;
    const definition = new LoadedDefinition(one.resolved, { value: one.value, compiled, files, demonstration: demonstrations.has(raw.pack) });
    const ids = index.get(raw.kind);
    const versions = ids?.get(raw.id);
    if (one.resolved.superseded) superseded.push(definition);
    else if (versions) versions.push(definition);
    else ids?.set(raw.id, [definition]);
    await turns();
  }
  for (const ids of index.values()) for (const versions of ids.values()) versions.sort((a, b) => b.version - a.version);
  return { index, superseded, packs: tree.ordered.map(info), sources: sourceOf, problems };
}

/** Whether a kind's versions live side by side: not so for rows of tables. */
export const isVersioned = (kind: Kind | undefined): boolean => kind?.versioned ?? !kind?.table;

/** A reload must not hold up requests: they get their turn every few milliseconds. */
function inTurns(): () => Promise<void> | undefined {
  let began = performance.now();
  return () => {
    if (performance.now() - began < turnMs) return undefined;
    return setImmediate().then(() => void (began = performance.now()));
  };
}

async function check(resolved: ResolvedDefinition[], kinds: ReadonlyMap<string, Kind>, cache: ParseCache, problems: ContentProblem[]): Promise<Map<string, Checked>> {
  const checked = new Map<string, Checked>();
  const turns = inTurns();
  for (const one of resolved) {
    await turns();
    const kind = kinds.get(one.raw.kind);
    if (!kind) {
      problems.push(problem('unknownKind', { ...one.raw, ...placeOf(one.raw, ['kind']), path: 'kind' }, { kind: one.raw.kind }));
    } else if (one.raw.document === undefined && !kind.table) {
      const why = { zh: `的类型“${kind.kind}”不能用表`, en: `has a kind "${kind.kind}" that takes no tables` };
      problems.push(problem('table', { ...one.raw }, { file: one.raw.file, why }));
    } else {
      // the same body, the same value: only what changed since the last load is checked anew
      const valid = cache.values.get(one.body) ?? validate(kind, one, problems);
      if (!valid) continue;
      cache.values.set(one.body, valid);
      checked.set(keyOf(one.raw), { kind, resolved: one, value: valid.value });
    }
  }
  return checked;
}

function checkReferences(checked: ReadonlyMap<string, Checked>, kinds: ReadonlyMap<string, Kind>, problems: ContentProblem[], standing?: ContentReader): void {
  const ids = new Set([...checked.values()].map(({ resolved }) => `${resolved.raw.kind} ${resolved.raw.id}`));
  for (const { kind, resolved, value } of checked.values()) {
    for (const reference of kind.references?.(value) ?? []) {
      const name = `${reference.kind} ${reference.id}`;
      const there = kinds.has(reference.kind)
        && ((reference.version === undefined ? ids.has(name) : checked.has(`${name} ${reference.version}`))
          || standing?.find(reference.kind, reference.id, reference.version === undefined ? {} : { version: reference.version }) !== undefined);
      if (!there) problems.push(problem('reference', place(resolved, stepsOf(reference.path)), { kind: reference.kind, id: reference.id }));
    }
  }
}

const info = (pack: ReadPack): PackInfo => {
  const { id, name, version, parent, demonstration } = pack.manifest;
  return { id, name: typeof name === 'string' ? { zh: name } : name, version, parent, demonstration, digest: pack.digest, definitions: pack.definitions.length };
};
