import { useState } from 'react';
import { Link } from 'react-router';
import { protection } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Chart } from '../../pieces/chart.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import './data-security.css';
import { protectionWords, severityTone, stateTone } from './security-board-words.ts';

const tone = (score: number | null | undefined): 'plain' | 'good' | 'soon' | 'bad' => (score == null ? 'plain' : score >= 95 ? 'good' : score >= 80 ? 'soon' : 'bad');
const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

/** 数据安全态势: for security officers the inspections and scores, for everybody what is to be mended. */
export default function SecurityBoard() {
  const t = useWords(protectionWords);
  const sees = useMay('data-security.view');
  const mends = useMay('data-security.mend');
  const disposes = useMay('data-security.dispose');
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>
        {sees && (
          <nav className="ds-links">
            <Link to="/data-security/flows">{t('flows')}</Link>
            <Link to="/data-security/review">{t('review')}</Link>
            {disposes && <Link to="/data-security/disposals">{t('disposals')}</Link>}
          </nav>
        )}
      </PageHead>
      {sees && <Overview />}
      {mends && <Findings />}
    </>
  );
}

function Overview() {
  const t = useWords(protectionWords);
  const found = useRead(protection.overview, {}, { every: 15_000 });
  const start = useWrite(protection.startInspection);
  const manages = useMay('data-security.manage');
  return (
    <Answered of={found}>
      {({ inspections, open, rules }) => {
        const done = inspections.filter((one) => one.state === 'done');
        const last = done[0];
        const waiting = inspections[0]?.state === 'waiting';
        return (
          <>
            <RefusalNote refusal={start.refusal} />
            <div className="dk-figures">
              <Figure label={t('score')} value={last?.score == null ? '—' : numberWords(last.score, 1)} tone={tone(last?.score)} note={last?.doneAt == null ? t('never') : `${t('last')} ${instantWords(last.doneAt)}`} />
              <Figure label={t('open')} value={numberWords(sum(open.map((one) => one.count)))} />
              <Figure label={t('grave')} value={numberWords(sum(open.filter((one) => one.severity === 'high').map((one) => one.count)))} tone="bad" />
              <Figure label={t('late')} value={numberWords(sum(open.map((one) => one.late)))} tone="soon" />
              {manages && <div className="dk-figure"><Button tone="primary" icon="refresh" busy={start.pending || waiting} onClick={() => void start.send({})}>{waiting ? t('running') : t('inspect')}</Button></div>}
            </div>
            <div className="dk-halves">
              <Panel title={t('stages')} flush>
                <DataTable
                  label={t('stages')}
                  rows={last?.stages ?? []}
                  rowId={(row) => row.stage}
                  empty={t('never')}
                  columns={[
                    { id: 'stage', title: t('stage'), lead: true, cell: (row) => <b>{t(`st_${row.stage}`)}</b> },
                    { id: 'subjects', title: t('subjects'), align: 'end', cell: (row) => numberWords(row.subjects) },
                    { id: 'hits', title: t('hits'), align: 'end', cell: (row) => numberWords(row.hits) },
                    { id: 'score', title: t('score'), align: 'end', cell: (row) => (row.score === null ? '—' : <Tag tone={tone(row.score) === 'plain' ? 'quiet' : (tone(row.score) as 'good')}>{numberWords(row.score, 1)}</Tag>) },
                  ]}
                />
              </Panel>
              {done.length > 1 ? (
                <Panel title={t('trend')}>
                  <Chart label={t('trend')} categories={done.toReversed().map((one) => (one.doneAt === null ? '' : dayWords(one.doneAt.slice(0, 10))))} series={[{ name: t('score'), kind: 'line', values: done.toReversed().map((one) => one.score ?? 0) }]} height={12} />
                </Panel>
              ) : (
                <Panel title={`${t('rules')} · ${rules.length}`}>
                  <ul className="dk-bullets">{rules.slice(0, 8).map((rule) => <li key={rule.id}>{rule.title}</li>)}</ul>
                </Panel>
              )}
            </div>
          </>
        );
      }}
    </Answered>
  );
}

function Findings() {
  const t = useWords(protectionWords);
  const [state, setState] = useState<'open' | 'answered' | 'accepted' | 'closed'>('open');
  const pages = useMore(protection.listFindings, { state });
  return (
    <Panel title={t('findings')} flush extra={<ChoiceBar label={t('state')} value={state} onChange={setState} options={(['open', 'answered', 'accepted', 'closed'] as const).map((value) => ({ value, label: t(`s_${value}`) }))} />}>
      <More of={pages} rows={(page) => page.findings}>
        {(list) => (
          <DataTable
            label={t('findings')}
            rows={list}
            rowId={(row) => row.id}
            to={(row) => `/data-security/findings/${row.id}`}
            empty={t('none')}
            columns={[
              { id: 'title', title: t('finding'), lead: true, cell: (row) => (<><Link className="dk-strong" to={`/data-security/findings/${row.id}`}>{row.title}</Link><small>{row.subjectTitle}</small></>) },
              { id: 'severity', title: t('severity'), width: '4rem', cell: (row) => <Tag tone={severityTone[row.severity]}>{t(`sv_${row.severity}`)}</Tag> },
              { id: 'stage', title: t('stage'), width: '4rem', cell: (row) => t(`st_${row.stage}`) },
              { id: 'body', title: t('body'), cell: (row) => row.organisationName },
              { id: 'due', title: t('dueOn'), width: '6.5rem', cell: (row) => (row.state === 'accepted' && row.acceptedTo !== null ? t('acceptedTo', { day: dayWords(row.acceptedTo) }) : row.late ? <Tag tone="bad">{dayWords(row.dueOn)}</Tag> : dayWords(row.dueOn)) },
              { id: 'state', title: t('state'), width: '5.5rem', cell: (row) => <Tag tone={stateTone[row.state]}>{t(`s_${row.state}`)}</Tag> },
            ]}
          />
        )}
      </More>
    </Panel>
  );
}
