import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous, type Actor } from '#kernel/context';
import { club, coach, duty, farCoach, li, player } from './tennis-club.sample.ts';

const made = { source: '前台' };
const bodies = { city: '91350100M000100Y43', district: '91330100799655058B', elsewhere: '11220102YW0001816A' };
/** Role scope `division`: nobody's superior, but the data of the province are hers to see. */
const keeper = (territory: string): Actor => ({ ...coach, organisations: ['91110000100000000X'], divisions: [], territories: [territory], name: '数据管理员' });

async function filled(t: Parameters<typeof club>[0]) {
  const here = await club(t);
  await here.db.owner(async (client) => {
    await client.query("insert into access.division (digits, code, name, level) values ('22', '220000000000', '省', 1), ('2201', '220100000000', '甲市', 2), ('220102', '220102000000', '南区', 3), ('2202', '220200000000', '乙市', 2)");
    for (const [code, division] of [[bodies.city, '2201'], [bodies.district, '220102'], [bodies.elsewhere, '2202']])
      await client.query("insert into access.organisation (credit_code, name, short_name, english_name, division, level, nature, function, demonstration) values ($1, $1, $1, $1, $2, 2, 'department', 'health', false)", [code, division]);
  });
  return here;
}

test('who sees the data of a division sees rows that lie in or under it, and no others', async (t) => {
  const { records, write, read } = await filled(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  const seenBy = async (actor: Actor): Promise<number> => (await read(actor, (ctx) => records.list(ctx, 'member', { purpose: duty }))).records.length;
  for (const [territory, rows] of [['22', 1], ['2201', 1], ['220102', 1], ['2202', 0], ['220104', 0]] as const) assert.equal(await seenBy(keeper(territory)), rows, territory);
  assert.equal(await seenBy({ ...keeper('22'), territories: [] }), 0);
  assert.equal((await read(keeper('22'), (ctx) => records.history(ctx, 'member', id, { purpose: duty }))).length, 1);
  assert.equal((await read(keeper('2202'), (ctx) => records.history(ctx, 'member', id, { purpose: duty }))).length, 0);
  assert.equal(await seenBy(player('00000000-0000-4000-8000-000000000001')), 0);
});

test('rows that name a body only follow the place of the body; a machine sees its own body’s alone', async (t) => {
  const { records, write, read } = await filled(t);
  await write(coach, (ctx) => records.put(ctx, 'member', li, made));
  const { id: court } = await write(coach, (ctx) => records.put(ctx, 'court', { name: '一号' }, made));
  for (const club of Object.values(bodies)) await write(coach, (ctx) => records.put(ctx, 'booking', { card: li.card, court, club }, made));
  const clubs = async (actor: Actor): Promise<unknown[]> => (await read(actor, (ctx) => records.list(ctx, 'booking', { purpose: duty }))).records.map((r) => r.data['club']);
  assert.deepEqual(await clubs(keeper('22')), [bodies.city, bodies.district, bodies.elsewhere]);
  assert.deepEqual(await clubs(keeper('2201')), [bodies.city, bodies.district]);
  assert.deepEqual(await clubs(keeper('220102')), [bodies.district]);
  assert.deepEqual(await clubs({ ...keeper('22'), territories: [] }), []);
  assert.deepEqual(await clubs({ ...coach, kind: 'machine' }), [bodies.city]);
});

test('the history of an open register is for every official, and not for the public', async (t) => {
  const { records, write, read } = await filled(t);
  const { id } = await write(coach, (ctx) => records.put(ctx, 'court', { name: '一号' }, made));
  await write(coach, (ctx) => records.change(ctx, 'court', id, { lights: true }, { source: '改造', basedOnVersion: 1 }));
  const kinds = async (actor: Actor): Promise<string[]> => (await read(actor, (ctx) => records.history(ctx, 'court', id, {}))).map((a) => a.kind);
  assert.deepEqual(await kinds(farCoach), ['create', 'change']);
  assert.deepEqual(await kinds({ ...anonymous }), []);
});
