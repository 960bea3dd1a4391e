/** @jsxImportSource preact */
import type { JSX } from 'preact';
import { describedBy, type ControlProps } from './control-props.ts';
import { fieldId, fieldName } from './form-view.ts';
import { localise } from './localise.ts';
import { formWords } from './words.ts';

/** Text, numbers, money, identifiers, telephone: one line or several. */
export const TextControl = ({ view, settings }: ControlProps): JSX.Element => {
  const { field, path } = view;
  const common = {
    id: fieldId(path),
    name: fieldName(path),
    'aria-describedby': describedBy(view),
    'aria-invalid': view.error === null ? undefined : ('true' as const),
    'aria-required': view.required ? ('true' as const) : undefined,
  };
  const value = shownValue(view.value, field.type);
  if (field.type === 'text' && field.multiline) return <textarea class="yw-input" rows={5} {...common}>{value}</textarea>;
  const unit = field.type === 'money' ? formWords[settings.locale].yuan : field.type === 'number' ? localise(field.unit, settings.locale) : '';
  const line = { ...common, class: `yw-input ${widthOf(field.type)}`, value, inputMode: modeOf(field.type), autocomplete: completeOf(field.id, field.type), spellcheck: false };
  const input = field.type === 'phone' ? <input type="tel" {...line} /> : <input type="text" {...line} />;
  return unit === '' ? input : <div class="yw-affix">{input}<span aria-hidden="true">{unit}</span><span class="yw-hidden">{unit}</span></div>;
};

const shownValue = (value: unknown, type: string): string => {
  if (value === null || value === undefined) return '';
  if (type === 'money' && typeof value === 'number') return value % 100 === 0 ? String(value / 100) : (value / 100).toFixed(2);
  return typeof value === 'object' ? '' : String(value);
};
const widthOf = (type: string): string => (type === 'number' || type === 'money' ? 'yw-input--10' : type === 'phone' || type === 'identity-number' || type === 'credit-code' ? 'yw-input--20' : '');
const modeOf = (type: string): 'decimal' | 'tel' | undefined => (type === 'number' || type === 'money' ? 'decimal' : type === 'phone' ? 'tel' : undefined);
const completeOf = (id: string, type: string): string | undefined => (type === 'phone' ? 'tel' : id === 'email' ? 'email' : undefined);
