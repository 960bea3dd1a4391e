import type { Filter, RegisterRecord } from '#engines/records';
import type { Entry } from '#engines/search';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { Libraries } from './deps.ts';

type Input = ParsedInputOf<typeof c.searchResources>;
type Resource = OutputOf<typeof c.searchResources>['resources'][number];

const register = 'web-resource';
const pageSize = 20;
export const indexJob = 'libraries.indexResources';

/** 跨站检索: by words through the index, then by theme, kind and site; without words the newest first. */
export async function searchResources(deps: Libraries, ctx: Context, input: Input): Promise<OutputOf<typeof c.searchResources>> {
  if (input.text === '') {
    const where: Filter[] = (['kind', 'theme', 'site'] as const).flatMap((f) => (input[f] === undefined ? [] : [{ field: f, op: 'eq' as const, value: input[f] }]));
    if (input.division !== undefined) where.push({ field: 'division', op: 'startsWith', value: input.division });
    const page = await deps.records.list(ctx, register, { where, order: { field: 'publishedOn', descending: true }, limit: pageSize, cursor: input.cursor });
    return { resources: page.records.map(viewOf), next: page.next };
  }
  const found = await deps.search.query(ctx, { text: input.text, kinds: [register], division: input.division, limit: 50, cursor: input.cursor });
  const resources: Resource[] = [];
  for (const hit of found.hits) {
    const record = await deps.records.find(ctx, register, hit.ref);
    if (record !== undefined && record.endedOn === null && fits(record, input)) resources.push(viewOf(record));
  }
  return { resources, next: found.next };
}

const fits = (record: RegisterRecord, input: Input): boolean => (['kind', 'theme', 'site'] as const).every((f) => input[f] === undefined || record.data[f] === input[f]);

function viewOf({ id, data }: RegisterRecord): Resource {
  const text = (field: string): string => String(data[field] ?? '');
  return {
    id, number: text('resourceNumber'), title: text('title'), summary: text('summary'), site: text('site'), column: text('column'), kind: text('kind'), theme: typeof data['theme'] === 'string' ? data['theme'] : null,
    tags: text('tags').split(/[,，、;；\s]+/).filter((t) => t !== ''), url: text('url'), publishedOn: text('publishedOn'), division: text('division'),
  };
}

/** By house, since tests run several in one process. */
const indexedUpTo = new WeakMap<Libraries, number>();

/** New content is found within minutes: the index is brought in line when the register has changed since this process looked. */
export async function indexResources(deps: Libraries, ctx: Context): Promise<void> {
  const { updatedAt } = await deps.registerFacts(register);
  if (updatedAt === null || updatedAt.getTime() <= (indexedUpTo.get(deps) ?? 0)) return;
  async function* entries(): AsyncGenerator<Entry> {
    for (let cursor: string | undefined; ; ) {
      const page = await deps.records.list(ctx, register, { limit: 100, cursor });
      for (const record of page.records) {
        const r = viewOf(record);
        yield { kind: register, ref: r.id, title: r.title, summary: r.summary, keywords: [...r.tags, r.column, r.site], audience: 'public', url: r.url, weight: 30 };
      }
      if (page.next === null) return;
      cursor = page.next;
    }
  }
  await deps.search.rebuild(register, entries());
  indexedUpTo.set(deps, updatedAt.getTime());
}
