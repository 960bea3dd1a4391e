import type { Context } from '#kernel/context';
import type { Text } from '#kernel/i18n';

export interface TicketRow {
  id: string; number: string; register: string; rule: string; department: string; title: Text; state: 'open' | 'answered' | 'objected' | 'closed'; failed: number; run_id: string; opened_at: Date; closed_at: Date | null; version: number;
  case_id: string | null; excused_failed: number | null;
}
export type TicketAction = 'opened' | 'found-again' | 'answered' | 'objected' | 'dismissed' | 'excused' | 'closed';

export const houseName = '质量稽核';
const byPeople: ReadonlySet<TicketAction> = new Set(['answered', 'objected', 'dismissed', 'excused']);

interface Move {
  state: TicketRow['state'];
  kind: TicketAction;
  failed: number;
  runId: string;
  note?: string | undefined;
}

/** Changes a ticket's state and says so in its history; answers its version. */
export async function moveTicket(ctx: Context, t: Pick<TicketRow, 'id' | 'version'>, { state, kind, failed, runId, note }: Move): Promise<number> {
  await ctx.tx.query('update quality.ticket set state = $2, failed = $3, run_id = $4, closed_at = $5, version = version + 1 where id = $1', [t.id, state, failed, runId, state === 'closed' ? ctx.now : null]);
  await ctx.tx.flush();
  const { n } = await ctx.tx.one<{ n: number }>('select count(*)::int as n from quality.ticket_action where ticket_id = $1', [t.id]);
  ctx.tx.insert('quality.ticket_action', { ticket_id: t.id, seq: n + 1, at: ctx.now, kind, failed, note: note ?? null, actor_name: byPeople.has(kind) ? ctx.actor.name : houseName });
  return t.version + 1;
}
