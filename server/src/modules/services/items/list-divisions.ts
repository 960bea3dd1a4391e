import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import type { listDivisions as contract } from './contract-guide.ts';
import type { Hall } from '../hall.ts';

/** No division has so many direct parts. */
const childrenMax = 1_000;

/** 行政区划, one level at a time. */
export async function listDivisions(hall: Pick<Hall, 'access' | 'catalogue'>, ctx: Context, input: { parent: string }): Promise<OutputOf<typeof contract>> {
  const { divisions } = await hall.access.directory.listDivisions(ctx.tx, { parent: input.parent === '' ? undefined : input.parent, limit: childrenMax });
  return { divisions: divisions.map((d) => ({ digits: d.digits, name: hall.catalogue.ownDivisionName(d.digits, ctx.locale), level: d.level, hasChildren: d.branch })) };
}
