import type { Content, Definition } from '#engines/content';
import { divisionKind, organisationKind, type OrganisationDefinition } from '#engines/access';
import { dayInChina } from '#kernel/clock';
import type { Locale } from '#kernel/i18n';
import { divisionInGovernment, englishDivision } from '../english-division.ts';
import { lifeEventKind, type LifeEvent } from './life-event-definition.ts';
import { serviceItemKind, type ServiceItem } from './item-definition.ts';
import { errors } from '../errors.ts';

/**
 * 事项目录: items and life events as they are in force on a day in a place. A city's or county's own version
 * (a definition with `division` that `extends` the province's) is chosen where the applicant stands.
 */
export interface Catalogue {
  item(id: string, at: Place): Definition<ServiceItem>;
  findItem(id: string, at: Place): Definition<ServiceItem> | undefined;
  event(id: string, at: Place): Definition<LifeEvent>;
  items(at: Place): Definition<ServiceItem>[];
  events(at: Place): Definition<LifeEvent>[];
  /** 实施主体: the department that handles the item for that place: the nearest one upwards. */
  implementer(item: ServiceItem, division: string): OrganisationDefinition;
  /** The nearest organisation of a function at or above a place. */
  organisationOf(departmentFunction: string, division: string): OrganisationDefinition | undefined;
  organisation(creditCode: string): OrganisationDefinition | undefined;
  /** With the divisions above it: 吉林省长春市南关区; “Nanguan District, Changchun City”. */
  divisionName(digits: string, locale?: Locale): string;
  /** Of the division alone. */
  ownDivisionName(digits: string, locale: Locale): string;
  /** 实施编码: credit code + level + basic code, 31 characters. */
  implementationCode(item: ServiceItem, division: string): string;
}

export interface Place {
  division: string;
  on: Date;
}

/** Significant digits of the divisions at and above one, nearest first: 220102008 → 220102008, 220102, 2201, 22. */
export const upwards = (digits: string): string[] => [12, 9, 6, 4, 2].filter((n) => digits.length >= n).map((n) => digits.slice(0, n));

export function createCatalogue(content: Content): Catalogue {
  const name = (digits: string): string => content.find(divisionKind, digits)?.value.name ?? digits;
  let indexed: { digest: unknown; byFunction: Map<string, OrganisationDefinition> } | undefined;
  /** Organisations by function and division; made anew when the content was reloaded. */
  const byFunction = (): Map<string, OrganisationDefinition> => {
    const snapshot = content.packs();
    const digest = snapshot.map((p) => p.digest).join();
    if (indexed?.digest !== digest) {
      const found = new Map<string, OrganisationDefinition>();
      for (const o of content.list(organisationKind)) {
        const key = `${o.value.function} ${o.value.division}`;
        if (!found.has(key)) found.set(key, o.value);
      }
      indexed = { digest, byFunction: found };
    }
    return indexed.byFunction;
  };
  const organisationOf: Catalogue['organisationOf'] = (fn, division) => {
    for (const digits of upwards(division)) {
      const found = byFunction().get(`${fn} ${digits}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const englishName = (digits: string): string => divisionInGovernment(byFunction().get(`government ${digits}`)?.englishName) ?? englishDivision(name(digits));
  /** The own version of the nearest division, where one exists under `<id>@<digits>`; else the province's. */
  const nearest = <D>(kind: typeof serviceItemKind | typeof lifeEventKind, id: string, at: Place): Definition<D> | undefined => {
    const on = dayInChina(at.on);
    for (const digits of upwards(at.division)) {
      const own = content.find(kind as never, `${id}.${digits}`, { on }) as Definition<D> | undefined;
      if (own !== undefined) return own;
    }
    return content.find(kind as never, id, { on }) as Definition<D> | undefined;
  };
  const implementer: Catalogue['implementer'] = (item, division) => {
    const { organisation, departmentKind, level } = item.implementer;
    if (organisation !== undefined) {
      const fixed = content.find(organisationKind, organisation)?.value;
      if (fixed !== undefined) return fixed;
    }
    const reach = level === undefined ? division : (upwards(division).find((d) => d.length === [0, 2, 4, 6, 9, 12][level]) ?? division);
    const found = organisationOf(departmentKind, reach);
    if (found === undefined) throw errors.noImplementer({ item: typeof item.name === 'string' ? item.name : item.name.zh });
    return found;
  };
  const base = (id: string): boolean => !/\.\d{2,12}$/.test(id);
  const all = <D>(kind: typeof serviceItemKind | typeof lifeEventKind, at: Place): Definition<D>[] =>
    (content.list(kind as never, { on: dayInChina(at.on), where: (d: Definition) => base(d.id) }) as Definition<D>[])
      .map((d) => nearest<D>(kind, d.id, at) ?? d);
  return {
    findItem: (id, at) => nearest<ServiceItem>(serviceItemKind, id, at),
    item(id, at) {
      const found = nearest<ServiceItem>(serviceItemKind, id, at);
      if (found === undefined || found.value.state === 'cancelled') throw errors.itemUnknown();
      return found;
    },
    event(id, at) {
      const found = nearest<LifeEvent>(lifeEventKind, id, at);
      if (found === undefined) throw errors.eventUnknown();
      return found;
    },
    items: (at) => all<ServiceItem>(serviceItemKind, at).filter((d) => d.value.state === 'published'),
    events: (at) => all<LifeEvent>(lifeEventKind, at),
    implementer,
    organisationOf,
    organisation: (code) => content.find(organisationKind, code)?.value,
    divisionName: (digits, locale = 'zh') => (locale === 'zh' ? upwards(digits).toReversed().map(name).join('') : upwards(digits).filter((d, at, all) => at === 0 || d.length > 2 || all.length === 1).map(englishName).join(', ')),
    ownDivisionName: (digits, locale) => (locale === 'zh' ? name(digits) : englishName(digits)),
    implementationCode: (item, division) => item.implementationCode ?? `${implementer(item, division).id}${item.level}${item.basicCode}`,
  };
}
