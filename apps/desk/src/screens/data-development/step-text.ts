import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { development } from '../../api/contracts.ts';

type Step = OutputOf<typeof development.getPipeline>['definition']['steps'][number];
type Source = Extract<Step, { do: 'extract' }>['from'];

const sourceText = (source: Source): string => ('register' in source ? source.register : 'set' in source ? `set ${source.set}` : `file ${source.file.slice(0, 8)}`);
const named = (column: string, as: string | undefined): string => (as === undefined || as === column ? column : `${column} → ${as}`);

/** A step in one line, as those who draw pipelines read it. */
export function stepText(step: Step): string {
  switch (step.do) {
    case 'extract':
      return `${sourceText(step.from)}${step.columns === undefined ? '' : ` (${step.columns.join(', ')})`}`;
    case 'map':
      return step.columns.map((c) => named(c.column, c.as)).join(', ');
    case 'filter':
      return step.where;
    case 'check':
      return `${step.title}：${step.rule}`;
    case 'compute':
      return `${step.as} = ${step.expression}`;
    case 'join':
      return `${sourceText(step.with)}: ${step.on.map((k) => `${k.left} = ${k.right}`).join(', ')} → ${step.take.map((c) => named(c.column, c.as)).join(', ')}`;
    case 'aggregate':
      return `${step.groupBy.map((g) => named(g.column, g.as)).join(', ')}: ${step.measures.map((m) => `${m.as} = ${m.fn}(${m.of ?? ''})`).join(', ')}`;
    case 'mask':
      return step.columns.map((c) => `${c.column} (${c.rule})`).join(', ');
    case 'load':
      return step.register;
    case 'publish':
      return `${step.as}: ${step.title}`;
  }
}
