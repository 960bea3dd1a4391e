import { designers } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Select } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import type { Parts, Shape } from './bpmn-parts.ts';
import { conditionOf, mappingsOf, setCondition, setMappings, setSetting, setSigning, settingOf, signingOf, type Signing } from './element-settings.ts';
import { EventProperties } from './event-properties.tsx';
import { FeelInput } from './feel-input.tsx';
import { KeptInput } from './kept-input.tsx';
import { OrganisationChoice } from './organisation-choice.tsx';
import { processWords } from './process-words.ts';

const persons = new Set(['UserTask', 'ManualTask', 'Task']);
const works = new Set([...persons, 'ServiceTask', 'BusinessRuleTask', 'ScriptTask', 'SendTask', 'ReceiveTask', 'CallActivity']);
const typeOf = (shape: Shape): string => shape.businessObject.$type.replace('bpmn:', '');

/** 属性: what the chosen element does, in our words; each change is one step of undo. */
export function ProcessProperties({ parts, shape, readOnly }: { parts: Parts; shape: Shape | null; readOnly: boolean }) {
  const t = useWords(processWords);
  const choices = useRead(designers.designChoices, {}).data;
  if (shape === null) return <p className="dk-soft">{t('nothing')}</p>;
  const element = shape.businessObject;
  const type = typeOf(shape);
  const set = (name: string) => (value: string) => setSetting(parts, shape, name, value);
  const named = (list: readonly { id: string; title: string }[] | undefined, value: string) => [
    { value: '', label: t('none') },
    ...(list ?? []).map((one) => ({ value: one.id, label: one.title })),
    ...(value !== '' && list?.some((one) => one.id === value) !== true ? [{ value, label: value }] : []),
  ];
  const role = settingOf(element, 'role');
  const post = choices?.posts.find((one) => one.id === role);
  const posts = [{ value: '', label: t('roleNone') }, ...(choices?.posts ?? []).map((one) => ({ value: one.id, label: `${one.title} · ${one.id}` })), ...(post === undefined && role !== '' ? [{ value: role, label: role }] : [])];
  const holders = post === undefined ? {} : { hint: t('holders', { roles: post.roles.join(between().things) }) };
  const signing = signingOf(element);
  return (
    <fieldset className="dk-design-properties" disabled={readOnly}>
      <legend>{type in processWords.phrases ? t(type as 'Task') : type}</legend>
      <KeptInput label={t('name')} value={element.name ?? ''} onKeep={(name) => parts.modeling.updateProperties(shape, { name })} />
      {persons.has(type) && (
        <>
          <KeptInput label={t('days')} type="number" value={settingOf(element, 'workingDays')} onKeep={set('workingDays')} />
          <Select label={t('role')} value={role} onChange={set('role')} options={posts} {...holders} />
          <OrganisationChoice key={shape.id} value={settingOf(element, 'organisation')} onChange={set('organisation')} />
          <FeelInput label={t('division')} value={settingOf(element, 'division')} onChange={set('division')} />
          <Select label={t('form')} value={settingOf(element, 'form')} onChange={set('form')} options={named(choices?.forms, settingOf(element, 'form'))} />
          <Select label={t('checklist')} value={settingOf(element, 'checklist')} onChange={set('checklist')} options={named(choices?.forms, settingOf(element, 'checklist'))} />
          <Select<Signing> label={t('signing')} value={signing} onChange={(next) => setSigning(parts, shape, next)} options={[{ value: '', label: t('one') }, { value: 'all', label: t('all') }, { value: 'any', label: t('any') }, { value: 'inOrder', label: t('inOrder') }]} />
          {signing !== '' && (
            <>
              <FeelInput label={t('collection')} value={settingOf(element, 'collection')} onChange={set('collection')} />
              <KeptInput label={t('element')} value={settingOf(element, 'element')} onKeep={set('element')} />
              <KeptInput label={t('result')} value={settingOf(element, 'decision')} onKeep={set('decision')} />
            </>
          )}
        </>
      )}
      {type === 'ServiceTask' && <KeptInput label={t('action')} value={settingOf(element, 'action')} onKeep={set('action')} list={choices?.actions ?? []} />}
      {type === 'BusinessRuleTask' && <Select label={t('decision')} value={settingOf(element, 'decision')} onChange={set('decision')} options={named(choices?.decisions, settingOf(element, 'decision'))} />}
      {type === 'CallActivity' && <KeptInput label={t('process')} value={typeof element['calledElement'] === 'string' ? element['calledElement'] : ''} onKeep={(calledElement) => parts.modeling.updateProperties(shape, { calledElement })} list={(choices?.processes ?? []).map((one) => one.id)} />}
      {type === 'ScriptTask' && <FeelInput label={t('script')} value={typeof element['script'] === 'string' ? element['script'] : ''} onChange={(script) => parts.modeling.updateProperties(shape, { script, scriptFormat: 'feel' })} />}
      {['BusinessRuleTask', 'ScriptTask'].includes(type) && <KeptInput label={t('result')} value={settingOf(element, 'result')} onKeep={set('result')} />}
      {type === 'SequenceFlow' && <FeelInput label={t('condition')} hint={t('conditionHint')} value={conditionOf(element)} onChange={(body) => setCondition(parts, shape, body)} />}
      {type === 'EndEvent' && <KeptInput label={t('outcome')} value={settingOf(element, 'outcome')} onKeep={set('outcome')} />}
      {type === 'Lane' && <Select label={t('laneRole')} value={role} onChange={set('role')} options={posts} {...holders} />}
      <EventProperties parts={parts} shape={shape} />
      {works.has(type) && (
        <>
          <KeptInput label={t('inputs')} lines={2} value={mappingsOf(element, 'yw:Input')} onKeep={(lines) => setMappings(parts, shape, 'yw:Input', lines)} />
          <KeptInput label={t('outputs')} lines={2} value={mappingsOf(element, 'yw:Output')} onKeep={(lines) => setMappings(parts, shape, 'yw:Output', lines)} />
        </>
      )}
      <KeptInput label={t('english')} value={settingOf(element, 'name')} onKeep={set('name')} />
      <p className="dk-soft dk-small">
        {t('id')} <code className="dk-code">{element.id}</code>
      </p>
    </fieldset>
  );
}
