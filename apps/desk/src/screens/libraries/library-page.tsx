import { Link, useParams } from 'react-router';
import { libraries } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords, rowsWords } from '../../words/when.ts';
import { libraryWords, wayKey } from './library-words.ts';
import { QuestionPanel } from './question-panel.tsx';

/** One library: its registers with quality and services, its sources, and the answers to what its users ask. */
export default function LibraryPage() {
  const t = useWords(libraryWords);
  const { libraryId = '' } = useParams();
  const found = useRead(libraries.getLibrary, { libraryId });
  return (
    <Answered of={found}>
      {(one) => (
        <>
          <PageHead title={one.title} sub={one.description} />
          <Panel>
            <Facts columns={3} facts={[[t('owner'), one.ownerName], [t('users'), one.users], [t('standard'), one.standard ?? t('none')], [t('rows'), rowsWords(one.rows)], [t('updatedAt'), one.updatedAt === null ? t('none') : instantWords(one.updatedAt)], [t('score'), one.score === null ? t('none') : numberWords(one.score, 2)]]} />
          </Panel>
          {one.questions.map((question) => (
            <QuestionPanel key={question.id} libraryId={one.id} questionId={question.id} title={question.title} />
          ))}
          <Panel title={t('registers')} flush>
            <DataTable
              label={t('registers')}
              rows={one.registers}
              rowId={(row) => row.id}
              to={(row) => `/registers/${row.id}`}
              columns={[
                { id: 'title', title: t('registers'), lead: true, cell: (row) => <Link className="dk-strong" to={`/registers/${row.id}`}>{row.title}</Link> },
                { id: 'open', title: t('open'), cell: (row) => (row.open ? <Tag tone="good">{t('open')}</Tag> : row.personal ? <Tag tone="soon">{t('personal')}</Tag> : t('none')) },
                { id: 'fields', title: t('fields'), align: 'end', cell: (row) => numberWords(row.fields) },
                { id: 'rows', title: t('rows'), align: 'end', cell: (row) => rowsWords(row.rows) },
                { id: 'rules', title: t('rules'), align: 'end', cell: (row) => numberWords(row.rules) },
                { id: 'score', title: t('score'), align: 'end', cell: (row) => <Link to={`/data-quality/${row.id}`}>{row.score === null ? t('none') : numberWords(row.score, 2)}</Link> },
                { id: 'services', title: t('services'), cell: (row) => (row.services.length === 0 ? t('none') : <span className="dk-tags">{row.services.map((s) => <Tag key={s.id}>{s.title}</Tag>)}</span>) },
              ]}
            />
          </Panel>
          <Panel title={t('sources')} flush>
            <DataTable
              label={t('sources')}
              rows={one.sources}
              rowId={(row) => `${row.from} ${row.way}`}
              columns={[
                { id: 'from', title: t('from'), lead: true, cell: (row) => row.from },
                { id: 'way', title: t('way'), cell: (row) => t(wayKey(row.way)) },
                { id: 'cycle', title: t('cycle'), cell: (row) => t(row.cycle as 'daily') },
              ]}
            />
          </Panel>
        </>
      )}
    </Answered>
  );
}
