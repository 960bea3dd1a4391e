import { createContent } from '../server/src/engines/content/index.ts';
import { createSearch, searchKinds, type Search } from '../server/src/engines/search/index.ts';
import { systemClock } from '../server/src/kernel/clock/index.ts';
import { createDb, type Db } from '../server/src/kernel/db/index.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The search engine of this process on the database of a running house, with the same synonyms. */
export async function openSearch(url: string): Promise<{ db: Db; search: Search }> {
  const db = createDb({ url, connectionsMax: 2 });
  const synonyms = readFileSync(path.resolve(import.meta.dirname, '../content/national/synonyms/government.yaml'), 'utf8');
  const content = createContent({ packs: [{ 'pack.yaml': 'id: p\nname: { zh: 包 }\nversion: "1"\n', 's.yaml': synonyms }] });
  for (const kind of searchKinds) content.registerKind(kind);
  await content.load();
  return { db, search: createSearch({ content, db, clock: systemClock }) };
}
