import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import type { LoadOptions } from './index.ts';
import { club, coach, duty, newId, type Club } from './tennis-club.sample.ts';

const load = (c: Club, text: string, more: Partial<LoadOptions> = {}) =>
  c.records.load('member', Readable.from([Buffer.from(text)]), { format: 'csv', source: '前台', actorName: '数据员', now: new Date('2026-04-01T04:00:00Z'), newId, ...more });
const head = 'card,name,identityNumber,phone,level,joinedOn,deposit,area,seenAt\n';
const two = `${head}A-1,李小明,11010519491231002X,13800138000,1,2026-01-02,300.50,220102,2026-03-04T08:00:00+08:00\nA-2,王小五,440524188001010014,,2,2026-01-03,,220103,\n`;
const members = async (c: Club) => (await c.read(coach, (ctx) => c.records.list(ctx, 'member', { purpose: duty }))).records.toSorted((a, b) => (String(a.data['card']) < String(b.data['card']) ? -1 : 1));
/** The coach says levels and phones, nothing else. */
const coached = { fields: ['card', 'level', 'phone'], source: '教练组', actorName: '教练', now: new Date('2026-05-01T04:00:00Z') };
const faultsOf = (report: { refusedLines: { line: number; faults: { field: string; zh: string }[] }[] }) => report.refusedLines.map((r) => [r.line, r.faults.map((f) => `${f.field} ${f.zh}`)]);

test('a source changes what is its own; what others said stays, with their provenance', async (t) => {
  const c = await club(t);
  await load(c, two);
  const report = await load(c, 'card,level,phone\nA-1,2,13900139000\nA-2,2,\n', coached);
  assert.deepEqual([report.read, report.created, report.changed, report.unchanged, report.refused], [2, 0, 1, 1, 0]);
  const [li, wang] = await members(c);
  assert.deepEqual([li!.version, li!.data], [2, { card: 'A-1', name: '李小明', identityNumber: '11010519491231002X', phone: '13900139000', level: '2', joinedOn: '2026-01-02', deposit: 300.5, area: '220102', seenAt: '2026-03-04T00:00:00.000Z' }]);
  assert.deepEqual(['name', 'level', 'phone', 'deposit'].map((f) => li!.provenance[f]?.source), ['前台', '教练组', '教练组', '前台']);
  assert.deepEqual([wang!.version, wang!.provenance['level']?.source], [1, '前台'], 'what said the same changes nothing');
  const history = await c.read(coach, (ctx) => c.records.history(ctx, 'member', li!.id, { purpose: duty }));
  assert.deepEqual(history.map((a) => [a.version, a.kind, a.data['level'], a.data['deposit']]), [[1, 'create', '1', 300.5], [2, 'change', '2', 300.5]]);
  const [found] = await c.read(coach, (ctx) => c.records.lookUp(ctx, 'member', { phone: '13900139000' }, { purpose: duty }));
  assert.equal(found?.id, li!.id, 'the new value leads to the record');
});

test('an empty cell of its own empties the field; a record that is not there yet is refused by what it lacks', async (t) => {
  const c = await club(t);
  await load(c, two);
  const report = await load(c, 'card,level,phone\nA-1,,\nA-7,1,\nA-1,2,\n', coached);
  assert.deepEqual([report.created, report.changed, report.refused], [0, 1, 2]);
  assert.deepEqual(faultsOf(report), [[3, ['name 不能为空', 'joinedOn 不能为空', 'area 不能为空']], [4, ['card 文件中重复']]]);
  const [li] = await members(c);
  assert.deepEqual([li!.data['level'], li!.data['phone'], li!.data['deposit']], [undefined, undefined, 300.5]);
});

test('a source whose rows say enough makes records', async (t) => {
  const c = await club(t);
  await load(c, two);
  const report = await load(c, 'card,name,joinedOn,area\nA-3,新会员,2026-05-01,220102\nA-1,李明,2026-01-02,220102\n', { ...coached, fields: ['card', 'name', 'joinedOn', 'area', 'level'] });
  assert.deepEqual([report.created, report.changed], [1, 1]);
  assert.deepEqual((await members(c)).map((m) => [m.data['card'], m.data['name'], m.data['level']]), [['A-1', '李明', '1'], ['A-2', '王小五', '2'], ['A-3', '新会员', undefined]]);
});

test('rows of more than one portion, among them records that the same load made', async (t) => {
  const c = await club(t);
  const rows = (from: number, to: number, level: number) => Array.from({ length: to - from }, (_, i) => `B-${from + i},会员${from + i},2026-01-02,220102,${level}\n`).join('');
  const lead = 'card,name,joinedOn,area,level\n';
  const own = { ...coached, fields: ['card', 'name', 'joinedOn', 'area', 'level'] };
  assert.equal((await load(c, lead + rows(0, 7_000, 1), own)).created, 7_000);
  const report = await load(c, lead + rows(3_000, 10_000, 2) + rows(9_999, 10_000, 1), own);
  assert.deepEqual([report.created, report.changed, report.unchanged, faultsOf(report)], [3_000, 4_000, 0, [[7_002, ['card 文件中重复']]]]);
});

test('records lie in the territory of the body: those of the file and those that it names', async (t) => {
  const c = await club(t);
  await load(c, two);
  const far = await load(c, `${head}A-4,外区,,,1,2026-01-02,,220104,\nA-5,本区,,,1,2026-01-02,,220102001,\n`, { within: '220102' });
  assert.deepEqual([far.created, faultsOf(far)], [1, [[2, ['area 不在报送单位的行政区划内']]]]);
  const named = await load(c, 'card,level,phone\nA-2,1,\nA-1,2,\n', { ...coached, within: '220102' });
  assert.deepEqual([named.changed, faultsOf(named)], [1, [[2, ['area 不在报送单位的行政区划内']]]]);
  assert.deepEqual((await members(c)).map((m) => m.data['level']), ['2', '2', '1']);
});
