import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous } from '#kernel/context';
import { club } from '../engines/records/tennis-club.sample.ts';
import { registerFacts } from './register-facts.ts';

const system = { ...anonymous, kind: 'system' as const };
const moment = new Date('2026-03-04T00:00:00Z');

test('a small register is counted: what ended is left out, and the newest change tells when', async (t) => {
  const c = await club(t);
  const facts = () => c.db.read(system, (tx) => registerFacts(c.content, tx, 'court'));
  assert.deepEqual(await facts(), { rows: 0, updatedAt: null });
  const court = (name: string, now: Date) => c.write(system, (ctx) => c.records.put(ctx, 'court', { name }, { source: 'x' }), now);
  await court('1', new Date(moment.getTime() - 86_400_000));
  const two = await court('2', moment);
  assert.deepEqual(await facts(), { rows: 2, updatedAt: moment });
  await c.write(system, (ctx) => c.records.end(ctx, 'court', two.id, { basedOnVersion: 1, source: 'x' }));
  assert.deepEqual(await facts(), { rows: 1, updatedAt: new Date(moment.getTime() - 86_400_000) });
  assert.deepEqual(await c.db.read(system, (tx) => registerFacts(c.content, tx, 'no-such')), { rows: 0, updatedAt: null });
});

test('a large register is not read through: stretches of it tell how many there are; a load that was cut off does not count, and no statistics are needed', async (t) => {
  const c = await club(t);
  const rows = 150_000;
  await c.db.owner(async (client) => {
    // the end of every third row is known; no analyze: the estimate is its own
    const fill = (from: number, to: number): Promise<unknown> => client.query(`insert into reg.court (id, record_version, record_effective_on, record_ended_on, record_source, record_at, record_digest, record_provenance, name)
      select gen_random_uuid(), 1, '2026-01-01', case when i % 3 = 0 then date '2026-02-01' end, 'x', $3::timestamptz - make_interval(secs => $4::int - i), '\\x00', '{}', '场' || i from generate_series($1::int, $2::int) i`, [from, to, moment, rows - 1]);
    await fill(1, rows);
    await client.query('begin');
    await fill(rows + 1, rows + 50_000);
    await client.query('rollback');
  });
  const found = await c.db.read(system, (tx) => registerFacts(c.content, tx, 'court', { readThroughMax: 1 << 20, stretches: 50, stretchPages: 5 }));
  const standing = (rows / 3) * 2;
  assert.ok(Math.abs(found.rows - standing) / standing < 0.03, String(found.rows));
  const few = await c.db.owner((client) => client.query(`explain select max(record_at) from reg.court where record_ended_on is null`));
  assert.match(few.rows.map((r) => (r as Record<string, string>)['QUERY PLAN']).join('\n'), /Index (Only )?Scan Backward using court_at/);
  assert.deepEqual(found.updatedAt, moment);
});

test('a stretch of a register is read by itself, also where row-level security decides row by row', async (t) => {
  const c = await club(t);
  const plan = await c.db.read(system, async (tx) => {
    await tx.query('set local enable_seqscan = off');
    return tx.query<Record<string, string>>("explain select count(*) from reg.member where ctid >= '(10,0)' and ctid < '(15,0)' and record_ended_on is null");
  });
  assert.match(plan.map((r) => r['QUERY PLAN']).join('\n'), /Tid Range Scan on member/);
});
