import type { Applicant } from './application-queries.ts';
import type { Matter } from './matter.ts';

/** What the conditions of a form read beside its answers: who applies, and for what with which answers of the guide (`item.guide.large`). */
export const formContext = (matter: Pick<Matter, 'id'>, guide: Readonly<Record<string, unknown>>, applicant: Applicant): { applicant: Applicant; item: { id: string; guide: Readonly<Record<string, unknown>> } } => ({
  applicant, item: { id: matter.id, guide },
});

/** What the conditions of materials read: all of that, the answers and the guide by name. */
export const materialScope = (matter: Pick<Matter, 'id'>, guide: Readonly<Record<string, unknown>>, applicant: Applicant, answers: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...formContext(matter, guide, applicant), party: applicant, ...answers, guide,
});
