/** The API as browsers may read it. */
export * as cascade from './modules/data/cascade/contract.ts';
export * as catalogue from './modules/data/catalogue/contract.ts';
export * as dataQuality from './modules/data/quality/contract.ts';
export * as collection from './modules/data/collection/contract.ts';
export * as data from './modules/data/contract.ts';
export * as development from './modules/data/development/contract.ts';
export * as libraries from './modules/data/libraries/contract.ts';
export * as designers from './modules/capabilities/designers/contract.ts';
export * as identity from './modules/capabilities/identity/contract.ts';
export * as openData from './modules/data/open/contract.ts';
export * as messages from './modules/capabilities/messages/contract.ts';
export * as seals from './modules/capabilities/seals/contract.ts';
export * as privacy from './modules/data/privacy/contract.ts';
export * as security from './modules/security/contract.ts';
export * as sharing from './modules/data/sharing/contract.ts';
export * as services from './modules/services/contract.ts';
export * as visualisation from './modules/data/visualisation/contract.ts';
export { contract, createCall, ProblemError, type Call, type Contract, type InputOf, type OutputOf } from './kernel/contract/index.ts';
