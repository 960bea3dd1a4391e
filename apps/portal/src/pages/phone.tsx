import { messages } from '@yiwang/server/contracts';
import { moment } from '../format.ts';
import { definePage, queryOf } from '../page.ts';
import { ErrorSummary, Input } from '../view/form.tsx';

/** 演示手机: messages that the demonstration would have sent to a telephone. */
export const phone = definePage({
  path: '/phone',
  async get(context) {
    const { phone: words } = context.text;
    const number = queryOf(context, 'phone').replace(/[^\d]/g, '').slice(0, 20);
    const wrong = context.request.query['phone'] !== undefined && !/^1\d{10}$/.test(number);
    const list = number === '' || wrong ? null : (await context.call(messages.demonstrationPhone, { phone: number })).messages;
    return {
      title: words.title,
      personal: true,
      body: (
        <>
          {wrong ? <ErrorSummary errors={[{ id: 'phone', words: words.wrong }]} /> : null}
          <h1>{words.title}</h1>
          <p class="yw-lead">{words.lead}</p>
          <form method="get" action="/phone" noValidate><Input id="phone" label={words.number} value={number} width="yw-input--20" mode="numeric" error={wrong ? words.wrong : undefined} /><p><button class="yw-button" type="submit">{words.button}</button></p></form>
          {list === null ? null : (
            <section aria-labelledby="screen">
              <h2 id="screen">{words.screen(number)}</h2>
              {list.length === 0 ? <p>{words.empty}</p> : <ul class="sms">{list.map((message) => <li key={message.id}><time dateTime={message.at}>{moment(message.at, context.request.locale)}</time><p>{message.body}</p></li>)}</ul>}
            </section>
          )}
        </>
      ),
    };
  },
});
