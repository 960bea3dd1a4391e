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
// an open set is the model of all others
await house.work();
await house.atRest();
const began = performance.now();
// indexes over all rows at once are made in a tenth of the time
const { rows: indexes } = await owner.query<{ name: string; indexdef: string }>("select format('%I.%I', schemaname, indexname) as name, indexdef from pg_indexes where (schemaname = 'search' or tablename = 'listing') and indexdef like '%USING gin%'");
for (const { name } of indexes) await owner.query(`drop index ${name}`);
await owner.query("set synchronous_commit = off; set maintenance_work_mem = '512MB'");
await fillCatalogue(owner, count);
const sets = fillOpenSets(owner, count / 5, (count * 4) / 5);
await db.read(system, (tx) => reindex({ search }, { tx } as never));
await search.rebuild('service-item', itemEntries(count));
await sets;
for (const { indexdef } of indexes) await owner.query(indexdef);
await owner.query('vacuum analyze search.entry, search.entry_place, catalogue.entry, open.set, open.foreign_set, open.listing, open.label_count');
console.log(`${count} 条目录、${count} 个事项、${count} 个开放数据集 entries, items, open sets: ${Math.round((performance.now() - began) / 1000)} s`);

const [official] = await house.sessions(['o087']);
const over = await timeSearches({ url: house.url, cookie: official!, db, search, count, usage: () => house.usage() });
agent.destroy();
await db.close();
await owner.end();
await house.close();
process.exit(over === 0 ? 0 : 1);
