import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { ColumnPairs, pairsByName, type Pair } from './column-pairs.tsx';
import { GovernanceHead } from './governance-tabs.tsx';
import { governanceWords } from './governance-words.ts';
import { PairingPreview } from './pairing-preview.tsx';
import { SourcePicker, useSnapshot } from './source-picker.tsx';

const keysMax = 5;
const columnsMax = 60;
const whole = (pairs: readonly Pair[]): Pair[] => pairs.filter((p) => p.left !== '' && p.right !== '');

/** 新建比对: two sources, what names a row, what is compared; `?from=` begins with those of another one. */
export default function NewComparison() {
  const [query] = useSearchParams();
  const from = query.get('from');
  const found = useRead(dataQuality.getComparison, { comparisonId: from ?? '' }, { ready: from !== null });
  if (from === null) return <Form title="" left="" right="" keys={[{ left: '', right: '' }]} columns={[]} />;
  const pairs = (of: readonly Pair[]): Pair[] => of.map(({ left, right, by }) => ({ left, right, ...(by === undefined ? {} : { by }) }));
  return <Answered of={found}>{(one) => <Form title={one.title} left={one.leftSource} right={one.rightSource} keys={pairs(one.key)} columns={pairs(one.columns)} />}</Answered>;
}

function Form(start: { title: string; left: string; right: string; keys: Pair[]; columns: Pair[] }) {
  const t = useWords(governanceWords);
  const navigate = useNavigate();
  const begin = useWrite(dataQuality.startComparison);
  const [title, setTitle] = useState(start.title);
  const [left, setLeft] = useState(start.left);
  const [right, setRight] = useState(start.right);
  const [key, setKey] = useState(start.keys);
  const [columns, setColumns] = useState(start.columns);
  const [l, r] = [useSnapshot(left), useSnapshot(right)];
  const send = async (): Promise<void> => {
    const made = await begin.send({ title, left, right, key: whole(key), columns: whole(columns) });
    if (made !== undefined) void navigate(`/data-comparison/${made.comparisonId}`);
  };
  const choose = (side: 'left' | 'right', source: string): void => {
    (side === 'left' ? setLeft : setRight)(source);
    setKey(key.map((p) => ({ ...p, [side]: '' })));
    setColumns([]);
  };
  return (
    <>
      <GovernanceHead />
      <RefusalNote refusal={begin.refusal} />
      <Panel title={t('newComparison')}>
        <TextInput label={t('name')} hint={t('nameHint')} value={title} onChange={setTitle} max={100} required />
        <div className="dg-sides">
          <SourcePicker label={t('left')} value={left} onChange={(source) => choose('left', source)} />
          <SourcePicker label={t('right')} value={right} onChange={(source) => choose('right', source)} />
        </div>
        {l !== undefined && r !== undefined && (
          <>
            <ColumnPairs label={t('key')} add={t('addKey')} left={l.columns} right={r.columns} pairs={key} onChange={setKey} max={keysMax} />
            <div className="dk-buttons dg-pairing"><Button onClick={() => setColumns(pairsByName(l.columns, r.columns, key).slice(0, columnsMax))}>{t('pairUp')}</Button><span className="dk-soft" role="status">{t('paired', { n: whole(columns).length })} · {t('kindsHint')}</span></div>
            <ColumnPairs label={t('compared')} add={t('addColumn')} left={l.columns} right={r.columns} pairs={columns} onChange={setColumns} max={columnsMax} />
            <PairingPreview asked={whole(key).length === 0 ? null : { left, right, key: whole(key), columns: whole(columns) }} titleOf={(name) => l.columns.find((c) => c.name === name)?.title ?? name} />
          </>
        )}
        <Button tone="primary" busy={begin.pending} disabled={title.trim() === '' || whole(key).length === 0 || l === undefined || r === undefined} onClick={() => void send()}>{t('start')}</Button>
      </Panel>
    </>
  );
}
