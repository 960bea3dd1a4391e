import { identity, services, type OutputOf } from '@yiwang/server/contracts';
import { readDay } from '@yiwang/ui/words/read-day.ts';
import type { JSX } from 'preact';
import { day } from '../format.ts';
import { dayOf, definePage, fieldOf, fieldsOf, here, queryOf, type PageContext, type Rendered } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { sendOnce } from '../send-once.ts';
import { useSite } from '../site.ts';
import { accountText } from './account-text.ts';
import { Button, ErrorSummary, Input, LinkButton, PostForm, type ShownError } from '../view/form.tsx';
import { Notice, Tag } from '../view/pieces.tsx';

type Mandate = OutputOf<typeof identity.listMandates>['mandates'][number];
const tones = { offered: 'soon', active: 'good', declined: 'quiet', revoked: 'quiet', expired: 'quiet' } as const;

/** 我的委托: who acts for me, for whom I act. */
export const mandates = definePage({
  path: '/my/mandates',
  signedIn: true,
  get: (context) => show(context, ''),
  async post(context) {
    const act = fieldOf(context, 'act');
    const base = { mandateId: fieldOf(context, 'id'), version: Number(fieldOf(context, 'version')) };
    try {
      if (act === 'revoked') await context.call(identity.revokeMandate, base, sendOnce(context, [act, base]));
      else await context.call(identity.answerMandate, { ...base, accept: act === 'accepted' }, sendOnce(context, [act, base]));
      return { redirect: `/my/mandates?done=${act === 'revoked' || act === 'accepted' ? act : 'declined'}` };
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status >= 500) throw error;
      return { ...(await show(context, refusal.words)), status: refusal.status };
    }
  },
});

async function show(context: PageContext, refused: string): Promise<Rendered> {
  const words = accountText[context.request.locale];
  const { mandates: list } = await context.call(identity.listMandates, {});
  const told = words.mandateDone[queryOf(context, 'done')];
  return {
    title: words.mandates,
    personal: true,
    back: { href: '/my', words: context.text.frame.mine },
    body: (
      <>
        {refused === '' ? null : <Notice tone="bad" icon="warning"><p role="alert">{refused}</p></Notice>}
        {told === undefined ? null : <Notice tone="good" icon="check"><p>{told}</p></Notice>}
        <h1>{words.mandates}</h1>
        <p class="yw-lead">{words.mandatesLead}</p>
        <p><LinkButton href="/my/mandates/give">{words.mandateGive}</LinkButton></p>
        {(['received', 'given'] as const).map((side) => {
          const rows = list.filter((one) => one.side === side);
          return (
            <section key={side} aria-labelledby={side}>
              <h2 id={side}>{side === 'given' ? words.mandateGiven : words.mandateReceived}</h2>
              {rows.length === 0 ? <p class="yw-soft">{words.mandateNone}</p> : <ul class="yw-list">{rows.map((one) => <Line key={one.id} mandate={one} />)}</ul>}
            </section>
          );
        })}
      </>
    ),
  };
}

const Line = ({ mandate }: { mandate: Mandate }): JSX.Element => {
  const { locale } = useSite();
  const words = accountText[locale];
  const waits = mandate.side === 'received' && mandate.state === 'offered';
  const open = mandate.state === 'offered' || mandate.state === 'active';
  return (
    <li>
      <h3 class="item-name">{mandate.side === 'given' ? words.mandateTo(mandate.agentName) : words.mandateFrom(mandate.principalName)} <Tag tone={tones[mandate.state]}>{words.mandateState[mandate.state]}</Tag></h3>
      <p class="facts-line"><span>{words.mandateItems(mandate.items.length)}</span><span>{words.mandateTerm(day(mandate.validFrom, locale), day(mandate.validTo, locale))}</span></p>
      <p lang="zh-CN">{mandate.statement}</p>
      {!open ? null : (
        <PostForm>
          <input type="hidden" name="id" value={mandate.id} />
          <input type="hidden" name="version" value={mandate.version} />
          <div class="yw-actions tight">
            {waits ? <><button class="yw-button yw-button--small" type="submit" name="act" value="accepted">{words.accept}</button><button class="yw-button yw-button--plain yw-button--small" type="submit" name="act" value="declined">{words.decline}</button></> : <button class="yw-button yw-button--plain yw-button--small" type="submit" name="act" value="revoked">{words.withdraw}<span class="yw-hidden"> {mandate.agentName}</span></button>}
          </div>
        </PostForm>
      )}
    </li>
  );
};

/** 委托他人办事: whom, what for, until when. */
export const giveMandate = definePage({
  path: '/my/mandates/give',
  signedIn: true,
  get: (context) => showForm(context, []),
  async post(context) {
    const words = accountText[context.request.locale];
    const input = { agentName: fieldOf(context, 'agentName').trim(), agentIdentityNumber: fieldOf(context, 'agentNumber').trim().toUpperCase(), validFrom: dayOf(context, 'validFrom'), validTo: dayOf(context, 'validTo'), items: fieldOf(context, 'scope') === 'some' ? fieldsOf(context, 'items').slice(0, 100) : [] };
    const dated = (text: string): boolean => readDay(text) !== undefined;
    const missing: ShownError[] = [
      ...(input.agentName === '' ? [{ id: 'agentName', words: `${words.missing}：${words.agentName}` }] : []), ...(/^\d{17}[\dX]$/.test(input.agentIdentityNumber) ? [] : [{ id: 'agentNumber', words: `${words.missing}：${words.agentNumber}` }]),
      ...(dated(input.validFrom) ? [] : [{ id: 'validFrom', words: `${words.missing}：${words.validFrom}` }]), ...(dated(input.validTo) ? [] : [{ id: 'validTo', words: `${words.missing}：${words.validTo}` }]),
      ...(fieldOf(context, 'scope') === 'some' && input.items.length === 0 ? [{ id: 'scope-some', words: `${words.missing}：${words.scope}` }] : []),
    ];
    if (missing.length > 0) return { ...(await showForm(context, missing)), status: 422 };
    try {
      await context.call(identity.grantMandate, input, sendOnce(context, input));
      return { redirect: '/my/mandates?done=given' };
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status >= 500) throw error;
      return { ...(await showForm(context, [{ id: refusal.code === 'access.mandateDates' ? 'validTo' : 'agentName', words: refusal.words }])), status: refusal.status };
    }
  },
});

async function showForm(context: PageContext, errors: readonly ShownError[]): Promise<Rendered> {
  const words = accountText[context.request.locale];
  const { items } = await context.call(services.listItems, here(context));
  const given = (name: string, otherwise = ''): string => fieldOf(context, name) || otherwise;
  const wrong = (id: string): string | undefined => errors.find((one) => one.id === id)?.words;
  const today = new Date(context.request.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const chosen = new Set(fieldsOf(context, 'items'));
  const some = given('scope') === 'some';
  const principal = context.request.actor.actingFor;
  return {
    title: words.mandateGive,
    personal: true,
    back: { href: '/my/mandates', words: words.mandates },
    body: (
      <>
        <ErrorSummary errors={errors} />
        <h1>{words.mandateGive}</h1>
        {principal === null ? null : <p class="yw-lead">{words.principal(principal.name)}</p>}
        <PostForm>
          <Input id="agentName" label={words.agentName} hint={words.agentHint} value={given('agentName')} width="yw-input--20" error={wrong('agentName')} />
          <Input id="agentNumber" label={words.agentNumber} value={given('agentNumber')} width="yw-input--20" error={wrong('agentNumber')} />
          <Input id="validFrom" label={words.validFrom} type="day" value={given('validFrom', today)} width="yw-input--20" error={wrong('validFrom')} />
          <Input id="validTo" label={words.validTo} type="day" hint={words.dateHint} value={given('validTo')} width="yw-input--20" error={wrong('validTo')} />
          <fieldset class="yw-field">
            <legend class="yw-label">{words.scope}</legend>
            <div class="yw-choice"><input type="radio" id="scope-all" name="scope" value="all" checked={!some} /><label for="scope-all">{words.scopeAll}</label></div>
            <div class="yw-choice"><input type="radio" id="scope-some" name="scope" value="some" checked={some} /><label for="scope-some">{words.scopeSome}</label></div>
          </fieldset>
          <fieldset class="yw-field">
            <legend class="yw-label">{words.scopeSome}</legend>
            {items.filter((item) => item.kind === 'service-item').map((item) => <div class="yw-choice" key={item.id}><input type="checkbox" id={`item-${item.id}`} name="items" value={item.id} checked={chosen.has(item.id)} /><label for={`item-${item.id}`}>{item.name}</label></div>)}
          </fieldset>
          <Button>{words.send}</Button>
        </PostForm>
      </>
    ),
  };
}
