import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { development } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea, TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between, textOf } from '../../words/start-words.ts';
import { developmentWords } from './development-words.ts';
import { editorWords } from './editor-words.ts';
import { PipelineTimes } from './pipeline-times.tsx';
import { StepChain } from './steps/step-chain.tsx';
import { freshStep, lastKinds, registerOf, middleKinds, type AddedKind, type Definition, type Step } from './steps/step-draft.ts';
import { StepForm } from './steps/step-form.tsx';
import { useChecked } from './steps/use-checked.ts';
import { TrialResult } from './trial-result.tsx';

export interface Drawn {
  id: string;
  version: number;
  active: boolean;
  definition: Definition;
  /** It was saved under its id already. */
  sealedId: boolean;
}

const trialRows = 500;
const isLast = (step: Step | undefined): boolean => step?.do === 'load' || step?.do === 'publish';

/** The drawing of one pipeline: chain, the chosen step's settings, times, trial, save. */
export function PipelineDrawing({ start }: { start: Drawn }) {
  const t = useWords(editorWords);
  const d = useWords(developmentWords);
  const navigate = useNavigate();
  const save = useWrite(development.savePipeline);
  const attempt = useWrite(development.tryPipeline);
  const [id, setId] = useState(start.id);
  const [active, setActive] = useState(start.active);
  const [definition, setDefinition] = useState(start.definition);
  const [at, setAt] = useState(0);
  const [tried, setTried] = useState<OutputOf<typeof development.tryPipeline> | null>(null);
  const { checked, whole, checking } = useChecked(definition);
  const { steps } = definition;
  const change = (more: Partial<Definition>): void => {
    setDefinition({ ...definition, ...more });
    setTried(null);
  };
  const put = (step: Step): void => change({ steps: steps.map((s, i) => (i === at ? step : s)) });
  const insert = (kind: AddedKind): void => {
    const place = Math.min(at + 1, isLast(steps.at(-1)) ? steps.length - 1 : steps.length);
    change({ steps: steps.toSpliced(place, 0, freshStep(kind)) });
    setAt(place);
  };
  const move = (by: number): void => {
    const step = steps[at]!;
    change({ steps: steps.toSpliced(at, 1).toSpliced(at + by, 0, step) });
    setAt(at + by);
  };
  const drop = (): void => {
    change({ steps: steps.toSpliced(at, 1) });
    setAt(Math.max(0, at - 1));
  };
  const middle = (place: number): boolean => place > 0 && place < steps.length && !isLast(steps[place]);
  const chosen = steps[at]!;
  const before = at === 0 ? [] : checked?.shapes[at - 1]?.columns;
  const last = steps.at(-1);
  const ready = whole && checked?.ok === true && !checking;
  const tryIt = async (): Promise<void> => setTried((await attempt.send({ definition, rows: trialRows })) ?? null);
  const keep = async (): Promise<void> => {
    if ((await save.send({ pipelineId: id, version: start.version, definition, active })) !== undefined) void navigate(`/data-development/${id}`);
  };
  return (
    <>
      <PageHead title={start.version === 0 ? t('newTitle') : t('editTitle')} sub={t('sub')}>
        <Button icon="refresh" busy={attempt.pending} disabled={!ready} onClick={() => void tryIt()}>{t('trial')}</Button>
        <Button tone="primary" busy={save.pending} disabled={!ready || textOf(definition.title).trim() === '' || !/^[a-z][a-z0-9-]{1,59}$/.test(id)} onClick={() => void keep()}>{t('saveVersion', { n: start.version + 1 })}</Button>
      </PageHead>
      <RefusalNote refusal={save.refusal ?? attempt.refusal} />
      <Panel>
        <div className="dk-form-row">
          <TextInput label={t('name')} value={textOf(definition.title)} onChange={(title) => change({ title })} max={100} required />
          {!start.sealedId && <TextInput label={t('id')} value={id} onChange={setId} max={60} />}
        </div>
        <TextArea label={t('description')} value={definition.description ?? ''} onChange={(description) => change({ description })} rows={2} max={500} />
      </Panel>
      <Panel title={t('chain')} extra={<span role="status">{!whole ? t('notWhole') : checking ? t('checking') : checked?.ok === true ? t('right') : ''}</span>}>
        {checked !== undefined && !checked.ok && whole && !checking && (checked.shapes.length === steps.length ? <p className="dk-note">{t('needsEnd')}</p> : <p className="dk-note dk-note--bad">{checked.why}</p>)}
        <StepChain steps={steps} shapes={checked?.shapes ?? []} moved={tried?.steps ?? []} chosen={at} onChoose={setAt} />
        <div className="dd-add">
          <span>{at === steps.length - 1 ? t('append') : t('insert')}{between().named}</span>
          {middleKinds.map((kind) => <Button key={kind} icon="plus" disabled={steps.length >= 30} onClick={() => insert(kind)}>{d(`k_${kind}`)}</Button>)}
          {!isLast(last) && lastKinds.map((kind) => <Button key={kind} icon="plus" onClick={() => { change({ steps: [...steps, freshStep(kind)] }); setAt(steps.length); }}>{d(`k_${kind}`)}</Button>)}
        </div>
      </Panel>
      <Panel
        title={`${at + 1}. ${d(`k_${chosen.do}`)}`}
        extra={at > 0 && <>{middle(at) && middle(at - 1) && <Button onClick={() => move(-1)}>{t('up')}</Button>}{middle(at) && middle(at + 1) && <Button onClick={() => move(1)}>{t('down')}</Button>}<Button tone="danger" onClick={drop}>{t('remove')}</Button></>}
      >
        {before === undefined ? <p className="dk-soft">{t('needsBefore')}</p> : <StepForm key={`${at} ${chosen.do}`} step={chosen} columns={before} register={registerOf(steps)} target={last?.do === 'load' ? last.register : null} onChange={put} />}
        {checked?.shapes[at] !== undefined && <p className="dk-soft">{t('columnsAfter')}{between().named}{checked.shapes[at].columns.map((c) => (c.sealed ? `${c.title}${between().aside(t('sealed'))}` : c.title)).join(between().things)}</p>}
      </Panel>
      {tried !== null && <TrialResult tried={tried} rows={trialRows} />}
      <PipelineTimes id={id} definition={definition} active={active} onChange={change} onActive={setActive} />
    </>
  );
}
