import type { FormSettings } from './form-fields.tsx';
import { fieldId, type FieldView } from './form-view.ts';

export interface ControlProps {
  view: FieldView;
  settings: FormSettings;
}

/** ids of hint, source and error, for `aria-describedby`. */
export const describedBy = (view: FieldView): string | undefined => {
  const id = fieldId(view.path);
  const ids = [hintOf(view) ? `${id}-hint` : '', view.source ? `${id}-source` : '', view.error === null ? '' : `${id}-error`].filter((one) => one !== '');
  return ids.length > 0 ? ids.join(' ') : undefined;
};

/** Whether the field says how it is filled in. */
export const hintOf = (view: FieldView): boolean => view.help !== '' || ['date', 'identity-number', 'credit-code', 'phone', 'file', 'signature'].includes(view.field.type) || (view.field.type === 'choice' && view.field.multiple === true);
