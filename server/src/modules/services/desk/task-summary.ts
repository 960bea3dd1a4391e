import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { TaskSummary } from './contract-desk.ts';
import { caseName, organisationName, partyInList } from './desk-summary.ts';
import type { Hall } from '../hall.ts';
import type { TaskListRow, TaskScope } from './task-queries.ts';
import { taskOptionsKind } from './task-options-definition.ts';

/** The roles of tasks are the permissions for which the content names decisions. */
export const taskScope = (hall: Hall, ctx: Context): TaskScope => ({
  organisations: ctx.actor.organisations,
  divisions: ctx.actor.divisions,
  roles: hall.content.list(taskOptionsKind).map((d) => d.id).filter((role) => ctx.actor.permissions.has(role)),
  account: ctx.actor.accountId,
});

export const taskSummaryOf = (hall: Hall, ctx: Context, row: TaskListRow): TaskSummary => ({
  id: row.id, taskVersion: row.version, caseId: row.case_id, caseNumber: row.number, caseName: caseName(hall, ctx, row), applicant: partyInList(row), step: textIn(row.name, ctx.locale),
  state: row.state, assignee: row.assignee_name ?? (row.assignee !== null && row.assignee === ctx.actor.accountId ? ctx.actor.name : null), mine: row.assignee !== null && row.assignee === ctx.actor.accountId,
  organisation: organisationName(hall, row.organisation ?? row.case_organisation), createdAt: row.created_at.toISOString(), dueOn: row.due_on, caseDueOn: row.promised_due, light: row.light,
});
