import { system, type Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { OpenDeps } from './deps.ts';
import { errors } from './errors.ts';
import { foreignId, foreignName, foreignResourceId, relist } from './foreign-listing.ts';
import type { ForeignSet } from './foreign-sets.ts';
import { readCatalogue } from './read-catalogue.ts';
import { searchListed } from './search-sets.ts';

export const harvestJob = 'open.harvest';
const dayMs = 86_400_000;
const waitMs = 3_600_000;

interface HarvestRow { id: string; title: string; url: string; state: 'active' | 'ended'; next_at: Date; last_at: Date | null; last_error: string | null; sets: number; version: number; by_name: string }

export async function listHarvests(ctx: Context): Promise<OutputOf<typeof c.listHarvests>> {
  const rows = await ctx.tx.query<HarvestRow>('select id, title, url, state, next_at, last_at, last_error, sets, version, by_name from open.harvest order by at desc limit 200');
  return { harvests: rows.map((h) => ({ id: h.id, title: h.title, url: h.url, state: h.state, sets: h.sets, lastAt: h.last_at?.toISOString() ?? null, lastError: h.last_error, nextAt: h.next_at.toISOString(), version: h.version, by: h.by_name })) };
}

/** 登记收割源: nothing is asked of an address before an official has named it. */
export async function addHarvest({ jobs }: Pick<OpenDeps, 'jobs'>, ctx: Context, input: ParsedInputOf<typeof c.addHarvest>): Promise<{ id: string }> {
  if ((await ctx.tx.maybe("select 1 from open.harvest where url = $1 and state = 'active'", [input.url])) !== undefined) throw errors.harvestKnown();
  const id = ctx.newId();
  ctx.tx.insert('open.harvest', { id, title: input.title, url: input.url, state: 'active', next_at: ctx.now.toISOString(), by_name: ctx.actor.name, at: ctx.now.toISOString() });
  jobs.plan(ctx.tx, { kind: harvestJob, payload: {}, key: harvestJob });
  return { id };
}

export async function harvestNow({ jobs }: Pick<OpenDeps, 'jobs'>, ctx: Context, { id }: ParsedInputOf<typeof c.harvestNow>): Promise<{ planned: true }> {
  const found = await ctx.tx.query("update open.harvest set next_at = $2 where id = $1 and state = 'active' returning 1", [id, ctx.now]);
  if (found.length === 0) throw errors.harvestUnknown();
  jobs.plan(ctx.tx, { kind: harvestJob, payload: {}, key: harvestJob });
  return { planned: true };
}

export async function endHarvest(ctx: Context, { id, version }: ParsedInputOf<typeof c.endHarvest>): Promise<{ version: number }> {
  const found = await ctx.tx.maybe<{ version: number }>("select version from open.harvest where id = $1 and state = 'active' for update", [id]);
  if (found === undefined) throw errors.harvestUnknown();
  if (found.version !== version) throw errors.stale({ version: found.version });
  await ctx.tx.query('delete from open.foreign_set where harvest_id = $1', [id]);
  await relist(ctx.tx);
  await ctx.tx.query("update open.harvest set state = 'ended', sets = 0, version = version + 1 where id = $1", [id]);
  return { version: version + 1 };
}

/** 收割: every active source that is due; one that fails keeps what it had and is asked again in an hour. */
export async function harvestAll(deps: OpenDeps): Promise<void> {
  const now = deps.clock.now();
  const due = await deps.db.read(system, (tx) => tx.query<HarvestRow>("select * from open.harvest where state = 'active' and next_at <= $1 order by id limit 100", [now]));
  for (const source of due) {
    try {
      const sets = await readCatalogue(source.url, deps.publicUrl);
      await deps.asSystem((ctx) => keep(ctx, source.id, sets));
    } catch (error) {
      const why = String((error as Error).message).slice(0, 300);
      await deps.asSystem((ctx) => ctx.tx.query('update open.harvest set last_error = $2, next_at = $3 where id = $1', [source.id, why, new Date(ctx.now.getTime() + waitMs)]));
    }
  }
}

async function keep(ctx: Context, source: string, sets: readonly ForeignSet[]): Promise<void> {
  const active = await ctx.tx.maybe("select 1 from open.harvest where id = $1 and state = 'active' for update", [source]);
  if (active === undefined) return;
  for (let from = 0; from < sets.length; from += 500) {
    const rows = sets.slice(from, from + 500).map((s) => ({ iri: s.iri, title: s.title, description: s.description, publisher: s.publisher, keywords: s.keywords, page: s.page, licence: s.licence, changed_on: s.changedOn, files: s.files, name: foreignName(s.iri), id: foreignId(s.iri), chain: s.chain,
      formats: [...new Set(s.files.flatMap((f) => (f.format === null ? [] : [f.format.toLowerCase()])))], resources: s.files.map((f) => foreignResourceId(s.iri, f.url)), words: [s.title, s.description, s.publisher ?? '', ...s.keywords].join('\n').toLowerCase() }));
    await ctx.tx.query(
      `insert into open.foreign_set as f (harvest_id, iri, title, description, publisher, keywords, page, licence, changed_on, files, words, name, id, chain, formats, resources, first_at, seen_at)
       select $1, r.iri, r.title, r.description, r.publisher, r.keywords, r.page, r.licence, r.changed_on, r.files, r.words, r.name, r.id, r.chain, r.formats, r.resources, $3, $3
       from jsonb_to_recordset($2::jsonb) as r(iri text, title text, description text, publisher text, keywords text[], page text, licence text, changed_on date, files jsonb, words text, name text, id uuid, chain text[], formats text[], resources text[]) order by r.iri
       on conflict (harvest_id, iri) do update set title = excluded.title, description = excluded.description, publisher = excluded.publisher, keywords = excluded.keywords, page = excluded.page, licence = excluded.licence,
         changed_on = excluded.changed_on, files = excluded.files, words = excluded.words, chain = excluded.chain, formats = excluded.formats, resources = excluded.resources, seen_at = excluded.seen_at`, [source, JSON.stringify(rows), ctx.now]);
  }
  await ctx.tx.query('delete from open.foreign_set where harvest_id = $1 and seen_at < $2', [source, ctx.now]);
  await relist(ctx.tx);
  await ctx.tx.query('update open.harvest set last_at = $2, last_error = null, next_at = $3, sets = $4 where id = $1', [source, ctx.now, new Date(ctx.now.getTime() + dayMs), sets.length]);
}

interface ForeignRow { name: string; iri: string; title: string; description: string; publisher: string | null; keywords: string[]; page: string | null; licence: string | null; changed_on: string | null; files: ForeignSet['files']; source: string; seen_at: Date }

export async function searchForeign(ctx: Context, input: ParsedInputOf<typeof c.searchForeign>): Promise<OutputOf<typeof c.searchForeign>> {
  const { names, total } = await searchListed(ctx.tx, { q: input.q, source: input.source, limit: input.limit, offset: input.offset }, 'foreign');
  const told = new Map((await ctx.tx.query<ForeignRow>(
    `select f.name, f.iri, f.title, f.description, f.publisher, f.keywords, f.page, f.licence, f.changed_on::text as changed_on, f.files, h.title as source, f.seen_at from open.foreign_set f join open.harvest h on h.id = f.harvest_id
     where f.name = any ($1) and ${input.source === undefined ? 'f.listed' : 'f.harvest_id = $2'}`, [names, ...(input.source === undefined ? [] : [input.source])])).map((f) => [f.name, f]));
  const sources = await ctx.tx.query<{ id: string; title: string; url: string; sets: number }>("select id, title, url, sets from open.harvest where state = 'active' and sets > 0 order by title limit 100");
  return {
    total, sources, sets: names.flatMap((name) => told.get(name) ?? []).map((f) => ({ iri: f.iri, title: f.title, description: f.description, publisher: f.publisher, keywords: f.keywords, page: f.page, licence: f.licence, changedOn: f.changed_on, source: f.source, seenAt: f.seen_at.toISOString(), files: f.files })),
  };
}
