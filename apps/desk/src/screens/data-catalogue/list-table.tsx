import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useParams } from 'react-router';
import { catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayOfWords } from '../../words/when.ts';
import { catalogueWords } from './catalogue-words.ts';
import { entryWords } from './entry-words.ts';

type Rows = OutputOf<typeof catalogue.getIssuedList>['rows'];

/** 清单 of any kind: as it stands now, or as it was issued. */
export function ListTable({ rows }: { rows: Rows }) {
  const t = useWords(catalogueWords);
  const responsibility = rows.some((r) => r['liaison'] !== undefined);
  return (
    <DataTable label={t('lists')} rows={rows} rowId={(r) => r['code'] ?? r['number'] ?? ''} columns={[
      { id: 'code', title: t('code'), cell: (r) => r['code'] ?? r['number'] ?? '' }, { id: 'title', title: t('name'), lead: true, cell: (r) => r['title'] ?? '' }, { id: 'body', title: t('responsible'), cell: (r) => r['responsible'] ?? '' },
      { id: 'more', title: responsibility ? t('liaison') : t('basis'), cell: (r) => (responsibility ? [r['person'], r['liaison'], r['phone']].filter((x) => x != null).join(' ') || '—' : (r['basis'] ?? r['condition'] ?? '—')) },
    ]} />
  );
}

/** 已发布清单的全文. */
export default function IssuedListPage() {
  const t = useWords(entryWords);
  const { listId = '' } = useParams();
  const found = useRead(catalogue.getIssuedList, { listId });
  return (
    <Answered of={found}>
      {(list) => (
        <>
          <PageHead title={list.title} sub={[list.number, list.issuer, dayOfWords(list.issuedAt), t('rowsOf', { n: list.rows.length })].join(between().clauses)} />
          <Panel flush><ListTable rows={list.rows} /></Panel>
        </>
      )}
    </Answered>
  );
}
