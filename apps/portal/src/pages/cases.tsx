import { services } from '@yiwang/server/contracts';
import { definePage, queryOf } from '../page.ts';
import { ActingFor } from '../view/acting-for.tsx';
import { CaseLine } from '../view/case-line.tsx';
import { MoreLink } from '../view/pieces.tsx';

const boxes = ['', 'waiting', 'open', 'concluded'] as const;

/** 我的办件; what waits for the applicant stands first. */
export const cases = definePage({
  path: '/my/cases',
  signedIn: true,
  async get(context) {
    const { cases: words, frame } = context.text;
    const state = boxes.find((box) => box === queryOf(context, 'state')) ?? '';
    const cursor = queryOf(context, 'cursor');
    const [list, waiting] = await Promise.all([
      context.call(services.listMyCases, { ...(state === '' ? {} : { state }), ...(cursor === '' ? {} : { cursor }) }),
      state === '' && cursor === '' ? context.call(services.listMyCases, { state: 'waiting' }) : { cases: [] },
    ]);
    const first = new Set(waiting.cases.map((one) => one.id));
    const rest = list.cases.filter((one) => !first.has(one.id));
    const tabs = [words.all, words.waiting, words.open, words.concluded];
    return {
      title: words.title,
      personal: true,
      width: 'wide',
      back: { href: '/my', words: frame.mine },
      body: (
        <>
          <h1>{words.title}</h1>
          <ActingFor />
          <nav aria-label={words.title}><ul class="yw-tabs">{boxes.map((box, at) => <li key={box}><a href={box === '' ? '/my/cases' : `/my/cases?state=${box}`} aria-current={box === state ? 'true' : undefined}>{tabs[at]}</a></li>)}</ul></nav>
          {waiting.cases.length === 0 ? null : <section aria-labelledby="waiting"><h2 id="waiting">{words.waiting}</h2><ul class="yw-list">{waiting.cases.map((one) => <CaseLine key={one.id} summary={one} waiting />)}</ul></section>}
          {list.cases.length === 0 ? <p>{words.empty}</p> : rest.length === 0 ? null : (
            <section aria-label={words.title}>
              {waiting.cases.length > 0 ? <h2>{words.all}</h2> : null}
              <ul class="yw-list">{rest.map((one) => <CaseLine key={one.id} summary={one} waiting={state === 'waiting'} />)}</ul>
            </section>
          )}
          <MoreLink href={list.next === null ? null : `/my/cases?${new URLSearchParams({ ...(state === '' ? {} : { state }), cursor: list.next }).toString()}`} />
        </>
      ),
    };
  },
});
