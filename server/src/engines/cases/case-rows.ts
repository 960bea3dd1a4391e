import type { Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import type { ActionRow, CaseRow, DocumentRow, MaterialRow, TaskRow } from './types.ts';

const caseColumns = `c.id, c.number, c.kind, c.state, c.definition_kind, c.definition_id, c.definition_version, c.title, c.division, c.organisation,
  c.party_id, c.party_kind, c.party_name, c.agent_account, c.channel, c.parent_id, c.version, c.actions, c.answers, c.track_code, c.process_id,
  c.process_version, c.process_state, c.variables, c.data, c.promised_days, c.statutory_days, c.accepted_on, c.warn_on, c.promised_due,
  c.statutory_due, c.stopped, c.stops, c.submitted_at, c.concluded_at, c.updated_at`;

export const taskColumns = `t.id, t.case_id, t.token, t.node, t.name, t.role, t.organisation, t.division, t.assignee, t.assignee_name, t.state,
  t.checklist, t.form, t.item, t.added_to, t.version, t.created_at, t.due_on, t.closed_at, t.closed_by, t.decision, t.opinion, t.result`;

// `(select $1::uuid)`: with a bare parameter the planner would plan all partitions anew at every call instead of keeping the plan

/** Locked until the request's commit: two officials on one case wait for each other, and the second one sees the change. */
export const lockCase = (tx: ReadTx, caseId: string): Promise<CaseRow | undefined> =>
  tx.maybe<CaseRow>(`select ${caseColumns} from cases.case c where c.id = (select $1::uuid) for update`, [caseId]);

export const lockChildren = (tx: ReadTx, parentId: string): Promise<CaseRow[]> =>
  tx.query<CaseRow>(`select ${caseColumns} from cases.case c where c.parent_id = $1 order by c.id for update`, [parentId]);

export const findCase = (tx: ReadTx, caseId: string): Promise<CaseRow | undefined> =>
  tx.maybe<CaseRow>(`select ${caseColumns} from cases.case c where c.id = (select $1::uuid)`, [caseId]);

export const casesOf = (tx: ReadTx, caseIds: readonly string[]): Promise<CaseRow[]> =>
  tx.query<CaseRow>(`select ${caseColumns} from cases.case c where c.id = any ($1)`, [caseIds]);

export const childrenOf = (tx: ReadTx, parentId: string): Promise<CaseRow[]> =>
  tx.query<CaseRow>(`select ${caseColumns} from cases.case c where c.parent_id = $1 order by c.id`, [parentId]);

const namesOf = (columns: string): string[] => [...columns.matchAll(/\.(\w+)/g)].map((match) => match[1]!);
const caseNames = namesOf(caseColumns);
/** Each with its name beside those of the case. */
const taskNames = namesOf(taskColumns).map((name) => [name, `task_${name}`] as const);

/** A task with its case, in one round trip; the case locked, unless the versions in a gathered plan will decide. */
export const lockTask = (tx: ReadTx, taskId: string): Promise<{ task: TaskRow; row: CaseRow } | undefined> =>
  tx
    .maybe<Record<string, unknown>>(
      `select ${caseColumns}, ${taskColumns.replace(/t\.(\w+)/g, 't.$1 as task_$1')} from cases.task t join cases.case c on c.id = t.case_id where t.id = $1${tx.gathered ? '' : ' for update of c'}`,
      [taskId],
    )
    .then((joined) => {
      if (joined === undefined) return undefined;
      const row: Record<string, unknown> = {};
      const task: Record<string, unknown> = {};
      for (const name of caseNames) row[name] = joined[name];
      for (const [name, as] of taskNames) task[name] = joined[as];
      return { task: task as unknown as TaskRow, row: row as unknown as CaseRow };
    });

export const tasksOf = (tx: ReadTx, caseId: string): Promise<TaskRow[]> =>
  tx.query<TaskRow>(`select ${taskColumns} from cases.task t where t.case_id = $1 order by t.created_at, t.id`, [caseId]);

export const actionsOf = (tx: ReadTx, caseId: string): Promise<ActionRow[]> =>
  tx.query<ActionRow>('select case_id, seq, at, kind, actor_kind, account_id, actor_name, organisation, data from cases.action where case_id = $1 order by seq limit 1000', [caseId]);

export const materialsOf = (tx: ReadTx, caseIds: readonly string[]): Promise<MaterialRow[]> =>
  tx.query<MaterialRow>('select case_id, material_id, name, state, source, files, record_id, promise, later_due, note, at from cases.material where case_id = any ($1) order by case_id, material_id', [caseIds]);

export const documentsOf = (tx: ReadTx, caseIds: readonly string[]): Promise<DocumentRow[]> =>
  tx.query<DocumentRow>('select id, case_id, kind, name, format, file_id, record_id, at from cases.document where case_id = any ($1) order by at, id', [caseIds]);

// The planner takes a record set for 100 rows and may read whole partitions to join it: the ids as one array make it use their index.
const among = (id: string): string => `${id} = any (array(select id from r)) and ${id} = r.id`;

const updateCase = `with r as materialized (select * from jsonb_to_recordset($rows::jsonb) as x(id uuid, version integer, state text, actions integer, answers bytea, process_state jsonb,
    variables jsonb, data jsonb, accepted_on date, warn_on date, promised_due date, statutory_due date, stopped boolean, stops jsonb, concluded_at timestamptz, updated_at timestamptz))
  update cases.case c set state = r.state, version = c.version + 1, actions = r.actions, answers = coalesce(r.answers, c.answers),
    process_state = r.process_state, variables = r.variables, data = r.data, accepted_on = r.accepted_on, warn_on = r.warn_on, promised_due = r.promised_due,
    statutory_due = r.statutory_due, stopped = r.stopped, stops = r.stops, concluded_at = r.concluded_at, updated_at = r.updated_at
  from r where ${among('c.id')} and c.version = r.version`;

export function planCaseUpdate(ctx: Context, row: CaseRow, answers: Uint8Array | null): void {
  ctx.tx.each(updateCase, {
    id: row.id, version: row.version, state: row.state, actions: row.actions, answers, process_state: row.process_state, variables: row.variables, data: row.data,
    accepted_on: row.accepted_on, warn_on: row.warn_on, promised_due: row.promised_due, statutory_due: row.statutory_due, stopped: row.stopped, stops: row.stops,
    concluded_at: row.concluded_at?.toISOString() ?? null, updated_at: row.updated_at.toISOString(),
  });
}

const updateTask = `with r as materialized (select * from jsonb_to_recordset($rows::jsonb) as x(id uuid, version integer, state text, assignee uuid, assignee_name text,
    closed_at timestamptz, closed_by uuid, decision text, opinion text, result jsonb))
  update cases.task t set state = r.state, version = t.version + 1, assignee = r.assignee, assignee_name = r.assignee_name, closed_at = r.closed_at,
    closed_by = r.closed_by, decision = r.decision, opinion = r.opinion, result = r.result
  from r where ${among('t.id')} and t.version = r.version`;

export function planTaskUpdate(ctx: Context, task: TaskRow): void {
  ctx.tx.each(updateTask, {
    id: task.id, version: task.version, state: task.state, assignee: task.assignee, assignee_name: task.assignee_name, closed_at: task.closed_at?.toISOString() ?? null,
    closed_by: task.closed_by, decision: task.decision, opinion: task.opinion, result: task.result ?? null,
  });
}

const upsertMaterial = `insert into cases.material (case_id, material_id, name, state, source, files, record_id, promise, later_due, note, at)
  select r.case_id, r.material_id, r.name, r.state, r.source, r.files, r.record_id, r.promise, r.later_due, r.note, r.at
  from jsonb_populate_recordset(null::cases.material, $rows::jsonb) r
  on conflict (case_id, material_id) do update set name = excluded.name, state = excluded.state, source = excluded.source, files = excluded.files,
    record_id = excluded.record_id, promise = excluded.promise, later_due = excluded.later_due, note = excluded.note, at = excluded.at`;

export const planMaterial = (ctx: Context, material: MaterialRow): void => ctx.tx.each(upsertMaterial, { ...material, at: material.at.toISOString() });

const setMaterialDue = `update cases.material m set later_due = r.due from jsonb_to_recordset($rows::jsonb) as r(case_id uuid, material_id text, due date)
  where m.case_id = r.case_id and m.material_id = r.material_id and m.state = 'later'`;

/** 容缺期限: read by nobody beforehand, so that acceptance stays one statement. */
export const planMaterialDue = (ctx: Context, caseId: string, materialId: string, due: string | null): void => ctx.tx.each(setMaterialDue, { case_id: caseId, material_id: materialId, due });

/** 文书: hangs on the case and changes nothing of it, so it needs no lock. */
export const planDocument = (ctx: Context, document: Omit<DocumentRow, 'at'>): void => ctx.tx.insert('cases.document', { ...document, at: ctx.now.toISOString() });
