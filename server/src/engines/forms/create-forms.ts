import type { ContentReader } from '#engines/content';
import { dayInChina } from '#kernel/clock';
import { check, type Checked, type CheckOptions } from '@yiwang/ui/form-logic/check.ts';
import type { CompiledForm } from '@yiwang/ui/form-logic/compile-form.ts';
import type { Form } from '@yiwang/ui/form-logic/form.ts';
import { createDrafts, type DraftParts, type Drafts } from './drafts.ts';
import { errors } from './errors.ts';

/** 表单: forms from content, answers checked, drafts kept. */
export interface Forms {
  /** The form of one version (a case keeps the one it began with), or the one in force on a day. */
  form(id: string, at: { version: number } | { on: Date }): CompiledForm;
  /** Checks answers; nothing is thrown. */
  check(form: CompiledForm, answers: unknown, options: CheckOptions): Checked;
  /** The answers that count; refuses `forms.answers` with all problems in its parameters. */
  accept(form: CompiledForm, answers: unknown, options: CheckOptions): Checked['answers'];
  drafts: Drafts;
}

export function createForms(parts: Omit<DraftParts, 'findForm'> & { content: Pick<ContentReader, 'find' | 'get'> }): Forms {
  const day = (at: { version: number } | { on: Date }): { version: number } | { on: string } => ('on' in at ? { on: dayInChina(at.on) } : at);
  return {
    form(id, at) {
      const { compiled } = parts.content.get<Form, CompiledForm | null>('form', id, day(at));
      if (!compiled) throw new Error(`form ${id} was served without having compiled`);
      return compiled;
    },
    check,
    accept(form, answers, options) {
      const checked = check(form, answers, options);
      if (checked.problems.length > 0) throw errors.answers({ count: checked.problems.length, problems: checked.problems });
      return checked.answers;
    },
    drafts: createDrafts({ ...parts, findForm: (id, at) => parts.content.find<Form, CompiledForm | null>('form', id, day(at))?.value }),
  };
}
