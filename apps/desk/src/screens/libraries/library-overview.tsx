import { useState } from 'react';
import { Link } from 'react-router';
import { libraries } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords, rowsWords } from '../../words/when.ts';
import { libraryWords } from './library-words.ts';

const groups = ['all', 'base', 'industry-credit', 'theme', 'special'] as const;

/** 数据资产: every library with its owner, volume, freshness, quality and services. */
export default function LibraryOverview() {
  const t = useWords(libraryWords);
  const [group, setGroup] = useState<(typeof groups)[number]>('all');
  const found = useRead(libraries.listLibraries, group === 'all' ? {} : { group }, { keep: true });
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>
        <Link className="dk-button" to="/libraries/local">{t('local')}</Link>
        <Link className="dk-button" to="/libraries/one-source">{t('oneSource')}</Link>
      </PageHead>
      <Panel title={t('library')} flush extra={<ChoiceBar label={t('group')} value={group} onChange={setGroup} options={groups.map((value) => ({ value, label: t(value) }))} />}>
        <Answered of={found}>
          {(page) => (
            <DataTable
              label={t('title')}
              rows={page.libraries}
              rowId={(row) => row.id}
              to={(row) => `/libraries/${row.id}`}
              columns={[
                { id: 'title', title: t('library'), lead: true, cell: (row) => <Link className="dk-strong" to={`/libraries/${row.id}`}>{row.title}</Link> },
                { id: 'group', title: t('group'), cell: (row) => <Tag>{t(row.group)}</Tag> },
                { id: 'owner', title: t('owner'), cell: (row) => row.ownerName },
                { id: 'rows', title: t('rows'), align: 'end', cell: (row) => rowsWords(row.rows) },
                { id: 'updatedAt', title: t('updatedAt'), cell: (row) => (row.updatedAt === null ? t('none') : instantWords(row.updatedAt)) },
                { id: 'score', title: t('score'), align: 'end', cell: (row) => (row.score === null ? t('none') : <Tag tone={row.score >= 95 ? 'good' : row.score >= 85 ? 'soon' : 'bad'}>{numberWords(row.score, 2)}</Tag>) },
                { id: 'services', title: t('services'), align: 'end', cell: (row) => numberWords(row.services) },
              ]}
            />
          )}
        </Answered>
      </Panel>
    </>
  );
}
