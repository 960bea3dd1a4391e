import { services } from '@yiwang/server/contracts';
import { moment } from '../format.ts';
import { definePage, queryOf } from '../page.ts';
import { MoreLink } from '../view/pieces.tsx';

/** 谁看过我的信息: every access with its reason. */
export const accesses = definePage({
  path: '/my/accesses',
  signedIn: true,
  async get(context) {
    const { accesses: words, frame } = context.text;
    const { locale } = context.request;
    const cursor = queryOf(context, 'cursor');
    const list = await context.call(services.whoLooked, cursor === '' ? {} : { cursor });
    return {
      title: words.title,
      personal: true,
      width: 'wide',
      back: { href: '/my', words: frame.mine },
      body: (
        <>
          <h1>{words.title}</h1>
          <p class="yw-lead reading">{words.lead}</p>
          {list.accesses.length === 0 ? <p>{words.empty}</p> : (
            <table class="yw-table">
              <caption class="yw-hidden">{words.title}</caption>
              <thead><tr><th scope="col">{words.who}</th><th scope="col">{words.what}</th><th scope="col">{words.purpose}</th><th scope="col">{words.at}</th></tr></thead>
              <tbody>
                {list.accesses.map((one) => (
                  <tr key={one.id}>
                    <th scope="row">{one.who}<br /><span class="yw-soft yw-small">{one.organisation}</span></th>
                    <td data-label={words.what}>{one.what}<br /><span class="yw-soft yw-small">{one.fields.join(locale === 'zh' ? '、' : ', ')}</span></td>
                    <td data-label={words.purpose}>{one.purpose}{one.caseNumber === null ? null : <><br />{one.caseId === null ? <span class="yw-code yw-small">{one.caseNumber}</span> : <a class="yw-code yw-small" href={`/my/cases/${one.caseId}`}>{one.caseNumber}</a>}</>}</td>
                    <td data-label={words.at}>{moment(one.at, locale)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <MoreLink href={list.next === null ? null : `/my/accesses?cursor=${encodeURIComponent(list.next)}`} />
          <p class="reading">{words.doubt}</p>
        </>
      ),
    };
  },
});
