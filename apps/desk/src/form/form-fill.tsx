import { compileForm } from '@yiwang/ui/form-logic/compile-form.ts';
import { check } from '@yiwang/ui/form-logic/check.ts';
import type { Answers, Form } from '@yiwang/ui/form-logic/form.ts';
import { viewForm, type FieldView } from '@yiwang/ui/form/form-view.ts';
import { formWords } from '@yiwang/ui/form/words.ts';
import { useMemo } from 'react';
import { Button } from '../pieces/button.tsx';
import { currentLanguage } from '../words/start-words.ts';
import { FieldControl } from './field-control.tsx';
import { addRow, removeRow, setAnswer } from './set-answer.ts';
import type { Sources } from './form-read.tsx';

interface FormFillProps {
  form: unknown;
  answers: Answers;
  onChange: (answers: Answers) => void;
  sources?: Sources;
  /** Show what is wrong; before the first attempt nothing is. */
  strict?: boolean;
  context?: Record<string, unknown>;
  /** Large targets for a finger. */
  touch?: boolean;
  /** Only this page. */
  page?: string;
}

/** What is wrong with the answers, by path, in the reader's language. */
export function formErrors(form: unknown, answers: Answers, context: Record<string, unknown> = {}): Map<string, string> {
  const { compiled } = compileForm(form as Form, ['applicant', 'item']);
  if (compiled === null) return new Map();
  const { problems } = check(compiled, answers, { now: new Date(), context: { item: { guide: {} }, applicant: {}, ...context } });
  return new Map(problems.filter((problem) => problem.code !== 'unknown').map((problem) => [problem.path, problem.message[currentLanguage()]]));
}

/** A form to be filled in: every field type, conditions and computed fields as the answers change. */
export function FormFill({ form, answers, onChange, sources = {}, strict = false, context, touch = false, page: only }: FormFillProps) {
  const locale = currentLanguage();
  const words = formWords[locale];
  const errors = useMemo(() => (strict ? formErrors(form, answers, context) : new Map<string, string>()), [strict, form, answers, context]);
  const pages = viewForm({ form: form as Form, answers, locale, now: new Date(), errors, sources, context: { item: { guide: {} }, applicant: {}, ...context } });
  const change = (path: string, value: unknown): void => onChange(setAnswer(answers, path, value));
  const draw = (field: FieldView) => <FieldControl key={field.path} view={field} touch={touch} onChange={(value) => change(field.path, value)} />;
  return (
    <div className={`dk-fill ${touch ? 'dk-fill--touch' : ''}`}>
      {pages
        .filter((page) => only === undefined || page.id === only)
        .flatMap((page) =>
          page.sections.map((section) => (
            <section key={`${page.id}.${section.id}`}>
              <h3>{section.title || page.title}</h3>
              {section.note !== '' && <p className="dk-soft">{section.note}</p>}
              {section.repeat === null ? (
                <div className="dk-fill-grid">{section.fields.map(draw)}</div>
              ) : (
                <>
                  {section.repeat.rows.map((row, at) => (
                    <fieldset key={at} className="dk-fill-row">
                      <legend>
                        {section.repeat?.rowTitle} · {words.row(at + 1)}
                      </legend>
                      <div className="dk-fill-grid">{row.map(draw)}</div>
                      {section.repeat?.mayRemove && (
                        <Button tone="quiet" icon="close" onClick={() => onChange(removeRow(answers, section.id, at))}>
                          {words.remove(section.repeat.rowTitle)}
                        </Button>
                      )}
                    </fieldset>
                  ))}
                  {section.repeat.mayAdd && (
                    <Button icon="plus" onClick={() => onChange(addRow(answers, section.id, section.repeat?.rows.length ?? 0))}>
                      {words.add(section.repeat.rowTitle)}
                    </Button>
                  )}
                </>
              )}
            </section>
          )),
        )}
    </div>
  );
}
