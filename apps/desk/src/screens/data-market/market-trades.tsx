import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { trading } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, moneyWords, todayInChina } from '../../words/when.ts';
import { marketWords } from './market-words.ts';
import { ReasonDialog } from './reason-dialog.tsx';

type Trade = OutputOf<typeof trading.listTrades>['trades'][number];
const states = { ordered: ['ordered', 'accent'], answered: ['answered', 'accent'], sealing: ['sealing', 'accent'], active: ['running', 'good'], declined: ['declined', 'quiet'], ended: ['ended', 'quiet'] } as const;

function lastMonth(): string {
  const [year = 0, month = 0] = todayInChina().split('-').map(Number);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
}

/** 交易: a body signs what it bought, the regulator settles and ends. */
export function MarketTrades() {
  const t = useWords(marketWords);
  const words = useWords(common);
  const may = useMay('trading.manage');
  const mayBuy = useMay('trading.buy');
  const list = useMore(trading.listTrades, {});
  const sign = useWrite(trading.signAsBody);
  const settle = useWrite(trading.settle);
  const end = useWrite(trading.endTrade);
  const [ending, setEnding] = useState<Trade | null>(null);
  const [settled, setSettled] = useState<string | null>(null);
  const settleLast = async (x: Trade): Promise<void> => {
    setSettled(null);
    const made = await settle.send({ tradeId: x.id, period: lastMonth() });
    if (made !== undefined) setSettled(t('settledNow', { product: x.product, period: made.period, amount: moneyWords(made.amount) }));
  };
  const acts = (x: Trade) => (
    <>
      {mayBuy && x.side === 'buyer' && x.state === 'answered' && <Button tone="primary" busy={sign.pending} onClick={() => void sign.send({ tradeId: x.id, version: x.version })}>{t('sign')}</Button>}
      {may && x.state === 'active' && <Button tone="quiet" busy={settle.pending} onClick={() => void settleLast(x)}>{t('settle')}</Button>}
      {may && x.state === 'active' && <Button tone="quiet" onClick={() => setEnding(x)}>{t('end')}</Button>}
    </>
  );
  return (
    <Panel title={t('trades')} flush>
      <RefusalNote refusal={sign.refusal ?? settle.refusal} />
      {settled !== null && <p className="dk-note dk-note--good" role="status">{settled}</p>}
      <More of={list} rows={(page) => page.trades}>
        {(trades) => (
          <DataTable label={t('trades')} rows={trades} rowId={(x) => x.id} empty={t('noTrades')} columns={[
            { id: 'product', title: t('product'), lead: true, cell: (x) => <><b>{x.product}</b><small className="dk-code">{x.number}</small></> },
            { id: 'sides', title: `${t('seller')} → ${t('buyer')}`, cell: (x) => <>{x.seller}<small>{x.buyer}</small></> },
            { id: 'purpose', title: t('purpose'), cell: (x) => <>{x.purpose}<small>{dayWords(x.until)}</small></> },
            { id: 'price', title: t('price'), align: 'end', cell: (x) => (x.governance ? <Tag tone="good">{t('governance')}</Tag> : t('yuan', { amount: moneyWords(x.price), mode: t(x.priceMode) })) },
            { id: 'state', title: t('state'), cell: (x) => <><Tag tone={states[x.state][1]}>{t(states[x.state][0])}</Tag>{x.side === 'buyer' && x.contractUrl !== null && <a href={x.contractUrl}>{t('contract')}</a>}</> },
            { id: 'act', title: '', align: 'end', cell: acts },
          ]} />
        )}
      </More>
      {ending !== null && <ReasonDialog title={[t('end'), ending.product].join(between().named)} label={words('reason')} refusal={end.refusal} pending={end.pending} onClose={() => setEnding(null)} choices={[{ label: t('end'), tone: 'danger', send: async (reason) => (await end.send({ tradeId: ending.id, version: ending.version, reason })) !== undefined }]} />}
    </Panel>
  );
}
