import type { Context } from '#kernel/context';
import type { Designers } from './deps.ts';
import { blankText } from './blank-text.ts';
import { bounded, textOf, type DefinitionText, type DesignKind } from './definition-source.ts';
import { changeDraft, findUnderWay, getDraftRow, type DraftRow } from './draft-queries.ts';
import { draftView, draftWithText, type DraftView } from './draft-view.ts';
import { errors } from './errors.ts';
import { getVersion } from './get-definition.ts';
import { mustDesign } from './may-design.ts';

export interface StartDraftInput {
  kind: DesignKind;
  id: string;
  title?: string | undefined;
  from?: { id: string; version?: number | undefined } | undefined;
}

/**
 * 起草. One draft of a definition in an organisation: who begins while a colleague's is under way continues that one,
 * unless an older version is asked for, which then becomes its text.
 */
export async function startDraft(designers: Designers, ctx: Context, input: StartDraftInput): Promise<DraftView & DefinitionText> {
  const { accountId } = mustDesign(ctx, input.kind);
  const latest = designers.content.find(input.kind, input.id);
  if (latest === undefined && input.title === undefined) throw errors.definitionUnknown();
  if (latest !== undefined && input.title !== undefined) throw errors.idTaken({ id: input.id });
  const source = input.from === undefined ? latest : getVersion(designers, input.kind, input.from.id, input.from.version);
  const text = source === undefined ? blankText(input.kind, input.id, input.title ?? input.id) : textOf(designers.content, source);
  if (input.title !== undefined) text.definition[input.kind === 'decision' ? 'name' : 'title'] = input.title;
  const organisation = ctx.actor.organisations[0] ?? '';
  const open = await findUnderWay(ctx, input.kind, input.id, organisation);
  if (open !== undefined) {
    if (input.from === undefined || open.state !== 'open') return draftWithText(designers, ctx, open);
    await changeDraft(ctx, open, open.version, { definition: JSON.stringify(text.definition), file: text.file });
    return draftWithText(designers, ctx, await getDraftRow(ctx, open.id));
  }
  const row: Omit<DraftRow, 'title'> = {
    id: ctx.newId(), kind: input.kind, definition_id: input.id, base_version: latest?.version ?? null, organisation, division: designers.organisation(organisation)?.division ?? '', state: 'open', version: 1, ...text,
    changed_by: accountId, changed_name: ctx.actor.name, changed_at: ctx.now, in_force_from: null, reason: null, proposed_by: null, proposed_name: null, opinion: null,
  };
  ctx.tx.insert('designers.draft', { ...row, changed_at: ctx.now.toISOString(), created_at: ctx.now.toISOString() });
  return draftWithText(designers, ctx, { ...row, title: text.definition['title'] ?? text.definition['name'] });
}

export const getDraft = async (designers: Designers, ctx: Context, input: { draftId: string }): Promise<DraftView & DefinitionText> => draftWithText(designers, ctx, await getDraftRow(ctx, input.draftId));

/** What is kept need not be right yet: it is checked when it is proposed. */
export async function saveDraft(designers: Designers, ctx: Context, input: { draftId: string; version: number } & DefinitionText): Promise<DraftView> {
  const row = await editable(ctx, input.draftId);
  const { definition, file } = bounded(input);
  await changeDraft(ctx, row, input.version, { definition: JSON.stringify(definition), file });
  return draftView(designers, ctx, await getDraftRow(ctx, row.id));
}

export async function discardDraft(ctx: Context, input: { draftId: string; version: number }): Promise<{ ok: true }> {
  const row = await getDraftRow(ctx, input.draftId);
  mustDesign(ctx, row.kind);
  if (!ctx.actor.organisations.includes(row.organisation)) throw errors.notAllowed();
  if (row.state !== 'open' && row.state !== 'proposed') throw errors.draftClosed();
  await changeDraft(ctx, row, input.version, { state: 'discarded' });
  return { ok: true };
}

/** A draft of the actor's own organisation that is not proposed. */
export async function editable(ctx: Context, draftId: string): Promise<DraftRow> {
  const row = await getDraftRow(ctx, draftId);
  mustDesign(ctx, row.kind);
  if (!ctx.actor.organisations.includes(row.organisation)) throw errors.notAllowed();
  if (row.state !== 'open') throw errors.draftClosed();
  return row;
}
