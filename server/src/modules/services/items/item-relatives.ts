import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { publishedPack, type Definition } from '#engines/content';
import { canonical } from '../canonical.ts';
import { upwards } from './catalogue.ts';
import type { Hall } from '../hall.ts';
import { serviceItemKind, type ServiceItem } from './item-definition.ts';

type Item = Definition<ServiceItem>;

/** Item without the place whose version it is: `food-business-licence.2201` → `food-business-licence`. */
export const baseItem = (id: string): string => id.replace(/\.\d{2,12}$/, '');

/** 上级版本 that a place's own version stands on. */
export interface StandsOn {
  id: string;
  version: number;
  newest: number;
  place: string;
  behind: boolean;
  /** Elements that differ between the version it stands on and the newest. */
  differs: string[];
  /** Elements that the place set itself. */
  own: string[];
}

/** The nearest version above: the city's where there is one, else the province's. */
export function aboveOf(hall: Pick<Hall, 'content'>, own: Item): Item | undefined {
  if (own.division === undefined || own.id === baseItem(own.id)) return undefined;
  const base = baseItem(own.id);
  for (const digits of upwards(own.division).slice(1)) {
    const found = hall.content.find(serviceItemKind, `${base}.${digits}`);
    if (found !== undefined) return found;
  }
  return hall.content.find(serviceItemKind, base);
}

/** `food-business-licence.2201@2`, as the definition's own text says. */
function extendsOf(content: Hall['content'], d: Item): string | undefined {
  const text = content.textBeside(d, path.posix.basename(d.file));
  if (text === undefined) return undefined;
  const found = parseAllDocuments(text).map((one) => one.toJS() as { id?: string; version?: number; extends?: string } | null).find((one) => one?.id === d.id && (one.version ?? 1) === d.version);
  return found?.extends;
}

/**
 * Which version of the item above a place's version stands on: as its own text says, through the place's older versions;
 * one that came with its pack stands on what the packs had.
 */
export function standingVersion(hall: Pick<Hall, 'content'>, own: Item, above: Item): Item {
  for (let at: Item | undefined = own; at !== undefined; ) {
    const [id, version] = (extendsOf(hall.content, at) ?? '').split('@') as [string, string?];
    if (id === above.id && version !== undefined) return hall.content.find(serviceItemKind, id, { version: Number(version) }) ?? above;
    at = id === own.id && version !== undefined ? hall.content.find(serviceItemKind, id, { version: Number(version) }) : undefined;
  }
  for (let version = above.version; version > 0; version--) {
    const found = hall.content.find(serviceItemKind, above.id, { version });
    if (found !== undefined && found.pack !== publishedPack) return found;
  }
  return above;
}

/** Elements in which two versions differ. */
export const differingElements = (a: ServiceItem, b: ServiceItem): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((k) => canonical(a[k as keyof ServiceItem]) !== canonical(b[k as keyof ServiceItem])).sort();

export function relativesOf(hall: Hall, d: Item): { standsOn: StandsOn | null; followers: { id: string; place: string; version: number; behind: boolean }[] } {
  const above = aboveOf(hall, d);
  const under = above === undefined ? undefined : standingVersion(hall, d, above);
  const places = hall.content.list(serviceItemKind).filter((one) => one.id !== d.id && aboveOf(hall, one)?.id === d.id);
  return {
    standsOn: above === undefined || under === undefined ? null : {
      id: above.id, version: under.version, newest: above.version, place: above.division === undefined ? '' : hall.catalogue.divisionName(above.division), behind: under.version < above.version,
      differs: differingElements(under.value, above.value), own: differingElements(under.value, d.value),
    },
    followers: places.map((one) => ({ id: one.id, place: hall.catalogue.divisionName(one.division ?? ''), version: one.version, behind: standingVersion(hall, one, d).version < d.version })),
  };
}
