import type { InputOf } from '@yiwang/server/kernel/contract';
import type { development } from '../../../api/contracts.ts';

export type Definition = InputOf<typeof development.savePipeline>['definition'];
export type Step = Definition['steps'][number];
export type StepOf<D extends Step['do']> = Extract<Step, { do: D }>;
export type Source = StepOf<'extract'>['from'];
export interface StepColumn { name: string; kind: string; title: string; sealed: boolean; codes?: readonly { code: string; name: string }[] }

/** Steps between the first, which extracts, and the last, which loads or publishes. */
export const middleKinds = ['filter', 'check', 'map', 'compute', 'join', 'aggregate', 'mask'] as const;
export const lastKinds = ['load', 'publish'] as const;
export type AddedKind = (typeof middleKinds)[number] | (typeof lastKinds)[number];

const noSource: Source = { register: '' };

/** A new step, to be filled in. */
export function freshStep(kind: AddedKind): Step {
  switch (kind) {
    case 'filter':
      return { do: 'filter', where: '' };
    case 'check':
      return { do: 'check', title: '', rule: '', atMost: 0 };
    case 'map':
      return { do: 'map', columns: [] };
    case 'compute':
      return { do: 'compute', as: '', kind: 'decimal', expression: '' };
    case 'join':
      return { do: 'join', with: noSource, kind: 'left', on: [{ left: '', right: '' }], take: [] };
    case 'aggregate':
      return { do: 'aggregate', groupBy: [], measures: [{ as: 'count', fn: 'count' }] };
    case 'mask':
      return { do: 'mask', columns: [] };
    case 'load':
      return { do: 'load', register: '' };
    case 'publish':
      return { do: 'publish', as: 'set', name: '', title: '' };
  }
}

export const newDefinition = (title: string): Definition => ({ title, steps: [{ do: 'extract', from: noSource }], after: [], mayBeEmpty: false });

const column = /^[a-z][a-zA-Z0-9]{0,39}$/;
const id = /^[a-z][a-z0-9-]{1,59}$/;
const isSource = (source: Source): boolean => ('register' in source ? source.register : 'set' in source ? source.set : source.file) !== '';

/** Whether a step can be checked at all: nothing of it is still empty. */
export function isWhole(step: Step): boolean {
  switch (step.do) {
    case 'extract':
      return isSource(step.from);
    case 'filter':
      return step.where.trim() !== '';
    case 'check':
      return step.title.trim() !== '' && step.rule.trim() !== '';
    case 'map':
    case 'mask':
      return step.columns.length > 0;
    case 'compute':
      return column.test(step.as) && step.expression.trim() !== '';
    case 'join':
      return isSource(step.with) && step.on.length > 0 && step.on.every((k) => k.left !== '' && k.right !== '') && step.take.length > 0;
    case 'aggregate':
      return (step.groupBy ?? []).every((g) => column.test(g.column) && (g.as === undefined || column.test(g.as))) && step.measures.every((m) => column.test(m.as) && (m.fn === 'count' || m.of !== undefined));
    case 'load':
      return step.register !== '';
    case 'publish':
      return id.test(step.name) && step.title.trim() !== '';
  }
}

/** As far as it is whole. */
export const wholePart = (steps: readonly Step[]): Step[] => {
  const end = steps.findIndex((step) => !isWhole(step));
  return end === -1 ? [...steps] : steps.slice(0, end);
};

/** The register that a pipeline draws on, where it is one. */
export const registerOf = (steps: readonly Step[]): string | undefined => { const [first] = steps; return first?.do === 'extract' && 'register' in first.from ? first.from.register : undefined; };
