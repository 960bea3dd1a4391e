import { DataTable } from '../../pieces/data-table.tsx';
import { Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import type { Offer } from './question-input.ts';
import { spaceWords } from './space-words.ts';

const kinds = ['text', 'integer', 'decimal', 'money', 'date', 'timestamp', 'boolean', 'digest'] as const;
const isKind = (kind: string): kind is (typeof kinds)[number] => (kinds as readonly string[]).includes(kind);

/** 可用的表和列: what is there, and what may be done with it. */
export function OfferColumns({ offer }: { offer: Offer }) {
  const t = useWords(spaceWords);
  return offer.views.map((view) => (
    <details className="ss-view" key={view.as} open={offer.views.length === 1}>
      <summary><b>{t('table', { title: view.title, as: view.as })}</b> <span className="dk-soft">{view.snapshotAt === null || view.rows === null ? t('noSnapshot') : t('snapshotOf', { rows: numberWords(view.rows), at: instantWords(view.snapshotAt) })}</span></summary>
      <DataTable label={view.title} rows={view.columns} rowId={(c) => c.column} columns={[
        { id: 'title', title: t('column'), lead: true, cell: (c) => c.title }, { id: 'name', title: t('name'), cell: (c) => <span className="dk-code">{c.column}</span> }, { id: 'kind', title: t('kind'), cell: (c) => (isKind(c.kind) ? t(`k_${c.kind}`) : c.kind) },
        { id: 'handling', title: t('handling'), cell: (c) => (c.kind === 'digest' ? <Tag tone="soon">{t('sealed')}</Tag> : c.masked ? <Tag tone="soon">{t('masked')}</Tag> : <Tag tone="good">{t('open')}</Tag>) },
      ]} />
    </details>
  ));
}
