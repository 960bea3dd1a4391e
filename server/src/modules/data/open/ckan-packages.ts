import type { ReadTx } from '#kernel/db';
import { foreignPackage } from './ckan-foreign.ts';
import { ckanPackage, type CkanHouse } from './ckan-package.ts';
import { listedForeign } from './foreign-listing.ts';
import { buildsOf, setColumns, type SetRow } from './sets.ts';

/** Packages by name in their order, own and foreign; one that has gone meanwhile is left out. */
export async function packagesOf(house: CkanHouse, tx: ReadTx, names: readonly string[]): Promise<Record<string, unknown>[]> {
  const own = await tx.query<SetRow>(`select ${setColumns} from open.set s where s.name = any ($1) and s.state <> 'withdrawn' and s.current_build is not null`, [names]);
  const builds = new Map((await buildsOf(tx, own.map((s) => s.current_build!))).map((b) => [b.id, b]));
  const known = new Set(own.map((s) => s.name));
  const foreign = await listedForeign(tx, names.filter((n) => !known.has(n)));
  const packages = new Map<string, Record<string, unknown>>([...foreign.map((f) => [f.name, foreignPackage(f)] as const), ...own.map((s) => [s.name, ckanPackage(house, s, builds.get(s.current_build!)!)] as const)]);
  return names.map((n) => packages.get(n)).filter((p) => p !== undefined);
}
