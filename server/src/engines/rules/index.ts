export { createRules, type Rules } from './create-rules.ts';
export type { CompiledDecisions, DecisionResult } from './compile-decisions.ts';
export { decisionKind, decisionSchema, type Decide, type DecisionDefinition } from './decision-kind.ts';
export { inlineTableSchema, type InlineTable } from './inline-table.ts';
export { errors as rulesErrors } from './errors.ts';
export { expressionFault } from './expression-fault.ts';
