import { privacy, type OutputOf } from '@yiwang/server/contracts';
import { readDay } from '@yiwang/ui/words/read-day.ts';
import type { JSX } from 'preact';
import { definePage, fieldOf, queryOf, type PageContext, type Rendered } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { sendOnce } from '../send-once.ts';
import { useSite } from '../site.ts';
import { Button, ErrorSummary, Input, PostForm, type ShownError } from '../view/form.tsx';
import { Facts } from '../view/pieces.tsx';
import { myDataText } from './my-data-text.ts';

type Form = OutputOf<typeof privacy.correctionForm>;

/** 申请更正: first which fact, then what it should say and why. */
export const dataCorrection = definePage({
  path: '/my/data/correction',
  signedIn: true,
  async get(context) {
    const words = myDataText[context.request.locale];
    const [register, recordId, field] = [queryOf(context, 'register'), queryOf(context, 'record'), queryOf(context, 'field')];
    if (field !== '') return show(context, await context.call(privacy.correctionForm, { register, recordId, field }), []);
    const known = (await context.call(privacy.myData, {})).registers.find((one) => one.id === register);
    const fields = known?.records.find((one) => one.id === recordId)?.fields.filter((one) => one.correctable) ?? [];
    if (known === undefined || fields.length === 0) return { redirect: '/my/data' };
    return {
      title: words.correctTitle, personal: true, back: { href: '/my/data', words: words.title },
      body: (
        <form method="get">
          <input type="hidden" name="register" value={register} /><input type="hidden" name="record" value={recordId} />
          <fieldset class="yw-field">
            <legend class="yw-label"><h1 class="legend-title">{words.correctWhich}</h1></legend>
            {fields.map((one, at) => <div class="yw-choice yw-choice--boxed" key={one.id}><input type="radio" id={`field-${at}`} name="field" value={one.id} checked={at === 0} /><label for={`field-${at}`}><b>{one.title}</b><br /><span class="yw-soft yw-small">{one.value}</span></label></div>)}
          </fieldset>
          <Button>{words.correctNext}</Button>
        </form>
      ),
    };
  },
  async post(context) {
    const words = myDataText[context.request.locale];
    const where = { register: queryOf(context, 'register'), recordId: queryOf(context, 'record'), field: queryOf(context, 'field') };
    const input = { ...where, proposed: proposedOf(context), words: fieldOf(context, 'words').trim().slice(0, 500) };
    const errors: ShownError[] = [...(input.proposed === '' ? [{ id: 'proposed', words: words.missing }] : []), ...(input.words.length < 4 ? [{ id: 'words', words: words.reasonMissing }] : [])];
    if (errors.length === 0) {
      try {
        await context.call(privacy.askCorrection, input, sendOnce(context, input));
        return { redirect: '/my/data?done=asked' };
      } catch (error) {
        const refusal = refusalOf(error, context.request.locale);
        if (refusal.status >= 500 || refusal.status === 404) throw error;
        errors.push({ id: 'proposed', words: refusal.words });
      }
    }
    return show(context, await context.call(privacy.correctionForm, where), errors);
  },
});

/** A day in the form of registers; codes and texts as they are. */
const proposedOf = (context: PageContext): string => {
  const text = fieldOf(context, 'proposed').trim().slice(0, 500);
  return fieldOf(context, 'type') === 'date' ? (readDay(text) ?? text) : text;
};

function show(context: PageContext, form: Form, errors: ShownError[]): Rendered {
  const words = myDataText[context.request.locale];
  return { title: words.correctTitle, personal: true, ...(errors.length > 0 ? { status: 422 } : {}), back: { href: '/my/data', words: words.title }, body: <CorrectionForm form={form} errors={errors} typed={(id) => fieldOf(context, id)} /> };
}

const CorrectionForm = ({ form, errors, typed }: { form: Form; errors: readonly ShownError[]; typed: (id: string) => string }): JSX.Element => {
  const words = myDataText[useSite().locale];
  const errorOf = (id: string): string | undefined => errors.find((one) => one.id === id)?.words;
  const wrong = errorOf('proposed');
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="progress-words">{form.registerTitle}</p>
      <h1>{words.correctTitle}</h1>
      <p class="yw-lead">{words.correctLead(form.answeredBy)}</p>
      <Facts facts={[{ label: `${form.title} · ${words.was}`, value: form.was === '' ? words.empty : form.was }]} />
      <PostForm>
        <input type="hidden" name="type" value={form.type} />
        {form.options.length === 0 ? <Input id="proposed" label={words.proposed} type={form.type === 'date' ? 'day' : 'text'} value={typed('proposed')} error={wrong} {...(form.type === 'date' ? { hint: words.dateHint } : {})} /> : (
          <div class={wrong === undefined ? 'yw-field' : 'yw-field yw-field--wrong'}>
            <label class="yw-label" for="proposed">{words.proposed}</label>
            {wrong === undefined ? null : <p class="yw-error" id="proposed-error">{wrong}</p>}
            <select class="yw-input" id="proposed" name="proposed" aria-describedby={wrong === undefined ? undefined : 'proposed-error'}>
              <option value="">{words.choose}</option>
              {form.options.map((one) => <option key={one.value} value={one.value} selected={one.value === typed('proposed')}>{one.label}</option>)}
            </select>
          </div>
        )}
        <Input id="words" label={words.reason} hint={words.reasonHint} rows={3} value={typed('words')} error={errorOf('words')} />
        <Button>{words.send}</Button>
      </PostForm>
    </>
  );
};
