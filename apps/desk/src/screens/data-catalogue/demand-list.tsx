import { useState } from 'react';
import { Link } from 'react-router';
import { catalogue } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useMay } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { dayWords, instantWords } from '../../words/when.ts';
import { useWords } from '../../words/define-words.ts';
import { catalogueWords } from './catalogue-words.ts';
import { DemandUnlisted } from './demand-unlisted.tsx';
import { entryWords } from './entry-words.ts';
import './data-catalogue.css';

const dayOr = (day: string | null): string => (day === null ? '—' : dayWords(day));
const boxes = ['all', 'mine', 'answer', 'coordinate'] as const;

/** 我的申请与需求, with registrations and corrections under way. */
export default function DemandList() {
  const t = useWords(catalogueWords);
  const w = useWords(entryWords);
  const mayAsk = useMay('demand.request');
  const [asking, setAsking] = useState(false);
  const [box, setBox] = useState<(typeof boxes)[number]>('all');
  const demands = useMore(catalogue.listDemands, { box });
  const registrations = useMore(catalogue.listRegistrations, {});
  const corrections = useRead(catalogue.listCorrections, {});
  return (
    <>
      <PageHead title={t('demands')}>{mayAsk && <Button icon="plus" onClick={() => setAsking(true)}>{w('unlisted')}</Button>}</PageHead>
      <ChoiceBar label={t('demands')} value={box} onChange={setBox} options={boxes.map((value) => ({ value, label: t(`b_${value}`) }))} />
      <Panel flush>
        <More of={demands} rows={(page) => page.demands}>
          {(rows) => (
            <DataTable label={t('demands')} rows={rows} rowId={(d) => d.caseId} to={(d) => `/data-catalogue/demands/${d.caseId}`} empty={t('noDemands')} columns={[
              { id: 'title', title: t('name'), lead: true, cell: (d) => <Link to={`/data-catalogue/demands/${d.caseId}`}>{d.title}</Link> }, { id: 'demander', title: t('demander'), cell: (d) => d.demanderName },
              { id: 'provider', title: t('provider'), cell: (d) => d.providerName }, { id: 'state', title: t('state'), cell: (d) => <><Tag tone={d.state === 'fulfilled' ? 'good' : d.state === 'disputed' || d.state === 'refused' ? 'bad' : 'accent'}>{d.stateWords}</Tag> {d.late && <Tag tone="bad">{t('overdue')}</Tag>}</> },
              { id: 'due', title: t('answerDue'), cell: (d) => dayOr(d.deliverDue ?? d.answerDue) }, { id: 'number', title: t('number'), cell: (d) => d.number },
            ]} />
          )}
        </More>
      </Panel>
      <Panel title={t('registrations')} flush>
        <More of={registrations} rows={(page) => page.registrations}>
          {(rows) => (
            <DataTable label={t('registrations')} rows={rows} rowId={(r) => r.caseId} to={(r) => `/cases/${r.caseId}`} columns={[
              { id: 'title', title: t('name'), lead: true, cell: (r) => <Link to={`/cases/${r.caseId}`}>{r.title}</Link> }, { id: 'kind', title: t('type'), cell: (r) => t(`k_${r.kind as 'change'}`) },
              { id: 'state', title: t('state'), cell: (r) => t(`r_${r.state as 'checking'}`) }, { id: 'at', title: t('at'), cell: (r) => instantWords(r.createdAt) },
            ]} />
          )}
        </More>
      </Panel>
      <Panel title={t('corrections')} flush>
        <Answered of={corrections}>
          {(found) => (
            <DataTable label={t('corrections')} rows={found.corrections} rowId={(k) => k.caseId} to={(k) => `/cases/${k.caseId}`} columns={[
              { id: 'title', title: t('name'), lead: true, cell: (k) => <Link to={`/cases/${k.caseId}`}>{k.title}</Link> }, { id: 'doubt', title: t('doubtText'), cell: (k) => k.doubt },
              { id: 'state', title: t('state'), cell: (k) => t(`x_${k.state as 'asked'}`) }, { id: 'due', title: t('answerDue'), cell: (k) => dayOr(k.dueOn) },
            ]} />
          )}
        </Answered>
      </Panel>
      {asking && <DemandUnlisted onClose={() => setAsking(false)} />}
    </>
  );
}
