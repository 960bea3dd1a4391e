import type { Context } from '#kernel/context';
import { actingFor } from './acting-for.ts';
import { findApplication, removeApplication } from './application-queries.ts';
import type { Hall } from '../hall.ts';

/** 删除草稿: answers and all, at once. */
export async function discardDraft(hall: Hall, outer: Context, input: { draftId: string }): Promise<{ ok: true }> {
  const application = await findApplication(outer.tx, input.draftId, outer.actor);
  const ctx = await actingFor(outer, application);
  await hall.forms.drafts.discard(ctx, input.draftId);
  await removeApplication(ctx.tx, input.draftId);
  return { ok: true };
}
