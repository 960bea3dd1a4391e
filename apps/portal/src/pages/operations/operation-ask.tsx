import { development } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { definePage, fieldOf, fieldsOf, param, type PageContext, type Rendered } from '../../page.ts';
import { refusalOf } from '../../refusal.ts';
import { sendOnce } from '../../send-once.ts';
import { useSite } from '../../site.ts';
import { Button, ErrorSummary, Input, PostForm, type ShownError } from '../../view/form.tsx';
import { agreementOf } from './operation.tsx';
import { stateOf, type Agreement } from './operations.tsx';
import { operationsText } from './operations-text.ts';
import { fns, groupsMax, openColumns, ops, questionOfForm, type Offer } from './question-of-form.ts';

async function contractOf(context: PageContext): Promise<{ agreement: Agreement; offer: Offer } | undefined> {
  const agreement = await agreementOf(context);
  const offer = (await context.call(development.listOperatorOffers, {})).offers.find((one) => one.id === agreement?.offer);
  return agreement === undefined || offer === undefined || stateOf(context, agreement) !== 'active' ? undefined : { agreement, offer };
}

/** 提出查询 under an agreement: typed, over the columns on offer; its result waits for a review. */
export const operationAsk = definePage({
  path: '/my/operations/:agreementId/ask',
  signedIn: true,
  async get(context) {
    const found = await contractOf(context);
    return found === undefined ? { redirect: `/my/operations/${param(context, 'agreementId')}` } : show(context, found.offer, []);
  },
  async post(context) {
    const words = operationsText[context.request.locale];
    const found = await contractOf(context);
    if (found === undefined) return { redirect: `/my/operations/${param(context, 'agreementId')}` };
    const asked = questionOfForm(context, found.offer);
    if (asked === undefined) return show(context, found.offer, [{ id: 'columns-0', words: words.detailMissing }]);
    try {
      const input = { agreementId: found.agreement.id, asked };
      await context.call(development.askAsOperator, input, sendOnce(context, input));
      return { redirect: `/my/operations/${found.agreement.id}?done=asked` };
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status >= 500 || refusal.status === 404) throw error;
      return show(context, found.offer, [{ id: 'where', words: refusal.words }]);
    }
  },
});

function show(context: PageContext, offer: Offer, errors: ShownError[]): Rendered {
  const words = operationsText[context.request.locale];
  return {
    title: words.askTitle, personal: true, ...(errors.length > 0 ? { status: 422 } : {}), back: { href: `/my/operations/${param(context, 'agreementId')}`, words: words.title },
    body: (
      <>
        <ErrorSummary errors={errors} />
        <h1>{words.askTitle}</h1>
        <p class="yw-lead">{words.askLead}</p>
        <p class="yw-soft">{words.limits(offer.smallestGroup, offer.rowsMax, offer.questionsPerDay)}</p>
        <AskForm offer={offer} typed={(id) => fieldOf(context, id)} chosen={fieldsOf(context, 'columns')} />
      </>
    ),
  };
}

const AskForm = ({ offer, typed, chosen }: { offer: Offer; typed: (id: string) => string; chosen: readonly string[] }): JSX.Element => {
  const words = operationsText[useSite().locale];
  const open = openColumns(offer).map((c) => ({ value: c.column, label: c.title }));
  const rows = typed('form') === 'rows';
  return (
    <PostForm>
      <Choose id="where" label={words.where} value={typed('where')} options={[{ value: '', label: words.noCondition }, ...open]} />
      <Choose id="op" label={words.op} value={typed('op')} options={ops.map((value) => ({ value, label: words.ops[value] }))} />
      <Input id="value" label={words.value} hint={words.valueHint} value={typed('value')} />
      {offer.level === 'rows' ? (
        <fieldset class="yw-field">
          <legend class="yw-label">{words.form}</legend>
          {(['figures', 'rows'] as const).map((value) => <div class="yw-choice" key={value}><input type="radio" id={`form-${value}`} name="form" value={value} checked={rows === (value === 'rows')} /><label for={`form-${value}`}>{value === 'rows' ? words.detail : words.figures}</label></div>)}
        </fieldset>
      ) : null}
      <fieldset class="yw-field">
        <legend class="yw-label">{words.figures}</legend>
        {Array.from({ length: groupsMax }, (_, at) => (
          <div key={at}>
            <Choose id={`group${at}`} label={words.group(at + 1)} value={typed(`group${at}`)} options={[{ value: '', label: words.nothing }, ...open]} />
            <Choose id={`by${at}`} label={words.by(at + 1)} value={typed(`by${at}`)} options={[{ value: '', label: words.whole }, { value: 'year', label: words.year }, { value: 'month', label: words.month_ }, ...['2', '4', '6'].map((n) => ({ value: n, label: words.first(Number(n)) }))]} />
          </div>
        ))}
        <Choose id="of" label={words.of} value={typed('of')} options={[{ value: '', label: words.count }, ...open]} />
        <Choose id="fn" label={words.measure} value={typed('fn')} options={fns.map((value) => ({ value, label: words.fns[value] }))} />
      </fieldset>
      {offer.level === 'rows' ? (
        <fieldset class="yw-field">
          <legend class="yw-label">{words.columns}</legend>
          {(offer.views[0]?.columns ?? []).filter((c) => c.kind !== 'digest').map((c, at) => <div class="yw-choice" key={c.column}><input type="checkbox" id={`columns-${at}`} name="columns" value={c.column} checked={chosen.includes(c.column)} /><label for={`columns-${at}`}>{c.title}{c.masked ? <span class="yw-soft yw-small"> {words.masked}</span> : null}</label></div>)}
        </fieldset>
      ) : null}
      <Button>{words.send}</Button>
    </PostForm>
  );
};

const Choose = ({ id, label, value, options }: { id: string; label: string; value: string; options: readonly { value: string; label: string }[] }): JSX.Element => (
  <div class="yw-field">
    <label class="yw-label" for={id}>{label}</label>
    <select class="yw-input yw-input--20" id={id} name={id}>{options.map((one) => <option key={one.value} value={one.value} selected={one.value === value}>{one.label}</option>)}</select>
  </div>
);
