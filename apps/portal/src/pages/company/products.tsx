import { trading, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { day } from '../../format.ts';
import { fieldOf, queryOf } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { useSite } from '../../site.ts';
import { Button, LinkButton, PostForm } from '../../view/form.tsx';
import { Notice, Tag } from '../../view/pieces.tsx';
import { companyPage, lineOf, More } from './company-page.tsx';
import { priceOf } from './market.tsx';
import { marketText } from './market-text.ts';
import { productsText } from './products-text.ts';

type Product = OutputOf<typeof trading.myProducts>['products'][number];
type Asset = OutputOf<typeof trading.myAssets>['assets'][number];
const productTones = { review: 'soon', listed: 'good', refused: 'bad', delisted: 'quiet' } as const;
const assetTones = { notice: 'soon', registered: 'good', refused: 'bad', withdrawn: 'quiet' } as const;

/** 我的数据资产和产品: what is registered, what is offered of it, what is taken back. */
export const products = companyPage({
  path: '/my/products',
  words: productsText,
  title: (t) => t.title,
  done: (t) => t.done,
  async show(context, t) {
    const pages = { assets: queryOf(context, 'assets').slice(0, 200), products: queryOf(context, 'products').slice(0, 200) };
    const page = (cursor: string): { cursor?: string } => (cursor === '' ? {} : { cursor });
    const [assets, offered] = await Promise.all([context.call(trading.myAssets, page(pages.assets)), context.call(trading.myProducts, page(pages.products))]);
    const of = fieldOf(context, 'id');
    return {
      body: (
        <>
          <h1>{t.title}</h1>
          <p class="yw-lead">{t.lead}</p>
          <h2>{t.products}</h2>
          {offered.products.length === 0 ? <p class="yw-soft">{t.noProducts}</p> : <ul class="yw-list">{offered.products.map((p) => <li key={p.id}><ProductLine of={p} typed={of === p.id ? fieldOf(context, 'reason') : ''} /></li>)}</ul>}
          <More href={offered.next === null ? null : `/my/products?products=${offered.next}`} />
          <h2>{t.assets}</h2>
          {assets.assets.length === 0 ? <p class="yw-soft">{t.noAssets}</p> : <ul class="yw-list">{assets.assets.map((a) => <li key={a.id}><AssetLine of={a} typed={of === a.id ? fieldOf(context, 'reason') : ''} /></li>)}</ul>}
          <More href={assets.next === null ? null : `/my/products?assets=${assets.next}`} />
          <p><LinkButton href="/items/data-asset-registration" kind="plain">{t.register}</LinkButton></p>
        </>
      ),
    };
  },
  async act(context, act) {
    const base = { version: Number(fieldOf(context, 'version')), reason: lineOf(context, 'reason') };
    if (act === 'withdraw') {
      const input = { assetId: fieldOf(context, 'id'), ...base };
      await context.call(trading.withdrawAsset, input, sendOnce(context, input));
    } else {
      const input = { productId: fieldOf(context, 'id'), ...base };
      await context.call(trading.delistMine, input, sendOnce(context, input));
    }
    return { redirect: `/my/products?done=${act === 'withdraw' ? 'withdrawn' : 'delisted'}` };
  },
});

function ProductLine({ of: p, typed }: { of: Product; typed: string }): JSX.Element {
  const { locale } = useSite();
  const t = productsText[locale];
  const m = marketText[locale];
  return (
    <>
      <h3 class="item-name"><a href={`/data-market/products/${p.id}`}>{p.title}</a> <Tag tone={productTones[p.state]}>{m.productState[p.state]}</Tag></h3>
      <p class="facts-line"><span>{p.asset}</span><span>{m.delivery[p.delivery]}</span><span>{priceOf(m, p)}</span></p>
      {p.state === 'review' && p.checks.some((c) => !c.ok) ? <Notice tone="soon" icon="warning"><p>{t.failing}</p><ul>{p.checks.filter((c) => !c.ok).map((c) => <li key={c.id}>{c.title}</li>)}</ul></Notice> : null}
      {p.reason === null || p.reason === '' ? null : <p><b>{m.opinion}</b> {p.reason}</p>}
      {p.state === 'review' || p.state === 'listed' ? <TakeBack id={p.id} version={p.version} act="delist" summary={p.state === 'listed' ? t.delist : t.withdrawOffer} name={p.title} note={t.delistNote} typed={typed} /> : null}
    </>
  );
}

function AssetLine({ of: a, typed }: { of: Asset; typed: string }): JSX.Element {
  const { locale } = useSite();
  const t = productsText[locale];
  const m = marketText[locale];
  return (
    <>
      <h3 class="item-name">{a.title} <Tag tone={assetTones[a.state]}>{m.assetState[a.state]}</Tag></h3>
      <p class="facts-line"><span>{m.rightsOf(a.rights)}</span><span>{a.validUntil === null ? m.noticedOn(day(a.noticeAt, locale)) : m.until2(day(a.validUntil, locale))}</span><span class="yw-code">{a.number}</span></p>
      {a.state !== 'registered' ? null : (
        <>
          {a.rights.includes('operate') ? <p><a class="yw-button yw-button--plain yw-button--small" href={`/my/products/offer?asset=${a.id}`}>{t.offer}<span class="yw-hidden"> {a.title}</span></a></p> : <p class="yw-soft yw-small">{t.noRight}</p>}
          <TakeBack id={a.id} version={a.version} act="withdraw" summary={t.withdraw} name={a.title} note={t.withdrawNote} typed={typed} />
        </>
      )}
    </>
  );
}

/** 下架, 注销: with a reason, and with what follows from it said before. */
function TakeBack({ id, version, act, summary, name, note, typed }: { id: string; version: number; act: 'delist' | 'withdraw'; summary: string; name: string; note: string; typed: string }): JSX.Element {
  const t = productsText[useSite().locale];
  const field = `reason-${id}`;
  return (
    <details open={typed !== ''}>
      <summary>{summary}<span class="yw-hidden"> {name}</span></summary>
      <p>{note}</p>
      <PostForm action="/my/products">
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="version" value={version} />
        <div class="yw-field"><label class="yw-label" for={field}>{t.reason}</label><p class="yw-hint" id={`${field}-hint`}>{t.reasonHint}</p><input class="yw-input" type="text" id={field} name="reason" value={typed} maxLength={300} aria-describedby={`${field}-hint`} /></div>
        <Button kind="danger" name="act" value={act}>{summary}</Button>
      </PostForm>
    </details>
  );
}

