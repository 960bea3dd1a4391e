import { openData } from '@yiwang/server/contracts';
import { definePage, queryOf } from '../../page.ts';
import { openText } from './open-text.ts';
import { Tag } from '../../view/pieces.tsx';
import { OpenNav } from './open-nav.tsx';

const pageSize = 20;

/** 其他平台的数据集: harvested by DCAT; described here, kept and answered for there. */
export const openForeign = definePage({
  path: '/open/foreign',
  async get(context) {
    const { locale } = context.request;
    const words = openText(locale);
    const q = queryOf(context, 'q').slice(0, 200);
    const source = /^[0-9a-f-]{36}$/.test(queryOf(context, 'source')) ? queryOf(context, 'source') : undefined;
    const offset = /^\d{1,6}$/.test(queryOf(context, 'offset')) ? Number(queryOf(context, 'offset')) : 0;
    const found = await context.call(openData.searchForeign, { q, ...(source === undefined ? {} : { source }), limit: pageSize, offset });
    const href = (at: number): string => `/open/foreign?${new URLSearchParams({ ...(q === '' ? {} : { q }), ...(source === undefined ? {} : { source }), offset: String(at) }).toString()}`;
    return {
      title: words.foreign, width: 'wide',
      body: (
        <>
          <h1>{words.foreign}</h1>
          <OpenNav at="foreign" />
          <p class="yw-lead">{words.foreignLead}</p>
          <form method="get" action="/open/foreign" role="search" class="open-search">
            <label class="yw-label" for="q">{words.search}</label>
            <div class="open-line"><input class="yw-input" type="search" id="q" name="q" value={q} placeholder={words.placeholder} maxLength={200} /><button class="yw-button" type="submit">{words.find}</button></div>
          </form>
          {found.sources.length < 2 ? null : <p class="facts-line">{found.sources.map((s) => <a key={s.id} href={`/open/foreign?source=${s.id}`} aria-current={s.id === source ? 'true' : undefined}>{s.title} {s.sets}</a>)}</p>}
          <p class="yw-soft" role="status">{found.total === 0 ? words.none : words.found(found.total)}</p>
          <ul class="yw-list">
            {found.sets.map((s) => (
              <li key={s.iri}>
                <h2 class="item-name"><a href={s.page ?? s.iri} rel="noopener">{s.title}</a></h2>
                <p>{s.description.slice(0, 400)}</p>
                <p class="facts-line"><span><Tag tone="soon">{words.harvested}</Tag> {s.source}</span>{s.publisher === null ? null : <span>{s.publisher}</span>}{s.changedOn === null ? null : <span>{words.updated} {s.changedOn}</span>}<span>{words.harvestedOn} {s.seenAt.slice(0, 10)}</span></p>
                <p class="facts-line">{s.files.slice(0, 8).map((f) => <a key={f.url} href={f.url} rel="noopener nofollow">{f.format ?? f.title ?? words.download}</a>)}</p>
              </li>
            ))}
          </ul>
          <p class="pager">
            {offset > 0 ? <a class="yw-button yw-button--plain" rel="prev" href={href(Math.max(0, offset - pageSize))}>{locale === 'en' ? 'Previous' : '上一页'}</a> : null}
            {offset + pageSize < found.total ? <a class="yw-button yw-button--plain" rel="next" href={href(offset + pageSize)}>{locale === 'en' ? 'Next' : '下一页'}</a> : null}
          </p>
        </>
      ),
    };
  },
});
