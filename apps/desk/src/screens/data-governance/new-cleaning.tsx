import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { collection, data, dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Select } from '../../pieces/field.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { CleaningPreview } from './cleaning-preview.tsx';
import { CleaningSteps, isWhole, type Cleaning, type Step } from './cleaning-steps.tsx';
import { cleaningWords } from './cleaning-words.ts';
import { pairsByName } from './column-pairs.tsx';
import { GovernanceHead } from './governance-tabs.tsx';
import { governanceWords } from './governance-words.ts';
import { SourcePicker, useSnapshot } from './source-picker.tsx';

/** What is done to one column of the source: the field that it becomes ('' when it is left out), and the steps. */
interface Plan {
  as: string;
  steps: Step[];
}
const none: Plan = { as: '', steps: [] };

/** 新建清洗: from a source into a register, previewed before it is loaded. */
export default function NewCleaning() {
  const t = useWords(cleaningWords);
  const g = useWords(governanceWords);
  const navigate = useNavigate();
  const maySuggest = useMay('collection.view');
  const registers = useRead(data.listRegisters, {});
  const preview = useWrite(dataQuality.previewCleaning);
  const apply = useWrite(dataQuality.applyCleaning);
  const [source, setSource] = useState('');
  const [register, setRegister] = useState('');
  const [chosen, setChosen] = useState<Record<string, Plan> | null>(null);
  const [seen, setSeen] = useState<OutputOf<typeof dataQuality.previewCleaning> | null>(null);
  const snapshot = useSnapshot(source);
  const fields = registers.data?.registers.find((one) => one.id === register)?.fields ?? [];
  const columns = (snapshot?.columns ?? []).filter((c) => c.kind === 'text' && !c.name.startsWith('record'));
  const suggested = useRead(collection.suggestMapping, { register, columns: columns.map((c) => c.title) }, { ready: maySuggest && register !== '' && columns.length > 0 && columns.every((c) => c.title.length <= 63) });
  // proposed by names, titles and standard until somebody decides
  const proposed = (): Record<string, Plan> => {
    const byTitle = new Map(suggested.data?.mapping.map((m) => [m.column, m.field]));
    const byName = new Map(pairsByName(columns, fields.map((f) => ({ name: f.id, title: f.title, kind: 'text' }))).map((p) => [p.left, p.right]));
    return Object.fromEntries(columns.flatMap((c) => { const as = byTitle.get(c.title) ?? byName.get(c.name); return as === undefined ? [] : [[c.name, { as, steps: [{ do: 'trim' as const }] }]]; }));
  };
  const plans = chosen ?? proposed();
  const put = (column: string, plan: Plan): void => {
    setChosen({ ...plans, [column]: plan });
    setSeen(null);
  };
  const cleanings: Cleaning[] = columns.flatMap((c) => { const plan = plans[c.name]; return plan === undefined || plan.as === '' ? [] : [{ column: c.name, as: plan.as, steps: plan.steps.filter(isWhole) }]; });
  const ready = snapshot !== undefined && register !== '' && cleanings.length > 0;
  const show = async (): Promise<void> => setSeen((await preview.send({ source, register, cleanings })) ?? null);
  const load = async (): Promise<void> => {
    const made = await apply.send({ source, register, cleanings });
    if (made !== undefined) void navigate(`/data-comparison/cleanings/${made.cleaningId}`);
  };
  const restart = (what: () => void): void => {
    what();
    setChosen(null);
    setSeen(null);
  };
  return (
    <>
      <GovernanceHead sub={t('sub')} />
      <RefusalNote refusal={preview.refusal ?? apply.refusal} />
      <Panel title={t('create')}>
        <div className="dg-sides">
          <SourcePicker label={t('source')} value={source} onChange={(next) => restart(() => setSource(next))} />
          <Select label={t('into')} value={register} onChange={(next) => restart(() => setRegister(next))} options={[{ value: '', label: g('choose') }, ...(registers.data?.registers ?? []).map((one) => ({ value: one.id, label: one.title }))]} />
        </div>
        {snapshot !== undefined && register !== '' && columns.map((c) => {
          const plan = plans[c.name] ?? none;
          return (
            <div className="dg-clean" key={c.name}>
              <strong>{c.title}</strong>
              <Select label={<span className="dk-hidden">{`${c.title}${between().named}${t('field')}`}</span>} value={plan.as} onChange={(as) => put(c.name, { ...plan, as })} options={[{ value: '', label: t('leftOut') }, ...fields.map((f) => ({ value: f.id, label: f.title }))]} />
              {plan.as !== '' && <CleaningSteps of={c.title} steps={plan.steps} onChange={(steps) => put(c.name, { ...plan, steps })} />}
            </div>
          );
        })}
        {snapshot !== undefined && register !== '' && cleanings.length === 0 && <p className="dk-note dk-note--soon">{t('needSteps')}</p>}
        <div className="dk-buttons">
          <Button tone={seen === null ? 'primary' : 'plain'} icon="search" busy={preview.pending} disabled={!ready} onClick={() => void show()}>{t('preview')}</Button>
          <Button tone={seen === null ? 'plain' : 'primary'} busy={apply.pending} disabled={!ready || seen === null} onClick={() => void load()}>{t('apply')}</Button>
        </div>
      </Panel>
      {seen !== null && <CleaningPreview seen={seen} titleOf={(field) => fields.find((f) => f.id === field)?.title ?? field} />}
    </>
  );
}
