import { Link } from 'react-router';
import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { LeadLink } from '../../pieces/lead-link.tsx';
import { PageHead, Tag } from '../../pieces/panel.tsx';
import { TablePanel } from '../../pieces/table-panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import { developmentWords } from './development-words.ts';
import { runTone } from './run-tone.ts';

/** 数据开发工作台: pipelines with their last run, alarms, results that wait for a review, agreements. */
export default function DevelopmentBoard() {
  const t = useWords(developmentWords);
  const pipelines = useRead(development.listPipelines, {}, { every: 15_000 });
  const alarms = useRead(development.listAlarms, {});
  const reviews = useRead(development.listForReview, {});
  const agreements = useRead(development.listAgreements, {});
  const see = useWrite(development.seeAlarm);
  const titleOf = (id: string): string => pipelines.data?.pipelines.find((p) => p.id === id)?.title ?? id;
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}><Link className="dk-button dk-button--plain" to="/data-development/scenes">{t('scenes')}</Link><Link className="dk-button dk-button--primary" to="/data-development/new">{t('draw')}</Link></PageHead>
      <RefusalNote refusal={see.refusal} />
      <TablePanel
        title={t('pipelines')} of={pipelines} rows={(page) => page.pipelines} rowId={(row) => row.id} to={(row) => `/data-development/${row.id}`}
        columns={[
          { id: 'title', title: t('pipeline'), lead: true, cell: (row) => <LeadLink to={`/data-development/${row.id}`}>{row.title}</LeadLink> },
          { id: 'schedule', title: t('schedule'), cell: (row) => (!row.active ? <Tag>{t('stopped')}</Tag> : row.schedule !== null ? t(row.workingDays ? 'workingDays' : 'everyDay', { at: row.schedule }) : row.after.length > 0 ? t('after', { ids: row.after.map(titleOf).join(between().things) }) : t('byHand')) },
          { id: 'last', title: t('last'), cell: (row) => (row.last === null ? <span className="dk-soft">{t('never')}</span> : <><Tag tone={runTone[row.last.state]}>{t(row.last.state)}</Tag> {dayWords(row.last.day)}</>) },
          { id: 'moved', title: t('moved'), align: 'end', cell: (row) => (row.last?.moved == null ? '—' : numberWords(row.last.moved)) },
        ]}
      />
      <TablePanel
        title={t('alarms')} of={alarms} rows={(page) => page.alarms} rowId={(row) => row.id} empty={t('noAlarms')}
        columns={[
          { id: 'what', title: t('note'), lead: true, cell: (row) => row.what },
          { id: 'pipeline', title: t('pipeline'), cell: (row) => <Link to={`/data-development/${row.pipeline}`}>{titleOf(row.pipeline)}</Link> },
          { id: 'at', title: t('at'), cell: (row) => instantWords(row.at) },
          { id: 'seen', title: t('state'), cell: (row) => <Button busy={see.pending} onClick={() => void see.send({ alarmId: row.id })}>{t('seen')}</Button> },
        ]}
      />
      <TablePanel
        title={t('reviews')} of={reviews} rows={(page) => page.questions} rowId={(row) => row.id} to={(row) => `/data-development/reviews/${row.id}`} empty={t('noReviews')}
        columns={[
          { id: 'purpose', title: t('purpose'), lead: true, cell: (row) => <LeadLink to={`/data-development/reviews/${row.id}`}>{row.purpose}</LeadLink> },
          { id: 'data', title: t('data'), cell: (row) => row.offerTitle },
          { id: 'by', title: t('askedBy'), cell: (row) => row.askedBy },
          { id: 'rows', title: t('rows'), align: 'end', cell: (row) => numberWords(row.rows) },
          { id: 'at', title: t('at'), cell: (row) => instantWords(row.askedAt) },
        ]}
      />
      <TablePanel
        title={t('agreements')} of={agreements} rows={(page) => page.agreements} rowId={(row) => row.id} to={(row) => `/data-development/agreements/${row.id}`} empty={t('noAgreements')}
        columns={[
          { id: 'operator', title: t('operator'), lead: true, cell: (row) => <LeadLink to={`/data-development/agreements/${row.id}`}>{row.operator}</LeadLink> },
          { id: 'scene', title: t('scene'), cell: (row) => row.scene },
          { id: 'data', title: t('data'), cell: (row) => row.offerTitle },
          { id: 'until', title: t('until'), cell: (row) => dayWords(row.validUntil) },
          { id: 'state', title: t('state'), cell: (row) => <Tag tone={row.state === 'active' ? 'good' : 'bad'}>{t(row.state)}</Tag> },
        ]}
      />
    </>
  );
}
