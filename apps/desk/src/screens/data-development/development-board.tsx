import { Link } from 'react-router';
import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
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
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')} />
      <RefusalNote refusal={see.refusal} />
      <Panel title={t('pipelines')} flush>
        <Answered of={pipelines}>
          {(page) => (
            <DataTable
              label={t('pipelines')}
              rows={page.pipelines}
              rowId={(row) => row.id}
              to={(row) => `/data-development/${row.id}`}
              columns={[
                { id: 'title', title: t('pipeline'), lead: true, cell: (row) => <Link className="dk-strong" to={`/data-development/${row.id}`}>{row.title}</Link> },
                { id: 'schedule', title: t('schedule'), cell: (row) => (row.schedule !== null ? t(row.workingDays ? 'workingDays' : 'everyDay', { at: row.schedule }) : row.after.length > 0 ? t('after', { ids: row.after.map((id) => page.pipelines.find((p) => p.id === id)?.title ?? id).join(between().things) }) : t('byHand')) },
                { id: 'last', title: t('last'), cell: (row) => (row.last === null ? <span className="dk-soft">{t('never')}</span> : <><Tag tone={runTone[row.last.state]}>{t(row.last.state)}</Tag> {row.last.day}</>) },
                { id: 'moved', title: t('moved'), align: 'end', cell: (row) => (row.last?.moved == null ? '—' : numberWords(row.last.moved)) },
              ]}
            />
          )}
        </Answered>
      </Panel>
      <Panel title={t('alarms')} flush>
        <Answered of={alarms}>
          {(page) => (
            <DataTable
              label={t('alarms')}
              rows={page.alarms}
              rowId={(row) => row.id}
              empty={t('noAlarms')}
              columns={[
                { id: 'what', title: t('note'), lead: true, cell: (row) => row.what },
                { id: 'pipeline', title: t('pipeline'), cell: (row) => pipelines.data?.pipelines.find((p) => p.id === row.pipeline)?.title ?? row.pipeline },
                { id: 'at', title: t('at'), cell: (row) => instantWords(row.at) },
                { id: 'seen', title: t('state'), cell: (row) => <Button busy={see.pending} onClick={() => void see.send({ alarmId: row.id })}>{t('seen')}</Button> },
              ]}
            />
          )}
        </Answered>
      </Panel>
      <Panel title={t('reviews')} flush>
        <Answered of={reviews}>
          {(page) => (
            <DataTable
              label={t('reviews')}
              rows={page.questions}
              rowId={(row) => row.id}
              to={(row) => `/data-development/reviews/${row.id}`}
              empty={t('noReviews')}
              columns={[
                { id: 'purpose', title: t('purpose'), lead: true, cell: (row) => <Link className="dk-strong" to={`/data-development/reviews/${row.id}`}>{row.purpose}</Link> },
                { id: 'data', title: t('data'), cell: (row) => row.offerTitle },
                { id: 'by', title: t('askedBy'), cell: (row) => row.askedBy },
                { id: 'rows', title: t('rows'), align: 'end', cell: (row) => numberWords(row.rows) },
                { id: 'at', title: t('at'), cell: (row) => instantWords(row.askedAt) },
              ]}
            />
          )}
        </Answered>
      </Panel>
      <Panel title={t('agreements')} flush>
        <Answered of={agreements}>
          {(page) => (
            <DataTable
              label={t('agreements')}
              rows={page.agreements}
              rowId={(row) => row.id}
              empty={t('noAgreements')}
              columns={[
                { id: 'operator', title: t('operator'), lead: true, cell: (row) => <b>{row.operator}</b> },
                { id: 'scene', title: t('scene'), cell: (row) => row.scene },
                { id: 'data', title: t('data'), cell: (row) => row.offerTitle },
                { id: 'until', title: t('until'), cell: (row) => row.validUntil },
                { id: 'state', title: t('state'), cell: (row) => <Tag tone={row.state === 'active' ? 'good' : 'bad'}>{t(row.state)}</Tag> },
              ]}
            />
          )}
        </Answered>
      </Panel>
    </>
  );
}
