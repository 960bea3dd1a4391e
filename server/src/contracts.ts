/** The API as browsers may read it. */
export * as services from './modules/services/contract.ts';
export { contract, createCall, ProblemError, type Call, type Contract, type InputOf, type OutputOf } from './kernel/contract/index.ts';
