import type { z } from 'zod';
import type { OrganisationDefinition } from '#engines/access';
import type { Definition } from '#engines/content';
import { textIn, type Locale } from '#kernel/i18n';
import type { itemSummary } from './contract-guide.ts';
import type { Hall } from '../hall.ts';
import type { ServiceItem } from './item-definition.ts';
import type { LifeEvent } from './life-event-definition.ts';
import { upwards } from './catalogue.ts';

export type ItemSummary = z.infer<typeof itemSummary>;

type Served = 'person' | 'company';

/** A place's own version (`id.2201`) is the same item to whoever applies. */
export const baseId = (id: string): string => id.replace(/\.\d{2,12}$/, '');

/** 服务对象 as the portal distinguishes them: 1 is a natural person, all others act as an organisation. */
export const audienceOf = (serves: readonly string[]): Served[] => [
  ...(serves.includes('1') ? (['person'] as const) : []),
  ...(serves.some((code) => code !== '1') ? (['company'] as const) : []),
];

export const organisationWords = (organisation: OrganisationDefinition | undefined, locale: Locale): string =>
  organisation === undefined ? '' : locale === 'en' ? organisation.englishName : organisation.name;

/** Who handles it there; a place without such a department still shows the item, under the function's own name. */
export function departmentOf(hall: Pick<Hall, 'catalogue'>, implementer: ServiceItem['implementer'], division: string): OrganisationDefinition | undefined {
  const fixed = implementer.organisation === undefined ? undefined : hall.catalogue.organisation(implementer.organisation);
  const reach = implementer.level === undefined ? division : (upwards(division).find((d) => d.length === [0, 2, 4, 6, 9, 12][implementer.level!]) ?? division);
  return fixed ?? hall.catalogue.organisationOf(implementer.departmentKind, reach);
}

/** Seen from above the level that handles it, it is whoever handles it where the applicant is. */
export const departmentWords = (hall: Pick<Hall, 'catalogue'>, implementer: ServiceItem['implementer'], division: string, locale: Locale): string =>
  organisationWords(departmentOf(hall, implementer, division), locale) || (locale === 'zh' ? '当地承办部门' : 'The department in charge there');

export function summaryOfItem(hall: Pick<Hall, 'catalogue'>, item: Definition<ServiceItem>, division: string, locale: Locale): ItemSummary {
  const { name, summary, implementer, promisedDays, visits, serves } = item.value;
  return {
    id: baseId(item.id), kind: 'service-item', name: textIn(name, locale), summary: textIn(summary, locale),
    department: departmentWords(hall, implementer, division, locale), promisedDays, visits, audience: audienceOf(serves),
  };
}

/** 一件事: as many visits as its most demanding item needs, at one window. */
export function summaryOfEvent(hall: Pick<Hall, 'catalogue'>, event: Definition<LifeEvent>, at: { division: string; on: Date }, locale: Locale): ItemSummary {
  const { name, summary, lead, promisedDays, serves, items } = event.value;
  const visits = items.map((i) => hall.catalogue.findItem(i.item, at)?.value.visits ?? 0);
  return {
    id: baseId(event.id), kind: 'life-event', name: textIn(name, locale), summary: textIn(summary, locale),
    department: departmentWords(hall, lead, at.division, locale), promisedDays, visits: Math.max(0, ...visits), audience: audienceOf(serves),
  };
}
