import { inForce, type Definition } from '#engines/content';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Designers } from './deps.ts';
import { textOf, type DefinitionText, type DesignKind } from './definition-source.ts';
import { titleOf, usersOf, usesOf, type Use } from './definition-uses.ts';
import { listUnderWay, publicationsOf } from './draft-queries.ts';
import { draftView, type DraftView } from './draft-view.ts';
import { errors } from './errors.ts';
import { mayDesign, needsApproval } from './may-design.ts';

export interface DefinitionPage extends DefinitionText {
  kind: DesignKind;
  id: string;
  title: string;
  version: number;
  latest: number;
  uses: Use[];
  usedBy: Use[];
  drafts: DraftView[];
  mayDesign: boolean;
  needsApproval: boolean;
  versions: { version: number; from: string | null; to: string | null; inForce: boolean; pack: string; by: string | null; approvedBy: string | null; at: string | null; reason: string | null }[];
}

const versionsMax = 100;

/** Of the packs above, too, which newer ones published here stand over; the newest first. */
export function versionsOf(designers: Designers, kind: DesignKind, id: string): Definition[] {
  const latest = designers.content.find(kind, id)?.version ?? 0;
  return Array.from({ length: Math.min(latest, versionsMax) }, (_, i) => latest - i).flatMap((version) => designers.content.find(kind, id, { version }) ?? []);
}

export function getVersion(designers: Designers, kind: DesignKind, id: string, version?: number): Definition {
  const found = designers.content.find(kind, id, version === undefined ? {} : { version });
  if (found === undefined) throw errors.definitionUnknown();
  return found;
}

/** 定义: its source in one version, who published which, what it names and who names it. */
export async function getDefinition(designers: Designers, ctx: Context, input: { kind: DesignKind; id: string; version?: number | undefined }): Promise<DefinitionPage> {
  const { content } = designers;
  const latest = getVersion(designers, input.kind, input.id);
  const today = dayInChina(ctx.now);
  const now = content.find(input.kind, input.id, { on: today });
  const shown = input.version === undefined ? (now ?? latest) : getVersion(designers, input.kind, input.id, input.version);
  const publications = await publicationsOf(ctx, input.kind, input.id);
  const drafts = await listUnderWay(ctx, { kind: input.kind, definitionId: input.id });
  return {
    kind: input.kind, id: input.id, title: titleOf(shown, ctx.locale), version: shown.version, latest: latest.version, ...textOf(content, shown),
    uses: usesOf(content, shown, ctx.locale), usedBy: usersOf(content, ctx.locale).get(`${input.kind} ${input.id}`) ?? [],
    drafts: drafts.map((d) => draftView(designers, ctx, d)), mayDesign: mayDesign(ctx, input.kind), needsApproval: needsApproval(content, input.kind),
    versions: versionsOf(designers, input.kind, input.id).map((d) => {
      const said = publications.find((p) => p.version === d.version);
      return { version: d.version, from: d.validFrom ?? null, to: d.validTo ?? null, inForce: d.version === now?.version && inForce(d, today), pack: d.pack, by: said?.published_name ?? null, approvedBy: said?.approved_name ?? null, at: said?.at.toISOString() ?? null, reason: said?.reason ?? null };
    }),
  };
}
