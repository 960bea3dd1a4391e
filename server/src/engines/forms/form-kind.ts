import { defineKind, type Reference } from '#engines/content';
import { compileForm, type CompiledForm } from '@yiwang/ui/form-logic/compile-form.ts';
import type { Form } from '@yiwang/ui/form-logic/form.ts';
import { formSchema } from './form-schema.ts';

/** Beside the answers, expressions of every form may read who applies (`applicant.kind`, `.name`, …) and for which item. */
export const formContextNames = ['applicant', 'item'] as const;

/** Kinds under which what a field names is found; absent ones are not resolved. */
export interface FormKindOptions {
  registerKind?: string;
  licenceKind?: string;
}

/** The content kind `form` (表单); compiled, it is what `settle` and `check` of the form logic read. */
export const formKind = (options: FormKindOptions = {}) =>
  defineKind<Form, CompiledForm | null>({
    kind: 'form',
    schema: formSchema,
    references: (form) => referencesOf(form, options),
    compile(form, source) {
      const { compiled, problems } = compileForm(form, formContextNames);
      for (const { path, message } of problems) source.report(message, { path });
      return compiled;
    },
  });

function referencesOf(form: Form, { registerKind, licenceKind }: FormKindOptions): Reference[] {
  const found: Reference[] = [];
  for (const [p, page] of form.pages.entries()) {
    for (const [s, section] of page.sections.entries()) {
      for (const [f, field] of section.fields.entries()) {
        const path = ['pages', p, 'sections', s, 'fields', f];
        if (field.type === 'choice' && field.codeList !== undefined) found.push({ kind: 'code-list', id: field.codeList, path: [...path, 'codeList'] });
        if (registerKind !== undefined && field.type === 'lookup') found.push({ kind: registerKind, id: field.register, path: [...path, 'register'] });
        if (registerKind !== undefined && field.source) found.push({ kind: registerKind, id: field.source.register, path: [...path, 'source', 'register'] });
        if (licenceKind !== undefined && field.type === 'licence') found.push({ kind: licenceKind, id: field.licenceType, path: [...path, 'licenceType'] });
      }
    }
  }
  return found;
}
