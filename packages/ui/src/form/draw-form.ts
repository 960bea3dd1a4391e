import { h, render } from 'preact';
import type { Answers } from '../form-logic/form.ts';
import { FormFields } from './form-fields.tsx';
import { viewForm, type FormState } from './form-view.ts';
import { readAnswers } from './read-answers.ts';

/**
 * Draws one page of a form into an element, as the portal does on its server, and reads what is filled in: for the
 * designer's preview. Files and divisions need a server and stay empty here.
 */
export function drawForm(into: HTMLElement, state: FormState, pageId: string, onChange: (answers: Answers) => void): void {
  const page = viewForm(state).find((one) => one.id === pageId);
  const take = (event: Event): void => {
    event.preventDefault();
    if (page === undefined || !(event.currentTarget instanceof Object) || !('elements' in event.currentTarget)) return;
    const fields: Record<string, string | string[]> = {};
    const given = new (into.ownerDocument.defaultView ?? window).FormData(event.currentTarget as HTMLFormElement);
    for (const [name, value] of given) {
      if (typeof value !== 'string') continue;
      const before = fields[name];
      fields[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
    }
    onChange(readAnswers(page, { fields, files: {} }, state.answers));
  };
  render(page === undefined ? null : h('form', { onChange: take, onSubmit: (event: Event) => event.preventDefault() }, h(FormFields, { page, settings: { locale: state.locale, regions: {} } })), into);
}
