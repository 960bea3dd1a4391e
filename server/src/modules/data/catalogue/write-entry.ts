import { createHash } from 'node:crypto';
import type { Context } from '#kernel/context';
import { dayInChina } from '#kernel/clock';
import type { z } from 'zod';
import type { CatalogueDeps } from './deps.ts';
import type { EntryRow } from './entry-queries.ts';
import { highestGrade, type entryFields } from './contract-entry.ts';
import { indexEntry } from './index-entries.ts';

export type EntryProposal = z.infer<z.ZodObject<typeof entryFields>>;

/** The columns that a proposal decides. */
export const proposalColumns = (p: EntryProposal) => ({
  title: p.title, summary: p.summary, format: p.format, keywords: p.keywords, items: p.items, sharing: p.sharing.type, sharing_condition: p.sharing.condition ?? null, sharing_ways: p.sharing.ways,
  sharing_basis: p.sharing.basis ?? null, opening: p.opening.type, opening_condition: p.opening.condition ?? null, opening_basis: p.opening.basis ?? null, update_cycle: p.updateCycle, related: p.related, grade: highestGrade(p.items),
});

/** SM3 over what the proposal says: equal proposals, equal digests. */
export const proposalDigest = (p: EntryProposal, provider: string): string => createHash('sm3').update(JSON.stringify([provider, proposalColumns(p)])).digest('hex');

type Body = { id: string; name: string; division: string };

/** Puts a new entry in force, with its first version. */
export async function publishNew(deps: CatalogueDeps, ctx: Context, input: { code: string; provider: Body; proposal: EntryProposal; origin: string; by: string }): Promise<EntryRow> {
  const { proposal, provider } = input;
  const row: EntryRow = {
    id: ctx.newId(), code: input.code, provider: provider.id, provider_name: provider.name, division: provider.division, ...proposalColumns(proposal), grade_confirmed_by: null, state: 'published', origin: input.origin,
    digest: proposalDigest(proposal, provider.id), published_on: dayInChina(ctx.now), data_updated_at: null, data_rows: null, version: 1, updated_at: ctx.now,
  };
  ctx.tx.insert('catalogue.entry', { ...row, updated_at: ctx.now.toISOString() });
  keepVersion(ctx, row, 'published', input.by);
  await indexEntry(deps, ctx, row);
  return row;
}

const updateSql = `update catalogue.entry e set title = r.title, summary = r.summary, format = r.format, keywords = r.keywords, items = r.items, sharing = r.sharing, sharing_condition = r.sharing_condition,
    sharing_ways = r.sharing_ways, sharing_basis = r.sharing_basis, opening = r.opening, opening_condition = r.opening_condition, opening_basis = r.opening_basis, update_cycle = r.update_cycle, related = r.related,
    grade = r.grade, grade_confirmed_by = r.grade_confirmed_by, state = r.state, origin = r.origin, digest = r.digest, version = r.version, updated_at = r.updated_at
  from jsonb_to_recordset($rows::jsonb) as r(id uuid, title text, summary text, format text, keywords text[], items jsonb, sharing text, sharing_condition text, sharing_ways text[], sharing_basis text, opening text, opening_condition text,
    opening_basis text, update_cycle text, related text[], grade text, grade_confirmed_by text, state text, origin text, digest text, version int, updated_at timestamptz)
  where e.id = r.id and e.version = r.version - 1`;

/** Changes an entry: its next version, kept beside all former ones. */
export async function changeEntry(deps: CatalogueDeps, ctx: Context, before: EntryRow, change: Partial<EntryRow>, words: string, by: string): Promise<EntryRow> {
  const row: EntryRow = { ...before, ...change, version: before.version + 1, updated_at: ctx.now };
  ctx.tx.each(updateSql, {
    id: row.id, title: row.title, summary: row.summary, format: row.format, keywords: row.keywords, items: row.items, sharing: row.sharing, sharing_condition: row.sharing_condition, sharing_ways: row.sharing_ways,
    sharing_basis: row.sharing_basis, opening: row.opening, opening_condition: row.opening_condition, opening_basis: row.opening_basis, update_cycle: row.update_cycle, related: row.related, grade: row.grade,
    grade_confirmed_by: row.grade_confirmed_by, state: row.state, origin: row.origin, digest: row.digest, version: row.version, updated_at: ctx.now.toISOString(),
  });
  keepVersion(ctx, row, words, by);
  await indexEntry(deps, ctx, row);
  return row;
}

function keepVersion(ctx: Context, row: EntryRow, change: string, by: string): void {
  const { data_updated_at: _at, data_rows: _rows, updated_at: _updated, ...snapshot } = row;
  ctx.tx.insert('catalogue.entry_version', { entry_id: row.id, version: row.version, at: ctx.now.toISOString(), by_name: by, change, snapshot });
}
