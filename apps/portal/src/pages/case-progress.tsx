import { services, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import type { FormSettings } from '@yiwang/ui/form/form-fields.tsx';
import type { PageView } from '@yiwang/ui/form/form-view.ts';
import { caseFormPages, formSettings } from '../draft-form.ts';
import { day, moment } from '../format.ts';
import { definePage, param, queryOf } from '../page.ts';
import { useSite } from '../site.ts';
import { AnswersSummary } from '../view/answers-summary.tsx';
import { CaseLine, StateTag } from '../view/case-line.tsx';
import { LinkButton } from '../view/form.tsx';
import { Facts, LightWords, Notice, Tag } from '../view/pieces.tsx';
import { CaseResults } from '../view/case-results.tsx';

export type CaseView = OutputOf<typeof services.getMyCase>;

/** 办件进度. */
export const caseProgress = definePage({
  path: '/my/cases/:caseId',
  signedIn: true,
  async get(context) {
    const view = await context.call(services.getMyCase, { caseId: param(context, 'caseId') });
    const pages = caseFormPages(view, context);
    const said = queryOf(context, 'done');
    const { cases: words, rate } = context.text;
    const done = said === 'supplement' ? words.supplementDone : said === 'later' ? words.laterDone : said === 'withdrawn' ? words.withdrawn : said === 'rated' ? rate.thanks : said === 'followUp' ? `${rate.thanks}${context.request.locale === 'zh' ? '。' : '. '}${rate.followUp}` : '';
    return {
      title: view.name,
      personal: true,
      width: 'wide',
      back: view.parent === null ? { href: '/my/cases', words: words.title } : { href: `/my/cases/${view.parent.id}`, words: view.parent.name },
      body: <ProgressView view={view} pages={pages} settings={await formSettings(pages, context)} done={done} />,
    };
  },
});

const ProgressView = ({ view, pages, settings, done }: { view: CaseView; pages: PageView[]; settings: FormSettings; done: string }): JSX.Element => {
  const { text, locale } = useSite();
  const { cases: words, apply } = text;
  const { clock } = view;
  const facts = [
    { label: words.number, value: <span class="yw-code">{view.number}</span> },
    { label: text.guide.department, value: view.department },
    { label: words.submitted, value: moment(view.submittedAt, locale) },
    ...(clock.acceptedOn === null ? [] : [{ label: words.acceptedOn, value: day(clock.acceptedOn, locale) }]),
    ...(clock.promisedDue === null && clock.acceptedOn !== null && clock.light === 'green' ? [{ label: words.promisedDue, value: words.dueUnknown(clock.promisedDays) }] : []),
    ...(clock.promisedDue === null ? [] : [{ label: words.promisedDue, value: <>{day(clock.promisedDue, locale)}{clock.daysLeft === null ? null : <><br /><span class="yw-soft">{words.daysLeft(clock.daysLeft)}</span></>}</> }]),
    ...(clock.statutoryDue === null ? [] : [{ label: words.statutoryDue, value: day(clock.statutoryDue, locale) }]),
    ...clock.stops.map((stop) => ({ label: words.stops, value: `${day(stop.from, locale)}${stop.to === null ? '' : ` – ${day(stop.to, locale)}`} · ${stop.reason}` })),
  ];
  return (
    <>
      {done === '' ? null : <Notice tone="good" icon="check"><p>{done}</p></Notice>}
      <h1>{view.name}</h1>
      <p class="state-line"><StateTag summary={view} /><LightWords light={view.light} /></p>
      <Waiting view={view} />
      <div class="with-side">
        <div>
          <CaseResults view={view} />
          {view.children.length === 0 ? null : <section aria-labelledby="parts"><h2 id="parts">{words.parts}</h2><p class="yw-soft">{words.partsLead}</p><ul class="yw-list">{view.children.map((child) => <CaseLine key={child.id} summary={child} waiting={child.state === 'supplement'} />)}</ul></section>}
          <section aria-labelledby="progress">
            <h2 id="progress">{words.progress}</h2>
            <ol class="yw-steps" reversed>
              {view.timeline.toReversed().map((entry) => (
                <li key={entry.at + entry.title}>
                  <p><b>{entry.title}</b></p>
                  <p class="facts-line"><time dateTime={entry.at}>{moment(entry.at, locale)}</time>{entry.organisation === null || entry.organisation === entry.by ? null : <span>{entry.organisation}</span>}<span>{entry.by}</span></p>
                  {entry.opinion === null ? null : <p class="yw-quote yw-small">{entry.opinion}</p>}
                </li>
              ))}
            </ol>
          </section>
          {pages.length === 0 ? null : <details class="yw-details band"><summary>{words.yourAnswers}</summary>{pages.map((page) => <AnswersSummary key={page.id} page={page} settings={settings} />)}</details>}
          {view.materials.length === 0 ? null : (
            <details class="yw-details"><summary>{words.materials}</summary>
              <ul class="yw-list">{view.materials.map((material) => <li key={material.itemId + material.id}><p><b>{material.name}</b> <Tag tone={material.state === 'rejected' || material.state === 'missing' ? 'soon' : 'good'}>{apply.materialStates[material.state]}</Tag></p>{material.source === null ? null : <p class="yw-small yw-soft">{material.source}</p>}{material.files.map((file) => <p key={file.id}><a href={file.url}>{file.name}</a></p>)}</li>)}</ul>
            </details>
          )}
          <details class="yw-details"><summary>{words.lookedAt}</summary>
            {view.lookedAt.length === 0 ? <p>{words.lookedAtNone}</p> : <ul class="yw-list">{view.lookedAt.map((one) => <li key={one.at + one.who}><p>{one.who} · {one.organisation}</p><p class="yw-soft yw-small">{moment(one.at, locale)} · {one.purpose}</p></li>)}</ul>}
          </details>
        </div>
        <aside class="side" aria-label={words.time}>
          <Facts facts={facts} />
          <ul class="menu-list">
            <li><a href={view.receiptUrl}>{words.receipt}</a></li>
            {view.actions.includes('withdraw') ? <li><a href={`/my/cases/${view.id}/withdraw`}>{words.withdraw}</a></li> : null}
          </ul>
        </aside>
      </div>
    </>
  );
};

/** What the applicant is asked for now, before everything else. */
const Waiting = ({ view }: { view: CaseView }): JSX.Element => {
  const { text: { cases: words }, locale } = useSite();
  return (
    <>
      {view.supplement === null ? null : (
        <Notice tone="soon" icon="warning">
          <h2>{words.supplementNeeded}</h2>
          <p>{view.supplement.reason}</p>
          {view.supplement.until === null ? null : <p><b>{words.supplementUntil(day(view.supplement.until, locale))}</b> {view.supplement.overdue ? <Tag tone="bad">{words.overdue}</Tag> : null}</p>}
          <ul>{view.supplement.materials.map((one) => <li key={one.itemId + one.materialId}>{one.name}</li>)}</ul>
          {view.actions.includes('supplement') ? <LinkButton href={`/my/cases/${view.id}/supplement`}>{words.supplementButton}</LinkButton> : null}
        </Notice>
      )}
      {view.supplement === null && view.actions.includes('laterMaterial') ? <Owed view={view} /> : null}
      {view.reason === null ? null : <Notice tone={view.state === 'refused' || view.state === 'notAccepted' ? 'bad' : ''}><p><b>{words.reason}</b></p><p>{view.reason}</p></Notice>}
      {view.actions.includes('rate') ? <Notice icon="star"><p>{words.rateNote}</p><LinkButton href={`/my/cases/${view.id}/rate`}>{words.rate}</LinkButton></Notice> : null}
    </>
  );
};

/** 容缺: what is still owed, and until when. */
const Owed = ({ view }: { view: CaseView }): JSX.Element => {
  const { text: { cases: words }, locale, now } = useSite();
  const owed = view.materials.filter((material) => material.state === 'later');
  const late = (due: string | null): boolean => due !== null && due < new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  return (
    <Notice tone={owed.some((one) => late(one.laterDue)) ? 'bad' : 'soon'} icon="clock">
      <h2>{words.laterNeeded}</h2>
      <ul>{owed.map((one) => <li key={one.itemId + one.id}><b>{one.name}</b><br />{one.laterDue === null ? words.laterAfterAcceptance : words.laterUntil(day(one.laterDue, locale))} {late(one.laterDue) ? <Tag tone="bad">{words.overdue}</Tag> : null}{one.note === null ? null : <><br />{words.laterAgain(one.note)}</>}</li>)}</ul>
      <LinkButton href={`/my/cases/${view.id}/supplement`}>{words.laterTitle}</LinkButton>
    </Notice>
  );
};
