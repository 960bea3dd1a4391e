import type { Purpose } from '#engines/records';
import type { Context } from '#kernel/context';
import type { CompiledForm } from '@yiwang/ui/form-logic/compile-form.ts';
import type { Applicant, ApplicationRow } from './application-queries.ts';
import type { Hall } from '../hall.ts';

interface Known {
  value: unknown;
  register: string;
  locked: boolean;
}

interface Spouse {
  number: string | undefined;
  name: string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/**
 * Facts of the applicant that forms ask for under these names. Her own code opens the registers to the form's sources, so
 * it cannot be changed: an application is made for whom the session acts.
 */
function knownOf(applicant: Applicant, spouse: Spouse | undefined): Record<string, Known | undefined> {
  const person = applicant.kind === 'person';
  const register = person ? 'population' : 'legal-entity';
  const known = (value: string | undefined, locked: boolean, from = register): Known | undefined => (value === undefined ? undefined : { value, register: from, locked });
  const own = text(applicant.code);
  const sex = applicant['sex'];
  return {
    creditCode: person ? undefined : known(own, true),
    companyName: person ? undefined : known(applicant.name, true),
    identityNumber: person ? known(own, true) : undefined,
    applicantName: person ? known(applicant.name, true) : undefined,
    contactName: known(person ? applicant.name : text(applicant['legalRepresentative']), false),
    contactPhone: known(text(applicant['phone']), false),
    motherNumber: !person ? undefined : sex === '2' ? known(own, true) : known(spouse?.number, false, 'marriage'),
    motherName: !person ? undefined : sex === '2' ? known(applicant.name, true) : known(spouse?.name, false, 'marriage'),
    fatherNumber: !person ? undefined : sex === '1' ? known(own, true) : known(spouse?.number, false, 'marriage'),
    fatherName: !person ? undefined : sex === '1' ? known(applicant.name, true) : known(spouse?.name, false, 'marriage'),
  };
}

/** Answers that the applicant need not give, by field id, with their source. */
export async function knownAnswers(hall: Pick<Hall, 'records'>, ctx: Context, form: CompiledForm, applicant: Applicant, purpose: Purpose): Promise<{ answers: Record<string, unknown>; sources: ApplicationRow['sources'] }> {
  const asksParents = applicant.kind === 'person' && form.fields.has('motherNumber') && form.fields.has('fatherNumber');
  const spouse = asksParents ? await findSpouse(hall, ctx, applicant, purpose) : undefined;
  const answers: Record<string, unknown> = {};
  const sources: ApplicationRow['sources'] = {};
  for (const [id, known] of Object.entries(knownOf(applicant, spouse))) {
    const field = form.fields.get(id);
    if (known === undefined || field === undefined || field.section.section.repeat !== undefined) continue;
    answers[id] = known.value;
    sources[id] = { register: known.register, at: ctx.now.toISOString(), locked: known.locked };
  }
  return { answers, sources };
}

/** 配偶 by the marriage register, in which the applicant is a party herself. */
async function findSpouse(hall: Pick<Hall, 'records'>, ctx: Context, applicant: Applicant, purpose: Purpose): Promise<Spouse | undefined> {
  const [mine, theirs] = applicant['sex'] === '1' ? (['husband', 'wife'] as const) : (['wife', 'husband'] as const);
  const found = await hall.records.lookUp(ctx, 'marriage', { [`${mine}Number`]: applicant.code }, { purpose, fields: [`${theirs}Number`, `${theirs}Name`, 'dissolvedOn'] });
  const standing = found.find((r) => r.endedOn === null && r.data['dissolvedOn'] === undefined);
  return standing === undefined ? undefined : { number: text(standing.data[`${theirs}Number`]), name: text(standing.data[`${theirs}Name`]) };
}
