import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { development } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Select, TextArea } from '../../pieces/field.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { numberWords } from '../../words/when.ts';
import type { Offer } from './question-input.ts';
import { resultCell } from './result-cell.ts';
import { spaceWords } from './space-words.ts';

export type Tried = OutputOf<typeof development.tryQuestion>;
type Row = Tried['shown'][number];

/** 空间内结果: what could leave, and the way to ask for its release. */
export function TriedResult({ tried, offer }: { tried: Tried; offer: Offer }) {
  const t = useWords(spaceWords);
  const submit = useWrite(development.submitQuestion);
  const [scene, setScene] = useState(offer.scenes[0] ?? '');
  const [purpose, setPurpose] = useState('');
  const [sent, setSent] = useState(false);
  const small = tried.rows > 0 && tried.smallestGroup < tried.least;
  const send = async (): Promise<void> => {
    if ((await submit.send({ questionId: tried.questionId, version: tried.version, purpose: [scene, purpose.trim()].filter((x) => x !== '').join(between().clauses) })) !== undefined) setSent(true);
  };
  return (
    <>
      <Panel title={t('result')} flush extra={<span className="dk-soft">{t('took', { rows: numberWords(tried.rows), ms: numberWords(tried.tookMs) })}</span>}>
        <p className="dk-note">{t('resultNote', { least: numberWords(tried.least) })}</p>
        <p className="dk-tags ss-told">
          {tried.suppressed > 0 && <Tag tone="soon">{t('suppressed', { n: numberWords(tried.suppressed) })}</Tag>}
          {tried.heldBack > 0 && <Tag tone="soon">{t('heldBack', { n: numberWords(tried.heldBack) })}</Tag>}
          {tried.truncated && <Tag tone="soon">{t('truncated')}</Tag>}
          {tried.rows - tried.heldBack > tried.shown.length && <Tag>{t('firstRows', { n: numberWords(tried.shown.length) })}</Tag>}
        </p>
        <DataTable
          label={t('result')} rows={tried.shown.map((row, at) => ({ row, at }))} rowId={({ at }) => String(at)} empty={t('nothing')}
          columns={tried.columns.map((column, at) => ({ id: column.name, title: column.title, ...(at === 0 ? { lead: true } : {}), ...(column.kind === 'text' || column.kind === 'date' ? {} : { align: 'end' as const }), cell: ({ row }: { row: Row }) => resultCell(row[column.name], tried.names[column.name]) }))}
        />
      </Panel>
      {tried.rows > 0 && (
        <Panel title={t('submit')}>
          {sent ? <p role="status" className="dk-note dk-note--good">{t('submitted')}</p> : small ? <p className="dk-note dk-note--soon">{t('cannot', { found: numberWords(tried.smallestGroup), least: numberWords(tried.least) })}</p> : (
            <>
              <p className="dk-soft">{t('submitNote')}</p>
              <RefusalNote refusal={submit.refusal} />
              <Select label={t('scene')} value={scene} onChange={setScene} options={offer.scenes.map((value) => ({ value, label: value }))} />
              <TextArea label={t('purpose')} hint={t('purposeHint')} value={purpose} onChange={setPurpose} rows={2} max={120} required />
              <Button tone="primary" busy={submit.pending} disabled={purpose.trim().length < 4} onClick={() => void send()}>{t('submit')}</Button>
            </>
          )}
        </Panel>
      )}
    </>
  );
}
