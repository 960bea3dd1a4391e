import { services } from '@yiwang/server/contracts';
import { definePage, queryOf } from '../page.ts';

/** Divisions below one, for the cascade island. */
export const regions = definePage({
  path: '/regions',
  async get(context) {
    const parent = queryOf(context, 'parent');
    return { json: /^\d{0,12}$/.test(parent) ? await context.call(services.listDivisions, { parent }) : { divisions: [] } };
  },
});
