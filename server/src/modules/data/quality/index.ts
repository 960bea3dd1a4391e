/** 数据治理: standards, quality, cleaning and comparison, analysis. */
export { qualityModule } from './module.ts';
export { startSnapshots } from './take-snapshot.ts';
export { qualityKinds } from './quality-kinds.ts';
export type { DataElement } from './data-element-kind.ts';
export type { QualityRule } from './quality-rules-kind.ts';
