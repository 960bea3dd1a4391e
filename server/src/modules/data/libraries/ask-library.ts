import { divisionKind } from '#engines/access';
import type { Scope } from '#engines/analysis';
import { codeListKind } from '#engines/content';
import { registerKind, type RegisterDefinition } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { scopeOf } from '../quality/analyse.ts';
import type * as c from './contract.ts';
import type { Libraries } from './deps.ts';
import { errors } from './errors.ts';
import { freshSnapshot } from './fresh-snapshot.ts';
import type { Question } from './library-kind.ts';
import { libraryOf } from './library-views.ts';

type Asked = ParsedInputOf<typeof c.askLibrary>;
type Answer = OutputOf<typeof c.askLibrary>;
const seconds = 30;

export async function askLibrary(deps: Libraries, ctx: Context, input: Asked): Promise<Answer> {
  const question = libraryOf(deps, input.libraryId).questions.find((q) => q.id === input.questionId);
  if (question === undefined) throw errors.unknown();
  const { value: register } = deps.content.get(registerKind, question.register);
  const { at } = await freshSnapshot(deps, question.register);
  const first = question.groupBy[0];
  const only = input.only === undefined || first === undefined ? '' : `${first.column} = ${JSON.stringify(input.only)}`;
  const answer = await deps.analysis.query(
    {
      from: `register:${question.register}`, where: [question.where, only].flatMap((w) => (w === undefined || w === '' ? [] : [`(${w})`])).join(' and '), groupBy: question.groupBy, limit: question.limit, order: question.order,
      measures: question.measures.map(({ as, fn, of, where }) => ({ as, fn, ...(of === undefined ? {} : { of }), ...(where === undefined ? {} : { where }) })),
    },
    { now: ctx.now, seconds, scopeOf: (source) => placeOf(register, input.division, scopeOf({ content: deps.content, divisionOf: (o) => deps.organisation(o)?.division }, ctx, source)) },
  );
  return {
    title: textIn(question.title, ctx.locale), chart: question.chart, at, rows: answer.rows, suppressedBelow: answer.suppressedBelow, suppressedGroups: answer.suppressedGroups, truncated: answer.truncated,
    columns: answer.columns.map(({ name, kind }) => ({ name, kind, title: titleOf(question, register, name, ctx) })), labels: labelsOf(deps, ctx, question, register, answer.rows),
  };
}

/** 公开查询: only where every register of the library is published. */
export async function askOpenLibrary(deps: Libraries, ctx: Context, input: Asked): Promise<Answer> {
  if (!libraryOf(deps, input.libraryId).registers.every((r) => deps.content.get(registerKind, r).value.open)) throw errors.notForPublic();
  return askLibrary(deps, ctx, input);
}

/** The asked place, within what the asker may count. */
function placeOf(register: RegisterDefinition, division: string | undefined, own: Scope | undefined): Scope | undefined {
  if (division === undefined || register.divisionField === undefined) return own;
  if (own === undefined) return { column: register.divisionField, startsWith: [division] };
  return { ...own, startsWith: own.startsWith.flatMap((d) => (division.startsWith(d) ? [division] : d.startsWith(division) ? [d] : [])) };
}

function titleOf(question: Question, register: RegisterDefinition, name: string, ctx: Context): string {
  const measure = question.measures.find((m) => m.as === name);
  if (measure !== undefined) return textIn(measure.title, ctx.locale);
  const column = question.groupBy.find((g) => (g.as ?? g.column) === name)?.column;
  const field = register.fields.find((f) => f.id === column);
  return field === undefined ? name : textIn(field.title, ctx.locale);
}

/** Codes and divisions of the answer in words. */
function labelsOf(deps: Libraries, ctx: Context, question: Question, register: RegisterDefinition, rows: readonly Record<string, unknown>[]): Answer['labels'] {
  const labels: Answer['labels'] = {};
  for (const group of question.groupBy) {
    const name = group.as ?? group.column;
    const field = register.fields.find((f) => f.id === group.column);
    const codes = new Set(rows.flatMap((r) => (typeof r[name] === 'string' ? [r[name]] : [])));
    if (field?.codeList !== undefined) {
      const list = deps.content.find(codeListKind, field.codeList)?.value.codes ?? [];
      labels[name] = Object.fromEntries(list.filter((x) => codes.has(x.code)).map((x) => [x.code, textIn(x.name, ctx.locale)]));
    } else if (field?.type === 'division') {
      labels[name] = Object.fromEntries([...codes].flatMap((code) => {
        const found = deps.content.find(divisionKind, code);
        return found === undefined ? [] : [[code, found.value.name]];
      }));
    }
  }
  return labels;
}
