import { trading, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { count, day } from '../../format.ts';
import { fieldOf, param, queryOf } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { useSite } from '../../site.ts';
import { Button, Input, LinkButton, PostForm } from '../../view/form.tsx';
import { Facts, Notice, Tag } from '../../view/pieces.tsx';
import { companyPage, lineOf, More } from './company-page.tsx';
import { priceOf } from './market.tsx';
import { marketText } from './market-text.ts';

type Trade = OutputOf<typeof trading.myTrade>;
const tones = { ordered: 'soon', answered: 'soon', sealing: '', active: 'good', declined: 'quiet', ended: 'quiet' } as const;

/** 我的数据交易: what the company bought and sold, and its complaints. */
export const trades = companyPage({
  path: '/my/trades',
  words: marketText,
  title: (t) => t.trades,
  done: (t) => t.done,
  async show(context, t) {
    const { locale } = context.request;
    const cursor = queryOf(context, 'cursor').slice(0, 200);
    const [{ trades: all, next }, { complaints }] = await Promise.all([context.call(trading.myTrades, cursor === '' ? {} : { cursor }), context.call(trading.listComplaints, {})]);
    return {
      body: (
        <>
          <h1>{t.trades}</h1>
          <p class="yw-lead">{t.tradesLead}</p>
          <div class="yw-actions"><LinkButton href="/data-market" kind="plain">{t.browse}</LinkButton><LinkButton href="/my/products" kind="plain">{t.mineTitle}</LinkButton></div>
          {all.length === 0 ? <p class="yw-soft">{t.noTrades}</p> : (
            <ul class="yw-list">
              {all.map((x) => (
                <li key={x.id}>
                  <h2 class="item-name"><a href={`/my/trades/${x.id}`}>{x.product}</a> <Tag>{t.side[x.side]}</Tag> <Tag tone={tones[x.state]}>{t.state[x.state]}</Tag></h2>
                  <p class="facts-line"><span>{x.side === 'seller' ? x.buyer : x.seller}</span><span>{priceOf(t, x)}</span><span>{t.until2(day(x.until, locale))}</span></p>
                </li>
              ))}
            </ul>
          )}
          <More href={next === null ? null : `/my/trades?cursor=${next}`} />
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
  words: marketText,
  title: (t) => t.trades,
  back: (t) => ({ href: '/my/trades', words: t.trades }),
  done: (t) => t.done,
  async show(context, t) {
    const tradeId = param(context, 'tradeId');
    const [x, { settlements }] = await Promise.all([context.call(trading.myTrade, { tradeId }), context.call(trading.listSettlements, { tradeId })]);
    const next = t.now[`${x.state}-${x.side}`];
    return {
      title: x.product,
      body: (
        <>
          <h1>{x.product}</h1>
          <p><Tag>{t.side[x.side]}</Tag> <Tag tone={tones[x.state]}>{t.state[x.state]}</Tag></p>
          {next === undefined ? null : <Notice><p>{next}</p></Notice>}
          {x.reason === null || x.reason === '' || (x.state !== 'declined' && x.state !== 'ended') ? null : <Notice tone="soon" icon="warning"><p><b>{t.reasonOf}</b> {x.reason}</p></Notice>}
          <Acts of={x} typed={(id) => fieldOf(context, id)} />
          <Terms of={x} />
          <Delivered of={x} />
          <h2>{t.settlements}</h2>
          {settlements.length === 0 ? <p class="yw-soft">{t.noSettlements}</p> : (
            <ul class="yw-list">{settlements.map((s) => <li key={s.id}><b>{s.period}</b> {t.yuan(s.amount)}<p class="facts-line">{x.delivery === 'service' ? <span>{t.calls(count(s.calls))}</span> : null}<span>{t.shares(t.yuan(s.shares.seller), t.yuan(s.shares.source), t.yuan(s.shares.platform))}</span></p></li>)}</ul>
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
    const input = { ...base, accept: act === 'accept', reason: lineOf(context, 'reason').slice(0, 300), ...(price === '' ? {} : { price: Number(price) }) };
    await context.call(trading.answerOrder, input, sendOnce(context, input));
    return { redirect: `/my/trades/${base.tradeId}?done=${act === 'accept' ? 'answered' : 'declined'}` };
  },
});

function Terms({ of: x }: { of: Trade }): JSX.Element {
  const { locale } = useSite();
  const t = marketText[locale];
  const signed = [[t.seller, x.sellerSigned], [t.buyer, x.buyerSigned]] as const;
  return (
    <Facts facts={[
      { label: t.number, value: <span class="yw-code">{x.number}</span> }, { label: t.seller, value: x.seller }, { label: t.buyer, value: x.buyer }, { label: t.purpose, value: x.purpose }, { label: t.until, value: day(x.until, locale) }, { label: t.price, value: priceOf(t, x) }, { label: t.how, value: t.delivery[x.delivery] },
      ...signed.flatMap(([who, s]) => (s === null ? [] : [{ label: t.signedBy(who), value: <>{s.by}<br /><span class="yw-soft yw-small">{day(s.at, locale)}</span></> }])), ...(x.reason === null || x.reason === '' || x.state === 'declined' || x.state === 'ended' ? [] : [{ label: t.reason, value: x.reason }]),
      ...(x.contractUrl === null ? [] : [{ label: t.contract, value: <a href={x.contractUrl}>{x.number}.ofd</a> }, { label: t.digest, value: <span class="yw-code">{x.contractDigest}</span> }]),
      ...(x.fileUrl === null || x.side !== 'buyer' ? [] : [{ label: t.file, value: <a href={x.fileUrl}>{t.takeFile}</a> }]),
      ...(x.onShelf ? [{ label: t.product, value: <a href={`/data-market/products/${x.productId}`}>{t.toProduct}</a> }] : []),
    ]} />
  );
}

/** 接口交付: how the buyer's system calls what was bought, and how often it did. */
function Delivered({ of: x }: { of: Trade }): JSX.Element | null {
  const t = marketText[useSite().locale];
  if (x.service === null) return null;
  const mine = x.side === 'buyer' ? [{ label: t.endpoint, value: <span class="yw-code">/exchange/v1/{x.service.id}</span> }, { label: t.grant, value: <span class="yw-code">{x.grantId}</span> }, { label: t.purposeCode, value: <span class="yw-code">{x.service.purposeCode}</span> }, { label: t.limit, value: t.limitOf(x.service.ratePerSecond, count(x.service.dailyQuota)) }] : [];
  return (
    <section aria-labelledby="delivered">
      <h2 id="delivered">{t.serviceTitle}</h2>
      {x.side === 'buyer' ? <p>{t.serviceLead} <a href="/my/keys">{t.toKeys}</a></p> : null}
      <Facts facts={[...mine, { label: t.used, value: t.usedOf(count(x.service.calls), count(x.service.refused)) }]} />
    </section>
  );
}

function Acts({ of: x, typed }: { of: Trade; typed: (id: string) => string }): JSX.Element | null {
  const t = marketText[useSite().locale];
  const version = <input type="hidden" name="version" value={x.version} />;
  if (x.side === 'seller' && x.state === 'ordered') {
    return (
      <section aria-labelledby="answer">
        <h2 id="answer">{t.answerTitle}</h2>
        <p>{t.answerLead(x.purpose, priceOf(t, x))}</p>
        <PostForm>
          {version}
          {x.priceMode === 'agreed' ? <Input id="price" label={t.myPrice} mode="numeric" width="yw-input--10" value={typed('price')} /> : null}
          <Input id="reason" label={t.mySay} hint={t.reasonHint} value={typed('reason')} />
          <div class="yw-actions"><Button name="act" value="accept">{t.accept}</Button><Button kind="plain" name="act" value="decline">{t.decline}</Button></div>
        </PostForm>
      </section>
    );
  }
  if (x.side !== 'buyer' || x.state !== 'answered') return null;
  return <section aria-labelledby="sign"><h2 id="sign">{t.sign}</h2><p>{t.signLead(priceOf(t, x))}</p><PostForm>{version}<Button name="act" value="sign">{t.sign}</Button></PostForm></section>;
}
