/** Module `collection` 数据归集: sources of departments, hand-in by file, table, interface and topic, reports of runs. */
export { collectionModule } from './module.ts';
export { collectionHostsKind } from './hosts-kind.ts';
export type { Collection } from './deps.ts';
