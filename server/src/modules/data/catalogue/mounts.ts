import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { findEntry } from './entry-queries.ts';
import { errors } from './errors.ts';
import { indexMounts } from './index-entries.ts';
import { manages } from './own-organisation.ts';

const words = { table: '库表（登记簿）', interface: '接口', file: '文件' } as const;

/** 挂接: an entry leads to its data. A table is a register of the house, an interface a service of the exchange. */
export async function mountEntry(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.mountEntry>): Promise<OutputOf<typeof c.mountEntry>> {
  const entry = await findEntry(ctx.tx, input.entryId);
  if (entry === undefined || entry.state === 'withdrawn') throw errors.unknown();
  if (!ctx.actor.organisations.includes(entry.provider) && !manages(deps, ctx, entry.division)) throw errors.notYours();
  const known = input.kind === 'table' ? deps.content.find(registerKind, input.target) !== undefined : input.kind === 'interface' ? ((await deps.serviceExists?.(ctx, input.target)) ?? true) : true;
  if (!known) throw errors.mountUnknown({ what: words[input.kind], target: input.target });
  if ((await ctx.tx.maybe('select 1 from catalogue.mount where entry_id = $1 and kind = $2 and target = $3 and ended_at is null', [entry.id, input.kind, input.target])) !== undefined) throw errors.mountedAlready();
  const mountId = ctx.newId();
  ctx.tx.insert('catalogue.mount', { id: mountId, entry_id: entry.id, kind: input.kind, target: input.target, title: input.title, mounted_at: ctx.now.toISOString(), by_name: ctx.actor.name });
  if (input.kind === 'table') {
    const facts = await deps.registerFacts(ctx, input.target);
    await ctx.tx.query('update catalogue.entry set data_rows = $2, data_updated_at = $3 where id = $1', [entry.id, facts.rows, facts.updatedAt]);
  }
  await indexMounts(deps, ctx, entry.id);
  return { mountId };
}

export async function unmountEntry(deps: CatalogueDeps, ctx: Context, input: { mountId: string }): Promise<{ ok: true }> {
  const found = await ctx.tx.maybe<{ entry_id: string; provider: string; division: string }>('select m.entry_id, e.provider, e.division from catalogue.mount m join catalogue.entry e on e.id = m.entry_id where m.id = $1 and m.ended_at is null', [input.mountId]);
  if (found === undefined) throw errors.unknown();
  if (!ctx.actor.organisations.includes(found.provider) && !manages(deps, ctx, found.division)) throw errors.notYours();
  await ctx.tx.query('update catalogue.mount set ended_at = $2 where id = $1', [input.mountId, ctx.now]);
  await indexMounts(deps, ctx, found.entry_id);
  return { ok: true };
}
