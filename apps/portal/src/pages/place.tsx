import { services } from '@yiwang/server/contracts';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import { localPath } from '../local-path.ts';
import { definePage, queryOf } from '../page.ts';
import { placeName } from '../place-name.ts';
import { Notice } from '../view/pieces.tsx';

/** Digits of a county: the level at which items are handled. */
export const countyDigits = 6;
const year = 31_536_000;

/** 办理地区: level by level, as links; the choice is a cookie. */
export const place = definePage({
  path: '/place',
  async get(context) {
    const { place: words, frame } = context.text;
    const back = localPath(queryOf(context, 'return'));
    const chosen = queryOf(context, 'choose');
    if (/^\d{2,12}$/.test(chosen)) return { redirect: back, cookies: [`yiwang_division=${chosen}; Path=/; Max-Age=${year}; SameSite=Lax`] };
    const asked = queryOf(context, 'parent');
    const parent = /^\d{0,6}$/.test(asked) ? asked : '';
    let { divisions } = await context.call(services.listDivisions, { parent });
    let within = parent;
    // a place of one province starts with its cities
    if (parent === '' && divisions.length === 1 && divisions[0] !== undefined) {
      within = divisions[0].digits;
      ({ divisions } = await context.call(services.listDivisions, { parent: within }));
    }
    const name = within === '' ? '' : await placeName(context.call, within, context.request.locale);
    const href = (query: Record<string, string>): string => `/place?${new URLSearchParams({ ...query, return: back }).toString()}`;
    return {
      title: words.title,
      personal: true,
      back: parent === '' ? { href: back, words: frame.back } : { href: href({}), words: words.title },
      body: (
        <>
          {queryOf(context, 'why') === '' ? null : <Notice><p>{words.why}</p></Notice>}
          <h1>{name === '' ? words.title : words.titleIn(name)}</h1>
          <p class="yw-lead">{words.lead}</p>
          <ul class="link-grid">
            {divisions.map((one) => {
              const deeper = one.hasChildren && one.digits.length < countyDigits;
              return <li key={one.digits}><a href={deeper ? href({ parent: one.digits }) : href({ choose: one.digits })}><span>{one.name}</span><Icon name={deeper ? 'arrow' : 'check'} size={20} /></a></li>;
            })}
          </ul>
          {within === '' ? null : <p class="band"><a class="yw-button yw-button--plain" href={href({ choose: within })}>{words.whole(name)}</a></p>}
        </>
      ),
    };
  },
});
