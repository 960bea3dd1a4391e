/** Engine `forms` 表单: form and answers. The logic shared with browsers is `@yiwang/ui/form-logic`. */
export { createForms, type Forms } from './create-forms.ts';
export { draftLimits, type Draft, type DraftEntry, type DraftParts, type Drafts, type DraftSubject, type RestoredDraft, type SaveDraft } from './drafts.ts';
export { formContextNames, formKind, type FormKindOptions } from './form-kind.ts';
export { fieldSchema, formSchema, type FormDefinition } from './form-schema.ts';
export { errors as formErrors } from './errors.ts';
export { compileForm, type CompiledForm } from '@yiwang/ui/form-logic/compile-form.ts';
export { check, type Checked, type CheckOptions } from '@yiwang/ui/form-logic/check.ts';
export { prune, visibleFields } from '@yiwang/ui/form-logic/prune.ts';
export { formPages, nextPage, type PageState } from '@yiwang/ui/form-logic/form-pages.ts';
export { mergeForms, type MergeConflict } from '@yiwang/ui/form-logic/merge-forms.ts';
export { compileProjection, projectionFaults, type Projection } from '@yiwang/ui/form-logic/project-answers.ts';
export type { AddressAnswer, Answers, Field, FileAnswer, Form } from '@yiwang/ui/form-logic/form.ts';
export type { FormProblem } from '@yiwang/ui/form-logic/form-problem.ts';
export type { Lookups } from '@yiwang/ui/form-logic/field-value.ts';
