import type { ActionRow } from '#engines/cases';
import { conditionsOf, type ReadTx } from '#kernel/db';
import type { SummarisedRow } from './case-summary.ts';

const summaryColumns = 'id, number, title, state, definition_kind, definition_id, definition_version, organisation, division, party_name, submitted_at, warn_on, promised_due, statutory_due, stopped, version';

const states = {
  open: "state in ('submitted', 'supplement', 'accepted', 'suspended')",
  // what waits for the applicant: a supplement, or a paper promised for later
  waiting: "(state = 'supplement' or (state in ('submitted', 'accepted', 'suspended', 'granted') and exists (select from cases.material m where m.case_id = c.id and m.state = 'later')))",
  concluded: 'concluded_at is not null',
} as const;

/** The party's own matters, newest first; children are seen on their parent's page. */
export function myCases(tx: ReadTx, partyId: string | null, f: { state?: keyof typeof states | undefined; before: string | null; limit: number }): Promise<SummarisedRow[]> {
  const { where, values, next } = conditionsOf([['id < ?::uuid', f.before]], [partyId]);
  return tx.query(
    `select ${summaryColumns} from cases.case c where party_id = $1 and parent_id is null and kind in ('service-item', 'life-event') and ${where}
     ${f.state === undefined ? '' : `and ${states[f.state]}`} order by id desc limit ${next(f.limit)}`, values);
}

export const findParentSummary = (tx: ReadTx, caseId: string | null): Promise<SummarisedRow | undefined> =>
  caseId === null ? Promise.resolve(undefined) : tx.maybe(`select ${summaryColumns} from cases.case c where id = $1`, [caseId]);

/** What was done in a case and its children, in the order in which it was. */
export const actionsOfAll = (tx: ReadTx, caseIds: readonly string[]): Promise<ActionRow[]> =>
  tx.query('select case_id, seq, at, kind, actor_kind, account_id, actor_name, organisation, data from cases.action where case_id = any ($1) order by at, case_id, seq limit 2000', [caseIds]);

export interface RatingRow {
  stars: number;
  comment: string | null;
  reply: string | null;
}

export const findRating = (tx: ReadTx, caseId: string): Promise<RatingRow | undefined> =>
  tx.maybe(
    `select r.stars, r.comment, (select p.text from services.review_reply p where p.review_id = r.id order by p.at desc limit 1) as reply
     from services.review r where r.case_id = $1 and r.act = 'concluded'`,
    [caseId],
  );

export const caseNumbers = async (tx: ReadTx, caseIds: readonly string[]): Promise<Map<string, string>> =>
  caseIds.length === 0 ? new Map() : new Map((await tx.query<{ id: string; number: string }>('select id, number from cases.case where id = any ($1)', [caseIds])).map((r) => [r.id, r.number]));
