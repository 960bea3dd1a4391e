import type { MessageScope } from '#engines/messages';
import type { Context } from '#kernel/context';
import { reminderAt } from '../reminder-at.ts';
import type { Development } from './deps.ts';

export const endingJob = 'development.ending';
type Template = 'operation-result-reviewed' | 'operation-agreement-ending' | 'operation-agreement-withdrawn';

/** Tells the operator's people what became of a question, or of their agreement. */
export const tellOperator = ({ messages }: Pick<Development, 'messages'>, ctx: Context, a: { id: string; number: string; party_id: string; scene: string }, template: Template, scope: MessageScope): void =>
  void messages.plan(ctx, { template, to: { partyId: a.party_id }, scope: { scene: a.scene, number: a.number, agreementId: a.id, ...scope } });

/** 到期提醒: planned with the agreement, told if it still is in force. */
export function planReminder({ jobs }: Pick<Development, 'jobs'>, ctx: Context, a: { id: string; until: string }): void {
  const at = reminderAt(a.until, ctx.now);
  if (at !== undefined) jobs.plan(ctx.tx, { kind: endingJob, key: a.id, payload: { agreementId: a.id }, runAt: at });
}
