import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { dataQuality } from '../../api/contracts.ts';
import { DataTable } from '../../pieces/data-table.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { numberWords } from '../../words/when.ts';
import { cleaningWords } from './cleaning-words.ts';
import { governanceWords } from './governance-words.ts';

interface Fault {
  row: number;
  field: string;
  why: string;
}

/** Rows that the register refuses, with the reason. */
export function FaultTable({ title, faults, titleOf }: { title: string; faults: readonly Fault[]; titleOf: (field: string) => string }) {
  const t = useWords(cleaningWords);
  return (
    <Panel title={title} flush>
      <DataTable
        label={title} rows={faults.map((fault, at) => ({ ...fault, at }))} rowId={(fault) => String(fault.at)} empty={t('allIn')}
        columns={[
          { id: 'row', title: t('row'), width: '6rem', cell: (fault) => numberWords(fault.row) },
          { id: 'field', title: t('field'), lead: true, cell: (fault) => <b>{titleOf(fault.field)}</b> },
          { id: 'why', title: t('why'), cell: (fault) => fault.why },
        ]}
      />
    </Panel>
  );
}

/** 清洗预览: before and after. */
export function CleaningPreview({ seen, titleOf }: { seen: OutputOf<typeof dataQuality.previewCleaning>; titleOf: (field: string) => string }) {
  const t = useWords(cleaningWords);
  const g = useWords(governanceWords);
  return (
    <>
      <p className="dk-note" role="status">{t('previewed', { rows: numberWords(seen.rows), changed: numberWords(seen.changed), acceptable: numberWords(seen.acceptable) })}</p>
      {seen.personal && seen.changed > 0 ? <Panel title={t('shown')}><p className="dk-soft">{t('personal')}</p></Panel> : <Panel title={t('shown')} flush>
        <DataTable
          label={t('shown')} rows={seen.shown.map((cells, at) => ({ cells, at }))} rowId={(row) => String(row.at)} empty={t('noChange')}
          columns={[{ id: 'cells', title: t('changed'), lead: true, cell: (row) => <span className="dg-change">{row.cells.map((cell) => <span key={cell.column}>{titleOf(cell.column)}{between().named}<s>{cell.before ?? g('nothing')}</s> → <b>{cell.after ?? g('nothing')}</b></span>)}</span> }]}
        />
      </Panel>}
      <div className="dk-halves">
        <Panel title={t('changedBy')} flush>
          <DataTable
            label={t('changedBy')} rows={seen.changedByColumn.filter((one) => one.changed > 0)} rowId={(row) => row.column} empty={t('noChange')}
            columns={[{ id: 'column', title: t('field'), lead: true, cell: (row) => titleOf(row.column) }, { id: 'changed', title: t('changed'), align: 'end', cell: (row) => numberWords(row.changed) }]}
          />
        </Panel>
        <FaultTable title={t('faults')} faults={seen.faults} titleOf={titleOf} />
      </div>
    </>
  );
}
