import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { trading } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { dayWords, moneyWords, numberWords } from '../../words/when.ts';
import { marketWords } from './market-words.ts';
import { MarketTrades } from './market-trades.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

type Product = OutputOf<typeof trading.listReview>['products'][number];
type Complaint = OutputOf<typeof trading.listComplaints>['complaints'][number];
const tones = { review: 'accent', listed: 'good', refused: 'bad', delisted: 'quiet' } as const;
const complaintTones = { open: 'accent', upheld: 'bad', dismissed: 'quiet' } as const;

/** 数据要素市场: the regulator's view, and what a body buys. */
export default function MarketBoard() {
  const t = useWords(marketWords);
  const seen = useRead(trading.overview, {});
  return (
    <>
      <PageHead title={t('title')} sub={t('lead')} />
      <Answered of={seen}>
        {(o) => (
          <div className="dk-figures">
            <Figure label={t('registered')} value={numberWords(o.assets.registered)} note={t('noticed', { n: o.assets.notice })} />
            <Figure label={t('listed')} value={numberWords(o.products.listed)} note={t('toReview', { n: o.products.review })} tone={o.products.review > 0 ? 'accent' : 'plain'} />
            <Figure label={t('active')} value={numberWords(o.trades.active)} note={t('free', { n: o.trades.governance })} />
            <Figure label={t('amount')} value={moneyWords(o.amount)} note={t('shared', { seller: moneyWords(o.shares.seller), source: moneyWords(o.shares.source), platform: moneyWords(o.shares.platform) })} />
            <Figure label={t('complaints')} value={numberWords(o.complaintsOpen)} tone={o.complaintsOpen > 0 ? 'bad' : 'plain'} />
          </div>
        )}
      </Answered>
      <Products />
      <MarketTrades />
      <Complaints />
    </>
  );
}

function Products() {
  const t = useWords(marketWords);
  const words = useWords(common);
  const may = useMay('trading.manage');
  const list = useMore(trading.listReview, {});
  const write = useWrite(trading.reviewProduct);
  const [of, setOf] = useState<Product | null>(null);
  const send = (to: 'listed' | 'refused' | 'delisted') => async (reason: string): Promise<boolean> => of !== null && (await write.send({ productId: of.id, version: of.version, to, reason })) !== undefined;
  return (
    <Panel title={t('products')} flush>
      <More of={list} rows={(page) => page.products}>
        {(products) => (
          <DataTable label={t('products')} rows={products} rowId={(p) => p.id} empty={t('noProducts')} columns={[
            { id: 'product', title: t('product'), lead: true, cell: (p) => <><b>{p.title}</b><small>{p.asset} · {p.limits}</small></> },
            { id: 'seller', title: t('seller'), cell: (p) => p.seller },
            { id: 'price', title: t('price'), cell: (p) => <>{p.priceMode === 'agreed' ? t('agreed') : t('yuan', { amount: moneyWords(p.price), mode: t(p.priceMode) })}<small>{t(p.delivery)}</small></> },
            { id: 'checks', title: t('checks'), cell: (p) => { const failing = p.checks.filter((x) => !x.ok); return failing.length === 0 ? <Tag tone="good">{t('compliant')}</Tag> : <span className="dk-tags">{failing.map((x) => <Tag key={x.id} tone="bad">{x.title}</Tag>)}</span>; } },
            { id: 'state', title: t('state'), cell: (p) => <><Tag tone={tones[p.state]}>{t(p.state)}</Tag>{p.reason !== null && <small>{p.reason}</small>}</> },
            { id: 'act', title: '', align: 'end', cell: (p) => (may && (p.state === 'review' || p.state === 'listed') ? <Button tone={p.state === 'review' ? 'primary' : 'quiet'} onClick={() => setOf(p)}>{t(p.state === 'review' ? 'decide' : 'delist')}</Button> : null) },
          ]} />
        )}
      </More>
      {of !== null && <ReasonDialog title={of.title} label={words('reason')} refusal={write.refusal} pending={write.pending} onClose={() => setOf(null)} choices={of.state === 'review' ? [{ label: t('refuse'), tone: 'danger', send: send('refused') }, { label: t('list'), tone: 'primary', send: send('listed') }] : [{ label: t('delist'), tone: 'danger', send: send('delisted') }]} />}
    </Panel>
  );
}

function Complaints() {
  const t = useWords(marketWords);
  const may = useMay('trading.manage');
  const list = useRead(trading.listComplaints, {});
  const write = useWrite(trading.answerComplaint);
  const [of, setOf] = useState<Complaint | null>(null);
  const send = (upheld: boolean) => async (answer: string): Promise<boolean> => of !== null && (await write.send({ complaintId: of.id, upheld, answer })) !== undefined;
  return (
    <Panel title={t('complaints')} flush>
      <Answered of={list}>
        {({ complaints }) => (
          <DataTable label={t('complaints')} rows={complaints} rowId={(x) => x.id} empty={t('noComplaints')} columns={[
            { id: 'product', title: t('product'), lead: true, cell: (x) => <><b>{x.product}</b><small>{dayWords(x.at.slice(0, 10))}</small></> },
            { id: 'by', title: t('complainant'), cell: (x) => x.complainant },
            { id: 'what', title: t('what'), cell: (x) => x.what },
            { id: 'state', title: t('state'), cell: (x) => <><Tag tone={complaintTones[x.state]}>{t(x.state)}</Tag>{x.answer !== null && <small>{x.answer}</small>}</> },
            { id: 'act', title: '', align: 'end', cell: (x) => (may && x.state === 'open' ? <Button tone="primary" onClick={() => setOf(x)}>{t('handle')}</Button> : null) },
          ]} />
        )}
      </Answered>
      {of !== null && <ReasonDialog title={of.product} label={t('answer')} refusal={write.refusal} pending={write.pending} onClose={() => setOf(null)} choices={[{ label: t('dismiss'), tone: 'primary', send: send(false) }, { label: t('uphold'), tone: 'danger', send: send(true) }]} />}
    </Panel>
  );
}
