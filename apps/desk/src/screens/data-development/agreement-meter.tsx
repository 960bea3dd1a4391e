import { useState } from 'react';
import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Select } from '../../pieces/field.tsx';
import { Figure, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, moneyWords, numberWords, todayInChina } from '../../words/when.ts';
import { agreementWords } from './agreement-words.ts';

const monthsShown = 24;

/** Months from now back to the signing, newest first: YYYY-MM. */
export function monthsSince(signedAt: string, today: string): string[] {
  const months: string[] = [];
  const first = new Date(Date.parse(signedAt) + 8 * 3_600_000).toISOString().slice(0, 7);
  for (let [year, month] = today.split('-').map(Number) as [number, number]; months.length < monthsShown; month === 1 ? ((year -= 1), (month = 12)) : (month -= 1)) {
    const name = `${year}-${String(month).padStart(2, '0')}`;
    if (name < first) break;
    months.push(name);
  }
  return months;
}

/** 计量与结算: what was used in a month, and its settlement, once the month is over. */
export function AgreementMeter({ agreementId, signedAt }: { agreementId: string; signedAt: string }) {
  const t = useWords(agreementWords);
  const current = todayInChina().slice(0, 7);
  const months = monthsSince(signedAt, todayInChina());
  const [period, setPeriod] = useState(months[0] ?? current);
  const used = useRead(development.useOf, { agreementId, period }, { keep: true });
  const settle = useWrite(development.settle);
  return (
    <Answered of={used}>
      {(use) => {
        const settled = use.settlements.some((s) => s.period === period);
        return (
          <>
            <RefusalNote refusal={settle.refusal} />
            <Panel title={t('meter')} extra={<Select label={<span className="dk-hidden">{t('period')}</span>} value={period} onChange={setPeriod} options={(months.length === 0 ? [current] : months).map((value) => ({ value, label: value === current ? `${value}${t('current')}` : value }))} />}>
              <div className="dk-figures">
                <Figure label={t('questions')} value={numberWords(use.questions)} tone="accent" />
                <Figure label={t('released')} value={numberWords(use.released)} />
                <Figure label={t('rows')} value={numberWords(use.rows)} />
                <Figure label={t('took')} value={numberWords(use.tookMs)} />
              </div>
              <div className="dk-buttons">
                <Button tone="primary" busy={settle.pending} disabled={period >= current || settled} onClick={() => void settle.send({ agreementId, period })}>{t('settle')}</Button>
                {period >= current ? <span className="dk-soft">{t('settleOpen')}</span> : settled && <span className="dk-soft">{t('settledAlready')}</span>}
              </div>
            </Panel>
            <Panel title={t('settlements')} flush>
              <DataTable
                label={t('settlements')} rows={use.settlements} rowId={(row) => row.id} empty={t('noSettlements')}
                columns={[
                  { id: 'period', title: t('period'), lead: true, cell: (row) => <b>{row.period}</b> },
                  { id: 'amount', title: t('amount'), align: 'end', cell: (row) => moneyWords(row.amount) },
                  { id: 'made', title: t('made'), cell: (row) => instantWords(row.madeAt) },
                  { id: 'digest', title: t('digest'), cell: (row) => <span className="dk-code">{row.digest.slice(0, 16)}…</span> },
                ]}
              />
            </Panel>
          </>
        );
      }}
    </Answered>
  );
}
