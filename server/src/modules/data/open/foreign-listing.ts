import type { ReadTx } from '#kernel/db';
import type { ForeignSet } from './foreign-sets.ts';
import { idOf } from './sets.ts';

/** Its address is its identity, whichever source tells of it; name and ids here follow from it. */
export const foreignId = (iri: string): string => idOf(`foreign:${iri}`);
export const foreignName = (iri: string): string => `harvested-${foreignId(iri).replaceAll('-', '').slice(0, 16)}`;
export const foreignResourceId = (iri: string, url: string): string => idOf(`foreign:${iri}#${url}`);

/** An external set as the catalogue lists it: with its publisher, and the source it was harvested from. */
export interface ListedForeign extends Omit<ForeignSet, 'changedOn'> {
  name: string;
  id: string;
  changed_on: string | null;
  harvest_id: string;
  source_title: string;
  source_url: string;
  first_at: Date;
  seen_at: Date;
}

/** Several sources may tell of one set: the one nearest its origin lists it, of equals the oldest. */
export async function relist(tx: ReadTx): Promise<void> {
  const better = 'exists (select from open.foreign_set o where o.iri = f.iri and (cardinality(o.chain), o.harvest_id) < (cardinality(f.chain), f.harvest_id))';
  await tx.query(`update open.foreign_set f set listed = false where f.listed and ${better}`);
  await tx.query(`update open.foreign_set f set listed = true where not f.listed and not ${better}`);
}

const columns = `f.name, f.id, f.iri, f.chain, f.title, f.description, f.publisher, f.keywords, f.page, f.licence, f.changed_on::text as changed_on, f.files, f.harvest_id, h.title as source_title, h.url as source_url, f.first_at, f.seen_at`;

const find = (tx: ReadTx, which: string, value: unknown): Promise<ListedForeign[]> =>
  tx.query<ListedForeign>(`select ${columns} from open.foreign_set f join open.harvest h on h.id = f.harvest_id where f.listed and h.state = 'active' and ${which}`, [value]);
export const listedForeign = (tx: ReadTx, names: readonly string[]): Promise<ListedForeign[]> => (names.length === 0 ? Promise.resolve([]) : find(tx, 'f.name = any ($1)', names));
/** Of which this is a file. */
export const foreignWith = (tx: ReadTx, resource: string): Promise<ListedForeign[]> => find(tx, 'f.resources @> array[$1]::text[]', resource);
