/** Module `open` 公共数据开放. */
export { createOpenData, type OpenData } from './module.ts';
export { openKinds } from './open-set-kind.ts';
