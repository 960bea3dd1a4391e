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
import { shareWords } from '../../words/when.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
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
  const match = useWrite(catalogue.matchMaterial);
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
              <RefusalNote refusal={match.refusal ?? free.refusal} />
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
                    id: 'source', title: t('source'), cell: (m) => (m.source !== null ? `${m.source}${m.sourceProvider === null ? '' : between().aside(m.sourceProvider)}${m.decision ?? ''}` : m.spared ? t('byItem') : mayManage && m.proposals.length > 0
                      ? <div className="dc-actions">{m.proposals.map((p) => <Button key={p.entryId} busy={match.pending} onClick={() => void match.send({ itemId: m.itemId, materialId: m.materialId, entryId: p.entryId, version: m.version })}>{p.title}</Button>)}</div>
                      : m.proposals.map((p) => p.title).join(between().things) || '—'),
                  },
                ]} />
              </Panel>
            </>
          );
        }}
      </Answered>
    </>
  );
}
