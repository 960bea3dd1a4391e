/** Module `data` 基础数据: registers browsed and opened for a purpose, verification without handing data out. */
export { dataModule } from './module.ts';
export { collectionHostsKind, collectionModule } from './collection/index.ts';
export type { Data } from './registers.ts';
/** Module `sharing` 数据服务与网关. */
export { sharingModule } from './sharing/index.ts';
/** Module `catalogue` 政务数据目录. */
export { catalogueKinds, createResourceCatalogue, type AgreedDemand, type ResourceCatalogue } from './catalogue/index.ts';
/** Module `data-quality` 数据治理. */
export { qualityKinds, qualityModule } from './quality/index.ts';
