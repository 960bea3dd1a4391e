import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { companyOf, type Trading } from './deps.ts';
import { errors } from './errors.ts';
import { getProduct, move } from './products.ts';

/** 投诉: by any company, about a product on the shelf or one that it bought. */
export async function complain(o: Trading, ctx: Context, { productId, what }: ParsedInputOf<typeof c.complain>): Promise<{ id: string }> {
  const company = await companyOf(o, ctx);
  const product = await getProduct(ctx, productId);
  if (product.party_id === company.id) throw errors.ownAsset();
  const id = ctx.newId();
  ctx.tx.insert('trading.complaint', { id, product_id: productId, party_id: company.id, complainant: company.name, what, at: ctx.now.toISOString(), state: 'open' });
  o.ledger.append(ctx.tx, { kind: 'trading.complained', subject: productId, data: { complaint: id } });
  return { id };
}

export async function listComplaints(ctx: Context): Promise<OutputOf<typeof c.listComplaints>> {
  const rows = await ctx.tx.query<{ id: string; product_id: string; title: string | null; complainant: string; what: string; at: Date; state: 'open' | 'upheld' | 'dismissed'; answer: string | null }>('select x.id, x.product_id, p.title, x.complainant, x.what, x.at, x.state, x.answer from trading.complaint x left join trading.product p on p.id = x.product_id order by x.id desc limit 200');
  return { complaints: rows.map((r) => ({ id: r.id, productId: r.product_id, product: r.title ?? '', complainant: r.complainant, what: r.what, at: r.at.toISOString(), state: r.state, answer: r.answer })) };
}

/** 处理投诉: one that is upheld takes the product off the shelf. */
export async function answerComplaint(o: Trading, ctx: Context, { complaintId, upheld, answer }: ParsedInputOf<typeof c.answerComplaint>): Promise<OutputOf<typeof c.answerComplaint>> {
  const row = await ctx.tx.maybe<{ product_id: string; party_id: string; state: string }>('select product_id, party_id, state from trading.complaint where id = $1 for update', [complaintId]);
  if (row === undefined) throw errors.notFound();
  if (row.state !== 'open') throw errors.notNow({ state: row.state });
  const state = upheld ? 'upheld' : 'dismissed';
  await ctx.tx.query('update trading.complaint set state = $2, answer = $3, answered_by = $4, answered_at = $5 where id = $1', [complaintId, state, answer, ctx.actor.name, ctx.now]);
  const product = await getProduct(ctx, row.product_id);
  o.messages.plan(ctx, { template: 'data-complaint-answered', to: { partyId: row.party_id }, scope: { product: product.title, result: upheld ? { zh: '成立', en: 'was upheld' } : { zh: '不成立', en: 'was dismissed' }, answer } });
  if (upheld && product.state === 'listed') await move(o, ctx, product, 'delisted', answer, product.checks);
  o.ledger.append(ctx.tx, { kind: `trading.complaint.${state}`, subject: row.product_id, data: { complaint: complaintId } });
  return { state };
}

/** 监管总览: what is registered, on the shelf, traded, settled, complained about. */
export async function overview(ctx: Context): Promise<OutputOf<typeof c.overview>> {
  const counts = await ctx.tx.one<Record<'notice' | 'registered' | 'review' | 'listed' | 'open' | 'active' | 'governance' | 'complaints', number>>(`select
    (select count(*)::int from trading.asset where state = 'notice') as notice, (select count(*)::int from trading.asset where state = 'registered') as registered,
    (select count(*)::int from trading.product where state = 'review') as review, (select count(*)::int from trading.product where state = 'listed') as listed,
    (select count(*)::int from trading.trade where state in ('ordered', 'answered', 'sealing')) as open, (select count(*)::int from trading.trade where state = 'active') as active,
    (select count(*)::int from trading.trade where governance and state = 'active') as governance, (select count(*)::int from trading.complaint where state = 'open') as complaints`);
  const months = await ctx.tx.query<{ period: string; amount: number; calls: number; seller: number; source: number; platform: number }>(`select period, sum(amount)::float8 as amount, sum(calls)::int as calls, sum((shares ->> 'seller')::numeric)::float8 as seller, sum((shares ->> 'source')::numeric)::float8 as source, sum((shares ->> 'platform')::numeric)::float8 as platform
    from trading.settlement group by period order by period desc limit 24`);
  const sum = (of: 'amount' | 'seller' | 'source' | 'platform'): number => Math.round(months.reduce((s, m) => s + m[of], 0) * 100) / 100;
  return {
    assets: { notice: counts.notice, registered: counts.registered }, products: { review: counts.review, listed: counts.listed }, trades: { open: counts.open, active: counts.active, governance: counts.governance }, amount: sum('amount'), shares: { seller: sum('seller'), source: sum('source'), platform: sum('platform') },
    complaintsOpen: counts.complaints, months: months.map(({ period, amount, calls }) => ({ period, amount, calls })),
  };
}
