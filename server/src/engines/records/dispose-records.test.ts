import assert from 'node:assert/strict';
import { test } from 'node:test';
import { system } from '#kernel/context';
import { club, coach, duty, li } from './tennis-club.sample.ts';

const made = { source: '前台' };
const code = (expected: string) => (error: { code?: string }) => error.code === expected;
const member = (card: string, joinedOn: string, identityNumber: string | undefined = undefined) => ({ ...li, card, joinedOn, identityNumber, phone: undefined });

test('what is past its term is named oldest first, counted whole, and its digest is that of these very rows', async (t) => {
  const { records, write } = await club(t);
  const ids: string[] = [];
  for (const [card, on] of [['B', '2020-05-01'], ['A', '2019-01-01'], ['C', '2024-01-01']] as const) ids.push((await write(coach, (ctx) => records.put(ctx, 'member', member(card, on), made))).id);
  const due = (before: string, limit?: number) => write(system, (ctx) => records.due(ctx, 'member', { field: 'joinedOn', before }, limit));
  const all = await due('2021-01-01');
  assert.deepEqual([all.ids, all.rows], [[ids[1], ids[0]], 2]);
  assert.deepEqual(await due('2021-01-01'), all);
  const first = await due('2021-01-01', 1);
  assert.deepEqual([first.ids, first.rows, first.digest === all.digest], [[ids[1]], 2, false]);
  await write(coach, (ctx) => records.change(ctx, 'member', ids[0]!, { level: '2' }, { source: '电话', basedOnVersion: 1 }));
  assert.notEqual((await due('2021-01-01')).digest, all.digest, 'another content, another digest');
  assert.equal((await due('2019-01-01')).rows, 0, 'the day itself is not past');
  assert.equal((await write(system, (ctx) => records.due(ctx, 'member', { before: '2030-01-01' }))).rows, 0, 'none has ended');
  await assert.rejects(write(system, (ctx) => records.due(ctx, 'member', { field: 'name', before: '2021-01-01' })), code('records.notSearchable'));
  await assert.rejects(write(system, (ctx) => records.due(ctx, 'member', { field: 'joined"; --', before: '2021-01-01' })), code('records.unknownField'));
});

test('disposal takes row, history and identifier, and leaves who looked; only the system may', async (t) => {
  const { db, records, write, read } = await club(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', member('A', '2019-01-01', li.identityNumber), made));
  const kept = await write(coach, (ctx) => records.put(ctx, 'member', member('B', '2024-01-01'), made));
  await read(coach, (ctx) => records.get(ctx, 'member', id, { purpose: duty }));
  await assert.rejects(write(coach, (ctx) => records.dispose(ctx, 'member', [id])), /only the house disposes/);
  const [archived] = await write(system, (ctx) => records.rowsToArchive(ctx, 'member', [id]));
  assert.equal(archived?.data['identityNumber'], li.identityNumber, 'an archive is whole');
  assert.equal(await write(system, (ctx) => records.dispose(ctx, 'member', [id])), 1);
  assert.equal(await read(coach, (ctx) => records.find(ctx, 'member', id, { purpose: duty })), undefined);
  assert.deepEqual(await read(coach, (ctx) => records.history(ctx, 'member', id, { purpose: duty })), []);
  assert.deepEqual((await read(coach, (ctx) => records.list(ctx, 'member', { purpose: duty }))).records.map((r) => r.id), [kept.id]);
  const left = await db.owner(async (c) => (await c.query('select (select count(*)::int from records.identifier where record_id = $1) as identifiers, (select count(*)::int from records.access_log where record_id = $1) as looks', [id])).rows[0]);
  assert.deepEqual([left.identifiers, left.looks >= 1], [0, true]);
  assert.equal(await write(system, (ctx) => records.dispose(ctx, 'member', [id])), 0, 'twice changes nothing');
  // the identifier is free again: the person may come back
  await write(coach, (ctx) => records.put(ctx, 'member', member('A', '2026-01-01', li.identityNumber), made));
});

test('what others refer to is refused whole', async (t) => {
  const { records, write } = await club(t);
  await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  const { id: court } = await write(coach, (ctx) => records.put(ctx, 'court', { name: '一号' }, made));
  await write(coach, (ctx) => records.put(ctx, 'booking', { card: li.card, court, club: '91350100M000100Y43' }, made));
  await assert.rejects(write(system, (ctx) => records.dispose(ctx, 'court', [court])), code('records.stillReferenced'));
});

test('the rows of one party, by the field that says whose they are', async (t) => {
  const { records, write } = await club(t);
  const { id: court } = await write(coach, (ctx) => records.put(ctx, 'court', { name: '一号' }, made));
  const booked = (card: string) => write(coach, (ctx) => records.put(ctx, 'booking', { card, court, club: '91350100M000100Y43' }, made));
  const { id } = await booked('A-1');
  await booked('B-2');
  const held = (equals: string, field = 'card', register = 'booking') => write(system, (ctx) => records.held(ctx, register, { field, equals }));
  const mine = await held('A-1');
  assert.deepEqual([mine.ids, mine.rows], [[id], 1]);
  assert.equal((await held('nobody')).rows, 0);
  await assert.rejects(held('x', 'identityNumber', 'member'), code('records.notSearchable'), 'sealed at rest');
  await assert.rejects(held('x', 'card" = card --'), code('records.unknownField'));
});
