import { actionsOf, casesErrors, findCase, type CaseRow } from '#engines/cases';
import type { Graph } from '#engines/process';
import type { Context } from '#kernel/context';
import { dayInChina } from '#kernel/clock';
import { answersOf } from '../cases/case-answers.ts';
import { asSystem } from '../as-system.ts';
import type { DeskCase } from './contract-desk.ts';
import { proposalOf } from './decision-proposal.ts';
import { deskTask, stepsOf, withdrawableTasks, type Standing } from './desk-task.ts';
import { deskTimeline, notesIn } from './desk-timeline.ts';
import { getMyCase } from '../cases/get-my-case.ts';
import type { Hall } from '../hall.ts';
import { caseTasks } from './task-queries.ts';
import { taskSummaryOf } from './task-summary.ts';

/**
 * 办件页: what the applicant sees, and what officials need beside it, in twelve queries whatever the number of tasks.
 * Opening it is a look at her data: it stands in the access log, which she reads, before anything is handed out.
 */
export async function getDeskCase(hall: Hall, ctx: Context, input: { caseId: string }): Promise<DeskCase> {
  const row = await findCase(ctx.tx, input.caseId);
  if (row === undefined) throw casesErrors.unknown();
  if (row.party_id !== null) {
    await hall.records.noteAccess(ctx, { register: 'cases', recordId: row.id, subjects: [row.party_id], fields: ['answers', 'materials'] }, { caseId: row.id, text: `办理办件 ${row.number}` });
  }
  // the same page as hers: what the database hands out is still decided by the official's own sight
  const view = await getMyCase(hall, { ...ctx, actor: { ...ctx.actor, partyId: row.party_id } }, input);
  // who sees the case sees all its steps, also those of other departments; what she may do is judged task by task
  const tasks = await asSystem(ctx, () => caseTasks(ctx, row.id, dayInChina(ctx.now)));
  const actions = await actionsOf(ctx.tx, row.id);
  const standing = standingOf(hall, row);
  return {
    ...view,
    timeline: deskTimeline(hall, ctx, actions),
    actions: [],
    tasks: [...tasks.filter((t) => t.closed_at === null).map((t) => deskTask(hall, ctx, t, standing)), ...withdrawableTasks(hall, ctx, tasks, standing)],
    history: tasks.filter((t) => t.closed_at !== null).map((t) => taskSummaryOf(hall, ctx, t)),
    steps: stepsOf(hall, ctx, tasks, standing, row.accepted_on !== null),
    notes: notesIn(actions),
    proposal: proposalOf(hall, ctx, row, answersOf(hall, row)),
  };
}

function standingOf(hall: Hall, row: CaseRow): Standing | undefined {
  if (row.process_id === null || row.process_state === null) return undefined;
  const process = hall.content.find<unknown, Graph>('process', row.process_id, row.process_version === null ? {} : { version: row.process_version });
  return process === undefined ? undefined : { graph: process.compiled, state: row.process_state };
}
