import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { CatalogueDeps, RegisterLife } from './deps.ts';
import { entryColumns, type EntryRow } from './entry-queries.ts';
import { isFresh } from './entry-view.ts';
import { errors } from './errors.ts';

export const noLife: RegisterLife = { sources: 0, lastRunAt: null, read: 0, refused: 0, score: null, measuredAt: null, tickets: 0, services: 0, grants: 0, calls: 0 };

/** 一体化数据资源管理: of every register how it was gathered, governed, catalogued and served, on one line. */
export async function registerLives(deps: CatalogueDeps, ctx: Context): Promise<OutputOf<typeof c.registerLives>> {
  const lives = (await deps.livesOf?.(ctx)) ?? new Map<string, RegisterLife>();
  const rows = await ctx.tx.query<EntryRow & { target: string }>(
    `select distinct on (m.target) ${entryColumns}, m.target from catalogue.mount m join catalogue.entry e on e.id = m.entry_id where m.kind = 'table' and m.ended_at is null and e.state = 'published' order by m.target, e.code limit 2000`);
  return {
    registers: rows.flatMap((e) => {
      const register = deps.content.find(registerKind, e.target)?.value;
      if (register === undefined) return [];
      const { lastRunAt, measuredAt, ...life } = lives.get(e.target) ?? noLife;
      return [{
        register: e.target, title: textIn(register.title, ctx.locale), kind: e.code.startsWith('1') ? 'base' as const : e.code.startsWith('2') ? 'theme' as const : 'department' as const, owner: e.provider_name, rows: Number(e.data_rows ?? 0),
        updatedAt: e.data_updated_at?.toISOString() ?? null, fresh: isFresh(deps, e, ctx.now), ...life, lastRunAt: lastRunAt?.toISOString() ?? null, measuredAt: measuredAt?.toISOString() ?? null,
        standard: register.standard ?? null, entryId: e.id, code: e.code, sharing: e.sharing, opening: e.opening, grade: e.grade, graded: e.grade_confirmed_by !== null,
      }];
    }).toSorted((a, b) => b.calls - a.calls || b.rows - a.rows || (a.register < b.register ? -1 : 1)),
  };
}

const versionsMax = 20;

/** 一个登记簿的一生: its line, and beneath it the course of each step. */
export async function registerLife(deps: CatalogueDeps, ctx: Context, { register }: { register: string }): Promise<OutputOf<typeof c.registerLife>> {
  const line = (await registerLives(deps, ctx)).registers.find((r) => r.register === register);
  const definition = deps.content.find(registerKind, register)?.value;
  if (line === undefined || definition === undefined) throw errors.unknown();
  const course = await deps.courseOf?.(ctx, register);
  const versions = await ctx.tx.query<{ version: number; at: Date; by_name: string; change: string }>(`select version, at, by_name, change from catalogue.entry_version where entry_id = $1 order by version desc limit ${versionsMax}`, [line.entryId]);
  return {
    ...line, fields: definition.fields.length, onElements: definition.fields.filter((f) => f.standard !== undefined || f.codeList !== undefined).length,
    runs: (course?.runs ?? []).map((r) => ({ ...r, at: r.at.toISOString() })), measured: (course?.measured ?? []).map((m) => ({ ...m, at: m.at.toISOString() })),
    versions: versions.map((v) => ({ version: v.version, at: v.at.toISOString(), by: v.by_name, change: v.change })), served: course?.services ?? [], callsByDay: course?.callsByDay ?? [],
  };
}
