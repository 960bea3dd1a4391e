/** Module `opening` 能力开放. */
export { capabilityKind } from './capability-kind.ts';
export { openingModule } from './module.ts';
