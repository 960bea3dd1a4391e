/**
 * Export of an open set over HTTP against COPY TO csv of the same rows, also over HTTP; aim: ≥ 0.9 of its rows a second, in constant memory.
 * `node bench/open-data.ts [rows]`
 */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { copyOut } from '../server/src/engines/records/copy-out.ts';
import { exportParts, sendParts } from '../server/src/modules/data/open/export-set.ts';
import { testDatabase } from '../server/test/database.ts';

const rows = Number(process.argv[2] ?? 500_000);
const build = '00000000-0000-7000-8000-000000000001';
const cleanups: (() => unknown)[] = [];
const db = await testDatabase({ after: (fn: () => unknown) => void cleanups.push(fn) } as never);
await db.owner(async (c) => {
  await c.query(`create table open_bench as select i as id, '名称' || i as name, 220000 + i % 900 as division, date '2020-01-01' + i % 2000 as day, (i * 7919) % 100000 / 100.0 as amount, '吉林省长春市示范街道' || i % 500 || '号' as address from generate_series(1, ${rows}) as i`);
  // the chunks that a build of these rows would have: lines, about 256 KB each
  await c.query(`insert into open.chunk (build_id, ordinal, csv) select '${build}', g, convert_to(string_agg(concat_ws(',', id, name, division, day, amount, address) || E'\\n', '' order by id), 'UTF8') from (select *, (id - 1) / 3300 as g from open_bench) as r group by g`);
});
const serve = async (answer: RequestListener): Promise<{ url: string; close: () => void }> => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
};
const ours = await serve((_request, response) => void sendParts(response, exportParts(db, { id: build, columns: [], rows } as never, 'csv', { base: '' })));
const copy = await serve((_request, response) => void sendParts(response, copyOut(db, 'copy open_bench to stdout (format csv)')));
const take = async (url: string): Promise<{ perSecond: number; bytes: number }> => {
  const began = performance.now();
  let bytes = 0;
  for await (const part of (await fetch(url)).body!) bytes += (part as Uint8Array).length;
  return { perSecond: (rows / (performance.now() - began)) * 1000, bytes };
};
const best: Record<'ours' | 'copy', number> = { ours: 0, copy: 0 };
for (let round = 0; round < 4; round += 1) {
  for (const [name, { url }] of Object.entries({ copy, ours }) as ['ours' | 'copy', { url: string }][]) {
    const { perSecond, bytes } = await take(url);
    if (bytes < rows * 40) throw new Error(`${name} sent ${bytes} bytes only`);
    if (round > 0) best[name] = Math.max(best[name], perSecond);
  }
}
console.log(`开放数据导出 open-data export, ${rows} rows: ${Math.round(best.ours)}/s; COPY TO csv ${Math.round(best.copy)}/s; ${(best.ours / best.copy).toFixed(2)} × (aim ≥ 0.9); RSS ${Math.round(process.memoryUsage().rss / 1048576)} MB`);
for (const one of [ours, copy]) one.close();
for (const clean of cleanups.toReversed()) await clean();
process.exit(best.ours / best.copy >= 0.9 ? 0 : 1);
