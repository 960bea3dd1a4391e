import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { Libraries } from './deps.ts';
import { errors } from './errors.ts';
import type { FieldSources } from './field-sources-kind.ts';
import { answersFor, responsibleBody } from './responsible-body.ts';
import { underWay, type ProposedField } from './settle-record.ts';

export const conflictCase = 'source-conflict';

export interface Contradiction {
  key: Record<string, string | number | boolean | null>;
  fields: ProposedField[];
}

type Opened = Pick<OutputOf<typeof c.checkSource>, 'opened' | 'underWay'>;

/** One case for each record and body that answers for fields of it; a record whose case is under way gets no second one. */
export async function openConflicts(deps: Libraries, ctx: Context, input: { register: string; note: string }, sources: FieldSources, contradictions: readonly Contradiction[]): Promise<Opened> {
  const challenger = ctx.actor.organisations[0]!;
  const title = textIn(deps.content.get(registerKind, input.register).value.title, 'zh');
  const opened: Opened['opened'] = [];
  let waiting = 0;
  for (const { key, fields } of contradictions) {
    const [record] = await deps.records.lookUp(ctx, input.register, key, { purpose: { duty: '多元校核', text: input.note } });
    if (record === undefined) continue;
    if ((await underWay(ctx, conflictCase, [record.id])).size > 0) {
      waiting += 1;
      continue;
    }
    const division = String(record.data[deps.content.get(registerKind, input.register).value.divisionField ?? ''] ?? '');
    for (const [source, own] of Map.groupBy(fields, (f) => sources.sources.find((s) => s.fields.includes(f.id))!)) {
      const responsible = answersFor(deps, source, record.data, division);
      const bureau = responsibleBody(deps, 'digital-government', division);
      if (responsible === undefined || bureau === undefined) throw errors.noResponsible({ fields: own.map((f) => f.title).join('、') });
      if (responsible.id === challenger) continue;
      const work = await deps.cases.open(ctx, {
        kind: conflictCase, kindCode: 'YZ', definition: { kind: 'process', id: conflictCase, version: 1 }, title: `数据矛盾核实：${title}（${own.map((f) => f.title).join('、')}）`, division: responsible.division, organisation: challenger, party: null,
        channel: 'desk', answers: { key, note: input.note, fields: own }, data: { register: input.register, recordId: record.id, source: `一数一源校核：${deps.organisation(challenger)?.name ?? challenger}`, responsible: responsible.id },
        process: { id: conflictCase }, variables: { responsible: responsible.id, challenger, bureau: bureau.id }, promisedDays: sources.settleDays, statutoryDays: sources.settleDays * 2,
      });
      work.move('accepted');
      await work.start();
      await work.save();
      opened.push({ caseId: work.row.id, number: work.row.number, responsible: responsible.name });
    }
  }
  return { opened, underWay: waiting };
}
