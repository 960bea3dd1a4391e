import { textIn } from '#kernel/i18n';
import type { Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import type { Settings } from './collection-queries.ts';
import type { Collection } from './deps.ts';
import { errors } from './errors.ts';
import { checkMapping, type Mapping } from './map-columns.ts';
import { mayReach } from './may-reach.ts';
import { checkSettings } from './pull-rows.ts';
import { planRun } from './runs.ts';

/** 供数: an interface of somebody outside the government, pulled into a register of a department under an agreement. */
export interface NewSupply {
  register: string;
  name: string;
  /** Credit code and division of the department whose source it is. */
  organisation: string;
  division: string;
  /** Whose rows they are, as each record's provenance names it. */
  supplier: string;
  settings: Settings;
  secret: string | undefined;
  mapping: Mapping;
  /** Values by field that the supplier does not choose: which firm it is. */
  fixed: Readonly<Record<string, string>>;
  everyMinutes: number;
  validTo: Date;
}

/** What a supply brought so far. */
export interface SupplyFigures {
  sourceId: string;
  state: 'active' | 'stopped';
  runs: number;
  read: number;
  loaded: number;
  refused: number;
  lastAt: Date | null;
  lastState: string | null;
  /** When it last went well, moved or not. */
  lastGoodAt: Date | null;
  /** Of the last run, where it failed. */
  failure: { zh: string; en: string } | null;
  lastRunId: string | null;
}

type Deps = Pick<Collection, 'content' | 'records' | 'crypto' | 'jobs'>;

/** Refuses what could not be pulled: hosts that are not on the list, fields that the register has not or that are required and not there. */
export function checkSupply(deps: Deps, s: Pick<NewSupply, 'register' | 'settings' | 'mapping' | 'fixed'>): void {
  const definition = deps.records.definition(s.register);
  checkMapping(definition, [...s.mapping, ...Object.keys(s.fixed).map((field) => ({ column: field, field }))]);
  const missing = definition.fields.filter((f) => f.required && !(f.id in s.fixed) && !s.mapping.some((m) => m.field === f.id)).map((f) => textIn(f.title, 'zh'));
  if (missing.length > 0) throw errors.mappingInvalid({ why: `缺少必填项：${missing.join('、')}` });
  checkSettings('interface', s.settings, s.mapping, mayReach(deps.content));
}

/** Opens the source and plans its first run. */
export async function openSupply(deps: Deps, ctx: Context, s: NewSupply): Promise<string> {
  checkSupply(deps, s);
  const id = ctx.newId();
  ctx.tx.insert('collection.source', {
    id, register: s.register, name: s.name, kind: 'interface', organisation: s.organisation, division: s.division, settings: s.settings, secret: s.secret === undefined ? null : deps.crypto.seal(s.secret), mapping: s.mapping, supplier: s.supplier, fixed: s.fixed,
    valid_to: s.validTo.toISOString(), every_minutes: s.everyMinutes, may_be_empty: true, state: 'active', next_offset: 0, next_run_at: new Date(ctx.now.getTime() + s.everyMinutes * 60_000).toISOString(), version: 1, made_at: ctx.now.toISOString(), made_by: ctx.actor.name,
  });
  await ctx.tx.flush();
  planRun(deps, ctx, { id });
  return id;
}

/** Stops it now: a load that is being written ends first, nothing is read or written after this commits. */
export const endSupply = async (ctx: Context, sourceId: string): Promise<void> => void (await ctx.tx.query("update collection.source set state = 'stopped', secret = null, next_run_at = null, version = version + 1 where id = $1 and state = 'active'", [sourceId]));

export const supplyFigures = (tx: ReadTx, sources: readonly string[]): Promise<SupplyFigures[]> =>
  tx.query<SupplyFigures>(
    `select s.id as "sourceId", s.state, count(r.id)::int as runs, coalesce(sum(r.rows_read), 0)::float8 as read, coalesce(sum(r.created + r.changed), 0)::float8 as loaded, coalesce(sum(r.refused), 0)::float8 as refused, max(r.finished_at) as "lastAt", max(r.finished_at) filter (where r.state in ('done', 'empty')) as "lastGoodAt",
       (array_agg(r.state order by r.id desc) filter (where r.id is not null))[1] as "lastState", (array_agg(r.failure order by r.id desc))[1] as failure, (array_agg(r.id order by r.id desc))[1] as "lastRunId"
     from collection.source s left join collection.run r on r.source_id = s.id where s.id = any ($1::uuid[]) group by s.id, s.state`, [sources]);
