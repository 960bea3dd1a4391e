import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { answerOf, getOffer, keepQuestion, requireQuota } from './ask-question.ts';
import type * as c from './contract.ts';
import { describeQuestion } from './describe-question.ts';
import type { Development } from './deps.ts';
import { errors } from './errors.ts';
import { namesOfResult } from './names-of-result.ts';

/** Rows of a result that are shown inside. */
const shownMax = 50;

/**
 * 试查: an official asks within the safe space and sees of the answer what could leave it: groups large enough, of rows those that as
 * many others are like. It counts among the questions of the day and stands in the ledger; nothing of it leaves before a review.
 */
export async function tryQuestion(d: Development, ctx: Context, input: ParsedInputOf<typeof c.tryQuestion>): Promise<OutputOf<typeof c.tryQuestion>> {
  const offer = getOffer(d, input.offer, 'officials');
  await requireQuota(ctx, input.offer, offer, null);
  const answer = await answerOf(d, ctx, offer, input.asked);
  const { titles } = describeQuestion(d, ctx, offer, input.asked);
  const alike = input.asked.rows.length === 0 ? answer.result.rows : answer.alike;
  const id = keepQuestion(d, ctx, { offerId: input.offer, offer, asker: { agreementId: null, partyId: null }, purpose: '', asked: input.asked, answer, state: 'tried' });
  return {
    questionId: id, version: 1, rows: answer.result.rows.length, suppressed: answer.suppressed, smallestGroup: answer.smallest, least: offer.smallestGroup, tookMs: answer.tookMs, truncated: answer.result.truncated,
    names: namesOfResult(d, ctx, offer, input.asked, alike), columns: answer.result.columns.map((x) => ({ ...x, title: titles[x.name] ?? x.name })), shown: alike.slice(0, shownMax), heldBack: answer.result.rows.length - alike.length, snapshots: answer.result.snapshots,
  };
}

/** 提交出域审核 of what she tried herself, with what it is for. */
export async function submitQuestion(d: Pick<Development, 'ledger'>, ctx: Context, { questionId, version, purpose }: ParsedInputOf<typeof c.submitQuestion>): Promise<OutputOf<typeof c.submitQuestion>> {
  const q = await ctx.tx.maybe<{ state: string; version: number; account_id: string | null; digest: string }>('select state, version, account_id, digest from development.question where id = $1 for update', [questionId]);
  if (q === undefined || q.account_id !== ctx.actor.accountId) throw errors.notFound();
  if (q.version !== version) throw errors.stale({ version: q.version });
  if (q.state !== 'tried') throw errors.submittedAlready();
  await ctx.tx.query("update development.question set state = 'waiting', purpose = $2, version = version + 1 where id = $1", [questionId, purpose]);
  d.ledger.append(ctx.tx, { kind: 'development.submitted', subject: questionId, data: { by: ctx.actor.accountId, purpose, digest: q.digest } });
  return { version: version + 1, state: 'waiting' };
}
