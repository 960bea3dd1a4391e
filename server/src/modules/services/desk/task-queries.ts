import type { Light } from '#engines/cases';
import type { Context } from '#kernel/context';
import type { TaskRow } from '#engines/cases';
import { beginsWith, lightSql } from './desk-light.ts';

/** Whose tasks: her organisations and divisions, the roles that she may act in, herself. */
export interface TaskScope {
  organisations: readonly string[];
  divisions: readonly string[];
  roles: readonly string[];
  account: string | null;
}

export interface TaskListRow extends Pick<TaskRow, 'id' | 'case_id' | 'name' | 'state' | 'assignee' | 'assignee_name' | 'organisation' | 'created_at' | 'due_on' | 'closed_at' | 'version' | 'role'> {
  number: string;
  title: string;
  definition_kind: string;
  definition_id: string;
  definition_version: number;
  party_name: string;
  party_kind: 'person' | 'company' | null;
  case_organisation: string;
  promised_due: string | null;
  light: Light;
}

const columns = `t.id, t.case_id, t.name, t.state, t.assignee, t.assignee_name, t.organisation, t.created_at, t.due_on, t.closed_at, t.version, t.role,
  c.number, c.title, c.definition_kind, c.definition_id, c.definition_version, c.party_name, c.party_kind, c.organisation as case_organisation, c.promised_due, l.light`;

const free = 't.closed_at is null and (t.assignee is null or t.assignee = $4)';

/**
 * Open tasks that she may do, oldest first: each organisation and role is one range of the partial index, read only as
 * far as the page goes. $1 organisations, $2 divisions, $3 roles, $4 account, $5 after, $6 at most.
 */
const openSql = `select t.id from unnest($1::text[]) o(code) cross join unnest($3::text[]) r(role) cross join lateral (
    select t.id from cases.task t where t.organisation = o.code and t.role = r.role and ${free} and t.id > $5::uuid order by t.id limit $6) t
  union select t.id from unnest($2::text[]) d(digits) cross join unnest($3::text[]) r(role) cross join lateral (
    select t.id from cases.task t where t.organisation is null and ${beginsWith('t.division', 'd.digits')} and t.role = r.role and ${free} and t.id > $5::uuid order by t.id limit $6) t`;
const mineSql = 'select t.id from (select t.id from cases.task t where t.assignee = $4 and t.closed_at is null and t.id > $5::uuid order by t.id limit $6) t';

export const nobody = '00000000-0000-0000-0000-000000000000';
/** Counts and filtered lists look at so many open tasks at the most. */
export const openMax = 1_000;

const scoped = (scope: TaskScope): unknown[] => [scope.organisations, scope.divisions, scope.roles, scope.account];

export interface TaskFilter {
  light?: string | undefined;
  text?: string | undefined;
  /** Only the steps of one role: inspections, say. */
  role?: string | undefined;
  after?: string | undefined;
  limit: number;
  today: string;
  /** Nearest limit first instead of oldest first: the few that press. */
  urgent?: boolean;
}

export const openTasks = (ctx: Context, scope: TaskScope, f: TaskFilter, mine: boolean): Promise<TaskListRow[]> => {
  const filtered = f.light !== undefined || f.text !== undefined || f.role !== undefined || f.urgent === true;
  const narrowed = f.role === undefined ? scope : { ...scope, roles: scope.roles.filter((role) => role === f.role) };
  return ctx.tx.query<TaskListRow>(
    `with candidate as materialized (${mine ? mineSql : `${openSql} union ${mineSql}`})
     select ${columns} from candidate k join cases.task t on t.id = k.id join cases.case c on c.id = t.case_id, lateral (select ${lightSql('$7', 't.due_on')} as light) l
     where $1::text[] is not null and $2::text[] is not null and $3::text[] is not null
       and ($8::text is null or l.light = $8) and ($9::text is null or c.number = $9 or starts_with(c.party_name, $9)) and ($11::text is null or t.role = $11) ${f.urgent === true ? "and l.light in ('soon', 'yellow', 'red')" : ''}
     order by ${f.urgent === true ? 'least(t.due_on, c.promised_due) nulls last, t.id' : 't.id'} limit $10`,
    [...scoped(narrowed), f.after ?? nobody, filtered ? openMax : f.limit + 1, f.today, f.light ?? null, f.text ?? null, f.limit + 1, f.role ?? null],
  );
};

/** Filters of what is done look at so many at the most. */
const doneMax = 10_000;

/** 已办, newest first; `after` is `<closed at>~<id>` of the last one seen. */
export const doneTasks = (ctx: Context, f: Omit<TaskFilter, 'after'> & { after: [string, string] | undefined }): Promise<TaskListRow[]> =>
  ctx.tx.query<TaskListRow>(
    `with candidate as materialized (select t.id from cases.task t where t.closed_by = $1 and t.closed_at is not null and t.closed_at <= $3::timestamptz and (t.closed_at, t.id) < ($3::timestamptz, $4::uuid) order by t.closed_at desc, t.id desc limit $9)
     select ${columns} from candidate k join cases.task t on t.id = k.id join cases.case c on c.id = t.case_id, lateral (select ${lightSql('$2')} as light) l
     where ($5::text is null or l.light = $5) and ($6::text is null or c.number = $6 or starts_with(c.party_name, $6)) and ($8::text is null or t.role = $8)
     order by t.closed_at desc, t.id desc limit $7`,
    [ctx.actor.accountId, f.today, f.after?.[0] ?? 'infinity', f.after?.[1] ?? nobody, f.light ?? null, f.text ?? null, f.limit + 1, f.role ?? null, f.light === undefined && f.text === undefined && f.role === undefined ? f.limit + 1 : doneMax],
  );

export interface TaskCounts {
  open: number;
  mine: number;
  soon: number;
  overdue: number;
}

/** One query, over `openMax` open tasks at the most of each role and organisation. */
export const countTasks = (ctx: Context, scope: TaskScope, today: string): Promise<TaskCounts> =>
  ctx.tx.one<TaskCounts>(
    `with candidate as materialized (${openSql} union ${mineSql})
     select count(*)::int as open, (count(*) filter (where t.assignee = $4))::int as mine, (count(*) filter (where l.light = 'soon'))::int as soon, (count(*) filter (where l.light in ('yellow', 'red')))::int as overdue
     from candidate k join cases.task t on t.id = k.id join cases.case c on c.id = t.case_id, lateral (select ${lightSql('$7', 't.due_on')} as light) l`,
    [...scoped(scope), nobody, openMax, today],
  );

/** Tasks of one case with their case's light, oldest first. */
export const caseTasks = (ctx: Context, caseId: string, today: string): Promise<(TaskRow & TaskListRow)[]> =>
  ctx.tx.query<TaskRow & TaskListRow>(
    `select t.*, ${columns} from cases.task t join cases.case c on c.id = t.case_id, lateral (select ${lightSql('$2', 't.due_on')} as light) l where t.case_id = $1 order by t.created_at, t.id limit 500`,
    [caseId, today],
  );
