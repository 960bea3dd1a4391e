import type { CaseRow } from '#engines/cases';
import type { Hall } from '../hall.ts';

/** Answers of a case that is only read; the purpose is the one under which engine `cases` seals them. */
export const answersOf = (hall: Pick<Hall, 'signing'>, row: Pick<CaseRow, 'answers'>): Record<string, unknown> =>
  row.answers === null ? {} : (JSON.parse(hall.signing.fields.decrypt(row.answers, 'cases.answers').toString('utf8')) as Record<string, unknown>);
