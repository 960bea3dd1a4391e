import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { development } from '../../api/contracts.ts';
import { DataTable } from '../../pieces/data-table.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { numberWords } from '../../words/when.ts';
import { editorWords } from './editor-words.ts';

type Tried = OutputOf<typeof development.tryPipeline>;

/** 试运行结果: whether it went through, what would leave, what the register would refuse. */
export function TrialResult({ tried, rows }: { tried: Tried; rows: number }) {
  const t = useWords(editorWords);
  return (
    <>
      <p role="status" className={`dk-note ${tried.why === null ? 'dk-note--good' : 'dk-note--bad'}`}>
        <span>{tried.why === null ? t('trialOk') : t('trialStopped', { why: tried.why })} <small>{t('trialNote', { n: numberWords(rows) })}</small></span>
      </p>
      {tried.faults.length > 0 && (
        <Panel title={t('faults')} flush>
          <DataTable
            label={t('faults')} rows={tried.faults.map((fault, at) => ({ ...fault, at }))} rowId={(fault) => String(fault.at)}
            columns={[{ id: 'row', title: t('row'), width: '5rem', cell: (fault) => numberWords(fault.row) }, { id: 'field', title: t('field'), lead: true, cell: (fault) => fault.field }, { id: 'why', title: t('why'), cell: (fault) => fault.why }]}
          />
        </Panel>
      )}
      {tried.why === null && (
        <Panel title={t('sampleRows')} flush={!tried.personal}>
          {tried.personal ? <p className="dk-soft">{t('personalRows')}</p> : (
            <DataTable label={t('sampleRows')} rows={tried.rows.map((row, at) => ({ row, at }))} rowId={({ at }) => String(at)} columns={tried.columns.map((c, at) => ({ id: c.name, title: c.title, ...(at === 0 ? { lead: true } : {}), cell: ({ row }: { row: Tried['rows'][number] }) => String(row[c.name] ?? '') }))} />
          )}
        </Panel>
      )}
    </>
  );
}
