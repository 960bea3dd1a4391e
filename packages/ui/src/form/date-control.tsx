/** @jsxImportSource preact */
import type { JSX } from 'preact';
import type { ControlProps } from './control-props.ts';
import { fieldId, fieldName } from './form-view.ts';
import { formWords } from './words.ts';

/** A day as three numbers: quicker and surer than a calendar, on every device. */
export const DateControl = ({ view, settings }: ControlProps): JSX.Element => {
  const words = formWords[settings.locale];
  const [year = '', month = '', day = ''] = typeof view.value === 'string' ? view.value.split('-') : [];
  const part = (key: 'y' | 'm' | 'd', label: string, value: string, width: string): JSX.Element => {
    const id = key === 'y' ? fieldId(view.path) : `${fieldId(view.path)}-${key}`;
    return (
      <div>
        <label for={id}>{label}</label>
        <input class={`yw-input ${width}`} id={id} name={`${fieldName(view.path)}:${key}`} type="text" inputMode="numeric" maxLength={key === 'y' ? 4 : 2} value={key === 'y' ? value : value.replace(/^0/, '')} aria-invalid={view.error === null ? undefined : 'true'} />
      </div>
    );
  };
  return (
    <div class="yw-inline">
      {part('y', words.year, year, 'yw-input--4')}
      {part('m', words.month, month, 'yw-input--2')}
      {part('d', words.day, day, 'yw-input--2')}
    </div>
  );
};
