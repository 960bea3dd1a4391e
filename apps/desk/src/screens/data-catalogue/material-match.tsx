import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayOfWords, shareWords } from '../../words/when.ts';
import { entryWords } from './entry-words.ts';
import { MatchDialog } from './match-dialog.tsx';
import { matchWords } from './match-words.ts';
import './data-catalogue.css';

type Material = OutputOf<typeof catalogue.listMaterials>['materials'][number];
const states = ['unmatched', 'proposed', 'ready', 'free', 'spared'] as const;
const stateOf = (m: Material): (typeof states)[number] => (m.spared ? 'spared' : m.state);
const tones = { unmatched: 'quiet', proposed: 'soon', ready: 'accent', free: 'good', spared: 'good' } as const;

/** 资料匹配: materials of service items and the data that can take their place; those with a source are freed by a document. */
export default function MaterialMatch() {
  const t = useWords(matchWords);
  const mayManage = useMay('catalogue.manage');
  const found = useRead(catalogue.listMaterials, {});
  const [matching, setMatching] = useState<Material | null>(null);
  const free = useWrite(catalogue.freeMaterials);
  const [state, setState] = useState<(typeof states)[number]>('unmatched');
  const [number, setNumber] = useState('');
  const [title, setTitle] = useState('');
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')} />
      <Answered of={found}>
        {({ materials, all, free: freed, rate }) => {
          const rows = materials.filter((m) => stateOf(m) === state);
          return (
            <>
              <div className="dc-figures"><Figure label={t('rate')} value={shareWords(rate * 100)} note={`${freed} / ${all}`} tone="good" /></div>
              <ChoiceBar label={t('state')} value={state} onChange={setState} options={states.map((value) => ({ value, label: t(`s_${value}`), count: materials.filter((m) => stateOf(m) === value).length }))} />
              <RefusalNote refusal={free.refusal} />
              {mayManage && state === 'ready' && rows.length > 0 && (
                <Panel title={t('decide')}>
                  <div className="dc-form"><TextInput label={t('number')} value={number} onChange={setNumber} /><TextInput label={t('docTitle')} value={title} onChange={setTitle} /></div>
                  <Button tone="primary" busy={free.pending} disabled={number.trim() === '' || title.trim() === ''} onClick={() => void free.send({ number, title, materials: rows.map((m) => ({ itemId: m.itemId, materialId: m.materialId })) })}>{t('free', { n: rows.length })}</Button>
                </Panel>
              )}
              <Panel flush>
                <DataTable label={t('title')} rows={rows} rowId={(m) => `${m.itemId}/${m.materialId}`} empty={t('none')} columns={[
                  { id: 'material', title: t('material'), lead: true, cell: (m) => m.material }, { id: 'item', title: t('item'), cell: (m) => m.item }, { id: 'state', title: t('state'), cell: (m) => <Tag tone={tones[stateOf(m)]}>{t(`s_${stateOf(m)}`)}</Tag> },
                  {
                    id: 'source', title: t('source'), cell: (m) => (m.source === null ? (m.spared ? t('byItem') : '—') : <>{m.source}{m.sourceProvider !== null && <small>{[m.sourceProvider, m.decision].filter((x) => x !== null).join(' · ')}</small>}</>),
                  },
                  { id: 'act', title: '', align: 'end', cell: (m) => (mayManage && !m.spared && m.state !== 'free' ? <Button tone="quiet" onClick={() => setMatching(m)}>{t(m.state === 'unmatched' ? 'match' : 'rematch')}</Button> : null) },
                ]} />
              </Panel>
            </>
          );
        }}
      </Answered>
      <Decisions />
      {matching !== null && <MatchDialog material={matching} onClose={() => setMatching(null)} />}
    </>
  );
}

/** 免提交的决定, to the letter, as the public reads them. */
function Decisions() {
  const t = useWords(entryWords);
  const found = useRead(catalogue.materialDecisions, {});
  return (
    <Panel title={t('decisions')}>
      <Answered of={found}>
        {({ decisions }) => (decisions.length === 0 ? <p className="dk-soft">{t('noDecisions')}</p> : <>{decisions.map((d) => (
          <details key={d.id}>
            <summary>{d.number} {d.title} · {d.issuer} · {dayOfWords(d.issuedAt)}</summary>
            <p className="dc-text">{d.body}</p>
            <small className="dk-code">{t('digest')} {d.digest.slice(0, 16)}</small>
          </details>
        ))}</>)}
      </Answered>
    </Panel>
  );
}
