import type { openData, OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { queryOf, type PageContext } from '../../page.ts';
import { Notice } from '../../view/pieces.tsx';
import { DataTable } from './drawings.tsx';
import type { OpenText } from './open-text.ts';

type Set = OutputOf<typeof openData.getSet>;
type Rows = OutputOf<typeof openData.findRows>;

interface Condition { field: string; op: string; value: string }
/** 查询: conditions that all hold, and an order; in the page's address, so that it can be kept and handed on. */
export interface Question { conditions: readonly Condition[]; sort: string; descending: boolean }

/** Conditions that a page takes; an interface takes more. */
const conditionsMax = 4;
const marks = Array.from({ length: conditionsMax }, (_, i) => (i === 0 ? '' : String(i + 1)));

export const questionOf = (context: PageContext): Question => ({
  conditions: marks.map((m) => ({ field: queryOf(context, `field${m}`).slice(0, 60), op: queryOf(context, `op${m}`).slice(0, 10) || 'eq', value: queryOf(context, `value${m}`).slice(0, 200) })).filter((one) => one.field !== '' && one.value !== ''),
  sort: queryOf(context, 'sort').slice(0, 60), descending: queryOf(context, 'descending') === '1',
});

/** The question as the interface takes it. */
export function inputOf(set: Set, asked: Question): { filters: string; sort?: string } {
  const filters = asked.conditions.flatMap(({ field, op, value }) => {
    const column = set.columns.find((c) => c.id === field);
    const numeric = column !== undefined && ['integer', 'decimal', 'money'].includes(column.type);
    return column === undefined ? [] : [{ field, op, value: numeric && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value }];
  });
  return { filters: JSON.stringify(filters), ...(asked.sort === '' ? {} : { sort: `${asked.descending ? '-' : ''}${asked.sort}` }) };
}

interface QueryProps { set: Set; asked: Question; answer: { rows: Rows } | { refused: string }; words: OpenText }

/** 数据查询: the conditions asked and one more to fill; the rows, a file of exactly those, and the call that gives them. */
export const Query = ({ set, asked, answer, words }: QueryProps): JSX.Element => {
  const input = new URLSearchParams(inputOf(set, asked));
  const shown = marks.slice(0, Math.max(2, asked.conditions.length + 1));
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{words.preview}</h2>
      <form method="get" action={`/open/sets/${set.name}#preview`} class="open-query">
        {shown.map((mark, at) => <ConditionFields key={mark} set={set} mark={mark} number={at + 1} asked={asked.conditions[at]} words={words} />)}
        <div><label class="yw-label" for="sort">{words.sort}</label><select class="yw-input" id="sort" name="sort"><option value="">{words.noSort}</option>{set.columns.map((c) => <option key={c.id} value={c.id} selected={c.id === asked.sort}>{c.title}</option>)}</select></div>
        <div class="open-check"><label><input type="checkbox" name="descending" value="1" checked={asked.descending} /> {words.descending}</label></div>
        <div><button class="yw-button" type="submit">{words.run}</button></div>
      </form>
      {'refused' in answer ? <Notice tone="bad">{answer.refused}</Notice> : (
        <>
          <p class="yw-soft" role="status">{words.results(answer.rows.total)}</p>
          {asked.conditions.length === 0 ? null : <p><a class="yw-button yw-button--plain yw-button--small" href={`/dataset/${set.name}/rows.csv?${input.toString()}`} download>{words.theseRows}</a></p>}
          <DataTable caption={words.preview} columns={set.columns.filter((c) => c.id !== 'geometry')} rows={answer.rows.rows} names={answer.rows.names} />
        </>
      )}
      <details class="yw-details"><summary>{words.api}</summary><p>{words.apiLead}</p><p><code class="open-code">GET {`/api/open/sets/${set.name}/rows?${input.toString()}&limit=20`}</code></p><p class="facts-line"><a href={`/api/3/action/package_show?id=${set.name}`}>{words.ckan}</a><a href={`/dataset/${set.name}.ttl`}>{words.dcat}</a>{set.geometry ? <a href={`/ogc/collections/${set.name}?f=html`}>{words.ogc}</a> : null}</p></details>
    </section>
  );
};

const ConditionFields = ({ set, mark, number, asked, words }: { set: Set; mark: string; number: number; asked: Condition | undefined; words: OpenText }): JSX.Element => (
  <fieldset class="open-condition">
    <legend class="yw-hidden">{words.condition(number)}</legend>
    <div><label class="yw-label" for={`field${mark}`}>{words.field}<span class="yw-hidden"> {number}</span></label><select class="yw-input" id={`field${mark}`} name={`field${mark}`}><option value="">{words.any}</option>{set.columns.map((c) => <option key={c.id} value={c.id} selected={c.id === asked?.field}>{c.title}</option>)}</select></div>
    <div><label class="yw-label" for={`op${mark}`}>{words.operator}<span class="yw-hidden"> {number}</span></label><select class="yw-input" id={`op${mark}`} name={`op${mark}`}>{Object.entries(words.operators).map(([id, title]) => <option key={id} value={id} selected={id === asked?.op}>{title}</option>)}</select></div>
    <div><label class="yw-label" for={`value${mark}`}>{words.value}<span class="yw-hidden"> {number}</span></label><input class="yw-input" type="text" id={`value${mark}`} name={`value${mark}`} value={asked?.value ?? ''} maxLength={200} autocomplete="off" /></div>
  </fieldset>
);
