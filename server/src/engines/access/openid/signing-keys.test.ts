import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testAccess } from '../test-access.ts';
import { loadSigningKeys } from './signing-keys.ts';

const day = 86_400_000;

test('a key signs ninety days; the next is published a week before it signs; the old one stays a day longer', async (t) => {
  const { access, clock } = await testAccess(t);
  const now = async () => (await loadSigningKeys(access.part)).keys.map((k) => k.kid);
  const [first, ...none] = await now();
  assert.deepEqual(none, []);
  clock.advance(82 * day);
  assert.deepEqual(await now(), [first]);
  clock.advance(1.5 * day);
  const published = await now();
  assert.deepEqual([published[0], published.length], [first, 2], 'published, the old one still signs');
  const second = published[1];
  clock.advance(7 * day);
  assert.deepEqual(await now(), [second, first], 'the new one signs, the old one still verifies');
  clock.advance(day);
  assert.deepEqual(await now(), [second], 'what the old one signed has died');
  clock.advance(400 * day);
  assert.equal((await now()).length, 1, 'after a year of sleep there is a key again');
});

test('processes that start at the same time have one key, sealed at rest', async (t) => {
  const { access, db } = await testAccess(t);
  const loaded = await Promise.all(Array.from({ length: 6 }, () => loadSigningKeys(access.part)));
  assert.equal(new Set(loaded.flatMap((l) => l.keys.map((k) => k.kid))).size, 1);
  const rows = await db.owner(async (o) => (await o.query<{ value: Buffer }>('select value from access.signing_key')).rows);
  assert.equal(rows.length, 1);
  assert.equal(rows[0]!.value.includes('"d"'), false);
});
