import { moment } from '../format.ts';
import { definePage, queryOf } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { Input } from '../view/form.tsx';
import { demonstrationPhone } from './phone-contract.ts';

export const phone = definePage({
  path: '/phone',
  async get(context) {
    const { phone: words } = context.text;
    const number = queryOf(context, 'phone').replace(/[^\d+-]/g, '').slice(0, 20);
    const messages = number === '' ? null : await context.call(demonstrationPhone, { phone: number }).then((answer) => answer.messages, (error: unknown) => {
      if (refusalOf(error, context.request.locale).status >= 500) throw error;
      return [];
    });
    return {
      title: words.title,
      personal: true,
      body: (
        <>
          <h1>{words.title}</h1>
          <p class="yw-lead">{words.lead}</p>
          <form method="get" action="/phone"><Input id="phone" label={words.number} value={number} width="yw-input--20" mode="numeric" /><p><button class="yw-button" type="submit">{words.button}</button></p></form>
          {messages === null ? null : (
            <section aria-labelledby="screen">
              <h2 id="screen">{words.screen(number)}</h2>
              {messages.length === 0 ? <p>{words.empty}</p> : <ul class="sms">{messages.map((message) => <li key={message.at + message.text}><time dateTime={message.at}>{moment(message.at, context.request.locale)}</time>{message.text}</li>)}</ul>}
            </section>
          )}
        </>
      ),
    };
  },
});
