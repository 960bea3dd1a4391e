import { privacy, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { day } from '../format.ts';
import { definePage, fieldOf, queryOf, type PageContext, type Rendered } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { sendOnce } from '../send-once.ts';
import { useSite } from '../site.ts';
import { consentsText } from './consents-text.ts';
import { Button, LinkButton, PostForm } from '../view/form.tsx';
import { Notice, Tag } from '../view/pieces.tsx';

type Consent = OutputOf<typeof privacy.listConsents>['consents'][number];
const tones = { active: 'good', withdrawn: 'quiet', over: 'quiet' } as const;

/** 我的同意与异议: who may use my data because I agreed; to withdraw is one press. */
export const consents = definePage({
  path: '/my/consents',
  signedIn: true,
  get: (context) => show(context, ''),
  async post(context) {
    const act = fieldOf(context, 'act');
    try {
      if (act === 'object') {
        const input = { organisation: fieldOf(context, 'organisation'), words: fieldOf(context, 'words') };
        await context.call(privacy.object, input, sendOnce(context, input));
        return { redirect: '/my/consents?done=objected' };
      }
      const input = { consentId: fieldOf(context, 'id'), version: Number(fieldOf(context, 'version')) };
      await context.call(privacy.withdrawConsent, input, sendOnce(context, input));
      return { redirect: '/my/consents?done=withdrawn' };
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status >= 500) throw error;
      return { ...(await show(context, refusal.words)), status: refusal.status };
    }
  },
});

async function show(context: PageContext, refused: string): Promise<Rendered> {
  const { locale } = context.request;
  const words = consentsText[locale];
  const [{ consents: list }, { objections: all }] = await Promise.all([context.call(privacy.listConsents, {}), context.call(privacy.myObjections, {})]);
  const told = words.done[queryOf(context, 'done')];
  const objections = all.filter((one) => one.correction === null);
  return {
    title: words.title,
    personal: true,
    back: { href: '/my', words: context.text.frame.mine },
    body: (
      <>
        {refused === '' ? null : <Notice tone="bad" icon="warning"><p role="alert">{refused}</p></Notice>}
        {told === undefined ? null : <Notice tone="good" icon="check"><p>{told}</p></Notice>}
        <h1>{words.title}</h1>
        <p class="yw-lead">{words.lead}</p>
        {list.length === 0 ? <p class="yw-soft">{words.none}</p> : <ul class="yw-list">{list.map((one) => <Line key={one.id} consent={one} />)}</ul>}
        <h2>{words.objections}</h2>
        {objections.length === 0 ? <p class="yw-soft">{words.noObjections}</p> : (
          <ul class="yw-list">
            {objections.map((one) => <li key={one.id}><h3 class="item-name">{one.organisationName} <Tag tone={one.state === 'open' ? 'soon' : 'quiet'}>{words.objectionState[one.state]}</Tag></h3><p>{one.words}</p>{one.answer === null ? null : <p class="yw-soft">{words.answer}{locale === 'zh' ? '：' : ': '}{one.answer}</p>}</li>)}
          </ul>
        )}
      </>
    ),
  };
}

const Line = ({ consent }: { consent: Consent }): JSX.Element => {
  const { locale } = useSite();
  const words = consentsText[locale];
  return (
    <li>
      <h3 class="item-name">{consent.organisationName} <Tag tone={tones[consent.state]}>{words.state[consent.state]}</Tag></h3>
      <p>{consent.purpose}</p>
      <p class="facts-line"><span>{consent.registerTitle}</span><span>{consent.fields.map((f) => f.title).join(locale === 'zh' ? '、' : ', ')}</span><span>{words.given(day(consent.givenAt, locale), day(consent.validUntil, locale))}</span></p>
      {consent.erasure === null ? null : <p class="yw-small"><Tag tone={consent.erasure.erased === consent.erasure.holders ? 'good' : consent.erasure.late ? 'bad' : 'soon'}>{words.erasure(consent.erasure.erased, consent.erasure.holders)}</Tag> {consent.erasure.erased === consent.erasure.holders ? null : words.erasureBy(day(consent.erasure.dueAt, locale), consent.erasure.late)}</p>}
      {consent.state !== 'active' ? null : (
        <PostForm>
          <input type="hidden" name="id" value={consent.id} />
          <input type="hidden" name="version" value={consent.version} />
          <button class="yw-button yw-button--plain yw-button--small" type="submit" name="act" value="withdraw">{words.withdraw}<span class="yw-hidden"> {consent.organisationName}</span></button>
        </PostForm>
      )}
      <details>
        <summary>{words.objectTo(consent.organisationName)}</summary>
        <PostForm>
          <input type="hidden" name="organisation" value={consent.organisation} />
          <label class="yw-label" for={`words-${consent.id}`}>{words.objectWords}</label>
          <textarea class="yw-input" id={`words-${consent.id}`} name="words" rows={3} maxLength={500} />
          <Button kind="plain" name="act" value="object">{words.send}</Button>
        </PostForm>
      </details>
    </li>
  );
};

/** 请求同意: a body sends a link that says what it wants; the page says it in plain words and takes a yes. */
export const giveConsent = definePage({
  path: '/my/consents/give',
  signedIn: true,
  get: (context) => asked(context, ''),
  async post(context) {
    const input = askedFor(context);
    try {
      await context.call(privacy.giveConsent, input, sendOnce(context, input));
      return { redirect: '/my/consents?done=given' };
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status >= 500) throw error;
      return { ...(await asked(context, refusal.words)), status: refusal.status };
    }
  },
});

const askedFor = (context: PageContext) => ({
  organisation: queryOf(context, 'organisation').slice(0, 18), register: queryOf(context, 'register').slice(0, 60), fields: queryOf(context, 'fields').split(',').filter((f) => f !== '').slice(0, 40), purpose: queryOf(context, 'purpose').slice(0, 200), days: Math.min(366, Math.max(1, Number(queryOf(context, 'days')) || 30)),
});

async function asked(context: PageContext, refused: string): Promise<Rendered> {
  const words = consentsText[context.request.locale];
  const input = askedFor(context);
  const { registers, organisationName } = await context.call(privacy.consentChoices, { organisation: input.organisation });
  const register = registers.find((r) => r.id === input.register);
  const fields = register?.fields.filter((f) => input.fields.includes(f.id)) ?? [];
  const complete = register !== undefined && fields.length > 0 && fields.length === input.fields.length && input.purpose !== '' && organisationName !== null;
  return {
    title: words.giveTitle,
    personal: true,
    back: { href: '/my/consents', words: words.title },
    body: (
      <>
        {refused === '' ? null : <Notice tone="bad" icon="warning"><p role="alert">{refused}</p></Notice>}
        <h1>{words.giveTitle}</h1>
        {!complete ? <p>{words.incomplete}</p> : (
          <>
            <p class="yw-lead">{words.giveLead(organisationName)}</p>
            <dl class="yw-facts">
              <div><dt>{words.purpose}</dt><dd>{input.purpose}</dd></div>
              <div><dt>{words.register}</dt><dd>{register.title}</dd></div>
              <div><dt>{words.fields}</dt><dd>{fields.map((f) => f.title).join('、')}</dd></div>
              <div><dt>{words.term}</dt><dd>{words.days(input.days)}</dd></div>
            </dl>
            <PostForm><div class="yw-actions"><Button>{words.agree}</Button><LinkButton href="/my" kind="plain">{words.refuse}</LinkButton></div></PostForm>
          </>
        )}
      </>
    ),
  };
}
