import type { Context } from '#kernel/context';
import type { DefinitionText, DesignKind } from './definition-source.ts';
import { errors } from './errors.ts';

export interface DraftRow extends DefinitionText {
  id: string;
  kind: DesignKind;
  definition_id: string;
  base_version: number | null;
  organisation: string;
  division: string;
  state: 'open' | 'proposed' | 'published' | 'discarded';
  version: number;
  changed_by: string;
  changed_name: string;
  changed_at: Date;
  in_force_from: string | null;
  reason: string | null;
  proposed_by: string | null;
  proposed_name: string | null;
  opinion: string | null;
  /** As the draft has it, unchecked: of a definition that is not published yet, the only one. */
  title: unknown;
}

const heads = 'id, kind, definition_id, base_version, organisation, division, state, version, changed_by, changed_name, changed_at, to_char(in_force_from, \'YYYY-MM-DD\') as in_force_from, reason, proposed_by, proposed_name, opinion, coalesce(definition -> \'title\', definition -> \'name\') as title';
export type DraftHead = Omit<DraftRow, 'definition' | 'file'>;

export async function getDraftRow(ctx: Context, id: string): Promise<DraftRow> {
  const row = await ctx.tx.maybe<DraftRow>(`select ${heads}, definition, file from designers.draft where id = $1`, [id]);
  if (row === undefined) throw errors.draftUnknown();
  return row;
}

/** Under way for a definition in an organisation. */
export const findUnderWay = (ctx: Context, kind: string, definitionId: string, organisation: string): Promise<DraftRow | undefined> =>
  ctx.tx.maybe<DraftRow>(`select ${heads}, definition, file from designers.draft where kind = $1 and definition_id = $2 and organisation = $3 and state in ('open', 'proposed')`, [kind, definitionId, organisation]);

const underWayMax = 200;

/** All under way that the actor may see, the newest first. */
export const listUnderWay = (ctx: Context, of?: { kind: string; definitionId: string }): Promise<DraftHead[]> =>
  ctx.tx.query<DraftHead>(
    `select ${heads} from designers.draft where state in ('open', 'proposed') ${of === undefined ? '' : 'and kind = $1 and definition_id = $2'} order by changed_at desc limit ${underWayMax}`,
    of === undefined ? [] : [of.kind, of.definitionId],
  );

/** Changes a draft that still has `version`; refuses `designers.draftStale` with the name of whoever was first. */
export async function changeDraft(ctx: Context, row: DraftRow, version: number, change: Partial<Record<'state' | 'in_force_from' | 'reason' | 'proposed_by' | 'proposed_name' | 'opinion' | 'file' | 'definition', string | null>>): Promise<number> {
  const columns = Object.entries(change);
  const sets = columns.map(([column], i) => `${column} = $${i + 6}${column === 'definition' ? '::json' : column === 'in_force_from' ? '::date' : ''}`);
  const changed = await ctx.tx.maybe<{ version: number }>(
    `update designers.draft set version = version + 1, changed_by = $3, changed_name = $4, changed_at = $5${sets.map((s) => `, ${s}`).join('')} where id = $1 and version = $2 returning version`,
    [row.id, version, ctx.actor.accountId, ctx.actor.name, ctx.now.toISOString(), ...columns.map(([, value]) => value)],
  );
  if (changed === undefined) {
    const now = await getDraftRow(ctx, row.id);
    throw errors.draftStale({ by: now.changed_name, version: now.version });
  }
  return changed.version;
}

export interface PublicationRow {
  version: number;
  published_name: string;
  approved_name: string | null;
  reason: string;
  at: Date;
}

export const publicationsOf = (ctx: Context, kind: string, definitionId: string): Promise<PublicationRow[]> =>
  ctx.tx.query<PublicationRow>('select version, published_name, approved_name, reason, at from designers.publication where kind = $1 and definition_id = $2 order by version desc limit 200', [kind, definitionId]);
