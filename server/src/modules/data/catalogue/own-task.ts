import { z } from 'zod';
import type { TaskRow } from '#engines/cases';
import { textSchema, type Content } from '#engines/content';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';

const optionsSchema = z.object({ options: z.array(z.object({ value: z.string(), label: textSchema, needsOpinion: z.boolean().default(false), tone: z.string().default('plain') })) });

export interface OwnTask {
  id: string;
  version: number;
  name: string;
  options: { value: string; label: string; needsOpinion: boolean; tone: string }[];
}

/** The open step of a case that its reader may take, with what may be decided there: for pages of data officials, who see no case pages. */
export function ownTask({ content }: { content: Pick<Content, 'find'> }, ctx: Context, tasks: readonly TaskRow[]): OwnTask | null {
  const { actor } = ctx;
  const mine = tasks.find((t) => t.closed_at === null && (t.role === null || actor.permissions.has(t.role)) && (t.organisation === null ? actor.divisions.some((d) => (t.division ?? '').startsWith(d)) : actor.organisations.includes(t.organisation)));
  if (mine === undefined) return null;
  const found = optionsSchema.safeParse(content.find('task-options', mine.role ?? '')?.value);
  const options = found.success ? found.data.options.map((o) => ({ value: o.value, label: textIn(o.label, ctx.locale), needsOpinion: o.needsOpinion, tone: o.tone })) : [];
  return { id: mine.id, version: mine.version, name: textIn(mine.name, ctx.locale), options };
}
