import { enterprise, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { count, day, moment } from '../../format.ts';
import { fieldOf, param } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { useSite } from '../../site.ts';
import { Button, Input, PostForm } from '../../view/form.tsx';
import { Facts, Notice, Tag } from '../../view/pieces.tsx';
import { companyPage, Course, given, lineOf } from './company-page.tsx';
import { companyText } from './company-text.ts';
import { stateTones } from './sharing.tsx';
import { sharingText } from './sharing-text.ts';

type Agreement = OutputOf<typeof enterprise.myAgreement>;
/** 一份协议: what it says, how both directions run, and what the company may do now: sign, decline, withdraw. */
export const sharingAgreement = companyPage({
  path: '/my/sharing/:agreementId',
  words: sharingText,
  title: (t) => t.title,
  back: (t) => ({ href: '/my/sharing', words: t.title }),
  done: (t) => t.done,
  async show(context, t) {
    const [a, { keys }] = await Promise.all([context.call(enterprise.myAgreement, { agreementId: param(context, 'agreementId') }), context.call(enterprise.myKeys, {})]);
    const next = a.state === 'applied' || a.state === 'review' || a.state === 'sealing' ? t.now[a.state] : null;
    return {
      title: a.title,
      body: (
        <>
          <h1>{a.title}</h1>
          <p><Tag tone={stateTones[a.state]}>{t.state[a.state]}</Tag> {a.endedBy === null ? null : t.by[a.endedBy]}</p>
          {a.state === 'offered' ? <Notice tone="soon"><p>{t.toSign} <a href="#sign">{t.goSign}</a></p></Notice> : null}
          {next === null ? null : <Notice><p>{next}</p></Notice>}
          {a.reason === null || a.reason === '' || (a.state !== 'ended' && a.state !== 'declined') ? null : <Notice><p>{t.why(a.reason)}</p></Notice>}
          <Terms of={a} />
          <DisposalOf of={a} />
          <Inbound of={a} />
          <Outbound of={a} keyed={keys.length > 0} />
          <h2>{t.duties}</h2>
          <ul>{a.terms.duties.map((duty) => <li key={duty}>{duty}</li>)}</ul>
          <Acts of={a} typed={(id) => fieldOf(context, id)} />
          <Course title={t.course} actions={a.actions.map((x) => ({ ...x, note: x.kind === 'ended' || x.kind === 'sealed' || x.kind === 'returned' || x.kind === 'deleted' || x.kind === 'passedOn' ? null : x.note }))} words={(kind) => t.action[kind] ?? kind} />
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
    const input = { ...base, reason: lineOf(context, 'reason') };
    await context.call(act === 'withdraw' ? enterprise.withdraw : enterprise.decline, input, sendOnce(context, [act, input]));
    return { redirect: `/my/sharing/${agreementId}?done=${act === 'withdraw' ? 'withdrawn' : 'declined'}` };
  },
});

function Terms({ of: a }: { of: Agreement }): JSX.Element {
  const { locale } = useSite();
  const t = sharingText[locale];
  return (
    <Facts facts={[
      { label: t.number, value: a.number }, { label: t.bodyOf, value: a.organisationName }, { label: t.purpose, value: a.purpose }, { label: t.basis, value: a.terms.basis }, ...(a.validUntil === null ? [] : [{ label: t.term, value: day(a.validUntil, locale) }]), ...(a.terms.inbound === null ? [] : [{ label: t.atEnd, value: t.atEndOf(a.terms.atEnd) }]),
      ...(a.contractUrl === null ? [] : [{ label: t.contract, value: <a href={a.contractUrl}>{a.number}.ofd</a> }, { label: t.digest, value: <span class="yw-code">{a.contractDigest}</span> }]),
    ]} />
  );
}

/** 期满处置: what becomes of the company's data, and the proof that it was done. */
function DisposalOf({ of: a }: { of: Agreement }): JSX.Element | null {
  const { locale } = useSite();
  const t = sharingText[locale];
  const d = a.disposal;
  if (d === null) return null;
  const how = d.heldBy !== null ? t.heldBy(d.heldBy) : d.doneAt === null ? t.dueOn(day(d.dueOn, locale)) : t.disposed(day(d.doneAt, locale), count(d.rows));
  return (
    <section aria-labelledby="disposal">
      <h2 id="disposal">{t.disposal}</h2>
      <Facts facts={[
        { label: t.state2, value: how }, ...(d.law === null ? [] : [{ label: t.law, value: d.law }]), ...(d.digest === null ? [] : [{ label: t.rowsDigest, value: <span class="yw-code">{d.digest}</span> }]),
        ...(d.files.length === 0 ? [] : [{ label: t.returned, value: <ul>{d.files.map((href, n) => <li key={href}><a href={href}>{t.returnedFile(n + 1)}</a></li>)}</ul> }]),
        ...(d.proved ? [{ label: t.proofTitle, value: <><a href={`/api/enterprise-sharing/agreements/${a.id}/disposal-proof`} download={`${a.number}.json`}>{t.proofLink}</a><br /><span class="yw-soft yw-small">{t.proofLead}</span></> }] : []),
      ]} />
    </section>
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
      <Facts facts={[{ label: t.howOften, value: t.cycle(inbound.everyMinutes) }, ...(a.interfaceUrl === null ? [] : [{ label: t.interface, value: <span class="yw-code">{a.interfaceUrl}</span> }]), { label: t.supply, value: <Tag tone={s?.late === true || s?.lastState === 'failed' ? 'bad' : s?.state === 'active' ? 'good' : 'quiet'}>{how}</Tag> }, ...(s === null ? [] : [{ label: t.loaded, value: count(s.loaded) }, { label: t.refused, value: count(s.refused) }, ...(s.lastAt === null ? [] : [{ label: t.last, value: moment(s.lastAt, locale) }])])]} />
      {s !== null && s.refused > 0 && s.state === 'active' ? <p class="yw-soft">{t.refusedNote}</p> : null}
      {s?.failure == null ? null : <Notice tone="soon" icon="warning"><p>{s.failure}</p></Notice>}
    </section>
  );
}

function Outbound({ of: a, keyed }: { of: Agreement; keyed: boolean }): JSX.Element | null {
  const { locale } = useSite();
  const t = sharingText[locale];
  if (a.terms.outbound.length === 0) return null;
  return (
    <section aria-labelledby="outbound">
      <h2 id="outbound">{t.outbound}</h2>
      {keyed || a.state === 'ended' || a.state === 'declined' ? null : <Notice tone="soon" icon="warning"><p>{t.keysNeeded} <a href={`/my/keys?return=/my/sharing/${a.id}`}>{t.keysManage}</a></p></Notice>}
      <p>{t.purposeCode}{companyText[locale].colon}<span class="yw-code">{a.terms.purposeCode}</span></p>
      <ul class="yw-list">
        {a.terms.outbound.map((s) => {
          const use = a.uses.find((u) => u.service === s.service);
          return (
            <li key={s.service}>
              <h3 class="item-name">{s.title}</h3>
              <p>{s.fields.map((f) => (s.masked.includes(f.id) ? t.maskedField(f.title) : f.title)).join(companyText[locale].comma)}</p>
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
