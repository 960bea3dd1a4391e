import { textIn } from '#kernel/i18n';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { bodyName } from '../body-name.ts';
import * as q from './collection-queries.ts';
import type * as c from './contract.ts';
import type { Collection } from './deps.ts';
import { errors } from './errors.ts';
import { checkMapping, suggestMapping as suggest } from './map-columns.ts';
import { mayReach } from './may-reach.ts';
import { checkSettings } from './pull-rows.ts';
import { runView } from './runs.ts';


export async function listSources(deps: Collection, ctx: Context, { sourceId, cursor, limit }: ParsedInputOf<typeof c.listSources>): Promise<OutputOf<typeof c.listSources>> {
  const rows = await q.pageOfSources(ctx.tx, sourceId, cursor, limit + 1);
  const shown = rows.slice(0, limit);
  const runs = new Map((await q.lastRuns(ctx.tx, shown.map((s) => s.id))).map((r) => [r.source_id, r]));
  return {
    sources: shown.map((s) => ({
      id: s.id, supplier: s.supplier, register: s.register, registerTitle: textIn(deps.records.definition(s.register).title, ctx.locale), name: s.name, kind: s.kind, organisation: bodyName(deps, s.organisation, ctx.locale),
      settings: s.settings, hasSecret: s.secret !== null, mapping: s.mapping, everyMinutes: s.every_minutes, mayBeEmpty: s.may_be_empty, state: s.state, position: s.position, version: s.version, inCharge: s.in_charge,
      lastRun: runs.has(s.id) ? runView(runs.get(s.id)!) : null,
    })),
    next: rows.length > limit ? shown.at(-1)!.id : null,
  };
}

const nextRun = (ctx: Context, kind: string, everyMinutes: number | undefined): Date | null => (kind === 'file' || everyMinutes === undefined ? null : new Date(ctx.now.getTime() + everyMinutes * 60_000));

/** The department that acts is the one whose source it is. */
export async function makeSource(deps: Collection, ctx: Context, i: ParsedInputOf<typeof c.makeSource>): Promise<OutputOf<typeof c.makeSource>> {
  const organisation = ctx.actor.organisations[0];
  const known = organisation === undefined ? undefined : deps.organisation(organisation);
  if (organisation === undefined || known === undefined) throw errors.noOrganisation();
  checkMapping(deps.records.definition(i.register), i.mapping, deps.records.fieldsOf(i.register, known.name));
  checkSettings(i.kind, i.settings, i.mapping, mayReach(deps.content));
  const id = ctx.newId();
  ctx.tx.insert('collection.source', {
    id, register: i.register, name: i.name, kind: i.kind, organisation, division: known.division, settings: i.settings, secret: i.secret === undefined ? null : deps.crypto.seal(i.secret), mapping: i.mapping,
    every_minutes: i.everyMinutes ?? null, may_be_empty: i.mayBeEmpty, state: 'active', next_offset: 0, next_run_at: nextRun(ctx, i.kind, i.everyMinutes)?.toISOString() ?? null, version: 1, made_at: ctx.now.toISOString(), made_by: ctx.actor.name,
  });
  return { id, version: 1 };
}

/** A secret that is not given stays. */
export async function changeSource(deps: Collection, ctx: Context, i: ParsedInputOf<typeof c.changeSource>): Promise<OutputOf<typeof c.changeSource>> {
  const source = await q.sourceInCharge(ctx.tx, i.sourceId);
  if (source.version !== i.version) throw errors.stale({ version: source.version });
  // its terms were agreed with the supplier: they change with the agreement
  if (source.supplier !== null) throw errors.agreed();
  checkMapping(deps.records.definition(source.register), i.mapping, deps.records.fieldsOf(source.register, deps.organisation(source.organisation)?.name ?? ''));
  checkSettings(source.kind, i.settings, i.mapping, mayReach(deps.content));
  const changed = await ctx.tx.query(
    `update collection.source set name = $3, settings = $4, secret = coalesce($5, secret), mapping = $6, every_minutes = $7, may_be_empty = $8, state = $9, next_run_at = $10, version = version + 1 where id = $1 and version = $2 returning id`,
    [source.id, i.version, i.name, JSON.stringify(i.settings), i.secret === undefined ? null : Buffer.from(deps.crypto.seal(i.secret)), JSON.stringify(i.mapping), i.everyMinutes ?? null, i.mayBeEmpty, i.state, nextRun(ctx, source.kind, i.everyMinutes)],
  );
  if (changed.length === 0) throw errors.stale({ version: source.version + 1 });
  return { id: source.id, version: i.version + 1 };
}

export async function suggestMapping(deps: Collection, ctx: Context, { register, columns }: ParsedInputOf<typeof c.suggestMapping>): Promise<OutputOf<typeof c.suggestMapping>> {
  const definition = deps.records.definition(register);
  const mapping = suggest(definition, columns);
  return {
    mapping,
    unmatched: columns.filter((column) => !mapping.some((m) => m.column === column)),
    missing: definition.fields.filter((f) => !mapping.some((m) => m.field === f.id)).map((f) => ({ field: f.id, title: textIn(f.title, ctx.locale), required: f.required })),
  };
}

/** 归集率: by sources, and by entries of the resource catalogue where the department has them; those without a source too. */
export async function gatheringRate(deps: Collection, ctx: Context): Promise<OutputOf<typeof c.gatheringRate>> {
  const rows = new Map((await q.rateRows(ctx.tx)).map((r) => [r.organisation, r]));
  const catalogue = new Map((await deps.catalogueRates(ctx)).map((r) => [r.organisation, r]));
  return {
    organisations: [...new Set([...rows.keys(), ...catalogue.keys()])].map((organisation) => {
      const [r, entry] = [rows.get(organisation), catalogue.get(organisation)];
      return {
        organisation, name: deps.organisation(organisation) === undefined ? (entry?.name ?? organisation) : bodyName(deps, organisation, ctx.locale), sources: r?.sources ?? 0, gathered: r?.gathered ?? 0, rate: r === undefined ? 0 : r.gathered / r.sources, rows: Number(r?.rows ?? 0),
        lastAt: r?.last_at?.toISOString() ?? null, entries: entry?.entries ?? 0, entryRate: entry?.gathering ?? null,
      };
    }),
  };
}
