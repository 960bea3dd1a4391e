import { textSchema } from '#engines/content';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { Designers } from './deps.ts';
import type { DraftHead, DraftRow } from './draft-queries.ts';
import type { DefinitionText } from './definition-source.ts';
import { approvalPermission, mayDesign, needsApproval } from './may-design.ts';

export interface DraftView {
  id: string;
  kind: DraftHead['kind'];
  definitionId: string;
  title: string;
  baseVersion: number | null;
  state: DraftHead['state'];
  version: number;
  organisationName: string;
  changedBy: string;
  changedAt: string;
  from: string | null;
  reason: string | null;
  proposedBy: string | null;
  opinion: string | null;
  mayEdit: boolean;
  mayApprove: boolean;
  needsApproval: boolean;
}

export function draftView(designers: Designers, ctx: Context, row: DraftHead): DraftView {
  const own = ctx.actor.organisations.includes(row.organisation);
  return {
    id: row.id, kind: row.kind, definitionId: row.definition_id, title: titleOf(row.title, ctx) || row.definition_id, baseVersion: row.base_version, state: row.state, version: row.version,
    organisationName: designers.organisation(row.organisation)?.name ?? row.organisation, changedBy: row.changed_name, changedAt: row.changed_at.toISOString(), from: row.in_force_from, reason: row.reason, proposedBy: row.proposed_name, opinion: row.opinion,
    mayEdit: row.state === 'open' && own && mayDesign(ctx, row.kind), mayApprove: row.state === 'proposed' && ctx.actor.permissions.has(approvalPermission) && ctx.actor.accountId !== row.proposed_by, needsApproval: needsApproval(designers.content, row.kind),
  };
}

/** A draft need not be right yet: what is no text is no title. */
function titleOf(title: unknown, ctx: Context): string {
  const read = textSchema.safeParse(title);
  return read.success ? textIn(read.data, ctx.locale) : '';
}

export const draftWithText = (designers: Designers, ctx: Context, row: DraftRow): DraftView & DefinitionText => ({ ...draftView(designers, ctx, row), definition: row.definition, file: row.file });
