import type { InputOf, OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { dataQuality } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Figure, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { numberWords, shareWords } from '../../words/when.ts';
import { governanceWords } from './governance-words.ts';

type Asked = InputOf<typeof dataQuality.previewComparison>;
type Preview = OutputOf<typeof dataQuality.previewComparison>;

const share = (part: number, of: number): number | null => (of === 0 ? null : (part / of) * 100);

/** 配对预览: whether the pairs find one another, before both sources are compared whole. */
export function PairingPreview({ asked, titleOf }: { asked: Asked | null; titleOf: (column: string) => string }) {
  const t = useWords(governanceWords);
  const preview = useWrite(dataQuality.previewComparison);
  const [shown, setShown] = useState<{ of: string; answer: Preview } | null>(null);
  const now = JSON.stringify(asked);
  const run = async (): Promise<void> => {
    if (asked === null) return;
    const answer = await preview.send(asked);
    setShown(answer === undefined ? null : { of: now, answer });
  };
  return (
    <section className="dg-preview" aria-label={t('preview')}>
      <div className="dk-buttons"><Button icon="search" busy={preview.pending} disabled={asked === null} onClick={() => void run()}>{t('preview')}</Button><span className="dk-soft">{t('previewHint')}</span></div>
      <RefusalNote refusal={preview.refusal} />
      {shown !== null && shown.of === now && <Found of={shown.answer} titleOf={titleOf} />}
    </section>
  );
}

function Found({ of: { sampled, matched, twice, byColumn, shown, personal }, titleOf }: { of: Preview; titleOf: (column: string) => string }) {
  const t = useWords(governanceWords);
  const said = (value: string | number | boolean | null): string => (value === null ? t('nothing') : String(value));
  return (
    <div role="status">
      <div className="dk-figures">
        <Figure label={t('lookedFor')} value={numberWords(sampled)} />
        <Figure label={t('foundOnce')} value={numberWords(matched)} note={shareWords(share(matched, sampled))} tone={matched === 0 ? 'bad' : matched === sampled ? 'good' : 'soon'} />
        <Figure label={t('foundTwice')} value={numberWords(twice)} note={twice > 0 ? t('keyTooWide') : undefined} tone={twice > 0 ? 'bad' : 'plain'} />
      </div>
      {byColumn.length > 0 && matched > 0 && (
        <DataTable label={t('byColumn')} rows={byColumn} rowId={(row) => row.left + row.right} columns={[
          { id: 'column', title: t('column'), lead: true, cell: (row) => titleOf(row.left) },
          { id: 'same', title: t('sameOfFound'), align: 'end', cell: (row) => `${numberWords(row.same)} · ${shareWords(share(row.same, matched))}` },
        ]} />
      )}
      {personal ? <p className="dk-note">{t('previewPersonal')}</p> : shown.length > 0 && (
        <DataTable label={t('preview')} rows={shown.map((row, at) => ({ ...row, at }))} rowId={(row) => String(row.at)} columns={[
          { id: 'key', title: t('keyValue'), lead: true, cell: (row) => <span className="dg-key">{row.key.map(said).join(' · ')}</span> },
          { id: 'found', title: t('kind'), cell: (row) => <Tag tone={row.found ? 'good' : 'soon'}>{t(row.found ? 'k_found' : 'k_missing-right')}</Tag> },
          { id: 'what', title: t('what'), cell: (row) => (row.values.length === 0 ? '—' : <span className="dg-change">{row.values.map((v) => <span key={v.column}>{titleOf(v.column)}{between().named}{said(v.left)} {v.same ? '=' : '≠'} {said(v.right)} {!v.same && <Tag tone="bad">{t('differing')}</Tag>}</span>)}</span>) },
        ]} />
      )}
    </div>
  );
}
