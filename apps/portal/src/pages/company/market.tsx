import { trading, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { day } from '../../format.ts';
import { dayOf, definePage, fieldOf, param, queryOf, type PageContext, type Redirect, type Rendered } from '../../page.ts';
import { refusalOf } from '../../refusal.ts';
import { sendOnce } from '../../send-once.ts';
import { useSite } from '../../site.ts';
import { Button, Input, LinkButton, PostForm } from '../../view/form.tsx';
import { Facts, Notice, Tag } from '../../view/pieces.tsx';
import { marketText } from './market-text.ts';

type Product = OutputOf<typeof trading.listProducts>['products'][number];
type Asset = OutputOf<typeof trading.listAssets>['assets'][number];
const words = (context: PageContext) => marketText[context.request.locale];
export const priceOf = (t: (typeof marketText)['zh'], p: { priceMode: Product['priceMode']; price: number }): string => (p.priceMode === 'agreed' && p.price === 0 ? t.priceMode.agreed : `${t.yuan(p.price)} (${t.priceMode[p.priceMode]})`);

/** 数据产品: what is on the shelf; anybody may look. */
export const market = definePage({
  path: '/data-market',
  async get(context) {
    const t = words(context);
    const text = queryOf(context, 'q').trim().slice(0, 50);
    const { products } = await context.call(trading.listProducts, text === '' ? {} : { text });
    return {
      title: t.title, width: 'wide',
      body: (
        <>
          <h1>{t.title}</h1>
          <p class="yw-lead">{t.lead}</p>
          <form method="get" role="search"><div class="yw-field"><label class="yw-label" for="q">{t.find}</label><p class="yw-hint" id="q-hint">{t.findHint}</p><input class="yw-input yw-input--20" type="search" id="q" name="q" value={text} aria-describedby="q-hint" /></div><Button kind="plain">{t.search}</Button></form>
          {products.length === 0 ? <p class="yw-soft">{t.none}</p> : (
            <ul class="yw-list">
              {products.map((p) => (
                <li key={p.id}>
                  <h2 class="item-name"><a href={`/data-market/products/${p.id}`}>{p.title}</a> <Tag>{t.kind[p.kind]}</Tag></h2>
                  <p>{p.summary}</p>
                  <p class="facts-line"><span>{p.seller}</span><span>{t.delivery[p.delivery]}</span><span>{priceOf(t, p)}</span></p>
                </li>
              ))}
            </ul>
          )}
          <p><a href="/data-market/assets">{t.assets}</a></p>
        </>
      ),
    };
  },
});

async function again(context: PageContext, show: (refused: string) => Promise<Rendered>, send: () => Promise<Redirect>): Promise<Rendered | Redirect> {
  try {
    return await send();
  } catch (error) {
    const refusal = refusalOf(error, context.request.locale);
    if (refusal.status >= 500 || refusal.status === 404) throw error;
    return { ...(await show(refusal.words)), status: refusal.status };
  }
}

/** 一个产品: what it is, and the order of a company. */
export const marketProduct = definePage({
  path: '/data-market/products/:productId',
  get: (context) => product(context, ''),
  post: (context) => again(context, (refused) => product(context, refused), async () => {
    const productId = param(context, 'productId');
    if (fieldOf(context, 'act') === 'complain') {
      const input = { productId, what: fieldOf(context, 'what').replace(/\s+/g, ' ') };
      await context.call(trading.complain, input, sendOnce(context, input));
      return { redirect: '/my/trades?done=complained' };
    }
    const price = Number(fieldOf(context, 'price'));
    const input = { productId, purpose: fieldOf(context, 'purpose').replace(/\s+/g, ' '), until: dayOf(context, 'until'), ...(fieldOf(context, 'price').trim() === '' ? {} : { price }) };
    const { tradeId } = await context.call(trading.order, input, sendOnce(context, input));
    return { redirect: `/my/trades/${tradeId}?done=ordered` };
  }),
});

async function product(context: PageContext, refused: string): Promise<Rendered> {
  const t = words(context);
  const p = (await context.call(trading.listProducts, {})).products.find((one) => one.id === param(context, 'productId'));
  const back = { href: '/data-market', words: t.title };
  if (p === undefined) return { title: t.title, status: 404, back, body: <><h1>{t.title}</h1><p>{t.none}</p></> };
  return {
    title: p.title, back, personal: true,
    body: (
      <>
        {refused === '' ? null : <Notice tone="bad" icon="warning"><p role="alert">{refused}</p></Notice>}
        <h1>{p.title}</h1>
        <p class="yw-lead">{p.summary}</p>
        <Facts facts={[{ label: t.seller, value: p.seller }, { label: t.asset, value: p.asset }, { label: t.price, value: priceOf(t, p) }, { label: t.how, value: t.delivery[p.delivery] }, { label: t.scenes, value: p.scenes.join(' · ') }, { label: t.limits, value: p.limits }, { label: t.checks, value: <ul>{p.checks.map((c) => <li key={c.id}>{c.title} <Tag tone={c.ok ? 'good' : 'bad'}>{c.ok ? t.passed : '×'}</Tag></li>)}</ul> }]} />
        <Order of={p} typed={(id) => fieldOf(context, id)} />
      </>
    ),
  };
}

function Order({ of: p, typed }: { of: Product; typed: (id: string) => string }): JSX.Element {
  const { actor, locale } = useSite();
  const t = marketText[locale];
  if (actor.kind !== 'citizen') return <p><LinkButton href={`/signin?app=portal&return=${encodeURIComponent(`/data-market/products/${p.id}`)}`}>{t.signIn}</LinkButton></p>;
  if (actor.actingFor?.kind !== 'company') return <Notice icon="company"><p>{t.needCompany} <a href="/my/acting-for">{t.order}</a></p></Notice>;
  if (p.mine) return <Notice><p>{t.own}</p></Notice>;
  return (
    <>
      <h2>{t.order}</h2>
      {p.delivery === 'service' ? <Notice><p>{t.machines}</p></Notice> : (
        <PostForm keep>
          <Input id="purpose" label={t.purpose} hint={t.purposeHint} value={typed('purpose')} />
          <Input id="until" label={t.until} type="day" value={typed('until')} />
          {p.priceMode === 'agreed' ? <Input id="price" label={t.offer} mode="numeric" width="yw-input--10" value={typed('price')} /> : null}
          <Button name="act" value="order">{t.send}</Button>
        </PostForm>
      )}
      <details>
        <summary>{t.complain}</summary>
        <PostForm><Input id="what" label={t.complaint} hint={t.complaintHint} rows={3} value={typed('what')} /><Button kind="plain" name="act" value="complain">{t.sendComplaint}</Button></PostForm>
      </details>
    </>
  );
}

/** 数据资产: what is announced, and may be objected to by a company, and what is registered. */
export const marketAssets = definePage({
  path: '/data-market/assets',
  get: (context) => assets(context, ''),
  post: (context) => again(context, (refused) => assets(context, refused), async () => {
    const input = { assetId: fieldOf(context, 'asset'), reason: fieldOf(context, 'reason').replace(/\s+/g, ' ') };
    await context.call(trading.object, input, sendOnce(context, input));
    return { redirect: '/data-market/assets?done=objected' };
  }),
});

async function assets(context: PageContext, refused: string): Promise<Rendered> {
  const t = words(context);
  const { assets: all } = await context.call(trading.listAssets, {});
  const shown = all.filter((a) => a.state === 'notice' || a.state === 'registered');
  const told = t.done[queryOf(context, 'done')];
  return {
    title: t.assets, back: { href: '/data-market', words: t.title }, personal: true,
    body: (
      <>
        {refused === '' ? null : <Notice tone="bad" icon="warning"><p role="alert">{refused}</p></Notice>}
        {told === undefined ? null : <Notice tone="good" icon="check"><p>{told}</p></Notice>}
        <h1>{t.assets}</h1>
        {shown.length === 0 ? <p class="yw-soft">{t.noAssets}</p> : <ul class="yw-list">{shown.map((a) => <li key={a.id}><AssetLine of={a} /></li>)}</ul>}
      </>
    ),
  };
}

function AssetLine({ of: a }: { of: Asset }): JSX.Element {
  const { actor, locale } = useSite();
  const t = marketText[locale];
  return (
    <>
      <h2 class="item-name">{a.title} <Tag tone={a.state === 'notice' ? 'soon' : 'good'}>{a.state === 'notice' ? t.notice : t.registered}</Tag></h2>
      <p>{a.description}</p>
      <p class="facts-line"><span>{a.holder}</span><span>{a.number}</span><span>{t.kind[a.kind]}</span>{a.validUntil === null ? null : <span>{t.until2(day(a.validUntil, locale))}</span>}</p>
      {a.state !== 'notice' || a.mine || actor.actingFor?.kind !== 'company' ? null : (
        <details>
          <summary>{t.object}<span class="yw-hidden"> {a.title}</span></summary>
          <PostForm><input type="hidden" name="asset" value={a.id} /><label class="yw-label" for={`reason-${a.id}`}>{t.objection}</label><p class="yw-hint">{t.objectionHint}</p><textarea class="yw-input" id={`reason-${a.id}`} name="reason" rows={3} maxLength={1000} /><Button kind="plain">{t.object}</Button></PostForm>
        </details>
      )}
    </>
  );
}
