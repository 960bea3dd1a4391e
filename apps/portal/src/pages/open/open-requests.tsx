import { openData, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { definePage, fieldOf, queryOf, type PageContext } from '../../page.ts';
import { openText, type OpenText } from './open-text.ts';
import { Button, Input, PostForm } from '../../view/form.tsx';
import { Notice, Tag } from '../../view/pieces.tsx';
import { OpenNav } from './open-nav.tsx';

type Request = OutputOf<typeof openData.listRequests>['requests'][number];
const setIn = (text: string): { set: string } | Record<string, never> => (/^[a-z][a-z0-9-]{1,79}$/.test(text) ? { set: text } : {});
const kinds = ['data', 'error', 'suggestion'] as const;

const Answered = ({ requests, words }: { requests: readonly Request[]; words: OpenText }): JSX.Element => requests.length === 0 ? <p class="yw-soft">{words.nothing}</p> : (
  <ul class="yw-list">{requests.map((r) => <li key={r.id}><h3><Tag tone="quiet">{words.kinds[r.kind]}</Tag> {r.title}</h3><p>{r.body}</p><p class="yw-soft yw-small">{r.askedAt.slice(0, 10)}{r.set === null ? null : <> · <a href={`/open/sets/${r.set}`}>{r.set}</a></>}</p>{r.answer === null ? <p><Tag tone="soon">{words.waiting(r.dueOn)}</Tag></p> : <p><b>{words.answer}：</b>{r.answer}</p>}</li>)}</ul>
);

async function page(context: PageContext, error?: string) {
  const words = openText(context.request.locale);
  const set = queryOf(context, 'set') || fieldOf(context, 'set');
  const signedIn = context.request.actor.kind === 'citizen';
  const [shown, mine] = await Promise.all([context.call(openData.listRequests, setIn(set)), signedIn ? context.call(openData.listRequests, { mine: '1' }) : { requests: [] }]);
  return {
    title: words.requests, width: 'wide' as const, personal: signedIn,
    body: (
      <>
        <h1>{words.requests}</h1>
        <OpenNav at="requests" />
        {queryOf(context, 'sent') === '' ? null : <Notice tone="good" icon="check">{words.sent(/^\d{4}-\d{2}-\d{2}$/.test(queryOf(context, 'sent')) ? queryOf(context, 'sent') : null)}</Notice>}
        <h2>{words.ask}</h2>
        {signedIn ? (
          <PostForm action="/open/requests" keep>
            <input type="hidden" name="set" value={set} />
            <div class="yw-field"><label class="yw-label" for="kind">{words.kind}</label><select class="yw-input" id="kind" name="kind">{kinds.map((k) => <option key={k} value={k} selected={fieldOf(context, 'kind') === k || (set !== '' && k === 'error')}>{words.kinds[k]}</option>)}</select></div>
            <Input id="title" label={words.subject} value={fieldOf(context, 'title')} error={error} />
            <Input id="body" label={words.body} rows={4} value={fieldOf(context, 'body')} error={error} />
            <Button>{words.send}</Button>
          </PostForm>
        ) : <p><a class="yw-button" href={`/signin?app=portal&return=${encodeURIComponent(`/open/requests${set === '' ? '' : `?set=${set}`}`)}`}>{words.signIn}</a></p>}
        {signedIn ? <><h2>{words.mine}</h2><Answered requests={mine.requests} words={words} /></> : null}
        <h2>{words.answered}</h2>
        <Answered requests={shown.requests} words={words} />
      </>
    ),
  };
}

/** 需求与反馈: asked by those who sign in, answered within the limit, read by all. */
export const openRequests = definePage({
  path: '/open/requests',
  get: (context) => page(context),
  async post(context) {
    const words = openText(context.request.locale);
    const kind = kinds.find((k) => k === fieldOf(context, 'kind')) ?? 'suggestion';
    const [title, body] = [fieldOf(context, 'title').trim().slice(0, 80), fieldOf(context, 'body').trim().slice(0, 2000)];
    if (context.request.actor.kind !== 'citizen') return { redirect: `/signin?app=portal&return=${encodeURIComponent('/open/requests')}` };
    if (title.length < 2 || body.length < 4) return { ...(await page(context, words.tooShort)), status: 400 };
    const { dueOn } = await context.call(openData.ask, { kind, title, body, ...setIn(fieldOf(context, 'set')) }, { idempotencyKey: fieldOf(context, 'key') });
    return { redirect: `/open/requests?sent=${dueOn ?? '1'}` };
  },
});
