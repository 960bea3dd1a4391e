import type { Context } from '#kernel/context';
import type { Data } from './check-data.ts';
import type { Value } from './field-types.ts';
import { admitRead, type ReadDeps, type ReadOptions } from './read-records.ts';
import { requirePurpose } from './access-log.ts';
import type { RegisterTable } from './register-table.ts';

/** 登记动作: one thing that was done to a record; null values empty a field. */
export interface Action {
  recordId: string;
  version: number;
  kind: 'create' | 'change' | 'correct' | 'end';
  data: Record<string, Value | null>;
  effectiveOn: string;
  source: string;
  caseId: string | null;
  /** The bulk load that wrote it (入库批次); null where a person or a case did. */
  loadId: string | null;
  reason: string | null;
  at: string;
  actorName: string;
  organisation: string | null;
  subjects: string[];
}

/** What a record said on a day. */
export interface RecordAsOf {
  id: string;
  /** The last action that counts. */
  version: number;
  endedOn: string | null;
  data: Data;
}

interface ActionRow {
  record_id: string; version: number; kind: Action['kind']; data: Record<string, Value | null>; effective_on: string; source: string; case_id: string | null; load_id: string | null; reason: string | null;
  at: Date; actor_name: string; actor_organisation: string | null; subjects: string[] | null;
}

/** All actions of a record, the first one first. */
export async function historyOf(deps: ReadDeps, ctx: Context, t: RegisterTable, recordId: string, options: ReadOptions): Promise<Action[]> {
  admitRead(t, options);
  const rows = await ctx.tx.query<ActionRow>('select * from records.action where record_id = $1 and register = $2 order by version limit 10000', [recordId, t.id]);
  const actions = rows.map((r): Action => ({
    recordId: r.record_id, version: r.version, kind: r.kind, effectiveOn: r.effective_on, source: r.source, caseId: r.case_id, loadId: r.load_id, reason: r.reason, at: r.at.toISOString(), actorName: r.actor_name,
    organisation: r.actor_organisation, subjects: r.subjects ?? [],
    data: Object.fromEntries(Object.entries(r.data).map(([field, value]) => [field, value !== null && t.byField.get(field)?.field.sensitive ? deps.crypto.open(Buffer.from(value as string, 'base64')) : value])),
  }));
  const last = actions.at(-1);
  if (t.personal && last !== undefined) {
    const fields = [...new Set(actions.flatMap((a) => Object.keys(a.data)))];
    await deps.accessLog.note(ctx, [{ register: t.id, recordId, subjects: last.subjects, fields }], requirePurpose(options.purpose));
  }
  return actions;
}

/** Whose row it was around one action: its division before and after, '' where it has none, undefined where it did not stand. */
export interface PlacesAround { before: string | undefined; after: string | undefined; effectiveOn: string }

/** 归属变化: told without looking at the record. Undefined where there is no such action. */
export async function placesAround(ctx: Pick<Context, 'tx'>, t: RegisterTable, recordId: string, version: number): Promise<PlacesAround | undefined> {
  const rows = await ctx.tx.query<{ version: number; kind: Action['kind']; division: string | null; effective_on: string }>(
    'select version, kind, division, effective_on from records.action where record_id = $1 and register = $2 and version <= $3 order by version desc limit 2', [recordId, t.id, version]);
  const [action, before] = rows;
  if (action?.version !== version) return undefined;
  return { before: before === undefined || before.kind === 'end' ? undefined : (before.division ?? ''), after: action.division ?? '', effectiveOn: action.effective_on };
}

/** Folds actions up to a day: by the day from which they hold, then in their order; a correction counts from the day that it names. */
export function foldActions(actions: readonly Action[], on: string): RecordAsOf | undefined {
  const counting = actions.filter((a) => a.effectiveOn <= on).toSorted((a, b) => (a.effectiveOn === b.effectiveOn ? a.version - b.version : a.effectiveOn < b.effectiveOn ? -1 : 1));
  const last = counting.at(-1);
  if (last === undefined) return undefined;
  const data: Data = {};
  let end: Action | undefined;
  for (const action of counting) {
    for (const [field, value] of Object.entries(action.data)) {
      if (value === null) delete data[field];
      else data[field] = value;
    }
    if (action.kind === 'end') end = action;
    // what was done to it after its end made it stand again
    else if (end !== undefined && action.version > end.version) end = undefined;
  }
  return { id: last.recordId, version: Math.max(...counting.map((a) => a.version)), endedOn: end?.effectiveOn ?? null, data };
}
