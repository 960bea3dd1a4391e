/**
 * Search as a user waits for it, over public HTTP, one request at a time: an official in the data catalogue, a visitor among service items and open
 * data. Limit: p95 ≤ 50 ms for every sort of query. Beside it the bare SQL of the same queries from another process: what the request cannot fall
 * below; and the CPU of each, which other programs on the machine cannot spoil.
 * `node bench/catalogue.ts [entries]`; YIWANG_BENCH_ROUNDS queries of each sort.
 */
import pg from 'pg';
import { system } from '../server/src/kernel/context/index.ts';
import { reindex } from '../server/src/modules/data/catalogue/index-entries.ts';
import { openSearch } from './open-search.ts';
import { startHouse } from './running-house.ts';
import { fillCatalogue, fillOpenSets, itemEntries } from './search-rows.ts';
import { agent } from './search-pages.ts';
import { timeSearches } from './time-searches.ts';

const count = Number(process.argv[2] ?? 100_000);
const house = await startHouse();
const owner = new pg.Client({ connectionString: house.databaseUrl });
await owner.connect();
const { db, search } = await openSearch(house.databaseUrl);
const began = performance.now();
await fillCatalogue(owner, count);
await fillOpenSets(owner, count / 10, count);
// indexes over all rows at once are made in a tenth of the time
const { rows: indexes } = await owner.query<{ indexname: string; indexdef: string }>("select indexname, indexdef from pg_indexes where schemaname = 'search' and indexdef like '%USING gin%'");
for (const { indexname } of indexes) await owner.query(`drop index search.${indexname}`);
await db.read(system, (tx) => reindex({ search }, { tx } as never));
await search.rebuild('service-item', itemEntries(count));
for (const { indexdef } of indexes) await owner.query(indexdef);
await owner.query('vacuum analyze search.entry, search.entry_place, catalogue.entry, open.set, open.foreign_set');
console.log(`${count} 条目录、${count} 个事项、${count * 1.1} 个开放数据集 entries, items, open sets: ${Math.round((performance.now() - began) / 1000)} s`);

const [official] = await house.sessions(['o087']);
const over = await timeSearches({ url: house.url, cookie: official!, db, search, count, usage: () => house.usage() });
agent.destroy();
await db.close();
await owner.end();
await house.close();
process.exit(over === 0 ? 0 : 1);
