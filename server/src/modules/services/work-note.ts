import type { Work } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import type { SupplementAsked } from './case-functions.ts';
import type { Hall } from './hall.ts';

/** What the templates of notices read: case, party, issuer, reasons, materials. */
export function createWorkNote(hall: Hall, work: Work): Record<string, unknown> {
  const { row, ctx } = work;
  const supplement = row.data['supplement'] as unknown as SupplementAsked | null | undefined;
  const issuer = hall.catalogue.organisation(row.organisation);
  return {
    case: { number: row.number, name: row.title, submittedOn: dayInChina(row.submitted_at), promisedDue: row.promised_due, promisedDays: row.promised_days, statutoryDays: row.statutory_days, trackCode: row.track_code },
    item: { name: row.title },
    party: { name: row.party_name },
    issuer: { name: issuer?.name ?? '', code: row.organisation, phone: issuer?.phone ?? '', address: issuer?.address ?? '' },
    reason: typeof row.data['opinion'] === 'string' ? row.data['opinion'] : (supplement?.reason ?? ''),
    materials: (supplement?.materials ?? []).map((m) => ({ ...m, name: m.materialId })),
    date: dayInChina(ctx.now),
    trackUrl: `${hall.publicUrl}/track?number=${row.number}`,
  };
}
