import type { Context } from '#kernel/context';
import { casesErrors, isFinal, stateWords, type CaseRow } from '#engines/cases';
import { kindCodes, reviewCase } from '../cases/case-kinds.ts';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';

export interface RatingInput {
  caseId: string;
  stars: number;
  tags: string[];
  comment?: string | undefined;
  named: boolean;
}

/** What a rating needs of its case. */
type RatedCase = Pick<CaseRow, 'id' | 'number' | 'state' | 'title' | 'division' | 'organisation' | 'party_id' | 'party_kind' | 'party_name' | 'definition_id'> & { rated: boolean };

/** 差评: the last two of five levels (standards.md 4.4); each opens a case that must be checked, mended and told. */
const badUpTo = 2;
/** Working days for the answer to a bad rating; the place's own number may stand in content later. */
const answerDays = 5;

/** 好差评, once a service act; a bad one opens its own case for the department, without the applicant's doing. */
export async function rateCase(hall: Hall, ctx: Context, input: RatingInput): Promise<{ ok: true; followUpCaseId: string | null }> {
  const row = await ctx.tx.maybe<RatedCase>(
    `select id, number, state, title, division, organisation, party_id, party_kind, party_name, definition_id, exists (select from services.review r where r.case_id = c.id and r.act = 'concluded') as rated
     from cases.case c where c.id = (select $1::uuid)`, [input.caseId]);
  if (row === undefined) throw casesErrors.unknown();
  if (!isFinal(row.state)) throw casesErrors.notNow({ state: stateWords[row.state][ctx.locale] });
  if (row.rated) throw errors.ratedAlready();
  const followUp = input.stars <= badUpTo ? await openFollowUp(hall, ctx, row, input) : null;
  ctx.tx.insert('services.review', {
    id: ctx.newId(), case_id: row.id, act: 'concluded', item_id: row.definition_id, organisation: row.organisation, division: row.division, party_id: input.named ? row.party_id : null,
    stars: input.stars, tags: input.tags, comment: input.comment ?? null, named: input.named, channel: 'portal', follow_up_case: followUp, at: ctx.now.toISOString(),
  });
  hall.ledger.append(ctx.tx, { kind: 'case.rated', subject: row.id, data: { number: row.number, stars: input.stars } });
  return { ok: true, followUpCaseId: followUp };
}

async function openFollowUp(hall: Hall, ctx: Context, row: RatedCase, input: RatingInput): Promise<string> {
  const work = await hall.cases.open(ctx, {
    kind: reviewCase,
    kindCode: kindCodes[reviewCase]!,
    definition: { kind: 'process', id: 'bad-review', version: 1 },
    title: `差评核实整改：${row.title}`,
    division: row.division,
    organisation: row.organisation,
    party: input.named && row.party_id !== null ? { id: row.party_id, kind: row.party_kind ?? 'person', name: row.party_name } : null,
    channel: 'review',
    answers: { stars: input.stars, tags: input.tags, comment: input.comment ?? '' },
    process: { id: 'bad-review' },
    data: { ratedCase: row.id, ratedNumber: row.number, stars: input.stars },
    promisedDays: answerDays,
    statutoryDays: answerDays * 2,
  });
  work.move('accepted');
  await work.start();
  await work.save();
  return work.row.id;
}
