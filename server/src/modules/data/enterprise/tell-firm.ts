import type { MessageScope } from '#engines/messages';
import type { Context } from '#kernel/context';
import { dayWords } from '../day-words.ts';
import { reminderAt } from '../reminder-at.ts';
import { findAgreement, type Agreement } from './agreements.ts';
import type { Enterprise } from './deps.ts';

export const endingJob = 'enterprise.ending';
type Template = 'agreement-offered' | 'agreement-declined' | 'agreement-sealed' | 'agreement-ending' | 'agreement-ended' | 'data-disposed';

/** Tells the firm's people what waits for them, or what became of their agreement. */
export function tellFirm({ messages }: Pick<Enterprise, 'messages'>, ctx: Context, a: Pick<Agreement, 'id' | 'number' | 'party_id' | 'organisation_name' | 'terms'>, template: Template, scope: MessageScope = {}): void {
  messages.plan(ctx, { template: `firm-${template}`, to: { partyId: a.party_id }, scope: { agreement: a.terms.title, number: a.number, body: a.organisation_name, agreementId: a.id, ...scope } });
}

/** 到期提醒: planned when both seals are on it, told if it still is in force. */
export function planReminder({ jobs }: Pick<Enterprise, 'jobs'>, ctx: Context, a: Pick<Agreement, 'id' | 'valid_until'>): void {
  const at = reminderAt(a.valid_until!, ctx.now);
  if (at !== undefined) jobs.plan(ctx.tx, { kind: endingJob, key: a.id, payload: { agreementId: a.id }, runAt: at });
}

export async function tellEnding(o: Pick<Enterprise, 'messages'>, ctx: Context, { agreementId }: { agreementId: string }): Promise<void> {
  const a = await findAgreement(ctx.tx, agreementId);
  if (a?.state === 'active') tellFirm(o, ctx, a, 'agreement-ending', { until: dayWords(a.valid_until!) });
}
