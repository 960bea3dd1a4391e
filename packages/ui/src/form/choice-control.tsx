/** @jsxImportSource preact */
import type { JSX } from 'preact';
import type { ControlProps } from './control-props.ts';
import { fieldId, fieldName, type FieldView } from './form-view.ts';
import { formWords } from './words.ts';

/** Radios, check boxes, a list where there are many options, and the promise that must be agreed to. */
export const ChoiceControl = ({ view, settings }: ControlProps): JSX.Element => {
  const words = formWords[settings.locale];
  const { field } = view;
  if (field.type === 'boolean' && field.mustBeTrue) return <Choice view={view} type="checkbox" code="true" label={words.agree} checked={view.value === true} first />;
  if (field.type === 'boolean') {
    return (
      <>
        <Choice view={view} type="radio" code="true" label={words.yes} checked={view.value === true} first />
        <Choice view={view} type="radio" code="false" label={words.no} checked={view.value === false} />
      </>
    );
  }
  const multiple = field.type === 'choice' && field.multiple === true;
  if (!multiple && view.options.length > 12) {
    return (
      <select class="yw-input" id={fieldId(view.path)} name={fieldName(view.path)} aria-label={view.label}>
        <option value="">{words.choose}</option>
        {view.options.map((option) => <option key={option.code} value={option.code} selected={option.code === view.value}>{option.label}</option>)}
      </select>
    );
  }
  const chosen = Array.isArray(view.value) ? view.value : [view.value];
  return <>{view.options.map((option, at) => <Choice key={option.code} view={view} type={multiple ? 'checkbox' : 'radio'} code={option.code} label={option.label} checked={chosen.includes(option.code)} first={at === 0} />)}</>;
};

/** The first control carries the field's own id, so that the links of the error summary reach it. */
const Choice = ({ view, type, code, label, checked, first = false }: { view: FieldView; type: 'radio' | 'checkbox'; code: string; label: string; checked: boolean; first?: boolean }): JSX.Element => {
  const id = first ? fieldId(view.path) : `${fieldId(view.path)}-${code.replace(/[^\w-]/g, '-')}`;
  return (
    <div class="yw-choice yw-choice--boxed">
      <input type={type} id={id} name={fieldName(view.path)} value={code} checked={checked} />
      <label for={id}>{label}</label>
    </div>
  );
};
