import { useState } from 'react';
import { security } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Chart } from '../../pieces/chart.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { More } from '../../pieces/more.tsx';
import { Facts, Figure, PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import { codeIn, lookCodes } from './code-words.ts';
import { securityWords } from './security-words.ts';

/** 个人信息使用情况: the privacy officer's overview, and each look. */
export default function Privacy() {
  const t = useWords(securityWords);
  const [days, setDays] = useState<'7' | '30' | '90'>('30');
  const overview = useRead(security.privacyOverview, { days: Number(days) }, { keep: true });
  const accesses = useMore(security.listAccesses, { limit: 30 });
  return (
    <>
      <PageHead title={t('privacy')} sub={t('privacySub')}>
        <ChoiceBar label={t('period')} value={days} onChange={setDays} options={(['7', '30', '90'] as const).map((value) => ({ value, label: t(`d${value}`) }))} />
      </PageHead>
      <Answered of={overview}>
        {({ totals, organisations, registers, purposes, byDay, unusual }) => {
          const more = totals.capped ? t('capped') : undefined;
          return (
            <>
              <div className="dk-figures">
                <Figure label={t('looks')} value={numberWords(totals.looks)} tone="accent" note={more} />
                <Figure label={t('people')} value={numberWords(totals.people)} note={more} />
                <Figure label={t('officials')} value={numberWords(totals.officials)} />
                {purposes.map((one) => (
                  <Figure key={one.kind} label={t(`p_${one.kind}`)} value={numberWords(one.looks)} />
                ))}
              </div>
              <div className="dk-columns">
                <Panel title={t('byDay')}>
                  <Chart label={t('byDay')} categories={byDay.map((one) => dayWords(one.day))} series={[{ name: t('looks'), values: byDay.map((one) => one.looks) }]} height={12} />
                </Panel>
                <Panel title={t('unusual')}>
                  {unusual.length === 0 && <p className="dk-soft">{t('noUnusual')}</p>}
                  {unusual.map((one) => (
                    <p key={one.accountId + one.day} className="dk-note dk-note--soon">
                      <Icon name="warning" />
                      <span>
                        <b>{one.name}</b> · {one.organisation}
                        <br />
                        {t('unusualText', { day: dayWords(one.day), people: one.people, usual: numberWords(one.usual, 1) })}
                      </span>
                    </p>
                  ))}
                </Panel>
              </div>
              <div className="dk-halves">
                <Panel title={t('organisations')} flush>
                  <DataTable
                    label={t('organisations')}
                    rows={organisations}
                    rowId={(row) => row.code}
                    columns={[
                      { id: 'name', title: t('organisation'), lead: true, cell: (row) => <b>{row.name}</b> },
                      { id: 'looks', title: t('looks'), align: 'end', cell: (row) => numberWords(row.looks) },
                      { id: 'people', title: t('people'), align: 'end', cell: (row) => numberWords(row.people) },
                    ]}
                  />
                </Panel>
                <Panel title={t('registers')}>
                  <Facts columns={1} facts={registers.map((one) => [codeIn(lookCodes, one.title), numberWords(one.looks)] as const)} />
                </Panel>
              </div>
            </>
          );
        }}
      </Answered>
      <Panel title={t('accesses')} flush>
        <More of={accesses} rows={(page) => page.accesses}>
          {(list) => (
            <DataTable
              label={t('accesses')}
              rows={list}
              rowId={(row) => row.id}
              empty={t('none')}
              columns={[
                { id: 'at', title: t('at'), cell: (row) => instantWords(row.at), width: '8.5rem' },
                { id: 'who', title: t('actor'), lead: true, cell: (row) => (<><b>{row.who}</b><small>{row.organisation}</small></>) },
                { id: 'register', title: t('register'), cell: (row) => (<>{codeIn(lookCodes, row.registerTitle)}<small>{row.fields.map((field) => codeIn(lookCodes, field)).join(between().things)}</small></>) },
                { id: 'purpose', title: t('purpose'), cell: (row) => row.purpose },
              ]}
            />
          )}
        </More>
      </Panel>
    </>
  );
}
