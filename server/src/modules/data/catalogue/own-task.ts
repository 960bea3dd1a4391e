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
  return { id: mine.id, version: mine.version, name: textIn(mine.name, ctx.locale), options: optionsOf(content, ctx, mine.role) };
}

/** What may be decided at a step, in the reader's words. */
function optionsOf(content: Pick<Content, 'find'>, ctx: Pick<Context, 'locale'>, role: string | null): OwnTask['options'] {
  const found = optionsSchema.safeParse(content.find('task-options', role ?? '')?.value);
  return found.success ? found.data.options.map((o) => ({ value: o.value, label: textIn(o.label, ctx.locale), needsOpinion: o.needsOpinion, tone: o.tone })) : [];
}

/** A step that was taken: its name, and what was decided there; undefined where the case knows no such step. */
export function takenStep({ content }: { content: Pick<Content, 'find'> }, ctx: Pick<Context, 'locale'>, tasks: readonly TaskRow[], node: unknown, decision: unknown): { step: string; decided: string } | undefined {
  const task = tasks.find((t) => t.node === node);
  return task && { step: textIn(task.name, ctx.locale), decided: optionsOf(content, ctx, task.role).find((o) => o.value === decision)?.label ?? '' };
}
