import type { Purpose } from '#engines/records';
import type { ApplicationRow } from '../applications/application-queries.ts';
import { askedOf, type DraftState } from '../applications/draft-state.ts';
import { fetchMaterial, keyOfMaterial } from './fetch-material.ts';
import type { Hall } from '../hall.ts';
import { materialKey } from './provided-material.ts';

/**
 * 免于提交 by itself: materials that registers hold are fetched as soon as the answers tell by what. With the answers
 * before, only those whose key has changed are looked for again; what was found by another key no longer counts.
 */
export async function fetchAsked(hall: Hall, state: DraftState, purpose: Purpose, before?: DraftState): Promise<ApplicationRow['materials']> {
  const materials = { ...state.application.materials };
  const { materials: asked, scope } = askedOf(hall, state);
  const scopeBefore = before === undefined ? undefined : askedOf(hall, before).scope;
  for (const { item, material } of asked) {
    const name = materialKey(item.id, material.id);
    const key = keyOfMaterial(hall, material, scope);
    const known = scopeBefore === undefined ? undefined : keyOfMaterial(hall, material, scopeBefore);
    if (before !== undefined && JSON.stringify(key) === JSON.stringify(known)) continue;
    if (materials[name]?.way === 'fetch') delete materials[name];
    if (key === undefined || materials[name] !== undefined) continue;
    const found = await fetchMaterial(hall, state.ctx, material, key, purpose);
    if (found !== undefined) materials[name] = found;
  }
  return materials;
}
