/** Module `data` 基础数据: registers browsed and opened for a purpose, verification without handing data out. */
export { dataModule } from './module.ts';
export type { Data } from './registers.ts';
