/** Module `cascade` 级联. */
export { cascadeModule } from './module.ts';
export type { CascadeDeps } from './deps.ts';
export { lineOf, type JoinedHouse, type Line } from './line.ts';
