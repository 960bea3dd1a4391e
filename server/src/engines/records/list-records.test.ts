import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadTx } from '#kernel/db';
import type { Context } from '#kernel/context';
import { club, coach, duty, newId } from './tennis-club.sample.ts';

test('pages of a large register are read from the index: no sort, no scan, and no page is missed or shown twice', async (t) => {
  const c = await club(t);
  await c.db.owner(async (client) => {
    // half of them in another district; many share a day
    await client.query(`insert into reg.member (id, card, name, joined_on, area, record_version, record_effective_on, record_source, record_at, record_subjects, record_digest, record_provenance)
      select gen_random_uuid(), 'C-' || i, '会员' || i, date '2000-01-01' + i % 300, case i % 2 when 0 then '220102' else '220204' end, 1, '2026-01-01', 'x', now(), '{}', '\\x00', '{}' from generate_series(1, 60000) i`);
    await client.query('analyze reg.member');
  });
  let asked: { sql: string; values: unknown[] } | undefined;
  const page = (cursor: string | undefined, descending: boolean) =>
    c.db.read(coach, (tx) => {
      const spied: ReadTx = { ...tx, query: (sql, values = []) => { asked = { sql, values: values as unknown[] }; return tx.query(sql, values); } };
      return c.records.list({ tx: spied as Context['tx'], actor: coach, now: new Date(), newId, locale: 'zh', requestId: 'r' }, 'member', { order: { field: 'joinedOn', descending }, limit: 100, cursor, purpose: duty });
    });
  for (const descending of [false, true]) {
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let i = 0; i < 5; i += 1) {
      const { records, next } = await page(cursor, descending);
      seen.push(...records.map((r) => `${String(r.data['joinedOn'])} ${r.id}`));
      cursor = next!;
    }
    assert.equal(new Set(seen).size, 500);
    const sorted = seen.toSorted();
    assert.deepEqual(seen, descending ? sorted.toReversed() : sorted);
    const plan = await c.db.read(coach, async (tx) => (await tx.query<Record<string, string>>(`explain ${asked!.sql}`, asked!.values)).map((r) => Object.values(r)[0]).join('\n'));
    assert.match(plan, /Index Scan (Backward )?using member_joined_on_x/);
    assert.doesNotMatch(plan, /Seq Scan/);
  }
});
