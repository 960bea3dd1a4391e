import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRules } from '#engines/rules';
import { system } from '#kernel/context';
import { createIds } from '#kernel/ids';
import { Refusal } from '#kernel/errors';
import { testDatabase } from '#test/database';
import { amountOf } from './agreements.ts';
import { compileQuestion, suppress } from './ask-question.ts';
import type { DataOffer } from './data-offer-kind.ts';
import type { Development } from './deps.ts';
import { runPipeline, takeRun } from './run-pipeline.ts';
import { onDay } from './run-steps.ts';
import type { Pipeline } from './contract-step.ts';
import type { Row } from './working-set.ts';

const now = new Date('2026-11-23T01:00:00Z');
const clock = { now: () => now };
const rules = createRules(clock);
const code = (expected: string) => (error: unknown): boolean => error instanceof Refusal && error.code === expected;

const definition: Pipeline = { title: '试验', after: [], mayBeEmpty: false, steps: [{ do: 'extract', from: { register: 'shop' } }, { do: 'load', register: 'shop-copy' }] };
const shop = { columns: [{ name: 'name', kind: 'text' as const, title: '名称' }], personal: false };

test('a worker whose lease was lost writes nothing; the one that took over writes once', async (t) => {
  const db = await testDatabase(t);
  const ids = createIds(() => now.getTime());
  const runId = ids();
  await db.write(system, async (tx) => tx.insert('development.run', { id: runId, pipeline: 'trial', pipeline_version: 1, definition, day: '2026-11-23', reason: 'manual', state: 'waiting', requested_by: '测试', requested_at: now.toISOString() }));
  const loads: string[] = [];
  /** Tells a second worker apart, at the moment when the first has read its rows and has not written them. */
  let overtake: (() => Promise<void>) | undefined;
  const answer = (rows: Row[]) => ({ columns: [], rows, suppressedBelow: 0, suppressedGroups: 0, withheld: 0, truncated: false, snapshots: [] });
  const d = {
    db, clock, ids, rules,
    analysis: { list: () => [], remove: () => {}, write: async (source: { name: string; rows: AsyncIterable<Uint8Array> }) => { for await (const _ of source.rows); await overtake?.(); return { name: source.name, rows: 1 }; }, query: async () => answer([{ pipelineRow: 1, name: '甲' }]) },
    records: {
      maskOf: () => 'none',
      snapshot: () => ({ ...shop, rows: (async function* () { yield Buffer.from('甲\n'); })() }),
      loadLines: async (_: string, lines: AsyncIterable<unknown>, options: { digest: () => Uint8Array }) => { for await (const _line of lines); loads.push(Buffer.from(options.digest()).toString('hex')); return { created: 1, changed: 0, unchanged: 0, refused: 0, refusedLines: [] }; },
    },
    ledger: { append: () => {} }, declareEdges: async () => {}, content: { find: () => ({ value: { fields: [{ id: 'name', title: '名称' }] } }), list: () => [] },
  } as unknown as Development;
  const worker = () => runPipeline(d, {
    payload: { runId } as never, signal: new AbortController().signal, read: (use) => db.read(system, use),
    finish: (use) => db.write(system, (tx) => use({ tx, actor: system, now, newId: ids, locale: 'zh', requestId: 'test' })),
  });
  overtake = async () => {
    overtake = undefined;
    await worker();
  };
  await worker();
  const state = await db.read(system, (tx) => tx.one('select state, fence, moved::int as moved from development.run where id = $1', [runId]));
  assert.deepEqual([loads.length, state], [1, { state: 'done', fence: 2, moved: 1 }]);
  assert.equal((await db.read(system, (tx) => tx.query('select distinct fence from development.run_step where run_id = $1', [runId]))).length, 1, 'the first left no figures behind');
  assert.equal(await takeRun(d, runId), undefined, 'what is done is not taken again');
});

const offer: DataOffer = {
  title: '试验', grade: 2, level: 'rows', for: ['officials'], scenes: ['试验'], smallestGroup: 3, rowsMax: 50, secondsMax: 5, questionsPerDay: 5, price: { class: 'cost', perQuestion: 2, perThousandRows: 5 }, duties: [],
  views: [{ register: 'shop', as: 'shop', columns: [{ column: 'name', mask: 'name' }, { column: 'area' }, { column: 'size' }] }, { register: 'area', as: 'place', columns: [{ column: 'code' }, { column: 'title' }] }],
};
const records = { maskOf: (_: string, field: string) => (field === 'size' ? 'rounded' : 'none'), definition: () => ({ fields: [{ id: 'name', sensitive: false }] }) } as never;
const none = { joins: [], groupBy: [], measures: [], rows: [] };

describe('only what the offer names, and nothing masked, is asked about', () => {
  const refusedOnes: [string, Parameters<typeof compileQuestion>[2]][] = [
    ['another view', { ...none, from: 'person', rows: ['area'] }],
    ['a masked column in a condition', { ...none, where: 'name = "张三"', rows: ['area'] }],
    ['a column whose grade was raised since', { ...none, groupBy: [{ column: 'size' }] }],
    ['the same in a condition of rows', { ...none, where: 'size > 3', rows: ['area'] }],
    ['a masked column in a group', { ...none, groupBy: [{ column: 'name' }] }],
    ['a masked column as a figure', { ...none, measures: [{ as: 'least', fn: 'min', of: 'name' }] }],
    ['a masked column as a key', { ...none, joins: [{ view: 'place', on: [{ left: 'name', right: 'title' }] }], rows: ['area'] }],
    ['a column within a measure’s condition', { ...none, measures: [{ as: 'n', fn: 'count', where: 'phone != null' }] }],
    ['a view that was not joined', { ...none, rows: ['place.title'] }],
    ['a column that the register has and the offer has not', { ...none, rows: ['recordId'] }],
  ];
  for (const [name, asked] of refusedOnes) test(name, () => assert.throws(() => compileQuestion({ rules, records }, offer, asked), code('development.columnNotOffered')));

  test('no more rows than offered, and figures always with the size of their group', () => {
    assert.equal(compileQuestion({ rules, records }, offer, { ...none, rows: ['name'], limit: 9_999 }).query.limit, 50);
    assert.deepEqual(compileQuestion({ rules, records }, offer, { ...none, groupBy: [{ column: 'area' }], measures: [] }).query.measures, [{ as: 'groupSize', fn: 'count' }]);
    assert.throws(() => compileQuestion({ rules, records }, { ...offer, level: 'figures' }, { ...none, rows: ['area'] }), code('development.columnNotOffered'));
  });
});

describe('small groups', () => {
  const answer = (rows: Row[]) => ({ columns: [], rows, suppressedBelow: 0, suppressedGroups: 0, withheld: 0, truncated: false, snapshots: [] });
  test('of figures are held back', () =>
    assert.deepEqual(suppress(offer, answer([{ area: 'a', groupSize: 2 }, { area: 'b', groupSize: 3 }]), new Map(), false), { rows: [{ area: 'b' }], alike: [{ area: 'b' }], suppressed: 1, smallest: 3 }));
  test('of rows are told after masking: how many are alike, and which are so often enough', () => {
    const told = suppress(offer, answer([{ name: '张三' }, { name: '张五' }, { name: '李四' }]), new Map([['name', 'name']]), true);
    assert.deepEqual([told.rows, told.alike, told.smallest], [[{ name: '张*' }, { name: '张*' }, { name: '李*' }], [], 1]);
    assert.deepEqual(suppress(offer, answer(['张三', '张五', '张六', '李四'].map((name) => ({ name }))), new Map([['name', 'name']]), true).alike, Array.from({ length: 3 }, () => ({ name: '张*' })));
  });
  test('of a raised grade are masked whatever they are', () =>
    assert.deepEqual(suppress(offer, answer([{ area: 'a', size: 1234 }]), new Map([['size', 'rounded']]), true).rows, [{ area: 'a', size: '***' }]));
  test('of nothing are none', () => assert.equal(suppress(offer, answer([]), new Map(), false).smallest, 0));
});

test('the run’s day is a constant of the expression', () => assert.equal(onDay('a <= runDay and runDayOff', '2026-11-23'), 'a <= date("2026-11-23") and runDayOff'));

test('what a month costs, to the fen', () => {
  assert.equal(amountOf(offer.price, { questions: 3, rows: 1234 }), 12.17);
  assert.equal(amountOf({ ...offer.price, class: 'free' }, { questions: 3, rows: 1234 }), 0);
});
