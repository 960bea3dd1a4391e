import { FeelFunction } from 'feelin';
import type { FeelWarning } from '@yiwang/ui/form-logic/feel/feel-expression.ts';
import { fromFeelValue, toFeelValue } from '@yiwang/ui/form-logic/feel/feel-values.ts';
import { compileFunction, compileLogic, sampleOf } from './compile-logic.ts';
import type { Compiling, Evaluator, Run, Variables } from './compile-text.ts';
import type { DecisionModel, DecisionNode, KnowledgeNode, ServiceNode } from './decision-model.ts';
import { errors } from './errors.ts';
import { createItemTypes } from './item-types.ts';

export interface DecisionResult {
  /** JSON: dates, times and durations are ISO 8601 texts. */
  value: unknown;
  /** Rules of decision tables that matched, in the order of evaluation; `rule` counts from 1. */
  rulesFired: { decision: string; rule: number; id: string }[];
  warnings: FeelWarning[];
}

/** A decision model read once; deciding is pure: the same inputs and clock give the same result. */
export interface CompiledDecisions {
  readonly name: string;
  readonly inputs: readonly { id: string; name: string; type: string | null }[];
  readonly decisions: readonly { id: string; name: string }[];
  readonly services: readonly { id: string; name: string }[];
  /** `id` is the id or the name of a decision or decision service; a refusal `rules.decisionUnknown` where there is none. */
  decide(id: string, inputs: Readonly<Record<string, unknown>>, now: Date): DecisionResult;
}

const idsOf = (ids: readonly string[] | 'all'): readonly string[] => (ids === 'all' ? [] : ids);

export function compileDecisions(model: DecisionModel, options: { lenient?: boolean } = {}): CompiledDecisions {
  const types = createItemTypes(model.types);
  const lenient = options.lenient ?? false;
  const nodes = [...model.decisions.values()];
  const sampleOfDecision = (node: DecisionNode): unknown => types.sample(node.type) ?? sampleOf(node.logic);

  const shapeFor = (node: DecisionNode): Variables => ({
    ...Object.fromEntries(idsOf(node.requires.inputs).map((id) => model.inputs.get(id)).flatMap((input) => (input ? [[input.name, types.sample(input.type)]] : []))),
    ...Object.fromEntries(node.requires.decisions.map((id) => model.decisions.get(id)).flatMap((it) => (it ? [[it.name, sampleOfDecision(it)]] : []))),
    ...knowledgeShape(node.requires.knowledge),
  });
  const knowledgeShape = (ids: string[]): Variables =>
    Object.fromEntries(ids.map((id) => model.knowledge.get(id) ?? model.services.get(id)).flatMap((it) => (it ? [[it.name, null]] : [])));

  const at = (place: string, shape: Variables): Compiling => ({ types, place, shape, lenient });
  const decisions = new Map<string, Evaluator>();
  for (const node of nodes) {
    refuseRing(node.id);
    decisions.set(node.id, node.logic ? compileLogic(node.logic, at(node.name, shapeFor(node))) : () => null);
  }
  const knowledge = new Map<string, Evaluator>();
  for (const node of model.knowledge.values()) {
    knowledge.set(node.id, node.logic ? compileFunction(node.logic, at(node.name, knowledgeShape(node.requires)), node.type) : () => null);
  }

  function refuseRing(id: string, above: readonly string[] = []): void {
    if (above.includes(id)) throw errors.decisionRing({ id: model.decisions.get(id)?.name ?? id });
    if (above.length > 60) throw errors.decisionRing({ id });
    for (const next of model.decisions.get(id)?.requires.decisions ?? []) refuseRing(next, [...above, id]);
  }

  /** Values of one run: what is given (by name) and what was computed already (by id). */
  interface Board {
    given: Variables;
    known: Map<string, unknown>;
    run: Run;
  }

  const valueOf = (node: DecisionNode, board: Board): unknown => {
    if (board.known.has(node.id)) return board.known.get(node.id);
    const variables: Record<string, unknown> = {};
    if (node.requires.inputs === 'all') Object.assign(variables, board.given);
    for (const id of idsOf(node.requires.inputs)) {
      const input = model.inputs.get(id);
      if (input) variables[input.name] = types.coerce(board.given[input.name] ?? null, input.type);
    }
    for (const id of node.requires.decisions) {
      const required = model.decisions.get(id);
      if (required) variables[required.name] = valueOf(required, board);
    }
    Object.assign(variables, functionsOf(node.requires.knowledge, board));
    const value = types.coerce(decisions.get(node.id)?.(variables, board.run) ?? null, node.type);
    board.known.set(node.id, value);
    return value;
  };

  const functionsOf = (ids: string[], board: Board, depth = 0): Record<string, unknown> => {
    const found: Record<string, unknown> = {};
    for (const id of ids) {
      const it: KnowledgeNode | ServiceNode | undefined = model.knowledge.get(id) ?? model.services.get(id);
      if (!it || depth > 20) continue;
      found[it.name] = 'logic' in it ? knowledge.get(id)?.(functionsOf(it.requires, board, depth + 1), board.run) : serviceFunction(it, board);
    }
    return found;
  };

  const serviceFunction = (service: ServiceNode, board: Board): FeelFunction => {
    const nodesOf = (ids: string[]): DecisionNode[] => ids.flatMap((id) => model.decisions.get(id) ?? []);
    const data = service.inputData.flatMap((id) => model.inputs.get(id) ?? []);
    const given = nodesOf(service.inputDecisions);
    const names = [...data, ...given].map((parameter) => parameter.name);
    const kinds = [...data, ...given].map((parameter) => parameter.type);
    return new FeelFunction((...values: unknown[]) => {
      const fitting = values.map((value, i) => types.coerce(value, kinds[i] ?? null));
      // called with too few, or with one of another type
      if (values.length < names.length || fitting.some((value, i) => value === null && (values[i] ?? null) !== null)) return null;
      const known = new Map(given.map((node, i) => [node.id, fitting[data.length + i]]));
      const own = Object.fromEntries(data.map((input, i) => [input.name, fitting[i]]));
      const inner: Board = { given: own, known, run: board.run };
      const results = nodesOf(service.outputs).map((node) => [node.name, valueOf(node, inner)] as const);
      return types.coerce(results.length === 1 ? results[0]![1] : Object.fromEntries(results), service.type);
    }, names);
  };

  const services = [...model.services.values()];
  return {
    name: model.name,
    inputs: [...model.inputs.values()],
    decisions: nodes.map(({ id, name }) => ({ id, name })),
    services: services.map(({ id, name }) => ({ id, name })),
    decide(id, inputs, now) {
      const run: Run = { now, warnings: [], rulesFired: [] };
      const board: Board = { given: toFeelValue(inputs) as Variables, known: new Map(), run };
      const decision = model.decisions.get(id) ?? nodes.find((node) => node.name === id);
      const service = model.services.get(id) ?? services.find((node) => node.name === id);
      if (!decision && !service) throw errors.decisionUnknown({ id });
      const value = decision ? valueOf(decision, board) : serviceFunction(service!, board).invoke(namedInputs(service!, board.given));
      return { value: fromFeelValue(value), rulesFired: run.rulesFired, warnings: run.warnings };
    },
  };

  function namedInputs(service: ServiceNode, given: Variables): Record<string, unknown> {
    const names = [...service.inputDecisions.map((id) => model.decisions.get(id)?.name), ...service.inputData.map((id) => model.inputs.get(id)?.name)];
    return Object.fromEntries(names.flatMap((name) => (name === undefined ? [] : [[name, given[name] ?? null]])));
  }
}
