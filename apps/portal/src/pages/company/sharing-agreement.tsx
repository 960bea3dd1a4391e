import { enterprise, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { count, day, moment } from '../../format.ts';
import { fieldOf, param, queryOf, type PageContext } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { useSite } from '../../site.ts';
import { Button, Input, PostForm } from '../../view/form.tsx';
import { Facts, Notice, Tag } from '../../view/pieces.tsx';
import { companyPage, given } from './company-page.tsx';
import { companyText } from './company-text.ts';
import { stateTones } from './sharing.tsx';
import { sharingText } from './sharing-text.ts';

type Agreement = OutputOf<typeof enterprise.myAgreement>;
const words = (context: PageContext) => sharingText[context.request.locale];

/** 一份协议: what it says, how both directions run, and what the company may do now: sign, decline, withdraw. */
export const sharingAgreement = companyPage({
  path: '/my/sharing/:agreementId',
  title: (context) => words(context).title,
  back: (context) => ({ href: '/my/sharing', words: words(context).title }),
  async show(context) {
    const t = words(context);
    const a = await context.call(enterprise.myAgreement, { agreementId: param(context, 'agreementId') });
    const told = t.done[queryOf(context, 'done')];
    return {
      title: a.title,
      body: (
        <>
          {told === undefined ? null : <Notice tone="good" icon="check"><p>{told}</p></Notice>}
          <h1>{a.title}</h1>
          <p><Tag tone={stateTones[a.state]}>{t.state[a.state]}</Tag> {a.endedBy === null ? null : t.by[a.endedBy]}</p>
          {a.reason === null || (a.state !== 'ended' && a.state !== 'declined') ? null : <Notice><p>{a.reason}</p></Notice>}
          <Terms of={a} />
          <Inbound of={a} />
          <Outbound of={a} />
          <h2>{t.duties}</h2>
          <ul>{a.terms.duties.map((duty) => <li key={duty}>{duty}</li>)}</ul>
          <h2>{t.course}</h2>
          <ul class="yw-list">{a.actions.map((x) => <li key={x.at + x.kind}><b>{t.action[x.kind] ?? x.kind}</b><p class="facts-line"><span>{moment(x.at, context.request.locale)}</span><span>{x.by}</span></p></li>)}</ul>
          <Acts of={a} typed={(id) => fieldOf(context, id)} />
        </>
      ),
    };
  },
  async act(context, act) {
    const agreementId = param(context, 'agreementId');
    const base = { agreementId, version: Number(fieldOf(context, 'version')) };
    if (act === 'sign') {
      const input = { ...base, ...given('url', fieldOf(context, 'url')), ...given('token', fieldOf(context, 'token')), ...given('rows', fieldOf(context, 'rows')), ...given('next', fieldOf(context, 'next')), ...given('positionParameter', fieldOf(context, 'positionParameter')) };
      await context.call(enterprise.sign, input, sendOnce(context, input));
      return { redirect: `/my/sharing/${agreementId}?done=signed` };
    }
    const input = { ...base, reason: fieldOf(context, 'reason').replace(/\s+/g, ' ') };
    await context.call(act === 'withdraw' ? enterprise.withdraw : enterprise.decline, input, sendOnce(context, [act, input]));
    return { redirect: `/my/sharing/${agreementId}?done=${act === 'withdraw' ? 'withdrawn' : 'declined'}` };
  },
});

function Terms({ of: a }: { of: Agreement }): JSX.Element {
  const { locale } = useSite();
  const t = sharingText[locale];
  return (
    <Facts facts={[
      { label: t.number, value: a.number }, { label: t.bodyOf, value: a.organisationName }, { label: t.purpose, value: a.purpose }, { label: t.basis, value: a.terms.basis }, ...(a.validUntil === null ? [] : [{ label: t.term, value: day(a.validUntil, locale) }]),
      ...(a.contractUrl === null ? [] : [{ label: t.contract, value: <a href={a.contractUrl}>{a.number}.ofd</a> }, { label: t.digest, value: <span class="yw-code">{a.contractDigest}</span> }]),
    ]} />
  );
}

function Inbound({ of: a }: { of: Agreement }): JSX.Element | null {
  const { locale } = useSite();
  const t = sharingText[locale];
  const { inbound } = a.terms;
  if (inbound === null) return null;
  const s = a.supply;
  const how = s === null ? t.notYet : s.state === 'stopped' ? t.stopped : s.late ? t.late : s.lastState === 'failed' ? t.failure : t.well;
  return (
    <section aria-labelledby="inbound">
      <h2 id="inbound">{t.inbound}</h2>
      <p>{inbound.registerTitle}{companyText[locale].colon}{inbound.fields.map((f) => f.title).join(companyText[locale].comma)}</p>
      <p class="yw-soft">{t.cycle(inbound.everyMinutes)}</p>
      <Facts facts={[{ label: t.supply, value: <Tag tone={s?.late === true || s?.lastState === 'failed' ? 'bad' : s?.state === 'active' ? 'good' : 'quiet'}>{how}</Tag> }, ...(s === null ? [] : [{ label: t.loaded, value: count(s.loaded) }, { label: t.refused, value: count(s.refused) }, ...(s.lastAt === null ? [] : [{ label: t.last, value: moment(s.lastAt, locale) }])])]} />
      {s?.failure == null ? null : <Notice tone="soon" icon="warning"><p>{s.failure}</p></Notice>}
    </section>
  );
}

function Outbound({ of: a }: { of: Agreement }): JSX.Element | null {
  const { locale } = useSite();
  const t = sharingText[locale];
  if (a.terms.outbound.length === 0) return null;
  return (
    <section aria-labelledby="outbound">
      <h2 id="outbound">{t.outbound}</h2>
      <p>{t.purposeCode}{companyText[locale].colon}<span class="yw-code">{a.terms.purposeCode}</span></p>
      <ul class="yw-list">
        {a.terms.outbound.map((s) => {
          const use = a.uses.find((u) => u.service === s.service);
          return (
            <li key={s.service}>
              <h3 class="item-name">{s.title}</h3>
              <p>{s.fields.map((f) => (s.masked.includes(f.id) ? `${f.title} (${t.masked})` : f.title)).join(companyText[locale].comma)}</p>
              <p class="facts-line"><span>{t.limits(s.ratePerSecond, count(s.dailyQuota))}</span><span class="yw-code">/exchange/v1/{s.service}</span></p>
              {use === undefined ? null : <p class="facts-line"><span>{t.grant}{companyText[locale].colon}<span class="yw-code">{use.grantId}</span></span><span>{t.calls(count(use.calls), count(use.refused))}</span></p>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Acts({ of: a, typed }: { of: Agreement; typed: (id: string) => string }): JSX.Element | null {
  const t = sharingText[useSite().locale];
  const version = <input type="hidden" name="version" value={a.version} />;
  if (a.state === 'active') {
    return (
      <details>
        <summary>{t.withdraw}</summary>
        <p>{t.withdrawLead}</p>
        <PostForm>{version}<Input id="reason" label={t.withdrawReason} value={typed('reason')} /><Button kind="danger" name="act" value="withdraw">{t.withdraw}</Button></PostForm>
      </details>
    );
  }
  if (a.state !== 'offered' && a.state !== 'applied') return null;
  return (
    <>
      {a.state === 'offered' && (
        <section aria-labelledby="sign">
          <h2 id="sign">{t.signTitle}</h2>
          <p>{t.signLead}</p>
          <PostForm keep>
            {version}
            {a.terms.inbound === null ? null : (
              <>
                <Input id="url" label={t.url} hint={t.urlHint} value={typed('url')} />
                <Input id="token" label={t.token} />
                <Input id="rows" label={t.rows} hint={t.rowsHint} value={typed('rows')} width="yw-input--20" />
                <Input id="next" label={t.nextPath} hint={t.nextHint} value={typed('next')} width="yw-input--20" />
                <Input id="positionParameter" label={t.parameter} hint={t.parameterHint} value={typed('positionParameter')} width="yw-input--20" />
              </>
            )}
            <Button name="act" value="sign">{t.sign}</Button>
          </PostForm>
        </section>
      )}
      <details>
        <summary>{t.decline}</summary>
        <PostForm>{version}<Input id="reason" label={t.declineReason} value={typed('reason')} /><Button kind="plain" name="act" value="decline">{t.decline}</Button></PostForm>
      </details>
    </>
  );
}
