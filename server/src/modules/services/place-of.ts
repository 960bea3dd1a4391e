import { divisionKind } from '#engines/access';
import type { Context } from '#kernel/context';
import type { Place } from './items/catalogue.ts';
import { errors } from './errors.ts';
import type { Hall } from './hall.ts';

/** Where the reader stands: the division that she chose, or the whole place that this house serves. */
export function placeOf(hall: Pick<Hall, 'content'>, ctx: Pick<Context, 'now'>, division: string | undefined): Place {
  if (division === undefined) {
    const top = hall.content.list(divisionKind, { where: (d) => d.value.parent === undefined })[0];
    return { division: top?.id ?? '', on: ctx.now };
  }
  if (hall.content.find(divisionKind, division) === undefined) throw errors.divisionUnknown();
  return { division, on: ctx.now };
}
