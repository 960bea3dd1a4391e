/** 电子印章、数字证书、电子签章. */
export { sealsModule } from './module.ts';
export type { Seals } from './deps.ts';
