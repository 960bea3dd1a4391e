import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { isId } from '#kernel/ids';
import type { listMyMessages as contract } from './contract-case.ts';
import type { Hall } from '../hall.ts';

/** 我的消息, newest first; the cursor is the last message's id. */
export async function listMyMessages(hall: Pick<Hall, 'messages'>, ctx: Context, input: { cursor?: string | undefined; limit: number }): Promise<OutputOf<typeof contract>> {
  const before = input.cursor !== undefined && isId(input.cursor) ? input.cursor : undefined;
  const found = await hall.messages.inbox(ctx, { before, limit: input.limit });
  const unread = await hall.messages.unreadCount(ctx);
  return {
    messages: found.map((m) => ({ id: m.id, at: m.at, title: m.title, body: m.body, read: m.read, caseId: m.caseId, url: m.url })),
    unread,
    next: found.length === input.limit ? (found.at(-1)?.id ?? null) : null,
  };
}

export async function readMessages(hall: Pick<Hall, 'messages'>, ctx: Context, input: { ids: string[] }): Promise<{ ok: true }> {
  for (const id of new Set(input.ids)) await hall.messages.markRead(ctx, id);
  return { ok: true };
}
