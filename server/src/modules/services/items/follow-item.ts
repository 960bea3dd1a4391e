import type { Context } from '#kernel/context';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';
import { serviceItemKind } from './item-definition.ts';
import { aboveOf, standingVersion } from './item-relatives.ts';
import { ownElements, withoutLocked } from './own-elements.ts';
import { land, placeOf } from './publish-item.ts';

export interface FollowItemInput {
  itemId: string;
  basedOnVersion: number;
  reason: string;
}

export interface Followed {
  ok: true;
  version: number;
  standsOn: { id: string; version: number };
  dropped: string[];
}

/**
 * 联动更新: a place's version is laid anew over the newest of the item above. What the place set itself stays, unless it is
 * locked above by now; where the two no longer fit together (a promise longer than the new statute allows) it is refused
 * with words and the place's version serves on as it was.
 */
export async function followItem(hall: Hall, ctx: Context, input: FollowItemInput): Promise<Followed> {
  const own = hall.content.find(serviceItemKind, input.itemId);
  if (own?.division === undefined) throw errors.itemUnknown();
  placeOf(hall, ctx, { itemId: own.id });
  if (own.version !== input.basedOnVersion) throw errors.itemStale();
  const above = aboveOf(hall, own);
  const under = above === undefined ? undefined : standingVersion(hall, own, above);
  if (above === undefined || under === undefined || under.version >= above.version) throw errors.noVersionAbove();
  const { kept, dropped } = withoutLocked(ownElements({ ...under.value }, { ...own.value }), above.locked);
  const version = own.version + 1;
  ctx.tx.insert('services.item_change', {
    id: ctx.newId(), item_id: own.id, division: own.division, version, reason: input.reason, changes: { follows: `${above.id}@${above.version}`, dropped }, by_account: ctx.actor.accountId, by_name: ctx.actor.name, at: ctx.now.toISOString(),
  });
  hall.ledger.append(ctx.tx, { kind: 'item.followed', subject: own.id, data: { version, above: `${above.id}@${above.version}`, dropped } });
  await ctx.tx.flush();
  await land(hall, ctx, own.id, { version, extends: `${above.id}@${above.version}`, division: own.division, ...kept });
  return { ok: true, version, standsOn: { id: above.id, version: above.version }, dropped };
}
