import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { getAgreement, mustBeInForce } from './agreements.ts';
import type * as c from './contract.ts';
import { dataOfferKind } from './data-offer-kind.ts';
import type { Development } from './deps.ts';
import { describeQuestion, type Asked } from './describe-question.ts';
import { errors } from './errors.ts';
import { namesOfResult } from './names-of-result.ts';
import { tellOperator } from './tell-operator.ts';

type Result = Omit<OutputOf<typeof c.reviewPage>['result'], 'columns' | 'names'> & { columns: { name: string; kind: string }[] };
type State = OutputOf<typeof c.reviewPage>['state'];
interface Row {
  id: string; agreement_id: string | null; account_id: string | null; asked_by: string; offer: string; purpose: string; asked: Asked; asked_at: Date; took_ms: number; result: Result; rows: number; suppressed: number;
  smallest_group: number; grade: number; digest: string; state: State; reviewed_by: string | null; review_note: string | null; reviewed_at: Date | null; export_id: string | null; version: number;
}

async function getQuestion(ctx: Context, id: string, lock = false): Promise<Row> {
  const row = await ctx.tx.maybe<Row>(`select * from development.question where id = $1${lock ? ' for update' : ''}`, [id]);
  // what was only tried is its asker's own
  if (row === undefined || row.state === 'tried' && row.account_id !== ctx.actor.accountId) throw errors.notFound();
  return row;
}

const exportTitle = { zh: '出域编号', en: 'Export number' };
const titled = (columns: Result['columns'], titles: Readonly<Record<string, string>>): { name: string; kind: string; title: string }[] => columns.map((x) => ({ ...x, title: titles[x.name] ?? x.name }));

const viewOf = (d: Pick<Development, 'content'>, ctx: Pick<Context, 'locale'>, q: Row) => {
  const offer = d.content.find(dataOfferKind, q.offer)?.value;
  return {
    id: q.id, agreementId: q.agreement_id, offer: q.offer, offerTitle: offer === undefined ? q.offer : textIn(offer.title, ctx.locale), purpose: q.purpose, askedBy: q.asked_by, askedAt: q.asked_at.toISOString(), tookMs: q.took_ms,
    rows: q.rows, suppressed: q.suppressed, smallestGroup: q.smallest_group, least: offer?.smallestGroup ?? 5, grade: q.grade, state: q.state, reviewedBy: q.reviewed_by, note: q.review_note, version: q.version,
  };
};

export async function listForReview(d: Development, ctx: Context, { state }: ParsedInputOf<typeof c.listForReview>): Promise<OutputOf<typeof c.listForReview>> {
  return { questions: (await ctx.tx.query<Row>('select * from development.question where state = $1 order by id desc limit 100', [state])).map((q) => viewOf(d, ctx, q)) };
}

export async function reviewPage(d: Development, ctx: Context, { questionId }: ParsedInputOf<typeof c.reviewPage>): Promise<OutputOf<typeof c.reviewPage>> {
  const q = await getQuestion(ctx, questionId);
  const offer = d.content.find(dataOfferKind, q.offer)?.value;
  const { titles, ...described } = describeQuestion(d, ctx, offer, q.asked);
  return { ...viewOf(d, ctx, q), asked: q.asked as Record<string, unknown>, described, result: { ...q.result, columns: titled(q.result.columns, titles), names: namesOfResult(d, ctx, offer, q.asked, q.result.rows) }, digest: q.digest };
}

/** 出域审核: by another than the asker; k is checked again here, whatever the reviewer thinks. */
export async function review(d: Development, ctx: Context, input: ParsedInputOf<typeof c.review>): Promise<OutputOf<typeof c.review>> {
  const q = await getQuestion(ctx, input.questionId, true);
  if (q.version !== input.version) throw errors.stale({ version: q.version });
  if (q.state !== 'waiting') throw errors.nothingToReview();
  if (q.account_id === ctx.actor.accountId) throw errors.ownReview();
  const offer = d.content.find(dataOfferKind, q.offer)?.value;
  if (input.release && (offer === undefined || (q.rows > 0 && q.smallest_group < offer.smallestGroup))) throw errors.groupTooSmall({ found: q.smallest_group, least: offer?.smallestGroup ?? 5 });
  const state = input.release ? 'released' : 'withheld';
  const exportId = input.release ? `CY${ctx.newId().replaceAll('-', '').slice(-16).toUpperCase()}` : null;
  await ctx.tx.query('update development.question set state = $2, reviewed_by = $3, review_note = $4, reviewed_at = $5, export_id = $6, version = version + 1 where id = $1', [q.id, state, ctx.actor.name, input.note, ctx.now, exportId]);
  if (q.agreement_id !== null) tellOperator(d, ctx, await getAgreement(ctx, q.agreement_id), 'operation-result-reviewed', { result: input.release ? { zh: '已准予出域，可以取结果', en: 'was released: take the result' } : { zh: '不予出域', en: 'was withheld' }, note: input.note });
  d.ledger.append(ctx.tx, { kind: `development.${state}`, subject: q.id, data: { by: ctx.actor.accountId, digest: q.digest, exportId } });
  return { state, exportId };
}

/** 结果导出: only what was released, to who asked, watermarked row by row with its export number; each export is in the ledger. */
export async function takeResult(d: Development, ctx: Context, { questionId }: ParsedInputOf<typeof c.takeResult>): Promise<OutputOf<typeof c.takeResult>> {
  const q = await getQuestion(ctx, questionId);
  const mine = q.agreement_id === null ? q.account_id === ctx.actor.accountId : ctx.actor.partyId !== null;
  if (!mine) throw errors.notFound();
  if (q.agreement_id !== null) mustBeInForce(await getAgreement(ctx, q.agreement_id), ctx.now);
  if (q.state !== 'released' || q.export_id === null) throw errors.notReleased();
  d.ledger.append(ctx.tx, { kind: 'development.exported', subject: q.id, data: { exportId: q.export_id, by: ctx.actor.accountId, digest: q.digest } });
  const offer = d.content.find(dataOfferKind, q.offer)?.value;
  const { titles } = describeQuestion(d, ctx, offer, q.asked);
  return { exportId: q.export_id, digest: q.digest, columns: [...titled(q.result.columns, titles), { name: 'exportId', kind: 'text', title: textIn(exportTitle, ctx.locale) }], names: namesOfResult(d, ctx, offer, q.asked, q.result.rows), rows: q.result.rows.map((r) => ({ ...r, exportId: q.export_id })) };
}

/** What its asker sees before the review: how much there is, and nothing of it. */
export async function myQuestions(d: Development, ctx: Context, { agreementId }: ParsedInputOf<typeof c.myQuestions>): Promise<OutputOf<typeof c.myQuestions>> {
  const whose = agreementId === undefined ? 'account_id = $1 and agreement_id is null' : 'agreement_id = $1';
  const rows = await ctx.tx.query<Row>(`select * from development.question where ${whose} order by id desc limit 100`, [agreementId ?? ctx.actor.accountId]);
  return { questions: rows.map((q) => viewOf(d, ctx, q)) };
}
