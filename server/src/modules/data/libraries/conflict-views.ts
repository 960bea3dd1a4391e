import { findCase, tasksOf } from '#engines/cases';
import { registerKind } from '#engines/records';
import { conditionsOf } from '#kernel/db';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { ownTask } from '../catalogue/own-task.ts';
import { bodyName } from '../body-name.ts';
import type * as c from './contract.ts';
import type { Libraries } from './deps.ts';
import { listFieldSources } from './field-sources-kind.ts';
import { conflictCase } from './open-conflicts.ts';
import { fieldsOf, type ProposedChange } from './settle-record.ts';

const pageSize = 50;

/** 数源清单: which body's word each field is, and the fields for which nobody has been named yet. */
export function listSources(deps: Libraries, ctx: Context): OutputOf<typeof c.listSources> {
  const say = (text: Parameters<typeof textIn>[0]): string => textIn(text, ctx.locale);
  return {
    registers: listFieldSources(deps.content).map((d) => {
      const { fields, title } = deps.content.get(registerKind, d.register).value;
      const name = (id: string): string => say(fields.find((f) => f.id === id)?.title ?? id);
      const named = new Set(d.sources.flatMap((s) => s.fields));
      return {
        register: d.register, title: say(title), basis: say(d.basis), settleDays: d.settleDays, sources: d.sources.map((s) => ({ title: say(s.title), fields: s.fields.map((f) => ({ id: f, title: name(f) })) })),
        unnamed: fields.filter((f) => !named.has(f.id)).map((f) => say(f.title)),
      };
    }),
  };
}

/** Conflicts that the tenancy lets the official see: those of her body, those it answers for, all of her data bureau's place. */
export async function listConflicts(deps: Libraries, ctx: Context, input: ParsedInputOf<typeof c.listConflicts>): Promise<OutputOf<typeof c.listConflicts>> {
  const { where, values } = conditionsOf([["(concluded_at is null) = (? = 'open')", input.state], ['id < ?', input.cursor]]);
  // named in the statement: the index of kinds leaves out the matters of citizens
  const rows = await ctx.tx.query<{ id: string }>(`select id from cases.case where kind = '${conflictCase}' and ${where} order by id desc limit ${pageSize + 1}`, values);
  const conflicts = [];
  for (const { id } of rows.slice(0, pageSize)) {
    const row = (await findCase(ctx.tx, id))!;
    const data = row.data as unknown as ProposedChange & { responsible: string };
    const fields = fieldsOf({ answers: () => deps.answersOf(row) });
    conflicts.push({
      caseId: id, number: row.number, title: row.title, state: row.state, register: data.register, recordId: data.recordId, from: bodyName(deps, row.organisation, ctx.locale), responsible: deps.organisation(data.responsible)?.name ?? data.responsible,
      due: row.promised_due, openedAt: row.submitted_at.toISOString(), closedAt: row.concluded_at?.toISOString() ?? null, fields, task: row.concluded_at === null ? ownTask(deps, ctx, await tasksOf(ctx.tx, id)) : null,
    });
  }
  return { conflicts, next: rows.length > pageSize ? (conflicts.at(-1)?.caseId ?? null) : null };
}
