import type { JSX } from 'preact';
import { regionNames } from '@yiwang/ui/form/field-control.tsx';
import type { FormSettings } from '@yiwang/ui/form/form-fields.tsx';
import type { FieldView, PageView } from '@yiwang/ui/form/form-view.ts';
import { showAnswer } from '@yiwang/ui/form/show-answer.ts';
import { formWords } from '@yiwang/ui/form/words.ts';
import { useSite } from '../site.ts';
import { Facts, type Fact } from './pieces.tsx';

/** The answers of one page of a form, in words. */
export const AnswersSummary = ({ page, settings, changeHref }: { page: PageView; settings: FormSettings; changeHref?: string }): JSX.Element => {
  const { text, locale } = useSite();
  const words = formWords[locale];
  const regions = regionNames(settings);
  const fact = (view: FieldView): Fact[] => {
    if (view.field.type === 'note') return [];
    const value = showAnswer(view, locale, regions);
    return [{ label: view.label, value: <>{value === '' ? <span class="yw-soft">{words.empty}</span> : value}{view.source === null ? null : <><br /><span class="yw-soft yw-small">{words.source(view.source.register)}</span></>}</> }];
  };
  return (
    <section class="summary-part">
      <div class="band-head"><h2>{page.title}</h2>{changeHref === undefined ? null : <a href={changeHref}>{text.common.change}<span class="yw-hidden"> {page.title}</span></a>}</div>
      {page.sections.map((section) => section.repeat === null
        ? <Facts key={section.id} facts={section.fields.flatMap(fact)} />
        : section.repeat.rows.map((row, at) => <div key={at}><h3>{`${section.repeat?.rowTitle ?? ''} ${at + 1}`}</h3><Facts facts={row.flatMap(fact)} /></div>))}
    </section>
  );
};
