import { trading, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { day } from '../../format.ts';
import { definePage, fieldOf, queryOf, type PageContext, type Rendered } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { useSite } from '../../site.ts';
import { Button, LinkButton, PostForm } from '../../view/form.tsx';
import { Notice, Tag } from '../../view/pieces.tsx';
import { Done, lineOf, More, orAgain, Refused } from './company-page.tsx';
import { marketText, type MarketText } from './market-text.ts';

type Product = OutputOf<typeof trading.listProducts>['products'][number];
type Asset = OutputOf<typeof trading.listAssets>['assets'][number];
export const priceOf = (t: MarketText, p: { priceMode: Product['priceMode']; price: number }): string => (p.priceMode === 'agreed' && p.price === 0 ? t.priceMode.agreed : t.priced(t.yuan(p.price), t.priceMode[p.priceMode]));

/** 数据产品: what is on the shelf, newest first or as a search finds it; anybody may look. */
export const market = definePage({
  path: '/data-market',
  async get(context) {
    const t = marketText[context.request.locale];
    const text = queryOf(context, 'q').trim().slice(0, 50);
    const cursor = queryOf(context, 'cursor').slice(0, 200);
    const { products, next } = await context.call(trading.listProducts, { ...(text === '' ? {} : { text }), ...(cursor === '' ? {} : { cursor }) });
    const isCompany = context.request.actor.actingFor?.kind === 'company';
    return {
      title: t.title, width: 'wide',
      body: (
        <>
          <h1>{t.title}</h1>
          <p class="yw-lead">{t.lead}</p>
          <form method="get" role="search"><div class="yw-field"><label class="yw-label" for="q">{t.find}</label><p class="yw-hint" id="q-hint">{t.findHint}</p><input class="yw-input yw-input--20" type="search" id="q" name="q" value={text} aria-describedby="q-hint" maxLength={50} /></div><Button kind="plain">{t.search}</Button></form>
          {text === '' ? null : <p>{t.found(text)} <a href="/data-market">{t.all}</a></p>}
          {products.length === 0 ? <p class="yw-soft">{text === '' ? t.none : t.nothingFound}</p> : <ul class="yw-list">{products.map((p) => <li key={p.id}><ProductLine of={p} /></li>)}</ul>}
          <More href={next === null ? null : `/data-market?${new URLSearchParams({ ...(text === '' ? {} : { q: text }), cursor: next }).toString()}`} />
          <ul class="menu-list">
            <li><a href="/data-market/assets"><span>{t.assets}</span></a></li>
            {isCompany ? <li><a href="/my/products"><span>{t.toMine}</span></a></li> : null}
            {isCompany ? <li><a href="/my/trades"><span>{t.trades}</span></a></li> : null}
          </ul>
        </>
      ),
    };
  },
});

function ProductLine({ of: p }: { of: Product }): JSX.Element {
  const t = marketText[useSite().locale];
  return (
    <>
      <h2 class="item-name"><a href={`/data-market/products/${p.id}`}>{p.title}</a> <Tag>{t.kind[p.kind]}</Tag></h2>
      <p>{p.summary}</p>
      <p class="facts-line"><span>{p.seller}</span><span>{t.delivery[p.delivery]}</span><span>{priceOf(t, p)}</span></p>
    </>
  );
}

/** 数据资产: what is announced, and may be objected to by a company, and what is registered. */
export const marketAssets = definePage({
  path: '/data-market/assets',
  get: (context) => assets(context, ''),
  post: (context) => orAgain(context, async () => {
    const input = { assetId: fieldOf(context, 'asset'), reason: lineOf(context, 'reason') };
    await context.call(trading.object, input, sendOnce(context, input));
    return { redirect: '/data-market/assets?done=objected' };
  }, (refused) => assets(context, refused)),
});

async function assets(context: PageContext, refused: string): Promise<Rendered> {
  const t = marketText[context.request.locale];
  const cursor = queryOf(context, 'cursor').slice(0, 200);
  const state = (['notice', 'registered'] as const).find((one) => one === queryOf(context, 'state'));
  const { assets: shown, next } = await context.call(trading.listAssets, { ...(state === undefined ? {} : { state }), ...(cursor === '' ? {} : { cursor }) });
  const tabs = [{ href: '/data-market/assets', words: t.everything, now: state === undefined }, ...(['notice', 'registered'] as const).map((one) => ({ href: `/data-market/assets?state=${one}`, words: t.assetState[one], now: state === one }))];
  return {
    title: t.assets, back: { href: '/data-market', words: t.title }, personal: true,
    body: (
      <>
        <Refused words={refused} />
        {refused === '' ? <Done words={t.done[queryOf(context, 'done')]} /> : null}
        <h1>{t.assets}</h1>
        <p class="yw-lead">{t.assetsLead}</p>
        <nav class="yw-tabs" aria-label={t.assets}>{tabs.map((tab) => <a key={tab.href} href={tab.href} aria-current={tab.now ? 'page' : undefined}>{tab.words}</a>)}</nav>
        {shown.length === 0 ? <p class="yw-soft">{t.noAssets}</p> : <ul class="yw-list">{shown.map((a) => <li key={a.id}><AssetLine of={a} typed={refused !== '' && fieldOf(context, 'asset') === a.id ? fieldOf(context, 'reason') : ''} /></li>)}</ul>}
        <More href={next === null ? null : `/data-market/assets?${new URLSearchParams({ ...(state === undefined ? {} : { state }), cursor: next }).toString()}`} />
        {context.request.actor.actingFor?.kind === 'company' ? <p><LinkButton href="/items/data-asset-registration" kind="plain">{t.register}</LinkButton></p> : null}
      </>
    ),
  };
}

function AssetLine({ of: a, typed }: { of: Asset; typed: string }): JSX.Element {
  const { actor, locale } = useSite();
  const t = marketText[locale];
  return (
    <>
      <h2 class="item-name">{a.title} <Tag tone={a.state === 'notice' ? 'soon' : 'good'}>{t.assetState[a.state]}</Tag></h2>
      <p>{a.description}</p>
      <p class="facts-line"><span>{a.holder}</span><span>{t.kind[a.kind]}</span><span>{t.rightsOf(a.rights)}</span>{a.validUntil === null ? <span>{t.noticedOn(day(a.noticeAt, locale))}</span> : <span>{t.until2(day(a.validUntil, locale))}</span>}<span class="yw-code">{a.number}</span></p>
      {a.state !== 'notice' || a.mine ? null : actor.actingFor?.kind !== 'company' ? <p class="yw-soft yw-small">{t.objectAsCompany}</p> : (
        <details open={typed !== ''}>
          <summary>{t.object}<span class="yw-hidden"> {a.title}</span></summary>
          <PostForm><input type="hidden" name="asset" value={a.id} /><label class="yw-label" for={`reason-${a.id}`}>{t.objection}</label><p class="yw-hint" id={`reason-${a.id}-hint`}>{t.objectionHint}</p><textarea class="yw-input" id={`reason-${a.id}`} name="reason" rows={3} maxLength={1000} aria-describedby={`reason-${a.id}-hint`}>{typed}</textarea><Button kind="plain">{t.object}</Button></PostForm>
        </details>
      )}
      {a.mine ? <Notice><p>{t.mineAsset} <a href="/my/products">{t.toMine}</a></p></Notice> : null}
    </>
  );
}
