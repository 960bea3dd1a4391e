import { privacy, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { day, moment } from '../format.ts';
import { definePage, queryOf } from '../page.ts';
import { useSite } from '../site.ts';
import { LinkButton } from '../view/form.tsx';
import { Facts, Notice, Tag } from '../view/pieces.tsx';
import { myDataText } from './my-data-text.ts';

type Register = OutputOf<typeof privacy.myData>['registers'][number];
type Objection = OutputOf<typeof privacy.myObjections>['objections'][number];
export const objectionTones = { open: 'soon', upheld: 'good', rejected: 'quiet' } as const;

/** 我的数据: what is known of whoever she acts for, who used it, and the way to have it corrected. */
export const myData = definePage({
  path: '/my/data',
  signedIn: true,
  async get(context) {
    const words = myDataText[context.request.locale];
    const [known, { objections }] = await Promise.all([context.call(privacy.myData, {}), context.call(privacy.myObjections, {})]);
    const asked = objections.filter((one) => one.correction !== null);
    return {
      title: words.title,
      personal: true,
      width: 'wide',
      back: { href: '/my', words: context.text.frame.mine },
      body: (
        <>
          {queryOf(context, 'done') === 'asked' ? <Notice tone="good" icon="check"><p>{words.asked}</p></Notice> : null}
          <h1>{words.title}</h1>
          <p class="yw-lead reading">{words.lead}</p>
          <p class="facts-line"><a href="/my/accesses">{words.whoLooked}</a><a href="/my/consents">{words.consents(known.consents)}</a></p>
          {asked.length === 0 ? null : <section aria-labelledby="corrections"><h2 id="corrections">{words.corrections}</h2><ul class="yw-list">{asked.map((one) => <CorrectionLine key={one.id} one={one} />)}</ul></section>}
          {known.registers.length === 0 ? <p>{words.none}</p> : (
            <>
              <nav aria-label={words.contents}><ul class="yw-tags">{known.registers.map((one) => <li key={one.id}><a href={`#${one.id}`}>{one.title}</a></li>)}</ul></nav>
              {known.registers.map((one) => <RegisterView key={one.id} register={one} looksDays={known.looksDays} />)}
            </>
          )}
          <p class="yw-soft">{words.licences}</p>
        </>
      ),
    };
  },
});

const RegisterView = ({ register, looksDays }: { register: Register; looksDays: number }): JSX.Element => {
  const { locale } = useSite();
  const words = myDataText[locale];
  const { looks, records } = register;
  const many = records.length > 1;
  return (
    <section class="band" aria-labelledby={register.id}>
      <h2 id={register.id}>{register.title} {many ? <Tag tone="quiet">{words.count(records.length)}</Tag> : null}</h2>
      <p class="facts-line">
        {register.authority === null ? null : <span>{words.authority}{locale === 'zh' ? '：' : ': '}{register.authority}</span>}
        <span>{words.looks(looks.times, looks.bodies, looksDays)}</span>
        {looks.lastAt === null ? null : <span>{words.last(moment(looks.lastAt, locale))}</span>}
      </p>
      {records.map((record, at) => {
        const facts = <Facts wide facts={record.fields.map((field) => ({ label: field.title, value: field.value }))} />;
        const origin = <p class="facts-line"><span>{words.source}{locale === 'zh' ? '：' : ': '}{record.source}</span><span>{words.recordedAt} {day(record.recordedAt, locale)}</span></p>;
        const way = record.fields.some((field) => field.correctable) ? <p><LinkButton kind="plain" href={`/my/data/correction?register=${encodeURIComponent(register.id)}&record=${record.id}`}>{words.correct}<span class="yw-hidden"> {register.title}</span></LinkButton></p> : null;
        return many ? <details key={record.id} class="yw-details" open={at === 0}><summary>{words.record(at + 1)}</summary>{facts}{origin}{way}</details> : <div key={record.id}>{facts}{origin}{way}</div>;
      })}
      {register.purposes.length === 0 ? null : <details class="yw-details"><summary>{words.purposes}</summary><ul>{register.purposes.map((one) => <li key={one}>{one}</li>)}</ul></details>}
    </section>
  );
};

const CorrectionLine = ({ one }: { one: Objection }): JSX.Element => {
  const { locale } = useSite();
  const words = myDataText[locale];
  const { correction } = one;
  return (
    <li>
      <h3 class="item-name">{correction === null ? one.words : words.change(correction.fieldTitle, correction.was, correction.proposed)} <Tag tone={objectionTones[one.state]}>{words.state[one.state]}</Tag></h3>
      <p class="facts-line"><span>{one.organisationName}</span><span>{moment(one.at, locale)}</span>{one.state === 'open' && one.dueOn !== null ? <span>{words.answerBy(day(one.dueOn, locale))}</span> : null}</p>
      {one.answer === null ? null : <p class="yw-quote yw-small">{words.answer(one.answeredBy ?? one.organisationName)}{locale === 'zh' ? '：' : ': '}{one.answer}</p>}
    </li>
  );
};
