import { services } from '@yiwang/server/contracts';
import { moment } from '../format.ts';
import { localPath } from '../local-path.ts';
import { definePage, fieldsOf, queryOf } from '../page.ts';
import { sendOnce } from '../send-once.ts';
import { PostForm } from '../view/form.tsx';
import { MoreLink, Tag } from '../view/pieces.tsx';

/** 我的消息. */
export const messages = definePage({
  path: '/my/messages',
  signedIn: true,
  async get(context) {
    const { messages: words, frame } = context.text;
    const cursor = queryOf(context, 'cursor');
    const list = await context.call(services.listMyMessages, cursor === '' ? {} : { cursor });
    const unread = list.messages.filter((message) => !message.read);
    return {
      title: words.title,
      personal: true,
      back: { href: '/my', words: frame.mine },
      body: (
        <>
          <h1>{words.title}</h1>
          {list.unread === 0 ? null : <p>{words.unread(list.unread)}</p>}
          {list.messages.length === 0 ? <p>{words.empty}</p> : (
            <ul class="yw-list">
              {list.messages.map((message) => (
                <li key={message.id} class={message.read ? undefined : 'unread'}>
                  <h2 class="item-name">{message.title}{message.read ? null : <>{' '}<Tag>{words.isUnread}</Tag></>}</h2>
                  <p>{message.body}</p>
                  <p class="facts-line"><time dateTime={message.at}>{moment(message.at, context.request.locale)}</time>{message.caseId === null ? null : <a href={`/my/cases/${message.caseId}`}>{words.toCase}<span class="yw-hidden"> {message.title}</span></a>}{message.caseId !== null || message.url === null || message.url.startsWith('/desk') ? null : <a href={localPath(message.url)}>{words.open}<span class="yw-hidden"> {message.title}</span></a>}</p>
                </li>
              ))}
            </ul>
          )}
          {unread.length === 0 ? null : <PostForm>{unread.map((message) => <input key={message.id} type="hidden" name="ids" value={message.id} />)}<button class="yw-button yw-button--plain" type="submit">{words.markRead}</button></PostForm>}
          <MoreLink href={list.next === null ? null : `/my/messages?cursor=${encodeURIComponent(list.next)}`} />
        </>
      ),
    };
  },
  async post(context) {
    const input = { ids: fieldsOf(context, 'ids').slice(0, 100) };
    await context.call(services.readMessages, input, sendOnce(context, input));
    return { redirect: '/my/messages' };
  },
});
