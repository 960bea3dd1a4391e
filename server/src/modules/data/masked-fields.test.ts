import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRules } from '#engines/rules';
import { Refusal } from '#kernel/errors';
import { maskOfColumn, refuseMaskedColumns, refuseMaskedRanges, shownCell } from './masked-fields.ts';

const code = (expected: string) => (error: unknown): boolean => error instanceof Refusal && error.code === expected;
const rules = createRules({ now: () => new Date('2026-11-23T01:00:00Z') });
/** One masked field; `records.unmask` lifts it on screens and never in files. */
const records = { definition: () => ({ fields: [{ id: 'plate', sensitive: false }] }) as never, maskOf: (_register: string, field: string, how: { channel: string; holds?: string | undefined }) => (field !== 'plate' || (how.channel === 'screen' && how.holds === 'permission') ? 'none' as const : 'plate' as const) };
const reader = (...permissions: string[]) => ({ actor: { permissions: new Set(permissions) } as never });

describe('who sees a mask does not close in on what it hides', () => {
  const where = (op: 'eq' | 'in' | 'lt' | 'gte' | 'startsWith') => ({ where: [{ field: 'plate', op, value: '吉A' }] });
  const screen = { channel: 'screen' } as const;
  for (const op of ['lt', 'gte', 'startsWith'] as const) test(`by ${op}`, () => assert.throws(() => refuseMaskedRanges({ records }, 'vehicle', where(op), screen), code('data.maskedRange')));
  test('by the order', () => assert.throws(() => refuseMaskedRanges({ records }, 'vehicle', { order: { field: 'plate' } }, screen), code('data.maskedRange')));
  test('a value that she knows is found, and a field in the open sorted', () => {
    refuseMaskedRanges({ records }, 'vehicle', { where: [...where('eq').where, ...where('in').where], order: { field: 'division' } }, screen);
  });
  test('who may see it may close in on it, in a file nobody', () => {
    refuseMaskedRanges({ records }, 'vehicle', where('lt'), { channel: 'screen', holds: 'permission' });
    assert.throws(() => refuseMaskedRanges({ records }, 'vehicle', where('lt'), { channel: 'file', holds: 'permission' }), code('data.maskedRange'));
  });
});

describe('figures', () => {
  const asked = { from: 'register:vehicle', groupBy: [], measures: [{ fn: 'count' }] };
  const refusedOnes: [string, Parameters<typeof refuseMaskedColumns>[2]][] = [
    ['a group', { ...asked, groupBy: [{ column: 'plate' }] }],
    ['a condition', { ...asked, where: 'division = "2201" and starts with(plate, "吉A1")' }],
    ['a condition of one figure', { ...asked, measures: [{ fn: 'count', where: 'plate < "吉A5"' }] }],
    ['an extreme', { ...asked, measures: [{ fn: 'max', of: 'plate' }] }],
    ['a joined one', { ...asked, from: 'file:1', joins: [{ source: 'register:vehicle', as: 'v' }], groupBy: [{ column: 'v.plate' }] }],
  ];
  for (const [name, question] of refusedOnes) test(`${name} is refused`, () => assert.throws(() => refuseMaskedColumns({ records, rules }, reader(), question), code('data.maskedColumn')));
  test('how many there are is told, and everything to who may see it', () => {
    refuseMaskedColumns({ records, rules }, reader(), { ...asked, measures: [{ fn: 'filled', of: 'plate' }, { fn: 'distinct', of: 'plate' }] });
    refuseMaskedColumns({ records, rules }, reader('records.unmask'), { ...asked, groupBy: [{ column: 'plate' }] });
    refuseMaskedColumns({ records, rules }, reader(), { ...asked, from: 'file:1', groupBy: [{ column: 'plate' }] });
    refuseMaskedColumns({ records, rules }, reader(), { ...asked, where: 'division = ' });
  });
});

test('cells of a snapshot are shown as screens show the register, those of a file as they are', () => {
  assert.equal(shownCell(maskOfColumn({ records }, reader(), 'register:vehicle', 'plate'), '吉A12345'), '吉A***45');
  assert.equal(shownCell(maskOfColumn({ records }, reader(), 'file:1', 'plate'), '吉A12345'), '吉A12345');
  assert.deepEqual([shownCell('all', 1234), shownCell('suppress', '机密'), shownCell('all', null), shownCell('none', 7)], ['***', '***', null, 7]);
});
