/** @jsxImportSource preact */
import type { ComponentChildren, JSX } from 'preact';
import { Icon } from '../icons/icon.tsx';
import { AddressControl, RegionControl } from './region-control.tsx';
import { ChoiceControl } from './choice-control.tsx';
import { describedBy, hintOf, type ControlProps } from './control-props.ts';
import { DateControl } from './date-control.tsx';
import { FileControl } from './file-control.tsx';
import type { FormSettings } from './form-fields.tsx';
import { fieldId, fieldName, type FieldView } from './form-view.ts';
import { showAnswer } from './show-answer.ts';
import { TextControl } from './text-control.tsx';
import { formWords } from './words.ts';

/** One field: label, hint, source, error, control. */
export const FieldControl = ({ view, settings }: ControlProps): JSX.Element => {
  const { type } = view.field;
  if (type === 'note') return <div class="yw-notice"><Icon name="info" /><div><strong>{view.label}</strong>{view.help === '' ? null : <p>{view.help}</p>}</div></div>;
  if (view.source?.locked || view.computed) return <LockedField view={view} settings={settings} />;
  return isGroup(view) ? <GroupField view={view} settings={settings} /> : <PlainField view={view} settings={settings} />;
};

const isGroup = ({ field }: FieldView): boolean => ['date', 'choice', 'region', 'address', 'boolean'].includes(field.type);
const wrong = (view: FieldView): string => (view.error === null ? 'yw-field' : 'yw-field yw-field--wrong');

const Hint = ({ view, settings }: ControlProps): JSX.Element | null => {
  if (!hintOf(view)) return null;
  const words = formWords[settings.locale];
  const { field } = view;
  const usual = field.type === 'date' ? words.dateHint : field.type === 'identity-number' ? words.identityHint : field.type === 'credit-code' ? words.creditHint : field.type === 'phone' ? words.phoneHint : field.type === 'signature' ? words.signature : field.type === 'file' ? words.filesHint(field.maxFiles ?? 5, Math.round((field.maxBytes ?? 20_000_000) / 1_000_000), (field.accept ?? []).join(' ')) : field.type === 'choice' && field.multiple === true ? words.chooseSeveral : '';
  const both = [view.help, field.type === 'date' && view.help !== '' ? '' : usual].filter((one) => one !== '');
  return <div class="yw-hint" id={`${fieldId(view.path)}-hint`}>{both.map((one) => <div key={one}>{one}</div>)}</div>;
};

/** 来源: government knew this already. */
export const SourceBadge = ({ view, settings }: ControlProps): JSX.Element | null =>
  view.source === null ? null : (
    <p class="yw-source" id={`${fieldId(view.path)}-source`}>
      <Icon name="shield" size={20} />
      <span>{formWords[settings.locale].source(view.source.register)}{view.source.locked ? '' : ` · ${formWords[settings.locale].sourceChangeable}`}</span>
    </p>
  );

const ErrorWords = ({ view, settings }: ControlProps): JSX.Element | null =>
  view.error === null ? null : <p class="yw-error" id={`${fieldId(view.path)}-error`}><span class="yw-hidden">{formWords[settings.locale].error}</span>{view.error}</p>;

const LabelWords = ({ view, settings }: ControlProps): JSX.Element => <>{view.label}{view.required ? null : <span class="yw-optional">{formWords[settings.locale].optional}</span>}</>;

const LockedField = ({ view, settings }: ControlProps): JSX.Element => {
  const words = formWords[settings.locale];
  return (
    <div class={wrong(view)} id={fieldId(view.path)} tabIndex={-1}>
      <p class="yw-label">{view.label}{view.computed ? <span class="yw-optional">{settings.locale === 'zh' ? `（${words.computed}）` : ` (${words.computed})`}</span> : null}</p>
      <SourceBadge view={view} settings={settings} />
      <ErrorWords view={view} settings={settings} />
      <div class="yw-locked">{showAnswer(view, settings.locale, regionNames(settings)) || words.empty}</div>
    </div>
  );
};

export const regionNames = (settings: FormSettings): Record<string, string> => Object.fromEntries(Object.values(settings.regions).flatMap((list) => list.map((one) => [one.digits, one.name])));

const PlainField = ({ view, settings }: ControlProps): JSX.Element => (
  <div class={wrong(view)}>
    <label class="yw-label" for={fieldId(view.path)}><LabelWords view={view} settings={settings} /></label>
    <Hint view={view} settings={settings} />
    <SourceBadge view={view} settings={settings} />
    <ErrorWords view={view} settings={settings} />
    {view.field.type === 'file' || view.field.type === 'signature' ? <FileControl view={view} settings={settings} /> : <TextControl view={view} settings={settings} />}
  </div>
);

const GroupField = ({ view, settings }: ControlProps): JSX.Element => {
  const control = (): ComponentChildren => {
    switch (view.field.type) {
      case 'date':
        return <DateControl view={view} settings={settings} />;
      case 'region':
        return <RegionControl view={view} settings={settings} />;
      case 'address':
        return <AddressControl view={view} settings={settings} />;
      default:
        return <ChoiceControl view={view} settings={settings} />;
    }
  };
  return (
    <fieldset class={wrong(view)} aria-describedby={describedBy(view)} {...(view.error === null ? {} : { 'data-wrong': '' })}>
      <legend class="yw-label"><LabelWords view={view} settings={settings} /></legend>
      <Hint view={view} settings={settings} />
      <SourceBadge view={view} settings={settings} />
      <ErrorWords view={view} settings={settings} />
      {control()}
    </fieldset>
  );
};

export { fieldId, fieldName };
