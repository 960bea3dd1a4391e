import { defineKind, type Reference } from '#engines/content';
import { pipelineSchema, type Pipeline, type Source } from './contract-step.ts';

const ofSource = (source: Source, path: (string | number)[]): Reference[] => ('register' in source ? [{ kind: 'register', id: source.register, path: [...path, 'register'] }] : []);

/** 数据管道 as content; what no reference tells (columns, expressions) is checked when it is saved or run. */
export const pipelineKind = defineKind<Pipeline>({
  kind: 'pipeline',
  schema: pipelineSchema,
  references: (d): Reference[] => [
    ...d.after.map((id, i) => ({ kind: 'pipeline', id, path: ['after', i] })),
    ...d.steps.flatMap((s, i): Reference[] => {
      if (s.do === 'extract') return ofSource(s.from, ['steps', i, 'from']);
      if (s.do === 'join') return ofSource(s.with, ['steps', i, 'with']);
      return s.do === 'load' ? [{ kind: 'register', id: s.register, path: ['steps', i, 'register'] }] : [];
    }),
  ],
});
