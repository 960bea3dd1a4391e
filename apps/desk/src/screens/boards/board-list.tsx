import { Link } from 'react-router';
import { visualisation } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { numberWords } from '../../words/when.ts';
import { boardWords } from './board-words.ts';

/** 数据看板: those that content declares, those of one's own body, those shared by others. */
export default function BoardList() {
  const t = useWords(boardWords);
  const found = useRead(visualisation.listBoards, {});
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>
        <Link className="dk-button dk-button--primary" to="/boards/new">{t('make')}</Link>
      </PageHead>
      <Panel flush>
        <Answered of={found}>
          {({ boards }) => (
            <DataTable
              label={t('title')}
              rows={boards}
              rowId={(row) => row.id}
              to={(row) => `/boards/${row.id}`}
              empty={t('none')}
              columns={[
                { id: 'title', title: t('name'), lead: true, cell: (row) => <><Link className="dk-strong" to={`/boards/${row.id}`}>{row.title}</Link>{row.description !== null && <small className="dk-soft"> {row.description}</small>}</> },
                { id: 'theme', title: t('theme'), cell: (row) => row.theme },
                { id: 'widgets', title: t('widgets'), align: 'end', cell: (row) => numberWords(row.widgets) },
                { id: 'by', title: t('by'), cell: (row) => (row.own ? <>{row.savedBy} {row.shared && <Tag tone="accent">{t('shared')}</Tag>}</> : <Tag>{t('declared')}</Tag>) },
              ]}
            />
          )}
        </Answered>
      </Panel>
    </>
  );
}
