import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Designers } from './deps.ts';
import { designKinds, type DesignKind } from './definition-source.ts';
import { titleOf, usersOf } from './definition-uses.ts';
import { listUnderWay } from './draft-queries.ts';
import { draftView, type DraftView } from './draft-view.ts';

export interface ListedDefinition {
  kind: DesignKind;
  id: string;
  title: string;
  version: number;
  coming: { version: number; from: string | null } | null;
  pack: string;
  usedBy: number;
  draft: 'open' | 'proposed' | null;
}

/** 目录: every process, form and decision, by kind and id; with them what is under way. */
export async function listDefinitions({ content, ...rest }: Designers, ctx: Context, input: { kind?: DesignKind | undefined; text?: string | undefined; cursor?: string | undefined; limit: number }): Promise<{ definitions: ListedDefinition[]; drafts: DraftView[]; next: string | null }> {
  const today = dayInChina(ctx.now);
  const wanted = input.text?.trim().toLowerCase() ?? '';
  const key = (d: { kind: string; id: string }): string => `${d.kind} ${d.id}`;
  const all = designKinds
    .filter((kind) => input.kind === undefined || input.kind === kind)
    .flatMap((kind) => content.list(kind))
    .filter((d) => (input.cursor === undefined || key(d) > input.cursor) && (wanted === '' || d.id.includes(wanted) || titleOf(d, 'zh').includes(wanted) || titleOf(d, 'en').toLowerCase().includes(wanted)))
    .toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const users = usersOf(content, ctx.locale);
  const drafts = await listUnderWay(ctx);
  const shown = all.slice(0, input.limit);
  return {
    definitions: shown.map((latest) => {
      const now = content.find(latest.kind, latest.id, { on: today }) ?? latest;
      return {
        kind: latest.kind as DesignKind, id: latest.id, title: titleOf(now, ctx.locale), version: now.version, coming: latest.version > now.version ? { version: latest.version, from: latest.validFrom ?? null } : null,
        pack: now.pack, usedBy: users.get(key(latest))?.length ?? 0, draft: (drafts.find((d) => d.kind === latest.kind && d.definition_id === latest.id)?.state as 'open' | 'proposed' | undefined) ?? null,
      };
    }),
    drafts: drafts.filter((d) => input.kind === undefined || d.kind === input.kind).map((d) => draftView({ content, ...rest }, ctx, d)),
    next: all.length > input.limit && shown.length > 0 ? key(shown.at(-1)!) : null,
  };
}
