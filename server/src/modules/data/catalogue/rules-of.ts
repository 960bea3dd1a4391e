import type { ContentReader } from '#engines/content';
import type { Context } from '#kernel/context';
import { dayInChina } from '#kernel/clock';
import type { CatalogueDeps } from './deps.ts';
import { gradingRulesKind, sharingRulesKind, type GradingRules, type SharingRules } from './kinds.ts';

export const rulesOf = ({ content }: { content: Pick<ContentReader, 'get'> }): SharingRules => content.get(sharingRulesKind, 'sharing').value;
export const gradingOf = ({ content }: Pick<CatalogueDeps, 'content'>): GradingRules => content.get(gradingRulesKind, 'grading').value;

/** The last day of a limit in working days; null where no calendar of that year is out yet. */
export function dueOn(deps: Pick<CatalogueDeps, 'calendar'>, ctx: Pick<Context, 'now'>, days: number): string | null {
  try {
    return deps.calendar().addWorkingDays(dayInChina(ctx.now), days);
  } catch {
    return null;
  }
}
