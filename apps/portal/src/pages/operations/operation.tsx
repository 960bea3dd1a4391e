import { development, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { count, day, moment } from '../../format.ts';
import { definePage, param, queryOf, type PageContext } from '../../page.ts';
import { useSite } from '../../site.ts';
import { Button, LinkButton, PostForm } from '../../view/form.tsx';
import { Facts, Notice, Tag } from '../../view/pieces.tsx';
import { stateOf, tones, type Agreement } from './operations.tsx';
import { operationsText } from './operations-text.ts';

type Question = OutputOf<typeof development.myQuestions>['questions'][number];
type Use = OutputOf<typeof development.useOf>;
const questionTones = { tried: 'quiet', waiting: 'soon', released: 'good', withheld: 'bad' } as const;
const monthsMax = 24;

/** Months from now back to the signing, newest first. */
function monthsSince(signedAt: string, now: Date): string[] {
  const monthOf = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
  const first = monthOf(new Date(signedAt));
  const found: string[] = [];
  for (let [year, month] = monthOf(now).split('-').map(Number) as [number, number]; found.length < monthsMax; [year, month] = month === 1 ? [year - 1, 12] : [year, month - 1]) {
    const name = `${year}-${String(month).padStart(2, '0')}`;
    if (name < first && found.length > 0) break;
    found.push(name);
  }
  return found;
}

export async function agreementOf(context: PageContext): Promise<Agreement | undefined> {
  return (await context.call(development.myAgreements, {})).agreements.find((one) => one.id === param(context, 'agreementId'));
}

/** One agreement: contract, meter and settlements, questions and what was released of them. */
export const operation = definePage({
  path: '/my/operations/:agreementId',
  signedIn: true,
  async get(context) {
    const { locale, now } = context.request;
    const words = operationsText[locale];
    const one = await agreementOf(context);
    if (one === undefined) return { redirect: '/my/operations' };
    const months = monthsSince(one.signedAt, now);
    const period = months.includes(queryOf(context, 'month')) ? queryOf(context, 'month') : months[0]!;
    const [{ questions }, use] = await Promise.all([context.call(development.myQuestions, { agreementId: one.id }), context.call(development.useOf, { agreementId: one.id, period })]);
    const state = stateOf(context, one);
    return {
      title: one.scene,
      personal: true,
      width: 'wide',
      back: { href: '/my/operations', words: words.title },
      body: (
        <>
          {queryOf(context, 'done') === 'asked' ? <Notice tone="good" icon="check"><p>{words.sent}</p></Notice> : null}
          <h1>{one.scene} <Tag tone={tones[state]}>{words[state]}</Tag></h1>
          {one.reason === null ? null : <Notice tone="bad" icon="warning"><p>{words.because(one.reason)}</p></Notice>}
          <Facts wide facts={[
            { label: words.number, value: one.number }, { label: words.purpose, value: one.purpose }, { label: words.data, value: one.offerTitle }, { label: words.grade, value: words.gradeOf(one.grade) }, { label: words.price, value: words.prices[one.priceClass] },
            { label: words.signed, value: day(one.signedAt, locale) }, { label: words.until, value: day(one.validUntil, locale) }, ...(one.duties.length === 0 ? [] : [{ label: words.duties, value: <ul>{one.duties.map((duty) => <li key={duty}>{duty}</li>)}</ul> }]),
          ]} />
          <section class="band" aria-labelledby="asked">
            <h2 id="asked">{words.asked}</h2>
            {state === 'active' ? <p><LinkButton href={`/my/operations/${one.id}/ask`}>{words.ask}</LinkButton></p> : null}
            {questions.length === 0 ? <p class="yw-soft">{words.noQuestions}</p> : <ul class="yw-list">{questions.map((q) => <QuestionLine key={q.id} q={q} agreementId={one.id} open={state === 'active'} />)}</ul>}
          </section>
          <Meter use={use} months={months} period={period} />
        </>
      ),
    };
  },
});

const QuestionLine = ({ q, agreementId, open }: { q: Question; agreementId: string; open: boolean }): JSX.Element => {
  const { locale } = useSite();
  const words = operationsText[locale];
  return (
    <li>
      <h3 class="item-name">{words.at(moment(q.askedAt, locale))} <Tag tone={questionTones[q.state]}>{words.states[q.state]}</Tag></h3>
      <p class="facts-line"><span>{words.result(q.rows)}</span>{q.suppressed === 0 ? null : <span>{words.suppressed(q.suppressed)}</span>}</p>
      {q.note === null ? null : <p class="yw-quote yw-small">{words.opinion}{locale === 'zh' ? '：' : ': '}{q.note}</p>}
      {q.state === 'released' && open ? <PostForm action={`/my/operations/${agreementId}/results/${q.id}`}><Button kind="plain">{words.take}<span class="yw-hidden"> {moment(q.askedAt, locale)}</span></Button></PostForm> : null}
    </li>
  );
};

const Meter = ({ use, months, period }: { use: Use; months: readonly string[]; period: string }): JSX.Element => {
  const { locale } = useSite();
  const words = operationsText[locale];
  return (
    <section class="band" aria-labelledby="meter">
      <h2 id="meter">{words.meter}</h2>
      <form method="get">
        <div class="yw-field"><label class="yw-label" for="month">{words.month}</label><select class="yw-input yw-input--10" id="month" name="month">{months.map((one) => <option key={one} value={one} selected={one === period}>{one}</option>)}</select></div>
        <Button kind="plain">{words.show}</Button>
      </form>
      <Facts facts={[{ label: words.questions, value: count(use.questions) }, { label: words.released, value: count(use.released) }, { label: words.rows, value: count(use.rows) }, { label: words.took, value: words.milliseconds(count(use.tookMs)) }]} />
      {period === months[0] ? <p class="yw-soft">{words.open}</p> : null}
      <h3>{words.settlements}</h3>
      {use.settlements.length === 0 ? <p class="yw-soft">{words.noSettlements}</p> : (
        <ul class="yw-list">{use.settlements.map((one) => <li key={one.id}><b>{one.period}</b> {words.amount(one.amount.toFixed(2))}<p class="facts-line"><span>{words.made(moment(one.madeAt, locale))}</span><span>{words.digest(one.digest)}</span></p></li>)}</ul>
      )}
    </section>
  );
};
