import { openData, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { dayOf, definePage, fieldOf, param, queryOf, type PageContext, type Rendered } from '../../page.ts';
import { openText, type OpenText } from './open-text.ts';
import { Button, Input, PostForm } from '../../view/form.tsx';
import { Facts, Notice, Tag } from '../../view/pieces.tsx';
import { refusalOf } from '../../refusal.ts';
import { Bars, Sketch } from './drawings.tsx';
import { inputOf, Query, questionOf, type Question } from './open-query.tsx';

type Set = OutputOf<typeof openData.getSet>;
type Rows = OutputOf<typeof openData.findRows>;

async function answerOf(context: PageContext, set: Set, asked: Question): Promise<{ rows: Rows } | { refused: string }> {
  try {
    return { rows: await context.call(openData.findRows, { name: set.name, ...inputOf(set, asked), limit: 20 }) };
  } catch (error) {
    return { refused: refusalOf(error, context.request.locale).words };
  }
}

/** 开放数据集: what it is, its files, rows, dictionary, chart, map; a query with the call that makes it. */
async function page(context: PageContext, refused?: string): Promise<Rendered> {
  const { locale } = context.request;
  const words = openText(locale);
  const name = param(context, 'name');
  const set = await context.call(openData.getSet, { name: /^[a-z][a-z0-9-]{1,79}$/.test(name) ? name : 'no-such-set' });
  const asked = questionOf(context);
  const { filters } = inputOf(set, asked);
  const closed = !set.access.mayRead;
  const [answer, charted, mapped] = closed ? [undefined, undefined, undefined] : await Promise.all([
    answerOf(context, set, asked),
    set.chart === null ? undefined : context.call(openData.findRows, { name, filters, sort: `-${set.chart.value}`, limit: 12 }).catch(() => undefined),
    set.geometry ? context.call(openData.findRows, { name, filters, limit: 500, geometry: true }).catch(() => undefined) : undefined,
  ]);
  const bars = (charted?.rows ?? []).map((r) => ({ label: barLabel(set, charted!, r), value: Number(r[set.chart!.value]) })).filter((b) => Number.isFinite(b.value));
  return {
    title: set.title, width: 'wide', personal: set.access.conditional, back: { href: '/open/data', words: words.title },
    body: (
      <>
        <h1>{set.title}</h1>
        <p class="yw-lead">{set.description}</p>
        {set.note === null ? null : <Notice>{set.note}</Notice>}
        <p class="facts-line"><span>{set.organisation}</span><span>{words.rows(set.rows)}</span><span>{words.updated} {set.modifiedAt.slice(0, 10)}</span><span>{words.version} {set.version}</span></p>
        {set.access.conditional ? <Condition context={context} set={set} words={words} refused={refused} /> : null}
        {closed ? null : <section aria-labelledby="download">
          <h2 id="download">{words.download}</h2>
          <ul class="open-files">
            {set.resources.map((r) => <li key={r.id}><a class="yw-button yw-button--plain yw-button--small" href={r.path} download>{r.format}</a></li>)}
            <li><a class="yw-button yw-button--plain yw-button--small" href={`${set.resources[0]!.path}?bom=1`} download>{words.excel}</a></li>
          </ul>
        </section>}
        {answer === undefined ? null : <Query set={set} asked={asked} answer={answer} words={words} />}
        {bars.length === 0 ? null : <section aria-labelledby="chart"><h2 id="chart">{words.chart}</h2><p class="yw-soft">{set.columns.find((c) => c.id === set.chart?.value)?.title}</p><Bars title={words.chart} rows={bars} /></section>}
        {mapped === undefined || mapped.shapes.length === 0 ? null : <section aria-labelledby="map"><h2 id="map">{words.map}</h2><Sketch title={words.map} shapes={mapped.shapes} /><p class="yw-soft yw-small">{words.mapNote}</p></section>}
        <Dictionary set={set} words={words} />
        <About set={set} words={words} />
      </>
    ),
  };
}

export const openSet = definePage({
  path: '/open/sets/:name',
  get: (context) => page(context),
  /** 申请: for a set that is open on condition. */
  async post(context) {
    const name = param(context, 'name');
    const here = `/open/sets/${name}`;
    if (context.request.actor.kind !== 'citizen') return { redirect: `/signin?app=portal&return=${encodeURIComponent(here)}` };
    const use = (['research', 'business', 'public'] as const).find((u) => u === fieldOf(context, 'use')) ?? 'public';
    const [purpose, until] = [fieldOf(context, 'purpose').trim().slice(0, 500), dayOf(context, 'until')];
    if (purpose.length < 10 || !/^\d{4}-\d{2}-\d{2}$/.test(until)) return { ...(await page(context, openText(context.request.locale).accessTooShort)), status: 400 };
    try {
      const { dueOn } = await context.call(openData.askAccess, { set: name, purpose, use, until }, { idempotencyKey: fieldOf(context, 'key') });
      return { redirect: `${here}?asked=${dueOn ?? '1'}#condition` };
    } catch (error) {
      return { ...(await page(context, refusalOf(error, context.request.locale).words)), status: 409 };
    }
  },
});

const dayAfter = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** 有条件开放: on which condition, how one's own application stands, the form to apply. */
const Condition = ({ context, set, words, refused }: { context: PageContext; set: Set; words: OpenText; refused: string | undefined }): JSX.Element => {
  const { own, condition } = set.access;
  const signedIn = context.request.actor.kind === 'citizen';
  const here = `/open/sets/${set.name}`;
  return (
    <section aria-labelledby="condition">
      <h2 id="condition">{words.conditional}</h2>
      <Notice>{condition}</Notice>
      {queryOf(context, 'asked') === '' ? null : <Notice tone="good" icon="check">{words.sent(/^\d{4}-\d{2}-\d{2}$/.test(queryOf(context, 'asked')) ? queryOf(context, 'asked') : null)}</Notice>}
      {refused === undefined ? null : <Notice tone="bad">{refused}</Notice>}
      {own === null ? null : <p><Tag tone={own.state === 'granted' ? 'good' : own.state === 'asked' ? 'soon' : 'bad'}>{words.accessStates[own.state]}</Tag> {words.usableUntil(own.until)}{own.reason === null ? null : <> · {own.reason}</>}{own.state === 'granted' ? <> · <a href="/open/developers">{words.accessKeys}</a></> : null}</p>}
      {!signedIn ? <p><a class="yw-button" href={`/signin?app=portal&return=${encodeURIComponent(here)}`}>{words.signInToApply}</a></p> : own?.state === 'asked' || set.access.mayRead ? null : (
        <PostForm action={here} keep>
          <Input id="purpose" label={words.accessPurpose} rows={3} value={fieldOf(context, 'purpose')} />
          <div class="yw-field"><label class="yw-label" for="use">{words.accessUse}</label><select class="yw-input" id="use" name="use">{Object.entries(words.accessUses).map(([id, title]) => <option key={id} value={id}>{title}</option>)}</select></div>
          <div class="yw-field"><label class="yw-label" for="until">{words.accessUntil}</label><input class="yw-input" type="text" id="until" name="until" value={fieldOf(context, 'until') || dayAfter(180)} maxLength={20} placeholder={context.text.common.dayForm} autocomplete="off" /></div>
          <Button>{words.applyFor}</Button>
        </PostForm>
      )}
    </section>
  );
};

/** A code said in words where the dictionary knows them. */
const labelOf = (set: Set, { names }: Pick<Rows, 'names'>, column: string, value: string | number | boolean | null | undefined): string => names[column]?.[String(value)] ?? set.columns.find((c) => c.id === column)?.codes.find((c) => c.code === String(value))?.name ?? String(value ?? '');

/** What a bar is called; where several rows share the label (a month of many places), the first text column stands before it. */
function barLabel(set: Set, found: Rows, row: Rows['rows'][number]): string {
  const by = set.chart!.label;
  const own = labelOf(set, found, by, row[by]);
  const shared = new Set(found.rows.map((r) => r[by])).size < found.rows.length;
  const before = shared ? set.columns.find((c) => c.id !== by && ['text', 'division', 'code'].includes(c.type)) : undefined;
  return before === undefined ? own : `${labelOf(set, found, before.id, row[before.id])} ${own}`;
}

const Dictionary = ({ set, words }: { set: Set; words: OpenText }): JSX.Element => (
  <section aria-labelledby="dictionary">
    <h2 id="dictionary">{words.dictionary}</h2>
    <div class="yw-table-box" tabIndex={0} role="region" aria-labelledby="dictionary">
      <table class="yw-table">
        <thead><tr>{[words.field, words.name, words.type, words.filled, words.standard].map((w) => <th key={w} scope="col">{w}</th>)}</tr></thead>
        <tbody>{set.columns.map((c) => <tr key={c.id}><th scope="row"><code>{c.id}</code></th><td data-label={words.name}>{c.title}{c.codes.length === 0 ? null : <details><summary>{words.codes}</summary>{c.codes.map((x) => `${x.code} ${x.name}`).join('；')}</details>}</td><td data-label={words.type}>{words.types[c.type] ?? c.type}</td><td data-label={words.filled} class="yw-number">{set.rows === 0 ? '' : `${Math.floor((c.filled / set.rows) * 100)}%`}</td><td data-label={words.standard}>{[c.standard, c.unit].filter((x) => x !== null).join(' ')}</td></tr>)}</tbody>
      </table>
    </div>
  </section>
);

const About = ({ set, words }: { set: Set; words: OpenText }): JSX.Element => (
  <section aria-labelledby="about">
    <h2 id="about">{words.about}</h2>
    <Facts wide facts={[
      { label: words.provider, value: set.organisation }, { label: words.theme, value: set.themeTitle }, { label: words.cycle, value: words.cycleWords[set.cycle] ?? set.cycle }, ...(set.period === null ? [] : [{ label: words.period, value: set.period }]),
      { label: words.licence, value: <a href={set.licence.url}>{set.licence.title}</a> }, ...(set.standard === null ? [] : [{ label: words.standard, value: set.standard }]), ...(set.entry === null ? [] : [{ label: words.entry, value: set.entry }]),
      { label: words.quality, value: `${(Math.floor(set.completeness * 1000) / 10).toFixed(1)}%` }, { label: words.digest, value: <code class="open-code">{set.digest}</code> }, { label: words.use, value: `${words.views} ${set.use.view} · ${words.downloads} ${set.use.download} · ${words.calls} ${set.use.api}` },
    ]} />
    <h3>{words.checks}</h3>
    <ul>{set.checks.map((c) => <li key={c.id}><Tag tone={c.passed ? 'good' : 'bad'}>{c.passed ? words.passed : words.failed}</Tag> {c.words}</li>)}</ul>
    <h3>{words.versions}</h3>
    <ul>{set.releases.map((r) => <li key={r.version}>{set.access.mayRead ? <a href={`${set.resources[0]!.path}?version=${r.version}`} download>{words.version} {r.version}</a> : `${words.version} ${r.version}`} · {r.at.slice(0, 10)} · {words.rows(r.rows)} · {words.approved} {r.approvedBy}</li>)}</ul>
    <p><a class="yw-button yw-button--plain" href={`/open/requests?set=${set.name}`}>{words.askAbout}</a></p>
  </section>
);
