import { createHash } from 'node:crypto';
import type { CaseWork } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { dayWords } from '../day-words.ts';
import type * as c from './contract.ts';
import { dataOfferKind, type DataOffer } from './data-offer-kind.ts';
import type { Development } from './deps.ts';
import { errors } from './errors.ts';
import { planReminder, tellOperator } from './tell-operator.ts';

export interface Agreement {
  id: string; case_id: string; number: string; party_id: string; operator: string; operator_code: string; scene: string; purpose: string; offer: string; valid_until: string; state: 'active' | 'withdrawn'; state_reason: string | null; version: number; signed_at: Date; withdrawn_at: Date | null;
}
const columns = 'id, case_id, number, party_id, operator, operator_code, scene, purpose, offer, valid_until::text as valid_until, state, state_reason, version, signed_at, withdrawn_at';

export async function getAgreement(ctx: Pick<Context, 'tx'>, id: string): Promise<Agreement> {
  const row = await ctx.tx.maybe<Agreement>(`select ${columns} from development.agreement where id = $1`, [id]);
  if (row === undefined) throw errors.notFound();
  return row;
}

export function mustBeInForce(a: Agreement, now: Date): void {
  if (a.state !== 'active' || a.valid_until < dayInChina(now)) throw errors.agreementEnded();
}

/** Whether a party works under the agreement whose case has this number. */
export const agreementInForce = async (ctx: Pick<Context, 'tx' | 'now'>, partyId: string, number: string): Promise<boolean> =>
  (await ctx.tx.maybe("select 1 as there from development.agreement where party_id = $1 and number = $2 and state = 'active' and valid_until >= $3", [partyId, number, dayInChina(ctx.now)])) !== undefined;

const yearsValid = 1;

/** 协议生效: the approved application, once its sealed document is issued. A step of the process calls it. */
export function registerAgreementFunction(d: Pick<Development, 'cases' | 'content' | 'jobs' | 'ledger' | 'partyOf'>): void {
  d.cases.registerFunction('development.agreed', {
    async run(work: CaseWork) {
      const { ctx, row } = work;
      const answers = work.answers();
      const offer = String(answers['offer']);
      if (row.party_id === null || d.content.find(dataOfferKind, offer)?.value.for.includes('operators') !== true) throw errors.notFound();
      const party = await d.partyOf(row.party_id);
      const until = `${Number(dayInChina(ctx.now).slice(0, 4)) + yearsValid}${dayInChina(ctx.now).slice(4).replace('02-29', '02-28')}`;
      const id = ctx.newId();
      ctx.tx.insert('development.agreement', {
        id, case_id: row.id, number: row.number, party_id: row.party_id, operator: row.party_name, operator_code: party?.code ?? '', scene: String(answers['scene']), purpose: String(answers['purpose']), offer, valid_until: until, state: 'active', signed_at: ctx.now.toISOString(),
      });
      planReminder(d, ctx, { id, until });
      d.ledger.append(ctx.tx, { kind: 'development.agreed', subject: id, data: { case: row.id, offer, until } });
    },
  });
}

/** 到期提醒, where it still is in force. */
export async function tellEnding(d: Pick<Development, 'messages'>, ctx: Context, { agreementId }: { agreementId: string }): Promise<void> {
  const a = await getAgreement(ctx, agreementId);
  if (a.state === 'active') tellOperator(d, ctx, a, 'operation-agreement-ending', { until: dayWords(a.valid_until) });
}

const viewOf = (d: Pick<Development, 'content'>, ctx: Pick<Context, 'locale'>, a: Agreement) => {
  const offer = d.content.find(dataOfferKind, a.offer)?.value;
  return {
    id: a.id, number: a.number, operator: a.operator, operatorCode: a.operator_code, scene: a.scene, purpose: a.purpose, offer: a.offer, offerTitle: offer === undefined ? a.offer : textIn(offer.title, ctx.locale), grade: offer?.grade ?? 0,
    priceClass: offer?.price.class ?? 'free' as const, duties: (offer?.duties ?? []).map((x) => textIn(x, ctx.locale)), validUntil: a.valid_until, state: a.state, reason: a.state_reason, version: a.version, signedAt: a.signed_at.toISOString(),
  };
};

/** An operator's own, or all for officials: row-level security says which. */
export async function listAgreements(d: Development, ctx: Context): Promise<OutputOf<typeof c.listAgreements>> {
  return { agreements: (await ctx.tx.query<Agreement>(`select ${columns} from development.agreement order by id desc limit 500`)).map((a) => viewOf(d, ctx, a)) };
}

/** 撤回授权: at once, for every question to come and every result not yet taken. */
export async function withdrawAgreement(d: Development, ctx: Context, input: ParsedInputOf<typeof c.withdrawAgreement>): Promise<OutputOf<typeof c.withdrawAgreement>> {
  const a = await getAgreement(ctx, input.agreementId);
  if (a.version !== input.version) throw errors.stale({ version: a.version });
  if (a.state === 'withdrawn') throw errors.agreementEnded();
  const done = await ctx.tx.query('update development.agreement set state = $2, state_reason = $3, withdrawn_at = $4, version = version + 1 where id = $1 and version = $5 returning id', [a.id, 'withdrawn', input.reason, ctx.now, input.version]);
  if (done.length === 0) throw errors.stale({ version: a.version + 1 });
  tellOperator(d, ctx, a, 'operation-agreement-withdrawn', { reason: input.reason });
  d.ledger.append(ctx.tx, { kind: 'development.withdrawn', subject: a.id, data: { by: ctx.actor.accountId, reason: input.reason } });
  return { state: 'withdrawn' };
}

interface Used { questions: number; rows: number; released: number; took_ms: number }

const usedIn = (ctx: Context, agreementId: string, period: string): Promise<Used> => ctx.tx.one<Used>(
  `select count(*)::int as questions, coalesce(sum(rows) filter (where state = 'released'), 0)::int as rows, count(*) filter (where state = 'released')::int as released, coalesce(sum(took_ms), 0)::int as took_ms
   from development.question where agreement_id = $1 and to_char(asked_at at time zone 'Asia/Shanghai', 'YYYY-MM') = $2`, [agreementId, period],
);

/** 元, rounded to 分: questions, and rows that left. */
export const amountOf = (price: DataOffer['price'], used: Pick<Used, 'questions' | 'rows'>): number =>
  price.class === 'free' ? 0 : Math.round((price.perQuestion * used.questions + (price.perThousandRows * used.rows) / 1000) * 100) / 100;

/** 结算单 of a month that is over: from the meter, once. */
export async function settle(d: Development, ctx: Context, { agreementId, period }: ParsedInputOf<typeof c.settle>): Promise<OutputOf<typeof c.settle>> {
  const a = await getAgreement(ctx, agreementId);
  if (period >= dayInChina(ctx.now).slice(0, 7)) throw errors.periodOpen({ period });
  if ((await ctx.tx.maybe('select 1 as there from development.settlement where agreement_id = $1 and period = $2', [a.id, period])) !== undefined) throw errors.settled({ period });
  const offer = d.content.find(dataOfferKind, a.offer)?.value;
  if (offer === undefined) throw errors.notFound();
  const used = await usedIn(ctx, a.id, period);
  const figures = { questions: used.questions, released: used.released, rows: used.rows, tookMs: used.took_ms, priceClass: offer.price.class, perQuestion: offer.price.perQuestion, perThousandRows: offer.price.perThousandRows };
  const amount = amountOf(offer.price, used);
  const digest = createHash('sm3').update(JSON.stringify([a.number, period, figures, amount])).digest('hex');
  const id = ctx.newId();
  ctx.tx.insert('development.settlement', { id, agreement_id: a.id, period, figures, amount, digest, made_by: ctx.actor.name, made_at: ctx.now.toISOString() });
  d.ledger.append(ctx.tx, { kind: 'development.settled', subject: id, data: { agreement: a.id, period, amount, digest } });
  return { settlementId: id, period, figures, amount, digest };
}

/** 用量 of a month as it stands, and what was settled. */
export async function useOf(_d: Development, ctx: Context, { agreementId, period }: ParsedInputOf<typeof c.useOf>): Promise<OutputOf<typeof c.useOf>> {
  const a = await getAgreement(ctx, agreementId);
  const used = await usedIn(ctx, a.id, period);
  const settlements = await ctx.tx.query<{ id: string; period: string; amount: string; digest: string; made_at: Date }>('select id, period, amount, digest, made_at from development.settlement where agreement_id = $1 order by period desc', [a.id]);
  return { period, questions: used.questions, released: used.released, rows: used.rows, tookMs: used.took_ms, settlements: settlements.map((s) => ({ id: s.id, period: s.period, amount: Number(s.amount), digest: s.digest, madeAt: s.made_at.toISOString() })) };
}
