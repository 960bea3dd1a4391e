import { divisionKind } from '#engines/access';
import { codeListKind, type Content } from '#engines/content';
import type { CompiledForm } from '@yiwang/ui/form-logic/compile-form.ts';
import type { CheckOptions } from '@yiwang/ui/form-logic/check.ts';
import type { Form } from '@yiwang/ui/form-logic/form.ts';

/** A form with the codes of its code lists as options: all that a renderer needs, without another call. */
export function formView(content: Pick<Content, 'find'>, { form }: CompiledForm): { id: string; version: number; title: unknown; pages: unknown[] } {
  return {
    ...form,
    pages: form.pages.map((page) => ({
      ...page,
      sections: page.sections.map((section) => ({ ...section, fields: section.fields.map((field) => withOptions(content, field)) })),
    })),
  };
}

type AnyField = Form['pages'][number]['sections'][number]['fields'][number];

function withOptions(content: Pick<Content, 'find'>, field: AnyField): AnyField {
  if (field.type !== 'choice' || field.options !== undefined || field.codeList === undefined) return field;
  const codes = content.find(codeListKind, field.codeList)?.value.codes ?? [];
  return { ...field, options: codes.filter((c) => c.retired !== true).map((c) => ({ code: c.code, label: c.name })) };
}

/** What checks of answers look up beyond the form. */
export const formLookups = (content: Pick<Content, 'find'>): NonNullable<CheckOptions['lookups']> => ({
  codeListHas: (list, code) => content.find(codeListKind, list)?.value.codes.some((c) => c.code === code) ?? false,
  regionExists: (code) => content.find(divisionKind, code) !== undefined,
});
