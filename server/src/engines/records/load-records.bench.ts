/** Bulk load of the neutral register (nine fields, two of them sealed): prints rows a second. Run by hand: `node …/load-records.bench.ts [rows]`. */
import { Readable } from 'node:stream';
import { mod11And2 } from '@yiwang/ui/identifiers/check-characters.ts';
import { club, newId } from './tennis-club.sample.ts';

const rows = Number(process.argv[2] ?? 100_000);
const cleanups: (() => unknown)[] = [];
const c = await club({ after: (fn: unknown) => void cleanups.push(fn as () => unknown) } as never);
function* lines(): Generator<Buffer> {
  yield Buffer.from('card,name,identityNumber,phone,level,joinedOn,deposit,area,seenAt\n');
  for (let i = 0; i < rows; i += 1) {
    const head = `2201021990${String(1 + (Math.floor(i / 28_000) % 12)).padStart(2, '0')}${String(1 + (Math.floor(i / 1000) % 28)).padStart(2, '0')}${String(i % 1000).padStart(3, '0')}`;
    yield Buffer.from(`C-${i},会员${i},${head}${mod11And2(head)},138${String(i).padStart(8, '0')},1,2026-01-02,300.50,220102,2026-03-04T08:00:00+08:00\n`);
  }
}
for (const name of ['first load', 'same bytes again']) {
  const at = performance.now();
  const report = await c.records.load('member', Readable.from([Buffer.concat([...lines()])].flatMap((all) => Array.from({ length: Math.ceil(all.length / 65536) }, (_, i) => all.subarray(i * 65536, (i + 1) * 65536)))), { format: 'csv', source: 'x', actorName: 'x', now: new Date(), newId });
  const ms = performance.now() - at;
  console.log(`${name}: ${report.created} created, ${report.refused} refused, repeated ${report.repeated}, ${Math.round(ms)} ms, ${Math.round((rows / ms) * 1000)} rows/s`);
}
for (const end of cleanups) await end();
process.exit(0);
