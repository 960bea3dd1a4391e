import type { CaseWork } from '#engines/cases';
import type { Hall } from './hall.ts';

const notifyJob = 'services.notify';

/** Plans a message to the party of a case: one job row now, words and channels after the commit. */
export function notifyParty(hall: Hall, work: CaseWork, template: string, more?: Record<string, string>): void {
  // a child speaks through its parent, but for what it hands out
  if (work.row.party_id === null || (work.row.parent_id !== null && template !== 'licence-issued')) return;
  hall.jobs.plan(work.ctx.tx, { kind: notifyJob, payload: { caseId: work.row.id, template, ...(more === undefined ? {} : { more }) } });
}

interface Row {
  number: string;
  title: string;
  party_id: string;
  party_name: string;
  agent_account: string | null;
  promised_days: number;
  promised_due: string | null;
  data: { supplement?: { reason?: string; materials?: { materialId: string; why: string }[] } | null; opinion?: string };
}

export function handleNotifications(hall: Hall): void {
  hall.jobs.handle(notifyJob, async (ctx, { caseId, template, more }: { caseId: string; template: string; more?: Record<string, string> }) => {
    const row = await ctx.tx.one<Row>('select number, title, party_id, party_name, agent_account, promised_days, promised_due, data from cases.case where id = $1', [caseId]);
    const request = (row.data.supplement?.materials ?? []).map((m) => m.why).join('；');
    hall.messages.plan(ctx, {
      template,
      to: { partyId: row.party_id, accountId: row.agent_account },
      scope: {
        applicant: row.party_name, item: row.title, caseNumber: row.number, caseId, days: row.promised_days, reason: row.data.opinion ?? row.data.supplement?.reason ?? '—',
        request: request === '' ? (row.data.supplement?.reason ?? '—') : request, until: row.promised_due ?? '—', ...more,
      },
      caseId,
    });
  });
}
