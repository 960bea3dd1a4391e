/** Module `sharing` 数据服务与网关. */
export { sharingModule, type SharingModuleDeps } from './module.ts';
export type { Sharing } from './services.ts';
