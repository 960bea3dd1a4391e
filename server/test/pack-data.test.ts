import assert from 'node:assert/strict';
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { anonymous } from '#kernel/context';
import { testHall } from './hall.ts';

const demo = path.resolve(import.meta.dirname, '../../content/jilin/demo/records');

test('rows that packs bring are taken whole, once, and are seen as their registers say', { skip: existsSync(demo) ? false : 'content/jilin/demo is absent' }, async (t) => {
  const house = await testHall(t);
  const loads = await house.asSystem((ctx) => ctx.tx.query<{ register: string; refused: number; read: number }>("select register, (report->>'refused')::int as refused, (report->>'read')::int as read from records.load where source in ('演示数据', '内容包')"));
  const brought = globSync('*.csv', { cwd: demo }).map((f) => path.parse(f).name);
  for (const register of brought) assert.ok(loads.some((l) => l.register === register && l.read > 10 && l.refused === 0), register);
  // what is open is open to everybody, what is not is not
  const seen = (register: string, actor = anonymous) => house.as(actor, async (ctx) => (await house.records.list(ctx, register, { limit: 5, purpose: { duty: '核对', text: '核对入库结果' } })).records.length);
  assert.equal(await seen('school'), 5);
  assert.equal(await seen('credit-record'), 0);
  const nation = await house.as(anonymous, (ctx) => house.records.list(ctx, 'macro-indicator', { where: [{ field: 'division', op: 'eq', value: '22' }] }));
  assert.deepEqual(nation.records.map((r) => [r.data['period'], r.data['value']]), [['2020', 24_073_453]]);
});
