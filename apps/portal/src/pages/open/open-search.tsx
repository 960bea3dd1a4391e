import { openData } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { definePage, queryOf } from '../../page.ts';
import { openText } from './open-text.ts';
import { Tag } from '../../view/pieces.tsx';
import { OpenNav } from './open-nav.tsx';

const names = ['q', 'theme', 'department', 'format', 'cycle', 'tag', 'sort'] as const;
type Asked = Partial<Record<(typeof names)[number] | 'offset', string>>;
const href = (asked: Asked, change: Asked): string => {
  const query = new URLSearchParams(Object.entries({ ...asked, offset: '', ...change }).filter((e): e is [string, string] => e[1] !== undefined && e[1] !== '')).toString();
  return query === '' ? '/open/data' : `/open/data?${query}`;
};
const pageSize = 20;

/** 开放数据检索: words, facets, sets. */
export const openSearch = definePage({
  path: '/open/data',
  async get(context) {
    const words = openText(context.request.locale);
    const asked = Object.fromEntries(names.map((n) => [n, queryOf(context, n).slice(0, n === 'q' ? 200 : 80)])) as Asked;
    const offset = /^\d{1,6}$/.test(queryOf(context, 'offset')) ? Number(queryOf(context, 'offset')) : 0;
    const given = Object.fromEntries(Object.entries(asked).filter(([, v]) => v !== ''));
    const { sort, ...narrow } = given as { sort?: string; q?: string };
    const found = await context.call(openData.searchSets, { ...narrow, ...(sort === 'modified' || sort === 'title' || sort === 'relevance' ? { sort } : {}), limit: pageSize, offset });
    const facet = (title: string, name: 'theme' | 'department' | 'format' | 'cycle', options: { id: string; title: string; count: number }[]): JSX.Element => (
      <details class="yw-details" open={(asked[name] ?? '') !== '' || name === 'theme' || undefined}>
        <summary>{title}</summary>
        <ul class="link-grid">{options.slice(0, 40).map((o) => <li key={o.id}><a href={href(asked, { [name]: asked[name] === o.id ? '' : o.id })} aria-current={asked[name] === o.id ? 'true' : undefined}><span>{name === 'cycle' ? (words.cycleWords[o.id] ?? o.id) : o.title}</span><span class="yw-soft yw-small">{o.count}</span></a></li>)}</ul>
      </details>
    );
    return {
      title: words.title, width: 'wide',
      body: (
        <>
          <h1>{words.title}</h1>
          <p class="yw-lead">{words.lead}</p>
          <OpenNav at="sets" />
          <form method="get" action="/open/data" role="search" class="open-search">
            <label class="yw-label" for="q">{words.search}</label>
            <div class="open-line"><input class="yw-input" type="search" id="q" name="q" value={asked.q} placeholder={words.placeholder} maxLength={200} /><button class="yw-button" type="submit">{words.find}</button></div>
          </form>
          <div class="with-side">
            <div>
              <p class="yw-soft" role="status">{found.total === 0 ? words.none : found.by === 'some' ? words.some : words.found(found.total)}</p>
              <ul class="yw-list">
                {found.sets.map((s) => (
                  <li key={s.name}>
                    <h2 class="item-name"><a href={`/open/sets/${s.name}`}>{s.title}</a></h2>
                    <p>{s.description}</p>
                    <p class="facts-line"><span>{s.organisation}</span><span>{words.rows(s.rows)}</span><span>{words.updated} {s.modifiedAt.slice(0, 10)}</span><span>{words.cycleWords[s.cycle] ?? s.cycle}</span></p>
                    <p>{s.conditional ? <><Tag tone="soon">{words.conditional}</Tag>{' '}</> : null}{s.formats.map((f) => <><Tag tone="quiet">{f.toUpperCase()}</Tag>{' '}</>)}</p>
                  </li>
                ))}
              </ul>
              <p class="pager">
                {offset > 0 ? <a class="yw-button yw-button--plain" rel="prev" href={href(asked, { offset: String(Math.max(0, offset - pageSize)) })}>{context.request.locale === 'en' ? 'Previous' : '上一页'}</a> : null}
                {offset + pageSize < found.total ? <a class="yw-button yw-button--plain" rel="next" href={href(asked, { offset: String(offset + pageSize) })}>{context.request.locale === 'en' ? 'Next' : '下一页'}</a> : null}
              </p>
            </div>
            <nav class="side-lists" aria-label={words.themes}>
              {Object.keys(given).some((k) => k !== 'q' && k !== 'sort') ? <p><a class="yw-button yw-button--plain yw-button--small" href={href({ q: asked.q ?? '' }, {})}>{words.clear}</a></p> : null}
              {facet(words.themes, 'theme', found.facets.theme)}
              {facet(words.departments, 'department', found.facets.department)}
              {facet(words.formats, 'format', found.facets.format)}
              {facet(words.cycles, 'cycle', found.facets.cycle)}
            </nav>
          </div>
        </>
      ),
    };
  },
});
