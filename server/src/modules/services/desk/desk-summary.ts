import { stateWords, type CaseState, type Light } from '#engines/cases';
import { maskName } from '#engines/access';
import type { Context } from '#kernel/context';
import { textIn, type Text } from '#kernel/i18n';
import type { CaseSummary } from '../cases/contract-case.ts';
import type { Hall } from '../hall.ts';

/** What lists of cases read; `light` by `lightSql`. */
export const summaryColumns = `c.id, c.number, c.title, c.state, c.definition_kind, c.definition_id, c.definition_version, c.organisation, c.division,
  c.party_name, c.party_kind, c.submitted_at, c.promised_due, c.version`;

export interface SummaryRow {
  id: string;
  number: string;
  title: string;
  state: CaseState;
  definition_kind: string;
  definition_id: string;
  definition_version: number;
  organisation: string;
  division: string;
  party_name: string;
  party_kind: 'person' | 'company' | null;
  submitted_at: Date;
  promised_due: string | null;
  version: number;
  light: Light;
}

/** The case's name in the reader's language; the title as it was written where the definition has no other. */
export function caseName(hall: Hall, ctx: Context, row: Pick<SummaryRow, 'title' | 'definition_kind' | 'definition_id' | 'definition_version'>): string {
  if (ctx.locale === 'zh' || !['service-item', 'life-event'].includes(row.definition_kind)) return row.title;
  const found = hall.content.find<{ name: Text }>(row.definition_kind, row.definition_id, { version: row.definition_version });
  return found === undefined ? row.title : textIn(found.value.name, ctx.locale);
}

export const organisationName = (hall: Hall, code: string | null): string => (code === null ? '' : (hall.catalogue.organisation(code)?.name ?? code));

/** Lists show companies in full and people masked: a case is opened for what it says of a person, and that is noted. */
export const partyInList = (row: { party_name: string; party_kind: 'person' | 'company' | null }): string =>
  row.party_kind === 'company' ? row.party_name : maskName(row.party_name);

export const deskSummary = (hall: Hall, ctx: Context, row: SummaryRow): CaseSummary => ({
  id: row.id, number: row.number, name: caseName(hall, ctx, row), state: row.state, stateWords: stateWords[row.state][ctx.locale],
  department: organisationName(hall, row.organisation), division: hall.catalogue.divisionName(row.division, ctx.locale), applicant: partyInList(row),
  submittedAt: row.submitted_at.toISOString(), dueOn: row.promised_due, light: row.light, version: row.version,
});
