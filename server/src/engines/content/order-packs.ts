import { problem, type ContentProblem } from './problems.ts';
import type { ReadPack } from './read-pack.ts';

/** Packs with parents before children, and each pack's line of ancestors (itself first). */
export interface PackTree {
  ordered: ReadPack[];
  lineage: Map<string, string[]>;
}

/** Sorts packs by parent; refuses doubles, unknown parents and rings. */
export function orderPacks(packs: ReadPack[], problems: ContentProblem[]): PackTree {
  const byId = new Map<string, ReadPack>();
  for (const pack of packs) {
    if (byId.has(pack.manifest.id)) problems.push(problem('packDuplicate', { pack: pack.manifest.id, file: 'pack.yaml' }, { id: pack.manifest.id }));
    else byId.set(pack.manifest.id, pack);
  }
  const lineage = new Map<string, string[]>();
  for (const [id, pack] of byId) {
    const line = [id];
    for (let parent = pack.manifest.parent; parent !== undefined; parent = byId.get(parent)?.manifest.parent) {
      if (!byId.has(parent) || line.includes(parent)) {
        problems.push(problem('packParent', { pack: id, file: 'pack.yaml', path: 'parent' }, { parent }));
        break;
      }
      line.push(parent);
    }
    lineage.set(id, line);
  }
  const ordered = [...byId.values()].sort((a, b) => (lineage.get(a.manifest.id)?.length ?? 0) - (lineage.get(b.manifest.id)?.length ?? 0));
  return { ordered, lineage };
}
