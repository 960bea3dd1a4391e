import type { CaseWork } from '#engines/cases';
import type { Hall } from '../hall.ts';
import { recipientOf } from '../cases/notify-party.ts';

/** 差评整改 ends with an answer: kept beside the rating, shown in public, and sent to who rated. */
export function registerReviewFunctions(hall: Hall): void {
  hall.cases.registerFunction('review.reply', { run: (work) => replyToReview(hall, work) });
}

async function replyToReview(hall: Hall, work: CaseWork): Promise<void> {
  const { ctx, row } = work;
  const text = typeof row.data['opinion'] === 'string' ? row.data['opinion'] : '';
  const review = await ctx.tx.maybe<{ id: string }>('select id from services.review where follow_up_case = $1', [row.id]);
  if (review !== undefined) ctx.tx.insert('services.review_reply', { id: ctx.newId(), review_id: review.id, text, by_name: ctx.actor.name, organisation: row.organisation, at: ctx.now.toISOString() });
  work.act('reviewAnswered', { text }, true);
  if (row.party_id === null) return;
  const rated = { caseId: String(row.data['ratedCase'] ?? row.id), number: String(row.data['ratedNumber'] ?? row.number) };
  hall.messages.plan(ctx, { template: 'bad-review-handled', to: recipientOf(row.party_kind, row.party_id), caseId: rated.caseId, language: 'zh', scope: { item: row.title.replace(/^差评核实整改：/, ''), caseNumber: rated.number, result: text, caseId: rated.caseId } });
}
