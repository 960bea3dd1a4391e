import { viewForm } from '@yiwang/ui/form/form-view.ts';
import type { FieldView } from '@yiwang/ui/form/form-view.ts';
import { showAnswer } from '@yiwang/ui/form/show-answer.ts';
import type { Answers, Form } from '@yiwang/ui/form-logic/form.ts';
import { useMemo } from 'react';
import { Icon } from '../pieces/icon.tsx';
import { common } from '../words/common.ts';
import { useWords } from '../words/define-words.ts';
import { currentLanguage } from '../words/start-words.ts';
import { instantWords } from '../words/when.ts';
import { useDivisionNames } from './division-names.ts';

export type Sources = Readonly<Record<string, { register: string; at: string; locked: boolean }>>;

/** A form's answers to be read: label, value, and where government had it from. */
export function FormRead({ form, answers, sources = {} }: { form: unknown; answers: Answers; sources?: Sources }) {
  const t = useWords(common);
  const locale = currentLanguage();
  const pages = useMemo(() => viewForm({ form: form as Form, answers, locale, now: new Date(), sources, context: { item: { guide: {} }, applicant: {} } }), [form, answers, locale, sources]);
  const regions = useDivisionNames(pages);
  const cell = (field: FieldView) => {
    const words = showAnswer(field, locale, regions);
    const file = field.value as { id?: string; name?: string } | null;
    return (
      <div key={field.path} className={words.length > 40 ? 'dk-answer--long' : undefined}>
        <dt>{field.label}</dt>
        <dd>
          {field.field.type === 'signature' && typeof file?.id === 'string' ? <img className="dk-signed" src={`/api/files/${file.id}`} alt={field.label} /> : words === '' ? <span className="dk-soft">{t('unanswered')}</span> : words}
          {field.source !== null && (
            <small className="dk-source" title={instantWords(field.source.at)}>
              <Icon name="database" size={13} />
              {field.source.register}
            </small>
          )}
        </dd>
      </div>
    );
  };
  if (pages.every((page) => page.sections.length === 0)) return <p className="dk-soft">{t('noForm')}</p>;
  return (
    <div className="dk-answers">
      {pages.flatMap((page) =>
        page.sections.map((section) => (
          <section key={`${page.id}.${section.id}`}>
            <h3>{section.title || page.title}</h3>
            {section.repeat === null ? (
              <dl className="dk-facts dk-facts--2">{section.fields.filter((field) => field.field.type !== 'note').map(cell)}</dl>
            ) : (
              section.repeat.rows.map((row, at) => (
                <dl key={at} className="dk-facts dk-facts--2 dk-answer-row">
                  {row.map(cell)}
                </dl>
              ))
            )}
          </section>
        )),
      )}
    </div>
  );
}
