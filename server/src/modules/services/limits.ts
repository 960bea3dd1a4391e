import type { CaseRow, CaseWork } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import type { Hall } from './hall.ts';
import { serviceItemKind, type ServiceItem } from './items/item-definition.ts';
import { lifeEventKind } from './items/life-event-definition.ts';

/** So many working days from today; null beyond the known calendar: not known, not a guess. */
export function workingDay(hall: Pick<Hall, 'calendar'>, now: Date, days: number): string | null {
  try {
    return hall.calendar().addWorkingDays(dayInChina(now), days);
  } catch {
    return null;
  }
}

/** The items of a case in the versions that it began with; of a joint matter all that it may have. */
export function itemsOfCase(hall: Pick<Hall, 'content' | 'catalogue'>, row: Pick<CaseRow, 'definition_kind' | 'definition_id' | 'definition_version' | 'division' | 'submitted_at'>): ServiceItem[] {
  const at = { version: row.definition_version };
  if (row.definition_kind === 'service-item') {
    const found = hall.content.find(serviceItemKind, row.definition_id, at)?.value;
    return found === undefined ? [] : [found];
  }
  if (row.definition_kind !== 'life-event') return [];
  const items = hall.content.find(lifeEventKind, row.definition_id, at)?.value.items ?? [];
  return items.flatMap((i) => hall.catalogue.findItem(i.item, { division: row.division, on: row.submitted_at })?.value ?? []);
}

/** 补正期限 of a notice given today: the longest that its items allow. */
export function supplementUntil(hall: Hall, { row, ctx }: CaseWork): string | null {
  const days = itemsOfCase(hall, row).map((i) => i.supplementDays);
  return days.length === 0 ? null : workingDay(hall, ctx.now, Math.max(...days));
}

/** 容缺期限: counted from the acceptance, for each paper that was left for later. */
export function setLaterDue(hall: Hall, work: CaseWork): void {
  const owes = (work.row.data['owes'] ?? []) as readonly string[];
  const itemId = String(work.row.data['itemId'] ?? '');
  if (owes.length === 0) return;
  for (const material of itemsOfCase(hall, work.row).flatMap((i) => i.materials)) {
    if (material.laterDays !== undefined && owes.includes(material.id)) work.materialDue(`${itemId}/${material.id}`, workingDay(hall, work.ctx.now, material.laterDays));
  }
}
