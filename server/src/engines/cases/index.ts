export { createCases, type Cases, type CasesDependencies } from './create-cases.ts';
export { type Work, type TaskResult } from './case-work.ts';
export { deadlines, lightOn, type Light, type WorkingDays } from './case-clock.ts';
export { caseStates, isFinal, nextStates, stateWords, type CaseState } from './case-state.ts';
export { foldActions, type Folded } from './fold-actions.ts';
export { actionsOf, casesOf, childrenOf, documentsOf, findCase, materialsOf, planDocument, taskColumns, tasksOf } from './case-rows.ts';
export type { ActionRow, CaseFunction, CaseListener, CaseRow, CaseWork, DocumentRow, MaterialRow, Opening, TaskRow } from './types.ts';
export { errors as casesErrors } from './errors.ts';
