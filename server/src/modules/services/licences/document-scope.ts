import type { CaseWork } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { SupplementAsked } from '../cases/case-functions.ts';
import type { Hall } from '../hall.ts';
import { serviceItemKind } from '../items/item-definition.ts';

/** What the templates of notices and licences read of a case: case, item, party, issuer, document, supplements, opinion. */
export function documentScope(hall: Hall, work: { row: CaseWork['row']; ctx: Pick<Context, 'now'> }): Record<string, unknown> {
  const { row, ctx } = work;
  const supplement = row.data['supplement'] as unknown as SupplementAsked | null | undefined;
  const issuer = hall.catalogue.organisation(row.organisation);
  const day = (at: string | null): string | null => at;
  return {
    case: { number: row.number, name: row.title, trackCode: row.track_code, submittedOn: dayInChina(row.submitted_at), acceptedOn: day(row.accepted_on), promisedDue: day(row.promised_due) },
    item: { name: row.title, promisedDays: row.promised_days, statutoryDays: row.statutory_days },
    party: { name: row.party_name },
    issuer: { name: issuer?.name ?? '', code: row.organisation, phone: issuer?.phone ?? '', address: issuer?.address ?? '', seal: '电子专用章' },
    document: { number: `${row.number}-${row.actions}`, issuedOn: dayInChina(ctx.now), verifyUrl: `${hall.publicUrl}/track?number=${row.number}` },
    supplements: (supplement?.materials ?? []).map((m) => ({ name: materialName(hall, m.itemId, m.materialId, row.division, ctx.now), note: m.why })),
    opinion: typeof row.data['opinion'] === 'string' && row.data['opinion'] !== '' ? row.data['opinion'] : (supplement?.reason ?? null),
    supplementUntil: supplement?.until ?? null,
    reason: typeof row.data['closeReason'] === 'string' ? row.data['closeReason'] : null,
    materials: [],
  };
}

export function materialName(hall: Hall, itemId: string, materialId: string, division: string, on: Date): string {
  const item = hall.catalogue.findItem(itemId, { division, on }) ?? hall.content.find(serviceItemKind, itemId);
  const material = item?.value.materials.find((m) => m.id === materialId);
  return material === undefined ? materialId : textIn(material.name, 'zh');
}
