/** Module `catalogue` 政务数据目录: found, registered, asked for, graded, traced. */
export { createResourceCatalogue, type ResourceCatalogue } from './module.ts';
export { catalogueKinds } from './kinds.ts';
export type { AgreedDemand, CatalogueDeps, HubCourse, RegisterCourse, RegisterLife } from './deps.ts';
export type { Edge } from './lineage.ts';
export type { FieldGrade } from './grade-of.ts';
