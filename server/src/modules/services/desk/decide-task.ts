import type { Context } from '#kernel/context';
import type { Json } from '#engines/process';
import { casesErrors, stateWords, type CaseState, type TaskRow, type Work } from '#engines/cases';
import { taskOptionsKind, type TaskOption } from './task-options-definition.ts';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';
import type { SupplementAsked } from '../cases/case-functions.ts';

export interface DecideInput {
  taskId: string;
  version: number;
  decision: string;
  opinion?: string | undefined;
  checklist?: Record<string, unknown> | undefined;
  place?: string | undefined;
  supplement?: { itemId: string; materialId: string; why: string }[] | undefined;
  fileIds?: string[] | undefined;
}

/** Who may do a task: she holds its permission, in its organisation or division; or it is assigned to her. */
export function requireCandidate(ctx: Context, task: TaskRow): void {
  const { actor } = ctx;
  if (task.assignee !== null) {
    if (task.assignee === actor.accountId) return;
    throw casesErrors.notYourTask();
  }
  const allowed = task.role === null || actor.permissions.has(task.role);
  const near = task.organisation === null ? actor.divisions.some((d) => (task.division ?? '').startsWith(d)) : actor.organisations.includes(task.organisation);
  if (!allowed || !near) throw casesErrors.notYourTask();
}

export const optionsOf = (hall: Hall, task: TaskRow): readonly TaskOption[] => hall.content.find(taskOptionsKind, task.role ?? '')?.value.options ?? [];

/** 办理: one official's decision on her task; the process goes on in the same transaction. */
export async function decideTask(hall: Hall, ctx: Context, input: DecideInput): Promise<{ ok: true; caseVersion: number; state: CaseState; stateWords: string }> {
  const { work, task } = await hall.cases.loadTask(ctx, input.taskId, input.version);
  requireCandidate(ctx, task);
  const option = optionsOf(hall, task).find((o) => o.value === input.decision);
  if (option === undefined) throw errors.decisionUnknown({ decision: input.decision });
  const opinion = input.opinion?.trim() ?? '';
  if (option.needsOpinion && opinion === '') throw errors.opinionMissing();
  const output: Record<string, Json> = { decision: input.decision };
  if (input.decision === 'supplement') keepSupplement(ctx, work, input, opinion);
  const place = input.place?.trim() ?? '';
  if (opinion !== '') work.setData('opinion', opinion);
  const checklist = checkedList(hall, ctx, work, task, input.checklist);
  if (checklist !== undefined) output['checklist'] = checklist;
  work.act('decided', { node: task.node, step: task.name.zh, decision: input.decision, opinion, ...(place === '' ? {} : { place }), ...(checklist === undefined ? {} : { checklist }), files: input.fileIds ?? [] }, true);
  const operation = option.operation === 'reject' ? 'reject' : 'approve';
  await work.operate({ type: operation, task: task.token, actor: ctx.actor.accountId ?? '', output }, { decision: input.decision, opinion, ...(checklist === undefined ? {} : { result: checklist }), ...(place === '' ? {} : { place }) });
  await work.save();
  return { ok: true, caseVersion: work.row.version, state: work.row.state, stateWords: stateWords[work.row.state][ctx.locale] };
}

function keepSupplement(ctx: Context, work: Work, input: DecideInput, opinion: string): void {
  if ((input.supplement ?? []).length === 0) throw errors.supplementEmpty();
  const asked: SupplementAsked = { askedAt: ctx.now.toISOString(), reason: opinion, materials: input.supplement! };
  work.setData('supplementDraft', asked as unknown as Json);
}

/** 检查表: answered by the form's own rules, on the phone as at the desk. */
function checkedList(hall: Hall, ctx: Context, work: Work, task: TaskRow, answers: Record<string, unknown> | undefined): Json | undefined {
  if (task.checklist === null) return undefined;
  const form = hall.forms.form(task.checklist, { on: ctx.now });
  const checked = hall.forms.check(form, answers ?? {}, { context: { item: work.row.definition_id, applicant: { name: work.row.party_name } }, now: ctx.now });
  if (checked.problems.length > 0) throw errors.checklistInvalid({ why: checked.problems.slice(0, 3).map((p) => p.path).join('、'), problems: checked.problems });
  return checked.answers as Json;
}
