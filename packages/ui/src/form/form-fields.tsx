/** @jsxImportSource preact */
import type { JSX } from 'preact';
import { FieldControl } from './field-control.tsx';
import { fieldId, type PageView, type SectionView } from './form-view.ts';
import { formWords, type Locale } from './words.ts';

/** A level of a region to choose from: what the caller has loaded, by the digits of the parent. */
export type RegionLists = Readonly<Record<string, readonly { digits: string; name: string }[]>>;

export interface FormSettings {
  locale: Locale;
  regions: RegionLists;
}

/** All fields of a page of a form; works without script: rows and levels come and go by submit buttons named `do`. */
export const FormFields = ({ page, settings }: { page: PageView; settings: FormSettings }): JSX.Element => (
  <>
    {page.sections.map((section) => (
      <Section key={section.id} section={section} settings={settings} alone={page.sections.length === 1 && section.title === ''} />
    ))}
  </>
);

const Section = ({ section, settings, alone }: { section: SectionView; settings: FormSettings; alone: boolean }): JSX.Element => (
  <section id={fieldId(section.id)} class="yw-form-section" tabIndex={-1}>
    {!alone && section.title !== '' ? <h2>{section.title}</h2> : null}
    {section.note !== '' ? <p class="yw-soft">{section.note}</p> : null}
    {section.repeat === null ? section.fields.map((view) => <FieldControl key={view.path} view={view} settings={settings} />) : <Rows section={section} repeat={section.repeat} settings={settings} />}
  </section>
);

const Rows = ({ section, repeat, settings }: { section: SectionView; repeat: NonNullable<SectionView['repeat']>; settings: FormSettings }): JSX.Element => {
  const words = formWords[settings.locale];
  return (
    <>
      {repeat.rows.map((fields, at) => (
        <fieldset key={at} class="yw-row" id={fieldId(`${section.id}.${at}`)} tabIndex={-1}>
          <legend class="yw-hidden">{`${repeat.rowTitle} ${at + 1}`}</legend>
          <div class="yw-row-head">
            <h3 aria-hidden="true">{`${repeat.rowTitle} ${at + 1}`}</h3>
            {repeat.mayRemove ? (
              <button class="yw-link-button" type="submit" name="do" value={`remove:${section.id}:${at}`} formNoValidate>
                {words.remove(`${repeat.rowTitle} ${at + 1}`)}
              </button>
            ) : null}
          </div>
          {fields.map((view) => (
            <FieldControl key={view.path} view={view} settings={settings} />
          ))}
        </fieldset>
      ))}
      {repeat.mayAdd ? (
        <p>
          <button class="yw-button yw-button--plain" type="submit" name="do" value={`add:${section.id}`} formNoValidate>
            {words.add(repeat.rowTitle)}
          </button>
        </p>
      ) : null}
    </>
  );
};
