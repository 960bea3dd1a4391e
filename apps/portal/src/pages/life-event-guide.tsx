import { services, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { definePage, here, param, type PageContext } from '../page.ts';
import { useSite } from '../site.ts';
import { Button, ErrorSummary, PostForm } from '../view/form.tsx';
import { Facts, Progress } from '../view/pieces.tsx';

type Plan = OutputOf<typeof services.planLifeEvent>;
type Question = Plan['questions'][number];

/** 情形导办: one question a page, answers in the address (`a.<question>=value`), so that it works as plain GET and can be sent to somebody. */
export const lifeEventGuide = definePage({
  path: '/events/:eventId/guide',
  async get(context) {
    const eventId = param(context, 'eventId');
    const path = `/events/${encodeURIComponent(eventId)}/guide`;
    const answers = answersOf(context);
    const [event, plan] = await Promise.all([
      context.call(services.getLifeEvent, { eventId, ...here(context) }),
      context.call(services.planLifeEvent, { eventId, ...here(context), answers: JSON.stringify(answers) }),
    ]);
    const asked = context.request.query['ask'];
    const open = plan.questions.find((question) => question.id === asked) ?? plan.questions.find((question) => question.answer === null);
    if (open === undefined || (plan.complete && asked === undefined)) {
      return { title: context.text.event.planTitle, width: 'wide', back: { href: `/events/${encodeURIComponent(eventId)}`, words: event.name }, body: <PlanView plan={plan} eventId={eventId} name={event.name} answers={answers} path={path} /> };
    }
    const at = plan.questions.indexOf(open);
    const missing = context.request.query['sent'] !== undefined && open.answer === null && context.request.query['sent'] === open.id;
    return {
      title: open.text,
      back: at === 0 ? { href: `/events/${encodeURIComponent(eventId)}`, words: event.name } : { href: addressOf(path, answers, plan.questions[at - 1]?.id), words: context.text.event.previous },
      body: <QuestionView question={open} at={at + 1} of={Math.max(plan.questions.length, event.questions.length)} answers={answers} path={path} missing={missing} />,
    };
  },
});

const answersOf = (context: PageContext): Record<string, string> =>
  Object.fromEntries(
    Object.entries(context.request.query).flatMap(([name, value]) => {
      const one = Array.isArray(value) ? value.at(-1) : value;
      return name.startsWith('a.') && one !== undefined && one !== '' ? [[name.slice(2, 42), one.slice(0, 100)]] : [];
    }),
  );

const addressOf = (path: string, answers: Record<string, string>, ask?: string): string => {
  const query = new URLSearchParams(Object.entries(answers).map(([id, value]) => [`a.${id}`, value]));
  if (ask !== undefined) query.set('ask', ask);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
};

const QuestionView = ({ question, at, of, answers, path, missing }: { question: Question; at: number; of: number; answers: Record<string, string>; path: string; missing: boolean }): JSX.Element => {
  const { text } = useSite();
  const id = `f-${question.id}`;
  return (
    <>
      {missing ? <ErrorSummary errors={[{ id, words: text.event.choose }]} /> : null}
      <Progress at={at} of={of + 1} words={text.event.question(at, of)} />
      <form method="get" action={path}>
        {Object.entries(answers).filter(([name]) => name !== question.id).map(([name, value]) => <input key={name} type="hidden" name={`a.${name}`} value={value} />)}
        <input type="hidden" name="sent" value={question.id} />
        <fieldset class={missing ? 'yw-field yw-field--wrong' : 'yw-field'} aria-describedby={question.help === null ? undefined : `${id}-hint`}>
          <legend class="yw-label yw-label--page"><h1 class="legend-title">{question.text}</h1></legend>
          {question.help === null ? null : <p class="yw-hint" id={`${id}-hint`}>{question.help}</p>}
          {missing ? <p class="yw-error">{text.event.choose}</p> : null}
          {question.options.map((option, n) => {
            const optionId = n === 0 ? id : `${id}-${n}`;
            return <div class="yw-choice yw-choice--boxed" key={option.value}><input type="radio" id={optionId} name={`a.${question.id}`} value={option.value} checked={question.answer === option.value} /><label for={optionId}>{option.label}</label></div>;
          })}
        </fieldset>
        <Button>{text.common.continue}</Button>
      </form>
    </>
  );
};

const PlanView = ({ plan, eventId, name, answers, path }: { plan: Plan; eventId: string; name: string; answers: Record<string, string>; path: string }): JSX.Element => {
  const { text, actor } = useSite();
  const { event: words, common } = text;
  const included = plan.items.filter((item) => item.included);
  const dropped = plan.items.filter((item) => !item.included);
  return (
    <>
      <p class="progress-words">{name}</p>
      <h1>{words.planTitle}</h1>
      <p class="yw-lead reading">{words.planLead(included.length, plan.promisedDays)}</p>
      <div class="with-side">
        <div>
          <h2>{words.toDo}</h2>
          <ol class="yw-steps">{included.map((item) => <li key={item.id}><p><b>{item.name}</b></p><p class="facts-line"><span>{item.department}</span><span>{common.workingDays(item.promisedDays)}</span></p></li>)}</ol>
          {dropped.length === 0 ? null : <><h2>{words.dropped}</h2><ul class="yw-list">{dropped.map((item) => <li key={item.id} class="dropped"><p><b>{item.name}</b></p>{item.reason === null ? null : <p class="yw-small">{item.reason}</p>}</li>)}</ul></>}
          <h2>{words.planMaterials}</h2>
          {plan.materials.length === 0 ? <p>{words.planMaterialsNone}</p> : (
            <>
              <p>{words.planMaterialsLead}</p>
              <ul class="yw-list">{plan.materials.map((material) => <li key={material.name + material.itemName}><p><b>{material.name}</b></p><p class="facts-line"><span>{words.forItem}{' '}{material.itemName}</span><span>{material.howToGet}</span></p></li>)}</ul>
            </>
          )}
          <h2>{words.answers}</h2>
          <Facts facts={plan.questions.map((question) => ({ label: question.text, value: question.options.find((option) => option.value === question.answer)?.label ?? common.none, action: <a href={addressOf(path, answers, question.id)}>{common.change}<span class="yw-hidden"> {question.text}</span></a> }))} />
        </div>
        <aside class="side first" aria-label={words.startNow}>
          <div class="apply-box">
            <PostForm action={`/start/life-event/${encodeURIComponent(eventId)}`}>
              {Object.entries(answers).map(([id, value]) => <input key={id} type="hidden" name={`a.${id}`} value={value} />)}
              <Button>{words.startNow}</Button>
            </PostForm>
            <p class="yw-small yw-soft">{actor.kind === 'anonymous' ? words.signInFirst : text.guide.startNote}</p>
          </div>
        </aside>
      </div>
    </>
  );
};
