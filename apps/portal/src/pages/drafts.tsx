import { services } from '@yiwang/server/contracts';
import { day } from '../format.ts';
import { definePage, param, queryOf } from '../page.ts';
import { sendOnce } from '../send-once.ts';
import { Button, LinkButton, PostForm } from '../view/form.tsx';
import { Notice } from '../view/pieces.tsx';

export const drafts = definePage({
  path: '/my/drafts',
  signedIn: true,
  async get(context) {
    const { drafts: words, apply, frame } = context.text;
    const { locale } = context.request;
    const { drafts: list } = await context.call(services.listDrafts, {});
    return {
      title: words.title,
      personal: true,
      back: { href: '/my', words: frame.mine },
      body: (
        <>
          {queryOf(context, 'saved') === '' ? null : <Notice tone="good" icon="check"><p>{apply.saved}</p></Notice>}
          {queryOf(context, 'discarded') === '' ? null : <Notice tone="good" icon="check"><p>{words.discarded}</p></Notice>}
          <h1>{words.title}</h1>
          {list.length === 0 ? <p>{words.empty}</p> : (
            <ul class="yw-list">
              {list.map((draft) => (
                <li key={draft.id}>
                  <h2 class="item-name">{draft.name}</h2>
                  <p class="facts-line"><span>{words.updated} {day(draft.updatedAt, locale)}</span><span>{words.expires} {day(draft.expiresAt, locale)}</span></p>
                  <div class="yw-actions tight">
                    <a class="yw-button yw-button--small" href={`/apply/${draft.id}/form/1`}>{words.resume}<span class="yw-hidden"> {draft.name}</span></a>
                    <a href={`/my/drafts/${draft.id}/discard`}>{words.discard}<span class="yw-hidden"> {draft.name}</span></a>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </>
      ),
    };
  },
});

export const discardDraft = definePage({
  path: '/my/drafts/:draftId/discard',
  signedIn: true,
  async get(context) {
    const { drafts: words, common } = context.text;
    const draft = await context.call(services.getDraft, { draftId: param(context, 'draftId') });
    return {
      title: words.discardTitle(draft.subject.name),
      personal: true,
      back: { href: '/my/drafts', words: words.title },
      body: (
        <>
          <h1>{words.discardTitle(draft.subject.name)}</h1>
          <p>{words.discardLead}</p>
          <div class="yw-actions"><PostForm><Button kind="danger">{words.discard}</Button></PostForm><LinkButton kind="plain" href="/my/drafts">{common.cancel}</LinkButton></div>
        </>
      ),
    };
  },
  async post(context) {
    const input = { draftId: param(context, 'draftId') };
    await context.call(services.discardDraft, input, sendOnce(context, input));
    return { redirect: '/my/drafts?discarded=1' };
  },
});
