import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import { textIn } from '#kernel/i18n';
import { stateWords } from '#engines/cases';
import type { listLaterChecks as contract } from '../materials/contract-owed.ts';
import { organisationName, partyInList } from '../desk/desk-summary.ts';
import type { Hall } from '../hall.ts';
import { laterChecks, type LaterCheckBox } from './later-check-queries.ts';

/** 告知承诺事后核查台账: what is to be checked in the departments in sight, until when, and what came of it. */
export async function listLaterChecks(hall: Hall, ctx: Context, input: { box: LaterCheckBox; limit: number }): Promise<OutputOf<typeof contract>> {
  const today = dayInChina(ctx.now);
  const { rows, counts } = await laterChecks(ctx.tx, { ...input, today });
  return {
    counts,
    checks: rows.map((row) => ({
      caseId: row.id, caseNumber: row.number, caseName: row.title, checkedCaseId: row.checked_case, checkedNumber: row.checked_number, applicant: partyInList(row), organisation: organisationName(hall, row.organisation), promises: row.promises,
      state: row.state, stateWords: stateWords[row.state][ctx.locale], step: row.step && textIn(row.step, ctx.locale), dueOn: row.promised_due, overdue: row.concluded_on === null && row.promised_due !== null && row.promised_due < today, concludedOn: row.concluded_on,
    })),
  };
}
