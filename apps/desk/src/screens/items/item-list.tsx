import { useState } from 'react';
import { Link } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { numberWords, shareWords } from '../../words/when.ts';
import { itemWords } from './item-words.ts';

/** 事项库: all items of the place with their marks. */
export default function ItemList() {
  const t = useWords(itemWords);
  const c = useWords(common);
  const [text, setText] = useState('');
  const pages = useMore(services.listManagedItems, { ...(text === '' ? {} : { text }), limit: 50 });
  return (
    <>
      <PageHead title={t('title')}>
        <SearchBox label={t('find')} value={text} onSearch={setText} />
      </PageHead>
      <More of={pages} rows={(page) => page.items}>
        {(items, { figures }) => (
          <>
            <div className="dk-figures">
              <Figure label={t('items')} value={numberWords(figures.items)} tone="accent" />
              <Figure label={t('departments')} value={numberWords(figures.departments)} />
              <Figure label={t('events')} value={numberWords(figures.lifeEvents)} />
              <Figure label={t('online')} value={shareWords(figures.online)} tone="good" />
              <Figure label={t('free')} value={shareWords(figures.materialsFree)} tone="good" />
            </div>
            <Panel flush>
              <DataTable
                label={t('title')}
                keys
                rows={items}
                rowId={(row) => row.id}
                to={(row) => `/items/${row.id}`}
                empty={t('empty')}
                columns={[
                  {
                    id: 'name',
                    title: t('name'),
                    lead: true,
                    cell: (row) => (
                      <>
                        <Link className="dk-strong" to={`/items/${row.id}`}>
                          {row.name}
                        </Link>
                        <span className="dk-tags">
                          {row.marks.map((mark) => (
                            <Tag key={mark} tone="accent">
                              {mark}
                            </Tag>
                          ))}
                        </span>
                      </>
                    ),
                  },
                  { id: 'code', title: t('type'), cell: (row) => (<>{row.itemType}<small className="dk-code">{row.basicCode}</small></>) },
                  { id: 'department', title: c('department'), cell: (row) => row.department },
                  { id: 'depth', title: t('depth'), cell: (row) => (row.onlineDepth === '1' || row.onlineDepth === '2' || row.onlineDepth === '3' || row.onlineDepth === '4' ? t(`depth${row.onlineDepth}`) : row.onlineDepth) },
                  { id: 'cases', title: t('cases'), align: 'end', cell: (row) => numberWords(row.cases) },
                  { id: 'version', title: t('version'), align: 'end', cell: (row) => `v${row.version}` },
                  { id: 'state', title: c('state'), cell: (row) => row.state },
                ]}
              />
            </Panel>
          </>
        )}
      </More>
    </>
  );
}
