/** Module `visualisation` 数据可视化. */
export { boardKind } from './board-kind.ts';
export { boardRegisters, visualisationModule } from './module.ts';
export type { Visualisation } from './deps.ts';
