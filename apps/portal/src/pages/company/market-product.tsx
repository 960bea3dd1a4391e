import { enterprise, trading, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { dayOf, definePage, fieldOf, param, type PageContext, type Rendered } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { useSite } from '../../site.ts';
import { Button, Input, LinkButton, PostForm } from '../../view/form.tsx';
import { Facts, Notice, Tag } from '../../view/pieces.tsx';
import { lineOf, orAgain, Refused } from './company-page.tsx';
import { companyText } from './company-text.ts';
import { priceOf } from './market.tsx';
import { marketText } from './market-text.ts';

type Product = OutputOf<typeof trading.showProduct>;

/** 一个产品: what it is, and the order of a company; a service after its system has a key. */
export const marketProduct = definePage({
  path: '/data-market/products/:productId',
  get: (context) => show(context, ''),
  post: (context) => orAgain(context, async () => {
    const productId = param(context, 'productId');
    if (fieldOf(context, 'act') === 'complain') {
      const input = { productId, what: lineOf(context, 'what') };
      await context.call(trading.complain, input, sendOnce(context, input));
      return { redirect: '/my/trades?done=complained' };
    }
    const price = fieldOf(context, 'price').trim();
    const input = { productId, purpose: lineOf(context, 'purpose'), until: dayOf(context, 'until'), ...(price === '' ? {} : { price: Number(price) }) };
    const { tradeId } = await context.call(trading.order, input, sendOnce(context, input));
    return { redirect: `/my/trades/${tradeId}?done=ordered` };
  }, (refused) => show(context, refused)),
});

async function show(context: PageContext, refused: string): Promise<Rendered> {
  const { locale, actor } = context.request;
  const t = marketText[locale];
  const p = await context.call(trading.showProduct, { productId: param(context, 'productId') });
  const buys = actor.actingFor?.kind === 'company' && !p.mine && p.state === 'listed';
  const keyed = buys && p.delivery === 'service' ? (await context.call(enterprise.myKeys, {})).keys.length > 0 : true;
  return {
    title: p.title, back: p.mine ? { href: '/my/products', words: t.mineTitle } : { href: '/data-market', words: t.title }, personal: true,
    body: (
      <>
        <Refused words={refused} />
        <h1>{p.title}</h1>
        <p><Tag>{t.kind[p.kind]}</Tag> {p.state === 'listed' ? null : <Tag tone="soon">{t.productState[p.state]}</Tag>}</p>
        <p class="yw-lead">{p.summary}</p>
        <Facts facts={[
          { label: t.seller, value: p.seller }, { label: t.asset, value: p.asset }, { label: t.price, value: priceOf(t, p) }, { label: t.how, value: t.delivery[p.delivery] }, { label: t.scenes, value: p.scenes.join(companyText[locale].comma) }, { label: t.limits, value: p.limits },
          { label: t.checks, value: <ul>{p.checks.map((c) => <li key={c.id}>{c.title} <Tag tone={c.ok ? 'good' : 'bad'}>{c.ok ? t.passed : t.notPassed}</Tag></li>)}</ul> }, ...(p.reason === null || p.reason === '' || !p.mine ? [] : [{ label: t.opinion, value: p.reason }]),
        ]} />
        <Order of={p} keyed={keyed} typed={(id) => fieldOf(context, id)} />
      </>
    ),
  };
}

function Order({ of: p, keyed, typed }: { of: Product; keyed: boolean; typed: (id: string) => string }): JSX.Element {
  const { actor, locale } = useSite();
  const t = marketText[locale];
  const here = `/data-market/products/${p.id}`;
  if (actor.kind !== 'citizen') return <><Notice icon="company"><p>{t.needCompany}</p></Notice><p><LinkButton href={`/signin?app=portal&return=${encodeURIComponent(here)}`}>{t.signIn}</LinkButton></p></>;
  if (actor.actingFor?.kind !== 'company') return <><Notice icon="company"><p>{t.needCompany}</p></Notice><p><LinkButton href={`/my/acting-for?return=${encodeURIComponent(here)}`}>{companyText[locale].switch}</LinkButton></p></>;
  if (p.mine) return <Notice><p>{t.own} <a href="/my/products">{t.toMine}</a></p></Notice>;
  return (
    <>
      <h2 id="order">{t.order}</h2>
      {p.delivery === 'service' ? <ol class="yw-steps"><li><p><b>{t.steps.key}</b> {keyed ? <Tag tone="good">{t.steps.keyed}</Tag> : null}</p></li><li><p><b>{t.steps.order}</b></p></li><li><p><b>{t.steps.call}</b></p></li></ol> : null}
      {keyed ? (
        <PostForm keep>
          <Input id="purpose" label={t.purpose} hint={t.purposeHint} value={typed('purpose')} />
          <Input id="until" label={t.until} hint={t.untilHint} type="day" width="yw-input--10" value={typed('until')} />
          {p.priceMode === 'agreed' ? <Input id="price" label={t.offer} mode="numeric" width="yw-input--10" value={typed('price')} /> : null}
          <Button name="act" value="order">{t.send}</Button>
        </PostForm>
      ) : <><Notice tone="soon" icon="warning"><p>{t.keyFirst}</p></Notice><p><LinkButton href={`/my/keys?return=${encodeURIComponent(here)}`}>{t.toKeys}</LinkButton></p></>}
      <details open={typed('what') !== ''}>
        <summary>{t.complain}</summary>
        <PostForm><Input id="what" label={t.complaint} hint={t.complaintHint} rows={3} value={typed('what')} /><Button kind="plain" name="act" value="complain">{t.sendComplaint}</Button></PostForm>
      </details>
    </>
  );
}
