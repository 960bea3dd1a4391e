import type { ContentProblem, Definition } from '#engines/content';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { checkSource, inWords, type SourceProblem } from './check-source.ts';
import type { Designers } from './deps.ts';
import { published, sameText, textOf } from './definition-source.ts';
import { changeDraft, getDraftRow, type DraftRow } from './draft-queries.ts';
import { editable } from './drafts.ts';
import { errors } from './errors.ts';
import { approvalPermission, mustDesign, needsApproval } from './may-design.ts';

/** 提请发布: checked as the loader checks; published at once where content asks for no second person. */
export async function proposeDraft(designers: Designers, ctx: Context, input: { draftId: string; version: number; from: string; reason: string }): Promise<{ state: 'proposed' | 'published'; published: number | null }> {
  const row = await editable(ctx, input.draftId);
  const { accountId } = mustDesign(ctx, row.kind);
  if (input.from < dayInChina(ctx.now)) throw errors.dayPast();
  mustBeLatest(designers, row);
  const latest = designers.content.find(row.kind, row.definition_id);
  if (latest !== undefined && sameText(textOf(designers.content, latest), row)) throw errors.unchanged();
  const { problems } = await checkSource(designers.content, ctx, row.kind, row.definition_id, row);
  if (problems.length > 0) throw refusalOf(problems);
  await changeDraft(ctx, row, input.version, { state: 'proposed', in_force_from: input.from, reason: input.reason, proposed_by: accountId, proposed_name: ctx.actor.name, opinion: null });
  if (needsApproval(designers.content, row.kind)) {
    designers.ledger.append(ctx.tx, { kind: 'definition.proposed', subject: `${row.kind}/${row.definition_id}`, data: { draft: row.id, from: input.from } });
    return { state: 'proposed', published: null };
  }
  const definition = await publish(designers, ctx, await getDraftRow(ctx, row.id), null);
  return { state: 'published', published: definition.version };
}

/** 审核发布: by somebody else than who proposed it. */
export async function decideDraft(designers: Designers, ctx: Context, input: { draftId: string; version: number; decision: 'approve' | 'return'; opinion: string }): Promise<{ state: 'open' | 'published'; published: number | null }> {
  const row = await getDraftRow(ctx, input.draftId);
  if (row.state !== 'proposed') throw errors.notProposed();
  if (!ctx.actor.permissions.has(approvalPermission) || ctx.actor.accountId === null) throw errors.mayNotApprove();
  if (ctx.actor.accountId === row.proposed_by) throw errors.secondPerson();
  if (input.decision === 'return') {
    await changeDraft(ctx, row, input.version, { state: 'open', opinion: input.opinion });
    return { state: 'open', published: null };
  }
  mustBeLatest(designers, row);
  if (row.version !== input.version) throw errors.draftStale({ by: row.changed_name, version: row.version });
  const definition = await publish(designers, ctx, row, { accountId: ctx.actor.accountId, name: ctx.actor.name });
  return { state: 'published', published: definition.version };
}

function mustBeLatest(designers: Designers, row: DraftRow): void {
  const latest = designers.content.find(row.kind, row.definition_id)?.version ?? null;
  if (latest !== row.base_version) throw errors.baseStale({ version: latest ?? 0 });
}

/** The rows first, the files last: what is refused on the way leaves neither. A day that has passed while it waited becomes today. */
async function publish(designers: Designers, ctx: Context, row: DraftRow, approved: { accountId: string; name: string } | null): Promise<Definition> {
  const version = (designers.content.find(row.kind, row.definition_id)?.version ?? 0) + 1;
  const today = dayInChina(ctx.now);
  const from = row.in_force_from === null || row.in_force_from < today ? today : row.in_force_from;
  const { definition, beside } = published(row.kind, row.definition_id, version, row);
  const { problems, definition: checked } = await checkSource(designers.content, ctx, row.kind, row.definition_id, row);
  if (checked === undefined) throw refusalOf(problems);
  await changeDraft(ctx, row, row.version, { state: 'published', in_force_from: from });
  const publication = ctx.newId();
  ctx.tx.insert('designers.publication', {
    id: publication, kind: row.kind, definition_id: row.definition_id, version, in_force_from: from, reason: row.reason ?? '', draft_id: row.id, published_by: row.proposed_by, published_name: row.proposed_name,
    approved_by: approved?.accountId ?? null, approved_name: approved?.name ?? null, digest: checked.digest, at: ctx.now.toISOString(),
  });
  designers.ledger.append(ctx.tx, { kind: 'definition.published', subject: `${row.kind}/${row.definition_id}`, data: { version, from, digest: checked.digest, publication } });
  await ctx.tx.flush();
  try {
    return await designers.publishing.publish({ kind: row.kind, id: row.definition_id, version, definition: { validFrom: from, ...definition }, beside });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'content.alreadyPublished') throw errors.baseStale({ version });
    if (error.code === 'content.packsRefused') throw refusalOf(((error.parameters['problems'] ?? []) as ContentProblem[]).map((p) => inWords(p, ctx.locale)));
    throw error;
  }
}

const refusalOf = (problems: SourceProblem[]): Refusal => errors.refused({ count: problems.length, first: problems[0]?.words ?? '', problems });
