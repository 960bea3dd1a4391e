import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { checkPacks, findPacks, type ContentProblem } from '#engines/content';
import { allKinds } from './content-kinds.ts';
import { processActions } from './compose/process-actions.ts';

export interface ContentCheck {
  /** Folders that were read: those asked for and the packs that they inherit from. */
  packs: string[];
  problems: ContentProblem[];
}

interface Heading {
  id?: unknown;
  parent?: unknown;
}

/** A `pack.yaml` that cannot be read is reported by the check itself. */
function headingOf(pack: string): Heading {
  try {
    return (parse(readFileSync(path.join(pack, 'pack.yaml'), 'utf8')) as Heading | null) ?? {};
  } catch {
    return {};
  }
}

/** Problems of the packs in these folders; parents that stand in none of them are taken from `house`. No pack, no check: undefined. */
export async function checkContent(folders: readonly string[], house: string): Promise<ContentCheck | undefined> {
  const packs = new Map(folders.flatMap((f) => findPacks(path.resolve(f))).map((pack) => [pack, headingOf(pack)]));
  if (packs.size === 0) return undefined;
  const known = findPacks(house).map((pack) => [pack, headingOf(pack)] as const);
  // the map grows while it is walked: a parent's parent is looked for in its turn
  for (const { parent } of packs.values()) {
    if (parent === undefined || [...packs.values()].some((p) => p.id === parent)) continue;
    const found = known.find(([, heading]) => heading.id === parent);
    if (found !== undefined) packs.set(...found);
  }
  return { packs: [...packs.keys()], problems: await checkPacks([...packs.keys()], allKinds(processActions())) };
}
