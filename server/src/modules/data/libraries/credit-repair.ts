import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { Libraries } from './deps.ts';
import { errors } from './errors.ts';
import { responsibleBody } from './responsible-body.ts';
import { underWay } from './settle-record.ts';

export const repairCase = 'credit-repair';
/** 失信行为纠正后的信用信息修复管理办法（试行）: ten working days from acceptance. */
const days = 10;
const creditOffice = 'development-reform';

/** 信用修复: asked for at the window or by a department, decided by the credit office; the file follows by itself. */
export async function openRepair(deps: Libraries, ctx: Context, input: ParsedInputOf<typeof c.openRepair>): Promise<OutputOf<typeof c.openRepair>> {
  const [entry] = await deps.records.lookUp(ctx, 'credit-record', { entryNumber: input.entryNumber }, { purpose: { duty: '信用修复', text: input.purpose } });
  if (entry === undefined) throw errors.unknown();
  const { entryKind, repaired, title, subjectName, division } = entry.data;
  if ((entryKind !== 'penalty' && entryKind !== 'dishonest') || repaired === true) throw errors.notPenalty();
  if ((await underWay(ctx, repairCase, [entry.id])).size > 0) throw errors.repairOpen();
  const office = responsibleBody(deps, creditOffice, String(division));
  if (office === undefined) throw errors.noResponsible({ fields: '信用修复' });
  const field = deps.content.get(registerKind, 'credit-record').value.fields.find((f) => f.id === 'repaired')!;
  const work = await deps.cases.open(ctx, {
    kind: repairCase, kindCode: 'XF', definition: { kind: 'process', id: repairCase, version: 1 }, title: `信用修复：${String(title)}`, division: office.division, organisation: ctx.actor.organisations[0] ?? office.id, party: null, channel: 'desk',
    answers: { subject: subjectName, reason: input.reason, fields: [{ id: 'repaired', title: textIn(field.title, 'zh'), ours: false, theirs: true }] }, data: { register: 'credit-record', recordId: entry.id, source: '信用修复' },
    process: { id: repairCase }, variables: { office: office.id }, promisedDays: days, statutoryDays: days,
  });
  work.move('accepted');
  await work.start();
  await work.save();
  return { caseId: work.row.id, number: work.row.number };
}
