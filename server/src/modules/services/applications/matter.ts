import type { Definition } from '#engines/content';
import type { Rules } from '#engines/rules';
import type { OrganisationDefinition } from '#engines/access';
import type { Text } from '#kernel/i18n';
import type { Catalogue, Place } from '../items/catalogue.ts';
import type { Material, ServiceItem } from '../items/item-definition.ts';
import type { GuideQuestion, LifeEvent } from '../items/life-event-definition.ts';

/** One item of a matter, with the department that handles it there. */
export interface MatterItem {
  id: string;
  definition: Definition<ServiceItem>;
  organisation: OrganisationDefinition;
  /** FEEL over `guide`. */
  when: string | undefined;
  after: readonly string[];
  /** Field of the item's form → FEEL over the one form's answers. */
  answers: Readonly<Record<string, string>>;
  sameAs: Readonly<Record<string, { item: string; material: string }>>;
}

/** What is applied for: a single item (事项) or a life event (一件事), seen in the same way. */
export interface Matter {
  kind: 'service-item' | 'life-event';
  id: string;
  version: number;
  name: Text;
  serves: readonly string[];
  form: string;
  process: string;
  promisedDays: number;
  guide: readonly GuideQuestion[];
  lead: OrganisationDefinition;
  items: MatterItem[];
}

export function findMatter(catalogue: Catalogue, kind: 'service-item' | 'life-event', id: string, at: Place): Matter {
  const matterItem = (itemId: string): MatterItem => {
    const definition = catalogue.item(itemId, at);
    return { id: itemId, definition, organisation: catalogue.implementer(definition.value, at.division), when: undefined, after: [], answers: {}, sameAs: {} };
  };
  if (kind === 'service-item') {
    const only = matterItem(id);
    const { name, serves, form, process, promisedDays } = only.definition.value;
    return { kind, id, version: only.definition.version, name, serves, form, process, promisedDays, guide: [], lead: only.organisation, items: [only] };
  }
  const event: Definition<LifeEvent> = catalogue.event(id, at);
  const { name, serves, form, process, promisedDays, guide, lead, items } = event.value;
  return {
    kind, id, version: event.version, name, serves, form, process, promisedDays, guide,
    lead: catalogue.organisationOf(lead.departmentKind, at.division) ?? matterItem(items[0]!.item).organisation,
    items: items.map((i) => ({ ...matterItem(i.item), when: i.when, after: i.after, answers: i.answers, sameAs: i.sameAs })),
  };
}

/** 情形导办: which questions apply to these answers, in order. */
export const questionsFor = (matter: Matter, guide: Readonly<Record<string, unknown>>, rules: Rules): GuideQuestion[] =>
  matter.guide.filter((q) => q.when === undefined || rules.holds(q.when, { guide, ...guide }));

/** Items that apply to the answers of the guide. */
export const itemsFor = (matter: Matter, guide: Readonly<Record<string, unknown>>, rules: Rules): MatterItem[] =>
  matter.items.filter((i) => i.when === undefined || rules.holds(i.when, { guide, ...guide }));

export interface MatterMaterial {
  item: MatterItem;
  material: Material;
  required: boolean;
}

/** Materials that these answers ask for; one that is the same paper as another's (一套材料) is left out. */
export function materialsFor(items: readonly MatterItem[], scope: Readonly<Record<string, unknown>>, rules: Rules): MatterMaterial[] {
  const included = new Set(items.map((i) => i.id));
  return items.flatMap((item) =>
    item.definition.value.materials
      .filter((m) => (m.when === undefined || rules.holds(m.when, scope)) && !included.has(item.sameAs[m.id]?.item ?? ''))
      .map((material) => ({ item, material, required: typeof material.required === 'boolean' ? material.required : rules.holds(material.required, scope) })),
  );
}
