import type { MessageScope } from '#engines/messages';
import type { Context } from '#kernel/context';
import type { Assessment } from './deps.ts';

type Template = 'opened' | 'judged' | 'reopened' | 'concluded';

/** Tells the assessed company; a public body has it on its desk. Of its certificate, as of every licence, the licences tell. */
export function tellFirm({ messages }: Pick<Assessment, 'messages'>, ctx: Context, a: { id: string; party_id: string | null; object: string; number: string }, template: Template, scope: MessageScope): void {
  if (a.party_id !== null) messages.plan(ctx, { template: `firm-assessment-${template}`, to: { partyId: a.party_id }, scope: { object: a.object, number: a.number, assessmentId: a.id, ...scope } });
}
