import { openData } from '@yiwang/server/contracts';
import { definePage, fieldOf, queryOf } from '../../page.ts';
import { openText } from './open-text.ts';
import { Button, Input, PostForm } from '../../view/form.tsx';
import { Notice } from '../../view/pieces.tsx';
import { Bars } from './drawings.tsx';
import { OpenNav } from './open-nav.tsx';

/** 开放统计. */
export const openStatistics = definePage({
  path: '/open/statistics',
  async get(context) {
    const words = openText(context.request.locale);
    const s = await context.call(openData.statistics, {});
    const figures = [[words.sets, s.sets], [words.organisations, s.organisations], [words.totalRows, s.rows], [words.views, s.use.view], [words.downloads, s.use.download], [words.calls, s.use.api]] as const;
    return {
      title: words.statistics, width: 'wide',
      body: (
        <>
          <h1>{words.statistics}</h1>
          <OpenNav at="statistics" />
          <ul class="compare">{figures.map(([label, value]) => <li key={label}>{label}<b>{value.toLocaleString('en')}</b></li>)}</ul>
          <h2>{words.themes}</h2>
          <Bars title={words.themes} rows={s.themes.map((t) => ({ label: t.title, value: t.count }))} />
          {s.top.length === 0 ? null : <><h2>{words.top}</h2><ol>{s.top.map((t) => <li key={t.name}><a href={`/open/sets/${t.name}`}>{t.title}</a> {t.times}</li>)}</ol></>}
        </>
      ),
    };
  },
});

/** 应用成果: what others made of the data; shown when somebody has looked at it. */
export const openShowcases = definePage({
  path: '/open/showcases',
  async get(context) {
    const words = openText(context.request.locale);
    const { showcases } = await context.call(openData.listShowcases, {});
    return {
      title: words.showcases, width: 'wide', personal: context.request.actor.kind === 'citizen',
      body: (
        <>
          <h1>{words.showcases}</h1>
          <OpenNav at="showcases" />
          {queryOf(context, 'sent') === '' ? null : <Notice tone="good" icon="check">{words.offered}</Notice>}
          {showcases.length === 0 ? <p class="yw-soft">{words.nothing}</p> : <ul class="yw-list">{showcases.map((s) => <li key={s.id}><h2 class="item-name">{s.url === null ? s.title : <a href={s.url} rel="nofollow noopener">{s.title}</a>}</h2><p>{s.summary}</p><p class="yw-small">{words.usedSets}：{s.sets.map((n) => <><a href={`/open/sets/${n}`}>{n}</a>{' '}</>)}</p></li>)}</ul>}
          <h2>{words.offer}</h2>
          {context.request.actor.kind === 'citizen' ? (
            <PostForm action="/open/showcases" keep>
              <Input id="title" label={words.offerName} /><Input id="summary" label={words.offerSummary} rows={4} /><Input id="url" label={words.offerUrl} /><Input id="sets" label={words.offerSets} />
              <Button>{words.send}</Button>
            </PostForm>
          ) : <p><a class="yw-button" href={`/signin?app=portal&return=${encodeURIComponent('/open/showcases')}`}>{words.signIn}</a></p>}
        </>
      ),
    };
  },
  async post(context) {
    if (context.request.actor.kind !== 'citizen') return { redirect: `/signin?app=portal&return=${encodeURIComponent('/open/showcases')}` };
    const url = fieldOf(context, 'url').trim();
    await context.call(openData.offerShowcase, { title: fieldOf(context, 'title'), summary: fieldOf(context, 'summary'), sets: fieldOf(context, 'sets').split(/[,，\s]+/).filter((s) => s !== ''), ...(url === '' ? {} : { url }) }, { idempotencyKey: fieldOf(context, 'key') });
    return { redirect: '/open/showcases?sent=1' };
  },
});
