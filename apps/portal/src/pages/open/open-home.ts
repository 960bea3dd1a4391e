import { definePage } from '../../page.ts';

/** 公共数据开放: the short address leads to the sets. */
export const openHome = definePage({ path: '/open', get: () => ({ redirect: '/open/data' }) });
