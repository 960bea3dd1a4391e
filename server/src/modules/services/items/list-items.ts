import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import type { listItems as contract } from './contract-guide.ts';
import type { Hall } from '../hall.ts';
import { baseId, summaryOfItem } from './item-summary.ts';
import { placeOf } from '../place-of.ts';

export interface ItemFilter {
  division?: string | undefined;
  theme?: string | undefined;
  /** Function of the department: `market-regulation`. */
  department?: string | undefined;
  audience?: 'person' | 'company' | undefined;
  /** Id of the last item of the page before. */
  cursor?: string | undefined;
  limit: number;
}

/** 事项目录, by id. */
export async function listItems(hall: Hall, ctx: Context, f: ItemFilter): Promise<OutputOf<typeof contract>> {
  const at = placeOf(hall, ctx, f.division);
  const wanted = hall.catalogue.items(at).filter(({ value }) =>
    (f.theme === undefined || value.themes.includes(f.theme))
    && (f.department === undefined || value.implementer.departmentKind === f.department)
    && (f.audience === undefined || (f.audience === 'person' ? value.serves.includes('1') : value.serves.some((s) => s !== '1'))));
  const all = wanted.map((definition) => ({ id: baseId(definition.id), definition })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const rest = f.cursor === undefined ? all : all.filter((i) => i.id > f.cursor!);
  const items = rest.slice(0, f.limit).map(({ definition }) => summaryOfItem(hall, definition, at.division, ctx.locale));
  return { items, next: rest.length > f.limit ? (items.at(-1)?.id ?? null) : null };
}
