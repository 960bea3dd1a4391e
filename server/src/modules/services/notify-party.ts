import type { CaseWork } from '#engines/cases';
import type { Hall } from './hall.ts';

const notifyJob = 'services.notify';

/** Plans a message to the party of a case: one job row now, words and channels after the commit. */
export function notifyParty(hall: Hall, work: CaseWork, template: string): void {
  if (work.row.party_id === null || work.row.parent_id !== null) return;
  hall.jobs.plan(work.ctx.tx, { kind: notifyJob, payload: { caseId: work.row.id, template } });
}

export function handleNotifications(hall: Hall): void {
  hall.jobs.handle(notifyJob, async (ctx, { caseId, template }: { caseId: string; template: string }) => {
    const row = await ctx.tx.one<{ number: string; title: string; party_id: string; party_name: string; agent_account: string | null; promised_due: string | null; data: Record<string, unknown> }>(
      'select number, title, party_id, party_name, agent_account, promised_due, data from cases.case where id = $1', [caseId]);
    const supplement = row.data['supplement'] as { reason?: string } | null | undefined;
    await hall.messages.plan(ctx, {
      template,
      to: row.agent_account === null ? { partyId: row.party_id } : { accountId: row.agent_account, partyId: row.party_id },
      scope: { number: row.number, name: row.title, party: row.party_name, due: row.promised_due ?? '', reason: supplement?.reason ?? '', url: `${hall.publicUrl}/my/cases/${caseId}` },
      caseId,
    });
  });
}
