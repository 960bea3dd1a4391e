import { z } from 'zod';
import { compileProcess, type CompileOptions } from './compile-process.ts';
import type { Graph } from './graph.ts';

const text = z.union([z.string().min(1).max(200), z.strictObject({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200).optional() })]);

/** 流程定义: names a `.bpmn` file beside it. */
export const processSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9.-]{0,79}$/),
  version: z.int().min(1),
  title: text,
  file: z.string().regex(/\.bpmn$/),
  /** Which process of the file; default: the executable one. */
  process: z.string().max(100).optional(),
});
export type ProcessDefinition = z.infer<typeof processSchema>;

export interface ProcessKindOptions {
  /** Registered functions that `yw:action` may name; without it they are not checked. */
  actions?: { has(name: string): boolean };
  /** Says what is wrong with a FEEL text. */
  checkExpression?: CompileOptions['checkExpression'];
  /** Kind under which roles are found; without it roles are not checked. */
  roleKind?: string;
}

/** What the kind needs of the content engine's DefinitionSource. */
export interface ProcessSource {
  read(path: string): string;
  report(words: { zh: string; en: string }, at?: { file?: string; line?: number; path?: string[] }): void;
  find(kind: string, id: string): unknown;
}

/** The content kind `process`; register it with the content engine. */
export const processKind = (options: ProcessKindOptions = {}) => ({
  kind: 'process',
  schema: processSchema,
  async compile(definition: ProcessDefinition, source: ProcessSource): Promise<Graph | undefined> {
    const compiled = await compileProcess(source.read(definition.file), {
      ...(definition.process === undefined ? {} : { process: definition.process }),
      ...(options.checkExpression === undefined ? {} : { checkExpression: options.checkExpression }),
    });
    if (!compiled.ok) {
      for (const { element, type, line, reason } of compiled.problems) {
        source.report({ zh: `${type} ${element}：${reason.zh}`, en: `${type} ${element}: ${reason.en}` }, { file: definition.file, path: [element], ...(line === undefined ? {} : { line }) });
      }
      return undefined;
    }
    for (const { kind, id, node } of namesIn(compiled.graph)) {
      const known = kind === 'action' ? (options.actions?.has(id) ?? true)
        : kind === 'role' ? options.roleKind === undefined || source.find(options.roleKind, id) !== undefined
        : source.find(kind, id) !== undefined;
      if (!known) source.report({ zh: `环节 ${node} 引用的 ${kind} ${id} 不存在`, en: `element ${node} names ${kind} ${id}, which does not exist` }, { file: definition.file, path: [node] });
    }
    return compiled.graph;
  },
});

export interface NameInProcess { kind: 'form' | 'decision' | 'action' | 'role' | 'process'; id: string; node: string }

/** Everything outside that a process names. */
export function namesIn(graph: Graph): NameInProcess[] {
  const names: NameInProcess[] = [];
  for (const node of graph.nodes) {
    const add = (kind: NameInProcess['kind'], id: string | undefined): void => {
      if (id !== undefined) names.push({ kind, id, node: node.id });
    };
    add('form', node.task?.form);
    add('role', node.task?.role);
    if (node.kind === 'service') add('action', node.action);
    if (node.kind === 'rule') add('decision', node.action);
    if (node.kind === 'call') add('process', node.action);
  }
  return names;
}
