import { services } from '@yiwang/server/contracts';
import { day, moment } from '../format.ts';
import { definePage, fieldOf, queryOf, type PageContext, type Rendered } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { Button, ErrorSummary, Input, PostForm, type ShownError } from '../view/form.tsx';
import { Facts } from '../view/pieces.tsx';

/** 凭编号和查询码查进度. Sent by POST, so that the code stands in no address and no log. */
export const track = definePage({
  path: '/track',
  get: (context) => form(context, queryOf(context, 'number'), []),
  async post(context) {
    const { track: words } = context.text;
    const number = fieldOf(context, 'number').trim().slice(0, 40);
    const code = fieldOf(context, 'code').trim().slice(0, 12);
    const missing: ShownError[] = [...(number === '' ? [{ id: 'number', words: words.missingNumber }] : []), ...(code === '' ? [{ id: 'code', words: words.missingCode }] : [])];
    if (missing.length > 0) return { ...form(context, number, missing), status: 422 };
    const { locale } = context.request;
    try {
      const found = await context.call(services.trackCase, { number, code });
      return {
        title: found.number,
        personal: true,
        body: (
          <>
            <h1>{found.name}</h1>
            <Facts facts={[
              { label: words.number, value: <span class="yw-code">{found.number}</span> },
              { label: words.state, value: <b>{found.stateWords}</b> },
              { label: words.department, value: found.department },
              ...(found.dueOn === null ? [] : [{ label: context.text.cases.due, value: day(found.dueOn, locale) }]),
            ]} />
            <h2>{context.text.cases.progress}</h2>
            <ol class="yw-steps" reversed>{found.steps.toReversed().map((step) => <li key={step.at + step.title}><p><b>{step.title}</b></p><p class="yw-soft yw-small">{moment(step.at, locale)}</p></li>)}</ol>
            <p><a href="/track">{words.again}</a></p>
          </>
        ),
      };
    } catch (error) {
      const refusal = refusalOf(error, locale);
      if (refusal.status >= 500) throw error;
      return { ...form(context, number, [{ id: 'number', words: refusal.words }]), status: refusal.status };
    }
  },
});

function form(context: PageContext, number: string, errors: ShownError[]): Rendered {
  const { track: words } = context.text;
  const of = (id: string): string | undefined => errors.find((error) => error.id === id)?.words;
  return {
    title: words.title,
    personal: true,
    body: (
      <>
        <ErrorSummary errors={errors} />
        <h1>{words.title}</h1>
        <p class="yw-lead">{words.lead}</p>
        <PostForm action="/track">
          <Input id="number" label={words.number} value={number} error={of('number')} />
          <Input id="code" label={words.code} hint={words.codeHint} error={of('code')} width="yw-input--10" />
          <Button>{words.button}</Button>
        </PostForm>
      </>
    ),
  };
}
