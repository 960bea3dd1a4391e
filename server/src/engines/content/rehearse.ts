import { loadPacks } from './load-packs.ts';
import { memorySource, type PackFiles } from './pack-source.ts';
import { createParseCache } from './parse-cache.ts';
import type { ContentProblem } from './problems.ts';
import type { ContentReader } from './snapshot.ts';
import type { Definition, Kind } from './types.ts';

/** 校验: what a draft would be: why it is refused, and what it compiles to (`compiled` only counts where nothing is wrong). */
export interface Rehearsal {
  problems: ContentProblem[];
  definitions: Definition[];
}

/** A pack of a few definitions in memory, loaded by the loader itself; what it names stands in `standing`. */
export async function rehearse(files: PackFiles, kinds: ReadonlyMap<string, Kind>, standing: ContentReader): Promise<Rehearsal> {
  const pack = { 'pack.yaml': 'id: draft\nname: { zh: 草稿, en: Draft }\nversion: "1"\n', ...files };
  const { index, problems } = await loadPacks([memorySource(pack, 'draft')], kinds, createParseCache(), standing);
  return { problems, definitions: [...index.values()].flatMap((ids) => [...ids.values()].flat()) };
}
