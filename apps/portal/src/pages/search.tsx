import { services } from '@yiwang/server/contracts';
import { definePage, here, queryOf } from '../page.ts';
import { ItemLine, Marked, MoreLink } from '../view/pieces.tsx';
import { SearchBox } from '../view/search-box.tsx';

export const search = definePage({
  path: '/search',
  async get(context) {
    const { search: words, home, errors } = context.text;
    const query = queryOf(context, 'q').trim().slice(0, 100);
    const cursor = queryOf(context, 'cursor');
    const box = <SearchBox label={words.label} placeholder={home.placeholder} value={query} />;
    if (query === '') return { title: words.titleEmpty, body: <><h1>{words.titleEmpty}</h1>{box}</> };
    const data = await context.call(services.searchServices, { text: query, ...here(context), ...(cursor === '' ? {} : { cursor }) });
    const empty = data.results.length === 0;
    return {
      title: words.title(query),
      width: 'reading',
      body: (
        <>
          <h1>{words.title(query)}</h1>
          {box}
          <p class="yw-soft" role="status">{empty ? words.emptyTitle : data.total === null ? words.foundMany : words.found(data.total)}</p>
          {data.suggestions.length === 0 ? null : (
            <p>{words.suggestions}{context.request.locale === 'zh' ? '：' : ': '}{data.suggestions.map((one) => <span key={one}><a href={`/search?q=${encodeURIComponent(one)}`}>{one}</a>{'  '}</span>)}</p>
          )}
          {empty ? (
            <>
              <ul>{words.emptyWays.map((way) => <li key={way}>{way}</li>)}</ul>
              <p><a class="yw-button yw-button--plain" href="/catalogue">{context.text.catalogue.title}</a></p>
            </>
          ) : (
            <ul class="yw-list">{data.results.map((item) => <ItemLine key={item.kind + item.id} item={{ ...item, summary: item.highlight.replace(/<\/?\w+>/g, '') || item.summary }} name={<Marked text={item.name} query={query} />} />)}</ul>
          )}
          <MoreLink href={data.next === null ? null : `/search?q=${encodeURIComponent(query)}&cursor=${encodeURIComponent(data.next)}`} />
          {empty ? <p>{errors.call}</p> : null}
        </>
      ),
    };
  },
});
