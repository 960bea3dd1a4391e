/** Module `enterprise` 政企数据共享. */
export { enterpriseModule } from './module.ts';
export { enterpriseSceneKind } from './scene-kind.ts';
