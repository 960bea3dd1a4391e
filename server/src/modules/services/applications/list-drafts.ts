import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { listedApplications } from './application-queries.ts';
import type { listDrafts as contract } from './contract-application.ts';
import type { Hall } from '../hall.ts';
import { lifeEventKind } from '../items/life-event-definition.ts';
import { serviceItemKind } from '../items/item-definition.ts';

const daysKept = 90;

/** 我的草稿; at the window, those that the clerk fills in. */
export async function listDrafts(hall: Pick<Hall, 'content'>, ctx: Context): Promise<OutputOf<typeof contract>> {
  const rows = await listedApplications(ctx.tx, ctx.actor, ctx.now);
  return {
    drafts: rows.map((row) => {
      const found = row.subject_kind === 'service-item' ? hall.content.find(serviceItemKind, row.subject_id)?.value : hall.content.find(lifeEventKind, row.subject_id)?.value;
      const expires = row.expires_at ?? new Date(row.created_at.getTime() + daysKept * 86_400_000);
      return { id: row.draft_id, name: found === undefined ? row.subject_id : textIn(found.name, ctx.locale), updatedAt: (row.updated_at ?? row.created_at).toISOString(), expiresAt: expires.toISOString() };
    }),
  };
}
