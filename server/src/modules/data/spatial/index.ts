/** Module `spatial` 空间数据. */
export { spatialModule } from './module.ts';
