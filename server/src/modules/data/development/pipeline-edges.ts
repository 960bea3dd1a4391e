import type { Edge } from '../catalogue/lineage.ts';
import type { Pipeline, Source } from './contract-step.ts';

const nodeOf = (source: Source): string => ('register' in source ? `register:${source.register}` : 'set' in source ? `set:${source.set}` : `file:${source.file}`);

/** 血缘: what a pipeline reads and what it brings about. */
export function edgesOf(id: string, pipeline: Pipeline): Edge[] {
  const node = `pipeline:${id}`;
  return pipeline.steps.flatMap((s): Edge[] => {
    if (s.do === 'extract') return [{ from: nodeOf(s.from), to: node, how: 'extract' }];
    if (s.do === 'join') return [{ from: nodeOf(s.with), to: node, how: 'join' }];
    if (s.do === 'load') return [{ from: node, to: `register:${s.register}`, how: 'load' }];
    return s.do === 'publish' ? [{ from: node, to: `${s.as === 'service' ? 'service' : 'set'}:${s.name}`, how: s.as }] : [];
  });
}
