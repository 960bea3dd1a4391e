import { casesErrors, type CaseWork } from '#engines/cases';
import type { Context } from '#kernel/context';
import { namedText } from '../content-names.ts';
import type { Hall } from '../hall.ts';

const notifyJob = 'services.notify';

/** Plans a message to the party of a case: one job row now, words and channels after the commit. */
export function notifyParty(hall: Hall, work: CaseWork, template: string, more?: Record<string, string>): void {
  // a child speaks through its parent, but for what it hands out
  if (work.row.party_id === null || (work.row.parent_id !== null && template !== 'licence-issued')) return;
  hall.jobs.plan(work.ctx.tx, { kind: notifyJob, payload: { caseId: work.row.id, template, ...(more === undefined ? {} : { more }) } });
}

interface Row {
  id: string;
  number: string;
  title: string;
  party_id: string;
  party_kind: 'person' | 'company';
  party_name: string;
  /** The citizen who applied for a company; not a clerk at the window. */
  agent_person: string | null;
  track_code: string;
  promised_days: number;
  promised_due: string | null;
  data: { supplement?: { reason?: string; until?: string | null; materials?: { materialId: string; why: string }[] } | null; opinion?: string };
}

const read = `select c.id, c.number, c.title, c.party_id, c.party_kind, c.party_name, c.track_code, c.promised_days, c.promised_due, c.data, a.person_id as agent_person
  from cases.case c left join access.account a on a.id = c.agent_account and a.kind = 'citizen' where c.id = any ($1)`;

/**
 * Who is told: the person whose application it is, whoever filled it in for her; for a company the person who applied, or
 * its legal representative. What she wishes to be told is kept by person.
 */
export const recipientOf = (kind: 'person' | 'company' | null, partyId: string, agent: string | null = null): { partyId: string; personId: string | null } => ({ partyId, personId: kind === 'person' ? partyId : agent });

interface Notification {
  caseId: string;
  template: string;
  more?: Record<string, string>;
}

/** Read together, written in one statement: they come by the thousand. */
export function handleNotifications(hall: Hall): void {
  hall.jobs.handleTogether(notifyJob, async (ctx, jobs: readonly { payload: Notification }[]) => {
    const rows = new Map((await ctx.tx.query<Row>(read, [jobs.map((j) => j.payload.caseId)])).map((r) => [r.id, r]));
    for (const { payload } of jobs) tell(hall, ctx, rows.get(payload.caseId), payload);
  });
}

function tell(hall: Hall, ctx: Context, row: Row | undefined, { caseId, template, more }: Notification): void {
  if (row === undefined) throw casesErrors.unknown();
  const request = (row.data.supplement?.materials ?? []).map((m) => m.why).join('；');
  hall.messages.plan(ctx, {
    template,
    to: recipientOf(row.party_kind, row.party_id, row.agent_person),
    scope: {
      applicant: row.party_name, item: namedText(hall.content, row.title), caseNumber: row.number, trackCode: row.track_code, caseId, days: row.promised_days, reason: row.data.opinion ?? row.data.supplement?.reason ?? '—',
      request: request === '' ? (row.data.supplement?.reason ?? '—') : request, until: row.data.supplement?.until ?? row.promised_due ?? '—', ...more, ...(more?.['licence'] === undefined ? {} : { licence: namedText(hall.content, more['licence']) }),
    },
    caseId,
  });
}
