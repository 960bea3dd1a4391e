import type { Definition } from '#engines/content';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import { codeWords } from '../code-words.ts';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';
import { elementWords } from './item-elements.ts';
import { serviceItemKind, type ServiceItem } from './item-definition.ts';
import { lifeEventKind } from './life-event-definition.ts';
import { baseItem, relativesOf, type StandsOn } from './item-relatives.ts';
import { share } from '../supervision/supervision-board.ts';

export interface ManagedItem {
  id: string;
  name: string;
  basicCode: string;
  itemType: string;
  department: string;
  version: number;
  state: string;
  pack: string;
  division: string | null;
  cases: number;
  onlineDepth: string;
  marks: string[];
}

const states = { published: { zh: '已发布', en: 'Published' }, suspended: { zh: '暂停', en: 'Suspended' }, cancelled: { zh: '取消', en: 'Cancelled' } } as const;
const countMax = 10_000;
/** 高频事项: so many cases of the item, in this deployment. */
const frequentFrom = 1_000;

/** Cases of each item, counted to ten thousand. */
async function countCases(ctx: Context, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await ctx.tx.query<{ id: string; count: number }>(
    `select i.id, (select count(*)::int from (select from cases.case c where c.definition_id = i.id limit ${countMax}) n) as count from unnest($1::text[]) i(id)`, [ids]);
  return new Map(rows.map((r) => [r.id, r.count]));
}

const officerDivision = (hall: Hall, ctx: Context): string => hall.catalogue.organisation(ctx.actor.organisations[0] ?? '')?.division ?? ctx.actor.divisions[0] ?? '00';

function marksOf(hall: Hall, ctx: Context, d: Definition<ServiceItem>, cases: number): string[] {
  const { visits, onlineDepth, reach } = d.value;
  const joint = hall.content.list(lifeEventKind).some((e) => e.value.items.some((i) => i.item === baseItem(d.id)));
  const marks: [boolean, string, string][] = [
    [cases >= frequentFrom, '高频', 'Frequent'], [visits === 0 && onlineDepth === '4', '全程网办', 'All online'], [reach === 'country', '跨省通办', 'Across provinces'], [joint, '一件事', 'Joint matter'],
  ];
  return marks.filter(([holds]) => holds).map(([, zh, en]) => (ctx.locale === 'zh' ? zh : en));
}

const managed = (hall: Hall, ctx: Context, d: Definition<ServiceItem>, cases: number): ManagedItem => ({
  id: d.id, name: textIn(d.value.name, ctx.locale), basicCode: d.value.basicCode, itemType: codeWords(hall.content, 'item-type', d.value.itemType, ctx.locale),
  department: hall.catalogue.organisationOf(d.value.implementer.departmentKind, d.division ?? officerDivision(hall, ctx))?.name ?? d.value.implementer.departmentKind,
  version: d.version, state: states[d.value.state][ctx.locale], pack: d.pack, division: d.division ?? null, cases, onlineDepth: d.value.onlineDepth, marks: marksOf(hall, ctx, d, cases),
});

export interface ListManagedItemsInput {
  text?: string | undefined;
  department?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

export interface ManagedItems {
  items: ManagedItem[];
  next: string | null;
  figures: { items: number; departments: number; online: number; materialsFree: number; lifeEvents: number };
}

/** 事项库: all items and the places' own versions of them, by id. */
export async function listManagedItems(hall: Hall, ctx: Context, input: ListManagedItemsInput): Promise<ManagedItems> {
  const all = hall.content.list(serviceItemKind);
  const bases = all.filter((d) => d.id === baseItem(d.id));
  const text = input.text?.trim() ?? '';
  const wanted = (d: Definition<ServiceItem>): boolean =>
    (text === '' || textIn(d.value.name, 'zh').includes(text) || textIn(d.value.name, 'en').toLowerCase().includes(text.toLowerCase()) || d.value.basicCode.startsWith(text) || d.id.startsWith(text))
    && (input.department === undefined || d.value.implementer.departmentKind === input.department)
    && (input.cursor === undefined || d.id > input.cursor);
  const found = all.filter(wanted).toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, input.limit + 1);
  const shown = found.slice(0, input.limit);
  const cases = await countCases(ctx, shown.map((d) => d.id));
  const materials = bases.flatMap((d) => d.value.materials);
  return {
    items: shown.map((d) => managed(hall, ctx, d, cases.get(d.id) ?? 0)),
    next: found.length > input.limit ? (shown.at(-1)?.id ?? null) : null,
    figures: {
      items: bases.length, departments: new Set(bases.map((d) => d.value.implementer.departmentKind)).size,
      online: share(bases.filter((d) => d.value.onlineDepth === '4').length, bases.length) ?? 0,
      // 免于提交: what a register or the licence wallet gives
      materialsFree: share(materials.filter((m) => m.register !== undefined || m.certificate !== undefined).length, materials.length) ?? 0,
      lifeEvents: hall.content.list(lifeEventKind).filter((d) => d.id === baseItem(d.id)).length,
    },
  };
}

export interface ItemDetails extends ManagedItem {
  definition: Record<string, unknown>;
  /** Elements that are codes or structures, in words. */
  said: Record<string, string>;
  locked: string[];
  versions: { version: number; from: string | null; to: string | null }[];
  changes: { at: string; by: string; version: number; what: string }[];
  standsOn: StandsOn | null;
  followers: { id: string; place: string; version: number; behind: boolean }[];
}

const versionsMax = 100;

/** 版本: those of the packs above, too, which newer ones published here stand over; the newest last. */
const versionsOf = (hall: Hall, { id, version }: Definition<ServiceItem>): ItemDetails['versions'] =>
  Array.from({ length: Math.min(version, versionsMax) }, (_, i) => version - Math.min(version, versionsMax) + i + 1)
    .flatMap((n) => hall.content.find(serviceItemKind, id, { version: n }) ?? [])
    .map((v) => ({ version: v.version, from: v.validFrom ?? null, to: v.validTo ?? null }));

/** 实施清单 with its versions and who changed it. */
export async function getManagedItem(hall: Hall, ctx: Context, input: { itemId: string }): Promise<ItemDetails> {
  const d = hall.content.find(serviceItemKind, input.itemId);
  if (d === undefined) throw errors.itemUnknown();
  const cases = await countCases(ctx, [d.id]);
  const changes = await ctx.tx.query<{ at: Date; by_name: string; version: number; reason: string }>('select at, by_name, version, reason from services.item_change where item_id = $1 order by id desc limit 100', [d.id]);
  return {
    ...managed(hall, ctx, d, cases.get(d.id) ?? 0),
    definition: { ...d.value },
    said: elementWords(d, { hall, division: d.division ?? officerDivision(hall, ctx), locale: ctx.locale }),
    locked: [...d.locked],
    versions: versionsOf(hall, d),
    ...relativesOf(hall, d),
    changes: changes.map((c) => ({ at: c.at.toISOString(), by: c.by_name, version: c.version, what: c.reason })),
  };
}

