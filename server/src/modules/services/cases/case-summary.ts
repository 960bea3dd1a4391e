import { lightOn, stateWords, type CaseRow } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { CaseSummary } from './contract-case.ts';
import { caseName } from '../desk/desk-summary.ts';
import type { Hall } from '../hall.ts';
import { organisationWords } from '../items/item-summary.ts';

export type SummarisedRow = Pick<CaseRow, 'id' | 'number' | 'title' | 'state' | 'definition_kind' | 'definition_id' | 'definition_version' | 'organisation' | 'division' | 'party_name' | 'submitted_at' | 'warn_on' | 'promised_due' | 'statutory_due' | 'stopped' | 'version'>;

export const lightOf = (row: Pick<SummarisedRow, 'state' | 'warn_on' | 'promised_due' | 'statutory_due' | 'stopped'>, now: Date): CaseSummary['light'] =>
  lightOn(dayInChina(now), { warnOn: row.warn_on, promisedDue: row.promised_due, statutoryDue: row.statutory_due, stopped: row.stopped, state: row.state });

/** A case as its own party reads it: her name in full. */
export const summaryOf = (hall: Hall, ctx: Context, row: SummarisedRow): CaseSummary => ({
  id: row.id, number: row.number, name: caseName(hall, ctx, row), state: row.state, stateWords: stateWords[row.state][ctx.locale],
  department: organisationWords(hall.catalogue.organisation(row.organisation), ctx.locale) || row.organisation, division: hall.catalogue.divisionName(row.division, ctx.locale), applicant: row.party_name,
  submittedAt: row.submitted_at.toISOString(), dueOn: row.promised_due, light: lightOf(row, ctx.now), version: row.version,
});
