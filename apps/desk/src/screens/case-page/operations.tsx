import { useState } from 'react';
import { services } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { PeoplePicker, type Person } from '../../pieces/people-picker.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { decisionWords } from './case-words.ts';
import type { DeskCase, DeskTask } from './desk-case.ts';

type Operation = DeskTask['operations'][number];
const withoutQuestion: readonly Operation[] = ['claim', 'release', 'resume'];
const withPeople: readonly Operation[] = ['transfer', 'addSign', 'circulate'];

/** 签收、转办、加签、退回…: what the task allows now. */
export function Operations({ task, onReload }: { task: DeskTask; onReload: () => void }) {
  const t = useWords(decisionWords);
  const c = useWords(common);
  const operate = useWrite(services.operateTask);
  const [asking, setAsking] = useState<Operation | null>(null);
  const [people, setPeople] = useState<Person[]>([]);
  const [mode, setMode] = useState<'before' | 'after' | 'parallel'>('before');
  const [node, setNode] = useState(task.earlierSteps[0]?.node ?? '');
  const [reason, setReason] = useState('');
  const send = async (operation: Operation): Promise<void> => {
    const done = await operate.send({
      taskId: task.id,
      version: task.taskVersion,
      operation,
      ...(withPeople.includes(operation) ? { to: people.map((one) => one.accountId) } : {}),
      ...(operation === 'addSign' ? { mode } : {}),
      ...(operation === 'return' ? { node } : {}),
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    });
    if (done !== undefined) setAsking(null);
  };
  if (task.operations.length === 0) return null;
  const incomplete = asking !== null && ((withPeople.includes(asking) && people.length === 0) || (asking !== 'circulate' && reason.trim().length < 2));
  return (
    <div className="dk-operations">
      {task.operations.map((operation) => (
        <Button key={operation} tone={operation === 'claim' ? 'primary' : 'plain'} disabled={operate.pending} onClick={() => (withoutQuestion.includes(operation) ? void send(operation) : setAsking(operation))}>
          {t(operation)}
        </Button>
      ))}
      {asking === null && <RefusalNote refusal={operate.refusal} onReload={() => (operate.clear(), onReload())} />}
      <Dialog
        title={asking === null ? '' : t(asking)}
        open={asking !== null}
        onClose={() => setAsking(null)}
        foot={
          <>
            <Button onClick={() => setAsking(null)}>{c('cancel')}</Button>
            <Button tone="primary" busy={operate.pending} disabled={incomplete} onClick={() => asking !== null && void send(asking)}>
              {c('confirm')}
            </Button>
          </>
        }
      >
        <RefusalNote refusal={operate.refusal} onReload={() => (operate.clear(), onReload())} />
        {asking !== null && withPeople.includes(asking) && <PeoplePicker label={t('people')} hint={t('findPeople')} chosen={people} onChange={setPeople} many={asking !== 'transfer'} />}
        {asking === 'addSign' && (
          <div className="dk-field">
            <span className="dk-legend">{t('mode')}</span>
            <ChoiceBar label={t('mode')} value={mode} onChange={setMode} options={[{ value: 'before', label: t('before') }, { value: 'after', label: t('after') }, { value: 'parallel', label: t('parallel') }]} />
          </div>
        )}
        {asking === 'return' && <Select label={t('toStep')} value={node} onChange={setNode} options={task.earlierSteps.map((step) => ({ value: step.node, label: step.name }))} />}
        <TextArea label={t('reason')} hint={c('reasonHint')} value={reason} onChange={setReason} required={asking !== 'circulate'} />
      </Dialog>
    </div>
  );
}

/** 特别程序: starts and ends the stop of the clock. */
export function SpecialProcedure({ one, onReload }: { one: DeskCase; onReload: () => void }) {
  const t = useWords(decisionWords);
  const c = useWords(common);
  const suspend = useWrite(services.suspendCase);
  const resume = useWrite(services.resumeCase);
  const [open, setOpen] = useState(false);
  const [procedure, setProcedure] = useState('');
  const [days, setDays] = useState('10');
  const [reason, setReason] = useState('');
  const stopped = one.state === 'suspended';
  const write = stopped ? resume : suspend;
  const send = async (): Promise<void> => {
    const base = { caseId: one.id, version: one.version };
    const done = stopped ? await resume.send({ ...base, result: reason.trim() }) : await suspend.send({ ...base, procedure: procedure.trim(), reason: reason.trim(), days: Number(days) });
    if (done !== undefined) setOpen(false);
  };
  return (
    <div className="dk-operations">
      <Button icon={stopped ? 'refresh' : 'clock'} onClick={() => setOpen(true)}>
        {stopped ? t('endSpecial') : t('special')}
      </Button>
      <Dialog
        title={stopped ? t('endSpecial') : t('special')}
        open={open}
        onClose={() => setOpen(false)}
        foot={
          <>
            <Button onClick={() => setOpen(false)}>{c('cancel')}</Button>
            <Button tone="primary" busy={write.pending} disabled={reason.trim().length < 2 || (!stopped && (procedure.trim() === '' || !(Number(days) >= 1 && Number(days) <= 365)))} onClick={() => void send()}>
              {c('confirm')}
            </Button>
          </>
        }
      >
        <RefusalNote refusal={write.refusal} onReload={() => (write.clear(), onReload())} />
        {!stopped && (
          <>
            <p className="dk-note">{t('specialHint')}</p>
            <TextInput label={t('procedure')} value={procedure} onChange={setProcedure} max={100} required />
            <TextInput label={t('dayCount')} type="number" value={days} onChange={setDays} required />
          </>
        )}
        <TextArea label={stopped ? t('result') : t('reason')} value={reason} onChange={setReason} required />
      </Dialog>
    </div>
  );
}
