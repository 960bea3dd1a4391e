import { services, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import { day } from '../format.ts';
import { definePage, param, queryOf, type Rendered } from '../page.ts';
import { useSite } from '../site.ts';
import { ErrorSummary, Input } from '../view/form.tsx';
import { Facts, Notice } from '../view/pieces.tsx';

type Verdict = OutputOf<typeof services.verifyLicence>;

/** 证照核验: the form; somebody without script comes back with `?code=`. */
export const verifyForm = definePage({
  path: '/verify',
  get(context) {
    const { verify: words } = context.text;
    const asked = context.request.query['code'] !== undefined;
    const code = queryOf(context, 'code').trim().slice(0, 120);
    if (code !== '') return { redirect: `/verify/${encodeURIComponent(code)}` };
    const error = asked ? words.missing : undefined;
    const page: Rendered = {
      title: words.title,
      body: (
        <>
          {error === undefined ? null : <ErrorSummary errors={[{ id: 'code', words: error }]} />}
          <h1>{words.title}</h1>
          <p class="yw-lead">{words.lead}</p>
          <form method="get" action="/verify" noValidate>
            <Input id="code" label={words.code} error={error} />
            <button class="yw-button" type="submit">{words.button}</button>
          </form>
        </>
      ),
    };
    return page;
  },
});

/** The public page that the QR code of a licence leads to. */
export const verify = definePage({
  path: '/verify/:code',
  async get(context) {
    const verdict = await context.call(services.verifyLicence, { code: param(context, 'code').slice(0, 120) });
    return { title: context.text.verify.title, personal: true, ...(verdict.found ? {} : { status: 404 }), body: <VerdictView verdict={verdict} /> };
  },
});

const VerdictView = ({ verdict }: { verdict: Verdict }): JSX.Element => {
  const { text, locale } = useSite();
  const { verify: words, licences, common } = text;
  const again = <p><a href="/verify">{words.again}</a></p>;
  if (!verdict.found) return <><h1>{words.notFound}</h1><Notice tone="bad" icon="warning"><p>{words.notFoundLead}</p></Notice>{again}</>;
  const fact = (label: string, value: string | null) => (value === null ? [] : [{ label, value }]);
  return (
    <>
      <h1>{words.title}</h1>
      <div class={`verdict${verdict.valid ? '' : ' verdict--bad'}`}>
        <Icon name={verdict.valid ? 'check' : 'warning'} size={52} />
        <p><b>{verdict.valid ? words.valid : words.invalid}</b>{verdict.valid ? verdict.name : verdict.stateWords}</p>
      </div>
      <Facts wide facts={[
        ...fact(words.name, verdict.name),
        ...fact(licences.number, verdict.number),
        ...fact(licences.holder, verdict.holder),
        ...fact(licences.issuer, verdict.issuer),
        ...fact(licences.issuedOn, verdict.issuedOn === null ? null : day(verdict.issuedOn, locale)),
        { label: licences.validTo, value: verdict.validTo === null ? common.longTerm : day(verdict.validTo, locale) },
      ]} />
      <h2>{words.steps}</h2>
      <ul class="tick">{verdict.steps.map((step) => <li key={step.name} class={step.ok ? undefined : 'no'}><Icon name={step.ok ? 'check' : 'warning'} /><span>{step.name} <span class="yw-soft">{step.ok ? words.passed : words.failed}</span>{step.why === null ? null : <><br /><span class="yw-soft yw-small">{step.why}</span></>}</span></li>)}</ul>
      {again}
    </>
  );
};
