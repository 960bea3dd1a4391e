export { createDb, type Db, type DbSettings } from './pool.ts';
export type { ReadTx, Tx } from './transaction.ts';
export { conditionsOf, type Conditions } from './conditions.ts';
export { PlanConflict } from './plan.ts';
export { clusterFolder, startEmbedded, type EmbeddedDatabase } from './embedded.ts';
export { migrate, type MigrationSource } from './migrate.ts';
