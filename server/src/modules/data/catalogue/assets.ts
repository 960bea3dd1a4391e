import { registerKind } from '#engines/records';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { entryColumns, type EntryRow } from './entry-queries.ts';
import { isFresh } from './entry-view.ts';
import { refreshFacts } from './sync-content.ts';

/** 数据资产管理库: every library with its owner, source, standard, volume and freshness. */
export async function assetLibrary(deps: CatalogueDeps, ctx: Context): Promise<OutputOf<typeof c.assetLibrary>> {
  const rows = await ctx.tx.query<EntryRow & { target: string; services: number }>(
    `select ${entryColumns}, m.target, (select count(*)::int from catalogue.mount s where s.entry_id = e.id and s.kind = 'interface' and s.ended_at is null) as services
     from catalogue.mount m join catalogue.entry e on e.id = m.entry_id where m.kind = 'table' and m.ended_at is null and e.state = 'published' order by e.code limit 2000`);
  return {
    libraries: rows.flatMap((e) => {
      const register = deps.content.find(registerKind, e.target)?.value;
      if (register === undefined) return [];
      return [{
        register: e.target, title: textIn(register.title, ctx.locale), kind: e.code.startsWith('1') ? 'base' : e.code.startsWith('2') ? 'theme' : 'department', owner: e.provider_name, source: register.authority === undefined ? null : textIn(register.authority, ctx.locale),
        standard: register.standard ?? null, rows: Number(e.data_rows ?? 0), updatedAt: e.data_updated_at?.toISOString() ?? null, fresh: isFresh(deps, e, ctx.now), grade: e.grade, entryId: e.id, fields: register.fields.length, services: e.services,
      }];
    }),
  };
}

/** 更新: a load came in; volume and freshness of the entry are those of its register. */
export const noteLoaded = (deps: CatalogueDeps, ctx: Context): Promise<void> => refreshFacts(deps, ctx);

/** 使用: the gateway tells its calls by day and consumer. */
export async function noteUse(ctx: Context, entryId: string, consumer: string, calls: number): Promise<void> {
  await ctx.tx.query('insert into catalogue.use as u (entry_id, day, consumer, calls) values ($1, $2, $3, $4) on conflict (entry_id, day, consumer) do update set calls = u.calls + excluded.calls', [entryId, dayInChina(ctx.now), consumer, calls]);
}
