import { Link, useParams } from 'react-router';
import { collection } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Facts, Figure, PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords, type Say } from '../../words/define-words.ts';
import { whoWords } from '../../words/house-names.ts';
import { between, currentLanguage } from '../../words/start-words.ts';
import { instantWords, loadNumber, numberWords } from '../../words/when.ts';
import { collectionWords } from './collection-words.ts';
import { isOpen, RunState } from './run-state.tsx';

const delimiters = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;

/** What was found out about the file, in words. */
function factsOf(facts: Readonly<Record<string, unknown>> | null, t: Say<(typeof collectionWords)['phrases']>): (readonly [string, string])[] {
  const { format, encoding, delimiter, ignored } = facts ?? {};
  return [
    ...[['format', format] as const, ['encoding', encoding] as const].flatMap(([key, value]) => (typeof value === 'string' ? [[t(key), value.toUpperCase()] as const] : [])),
    ...(typeof delimiter === 'string' && delimiter in delimiters ? [[t('delimiter'), t(delimiters[delimiter as keyof typeof delimiters])] as const] : []),
    ...(Array.isArray(ignored) && ignored.length > 0 ? [[t('ignored'), ignored.join(between().things)] as const] : []),
  ];
}

/** 归集报告: rows in and out, what was refused and why, as a file to be mended. */
export default function CollectionRun() {
  const t = useWords(collectionWords);
  const { runId = '' } = useParams();
  const found = useRead(collection.getRun, { runId }, { every: 5_000 });
  return (
    <Answered of={found}>
      {(run) => (
        <>
          <PageHead title={run.fileName ?? t('report')} sub={`${whoWords(run.byName)} · ${instantWords(run.plannedAt)}`}><Link className="dk-button" to={`/data-collection/${run.sourceId}`}>{t('back')}</Link></PageHead>
          <Panel title={t('report')} extra={<RunState state={run.state} />}>
            {isOpen(run.state) && <p className="dk-note" role="status"><span>{run.progress > 0 ? t('progress', { n: numberWords(run.progress) }) : t(`s_${run.state}`)} <small>{t('resumes')}</small></span></p>}
            {run.failure !== null && <p className="dk-note dk-note--soon">{run.failure[currentLanguage()]}</p>}
            {run.repeated === true && <p className="dk-note">{t('repeated')}</p>}
            <div className="dk-figures">
              {(['read', 'created', 'changed', 'unchanged', 'refused'] as const).map((key) => <Figure key={key} label={t(key)} value={isOpen(run.state) ? '…' : numberWords(run[key] ?? 0)} tone={key === 'refused' && (run.refused ?? 0) > 0 ? 'bad' : 'plain'} />)}
            </div>
            <Facts facts={[...(run.loadId === null ? [] : [[t('load'), loadNumber(run.loadId)] as const]), ...factsOf(run.facts, t)]} />
          </Panel>
          {run.refusedLines.length > 0 && (
            <Panel title={t('refused')} flush extra={run.refusedUrl !== null && <a className="dk-button dk-button--primary" href={run.refusedUrl} download>{t('download')}</a>}>
              <p className="dk-note">{t('mend')}{(run.refused ?? 0) > run.refusedLines.length && ` ${t('first', { count: run.refusedLines.length })}`}</p>
              <DataTable
                label={t('refused')} rows={run.refusedLines} rowId={(row) => String(row.line)}
                columns={[
                  { id: 'line', title: t('line'), width: '6rem', cell: (row) => numberWords(row.line) },
                  { id: 'reason', title: t('reason'), lead: true, cell: (row) => row.faults.map((f) => `${f.title} ${f[currentLanguage()]}`.trim()).join(between().clauses) },
                ]}
              />
            </Panel>
          )}
        </>
      )}
    </Answered>
  );
}
