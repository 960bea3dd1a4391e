import { trading, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { count, day } from '../../format.ts';
import { fieldOf, param, queryOf, type PageContext } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { useSite } from '../../site.ts';
import { Button, Input, LinkButton, PostForm } from '../../view/form.tsx';
import { Facts, Notice, Tag } from '../../view/pieces.tsx';
import { companyPage } from './company-page.tsx';
import { priceOf } from './market.tsx';
import { marketText } from './market-text.ts';

type Trade = OutputOf<typeof trading.myTrades>['trades'][number];
const tones = { ordered: 'soon', answered: 'soon', sealing: 'soon', active: 'good', declined: 'quiet', ended: 'quiet' } as const;
const words = (context: PageContext) => marketText[context.request.locale];

/** 我的数据交易: what the company bought and sold, and its complaints. */
export const trades = companyPage({
  path: '/my/trades',
  title: (context) => words(context).trades,
  async show(context) {
    const t = words(context);
    const { locale } = context.request;
    const [{ trades: all }, { complaints }] = await Promise.all([context.call(trading.myTrades, {}), context.call(trading.listComplaints, {})]);
    const told = t.done[queryOf(context, 'done')];
    return {
      body: (
        <>
          {told === undefined ? null : <Notice tone="good" icon="check"><p>{told}</p></Notice>}
          <h1>{t.trades}</h1>
          <p class="yw-lead">{t.tradesLead}</p>
          <p><LinkButton href="/data-market" kind="plain">{t.browse}</LinkButton></p>
          {all.length === 0 ? <p class="yw-soft">{t.noTrades}</p> : (
            <ul class="yw-list">
              {all.map((x) => (
                <li key={x.id}>
                  <h2 class="item-name"><a href={`/my/trades/${x.id}`}>{x.product}</a> <Tag>{t.side[x.side]}</Tag> <Tag tone={tones[x.state]}>{t.state[x.state]}</Tag></h2>
                  <p class="facts-line"><span>{x.side === 'seller' ? x.buyer : x.seller}</span><span>{priceOf(t, x)}</span><span>{day(x.until, locale)}</span></p>
                </li>
              ))}
            </ul>
          )}
          {complaints.length === 0 ? null : (
            <>
              <h2>{t.complaints}</h2>
              <ul class="yw-list">{complaints.map((x) => <li key={x.id}><h3 class="item-name">{x.product} <Tag tone={x.state === 'open' ? 'soon' : 'quiet'}>{t.complaintState[x.state]}</Tag></h3><p>{x.what}</p>{x.answer === null ? null : <p class="yw-soft"><b>{t.answer}</b> {x.answer}</p>}</li>)}</ul>
            </>
          )}
        </>
      ),
    };
  },
});

/** 一笔交易: its terms, contract, delivery, meter and settlement; the seller answers, the buyer signs. */
export const tradePage = companyPage({
  path: '/my/trades/:tradeId',
  title: (context) => words(context).trades,
  back: (context) => ({ href: '/my/trades', words: words(context).trades }),
  async show(context) {
    const t = words(context);
    const { locale } = context.request;
    const x = await find(context);
    if (x === undefined) return { body: <><h1>{t.trades}</h1><p>{t.noTrades}</p></> };
    const { settlements } = await context.call(trading.listSettlements, { tradeId: x.id });
    const told = t.done[queryOf(context, 'done')];
    return {
      title: x.product,
      body: (
        <>
          {told === undefined ? null : <Notice tone="good" icon="check"><p>{told}</p></Notice>}
          <h1>{x.product}</h1>
          <p><Tag>{t.side[x.side]}</Tag> <Tag tone={tones[x.state]}>{t.state[x.state]}</Tag></p>
          <Facts facts={[
            { label: t.number, value: x.number }, { label: t.seller, value: x.seller }, { label: t.buyer, value: x.buyer }, { label: t.purpose, value: x.purpose }, { label: t.until, value: day(x.until, locale) }, { label: t.price, value: priceOf(t, x) },
            ...[x.sellerSigned, x.buyerSigned].flatMap((s) => (s === null ? [] : [{ label: `${t.signed} · ${s === x.sellerSigned ? t.seller : t.buyer}`, value: `${s.by} ${day(s.at, locale)}` }])), ...(x.reason === null || x.reason === '' ? [] : [{ label: t.reason, value: x.reason }]),
            ...(x.contractUrl === null ? [] : [{ label: t.contract, value: <a href={x.contractUrl}>{x.number}.ofd</a> }, { label: t.digest, value: <span class="yw-code">{x.contractDigest}</span> }]),
            ...(x.fileUrl === null || x.side !== 'buyer' ? [] : [{ label: t.file, value: <a href={x.fileUrl}>{x.product}</a> }]), ...(x.grantId === null ? [] : [{ label: t.grant, value: <span class="yw-code">{x.grantId}</span> }]),
          ]} />
          <Acts of={x} typed={(id) => fieldOf(context, id)} />
          <h2>{t.settlements}</h2>
          {settlements.length === 0 ? <p class="yw-soft">{t.noSettlements}</p> : (
            <ul class="yw-list">{settlements.map((s) => <li key={s.id}><b>{s.period}</b> {t.yuan(s.amount)}<p class="facts-line"><span>{t.calls(count(s.calls))}</span><span>{t.shares(t.yuan(s.shares.seller), t.yuan(s.shares.source), t.yuan(s.shares.platform))}</span></p></li>)}</ul>
          )}
        </>
      ),
    };
  },
  async act(context, act) {
    const base = { tradeId: param(context, 'tradeId'), version: Number(fieldOf(context, 'version')) };
    if (act === 'sign') {
      await context.call(trading.sign, base, sendOnce(context, base));
      return { redirect: `/my/trades/${base.tradeId}?done=signed` };
    }
    const price = fieldOf(context, 'price').trim();
    const input = { ...base, accept: act === 'accept', reason: fieldOf(context, 'reason').replace(/\s+/g, ' ').slice(0, 300), ...(price === '' ? {} : { price: Number(price) }) };
    await context.call(trading.answerOrder, input, sendOnce(context, input));
    return { redirect: `/my/trades/${base.tradeId}?done=${act === 'accept' ? 'answered' : 'declined'}` };
  },
});

const find = async (context: PageContext): Promise<Trade | undefined> => (await context.call(trading.myTrades, {})).trades.find((x) => x.id === param(context, 'tradeId'));

function Acts({ of: x, typed }: { of: Trade; typed: (id: string) => string }): JSX.Element | null {
  const t = marketText[useSite().locale];
  const version = <input type="hidden" name="version" value={x.version} />;
  if (x.side === 'seller' && x.state === 'ordered') {
    return (
      <section aria-labelledby="answer">
        <h2 id="answer">{t.answerTitle}</h2>
        <PostForm>
          {version}
          {x.priceMode === 'agreed' ? <Input id="price" label={t.myPrice} mode="numeric" width="yw-input--10" value={typed('price')} /> : null}
          <Input id="reason" label={t.reason} hint={t.reasonHint} value={typed('reason')} />
          <div class="yw-actions"><Button name="act" value="accept">{t.accept}</Button><Button kind="plain" name="act" value="decline">{t.decline}</Button></div>
        </PostForm>
      </section>
    );
  }
  if (x.side !== 'buyer' || x.state !== 'answered') return null;
  return <section aria-labelledby="sign"><h2 id="sign">{t.sign}</h2><p>{t.signLead}</p><PostForm>{version}<Button name="act" value="sign">{t.sign}</Button></PostForm></section>;
}
