import { Select } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import type { Parts, Shape } from './bpmn-parts.ts';
import { setSetting } from './element-settings.ts';
import { codeOf, linkOf, messageOf, setCode, setLink, setTimer, timerOf, triggerOf, type TimerKind } from './event-settings.ts';
import { KeptInput } from './kept-input.tsx';
import { processWords } from './process-words.ts';

/** 事件的属性: what it waits for or sends, and what a boundary event does to its step. */
export function EventProperties({ parts, shape }: { parts: Parts; shape: Shape }) {
  const t = useWords(processWords);
  const element = shape.businessObject;
  const trigger = triggerOf(element);
  const timer = timerOf(element);
  const sendsOrAwaits = trigger === 'Message' || trigger === 'Signal' || element.$type === 'bpmn:SendTask' || element.$type === 'bpmn:ReceiveTask';
  return (
    <>
      {sendsOrAwaits && <KeptInput label={t(trigger === 'Signal' ? 'signal' : 'message')} value={messageOf(element)} onKeep={(value) => setSetting(parts, shape, 'message', value)} />}
      {trigger === 'Timer' && (
        <>
          <Select<TimerKind> label={t('timer')} value={timer.kind} onChange={(kind) => setTimer(parts, shape, kind, '')} options={[{ value: 'workingDays', label: t('timerWorkingDays') }, { value: 'duration', label: t('timerDuration') }, { value: 'date', label: t('timerDate') }]} />
          <KeptInput label={t('timerValue')} hint={t(`${timer.kind}Hint`)} value={timer.value} onKeep={(value) => setTimer(parts, shape, timer.kind, value)} />
        </>
      )}
      {(trigger === 'Error' || trigger === 'Escalation') && <KeptInput label={t(trigger === 'Error' ? 'errorCode' : 'escalationCode')} hint={t('codeHint')} value={codeOf(element, trigger)} onKeep={(code) => setCode(parts, shape, trigger, code)} />}
      {trigger === 'Link' && <KeptInput label={t('link')} hint={t('linkHint')} value={linkOf(element)} onKeep={(name) => setLink(parts, shape, name)} />}
      {element.$type === 'bpmn:BoundaryEvent' && trigger !== 'Error' && (
        <Select<'yes' | 'no'> label={t('interrupting')} value={element['cancelActivity'] === false ? 'no' : 'yes'} onChange={(choice) => parts.modeling.updateProperties(shape, { cancelActivity: choice === 'yes' })} options={[{ value: 'yes', label: t('interrupts') }, { value: 'no', label: t('interruptsNot') }]} />
      )}
    </>
  );
}
