import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRules } from '#engines/rules';
import { Refusal } from '#kernel/errors';
import type { Step } from './contract-step.ts';
import { shapesOf } from './shape.ts';

const code = (expected: string) => (error: unknown): boolean => error instanceof Refusal && error.code === expected;
const masked = new Set(['vehicle.plate', 'leads.subject', 'person.name']);
const fields = ['plate', 'subject', 'name', 'division', 'known'].map((id) => ({ id, title: id }));
const column = (name: string) => ({ name, kind: 'text' as const, title: name });
const d = {
  rules: createRules({ now: () => new Date('2026-11-23T01:00:00Z') }),
  records: {
    snapshot: (register: string) => ({ personal: register === 'person', columns: [column('plate'), column('name'), column('division')] }),
    maskOf: (register: string, field: string) => (masked.has(`${register}.${field}`) ? 'plate' : 'none'),
  },
  content: { find: (_kind: unknown, register: string) => ({ value: { open: register === 'published', fields } }) },
  analysis: { get: () => ({ personal: false, columns: [{ ...column('plate'), mask: 'plate' }] }) },
} as never;
const shapes = (...steps: Step[]) => shapesOf(d, { title: '试验', after: [], mayBeEmpty: false, steps });
const vehicles: Step = { do: 'extract', from: { register: 'vehicle' }, columns: ['plate', 'division'] };
const publish: Step = { do: 'publish', as: 'service', name: 'out', title: '成果' };
const load = (register: string): Step => ({ do: 'load', register });
const renamed: Step = { do: 'map', columns: [{ column: 'plate', as: 'subject' }] };

describe('a mask goes with its column to the end of a pipeline', () => {
  const refusedOnes: [string, Step[]][] = [
    ['published as a file', [vehicles, publish]],
    ['opened', [vehicles, { ...publish, as: 'open-candidate' } as Step]],
    ['renamed, and loaded into a field that is shown', [vehicles, { do: 'map', columns: [{ column: 'plate', as: 'known' }] }, load('leads')]],
    ['made part of a computed text', [vehicles, { do: 'compute', as: 'known', kind: 'text', expression: '"车" + plate' }, { do: 'map', columns: [{ column: 'known' }] }, publish]],
    ['taken over by a join', [{ do: 'extract', from: { register: 'other' }, columns: ['division'] }, { do: 'join', with: { register: 'vehicle' }, kind: 'left', on: [{ left: 'division', right: 'division' }], take: [{ column: 'plate' }] }, publish]],
    ['as the name of a group', [vehicles, { do: 'aggregate', groupBy: [{ column: 'plate' }], measures: [{ as: 'n', fn: 'count' }] }, publish]],
    ['as an extreme', [vehicles, { do: 'aggregate', groupBy: [{ column: 'division' }], measures: [{ as: 'last', fn: 'max', of: 'plate' }] }, publish]],
    ['through a set of another pipeline', [{ do: 'extract', from: { set: 'made-before' } }, publish]],
  ];
  for (const [name, steps] of refusedOnes) test(name, () => assert.throws(() => shapes(...steps), code('development.maskedLeaves')));

  test('masked by a step, counted, told yes or no, or loaded where it is masked too, it may', () => {
    shapes(vehicles, { do: 'mask', columns: [{ column: 'plate', rule: 'plate' }] }, publish);
    shapes(vehicles, { do: 'aggregate', groupBy: [{ column: 'division' }], measures: [{ as: 'n', fn: 'filled', of: 'plate' }] }, publish);
    shapes(vehicles, { do: 'compute', as: 'known', kind: 'boolean', expression: 'plate != null' }, { do: 'map', columns: [{ column: 'known' }, { column: 'division' }] }, publish);
    shapes(vehicles, renamed, load('leads'));
  });
  test('a set keeps the mask for whoever reads it', () => assert.equal(shapes(vehicles, { ...publish, as: 'set' } as Step).at(-1)!.columns[0]!.mask, 'plate'));
  test('rows about persons go into no register that everybody reads', () => assert.throws(() => shapes({ do: 'extract', from: { register: 'person' }, columns: ['division'] }, load('published')), code('development.personalLeaves')));
});
