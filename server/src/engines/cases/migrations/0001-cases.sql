create schema cases;
grant usage on schema cases to yiwang_app;

-- The smallest UUIDv7 of an instant: ids sort by time, so a range of ids is a range of time.
create function kernel.id_floor(at timestamptz) returns uuid language sql immutable strict
  return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid;

-- 办件: the current row, projected from its actions. Distribution column: id (time-ordered, range partitions by half-year).
create table cases.case (
  id uuid not null,
  number text not null,
  kind text not null,
  state text not null,
  definition_kind text not null,
  definition_id text not null,
  definition_version integer not null,
  title text not null,
  division text not null,
  organisation text not null,
  party_id uuid,
  party_kind text,
  party_name text not null,
  agent_account uuid,
  channel text not null,
  parent_id uuid,
  version integer not null,
  -- number of actions so far
  actions integer not null,
  -- SM4: personal data
  answers bytea,
  track_code text not null,
  process_id text,
  process_version integer,
  process_state jsonb,
  variables jsonb not null default '{}',
  data jsonb not null default '{}',
  promised_days integer not null,
  statutory_days integer not null,
  accepted_on date,
  warn_on date,
  promised_due date,
  statutory_due date,
  stopped boolean not null default false,
  stops jsonb not null default '[]',
  submitted_at timestamptz not null,
  concluded_at timestamptz,
  updated_at timestamptz not null,
  primary key (id)
) partition by range (id);

-- Actions are append-only: the case's state is computed from them. Distribution column: case_id.
create table cases.action (
  case_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  kind text not null,
  actor_kind text not null,
  account_id uuid,
  actor_name text not null,
  organisation text,
  data jsonb not null,
  primary key (case_id, seq)
) partition by range (case_id);

-- Half-years ahead are made in time by cases.ensure_partitions (at each start and each night): few partitions plan quickly.
create function cases.ensure_partitions(until timestamptz) returns void language plpgsql as $$
declare
  from_at timestamptz := timestamptz '2026-07-01 00:00+08';
  to_at timestamptz;
  half text;
begin
  while from_at < until loop
    to_at := (from_at at time zone 'Asia/Shanghai' + interval '6 months') at time zone 'Asia/Shanghai';
    half := to_char(from_at at time zone 'Asia/Shanghai', 'YYYY_MM');
    if to_regclass('cases.case_' || half) is null then
      execute format('create table cases.case_%s partition of cases.case for values from (%L) to (%L)', half, kernel.id_floor(from_at), kernel.id_floor(to_at));
      execute format('create table cases.action_%s partition of cases.action for values from (%L) to (%L)', half, kernel.id_floor(from_at), kernel.id_floor(to_at));
    end if;
    from_at := to_at;
  end loop;
end $$;
revoke execute on function cases.ensure_partitions from public;
select cases.ensure_partitions('2027-01-02 00:00+08');
create table cases.case_other partition of cases.case default;
create table cases.action_other partition of cases.action default;

create index case_number on cases.case (number);
create index case_party on cases.case (party_id, id desc);
create index case_parent on cases.case (parent_id) where parent_id is not null;
create index case_organisation on cases.case (organisation, id desc);
create index case_division on cases.case (division text_pattern_ops, id desc);
create index case_open on cases.case (promised_due) where concluded_at is null and promised_due is not null;
create index case_definition on cases.case (definition_id, id desc);
create index case_agent on cases.case (agent_account) where agent_account is not null;

-- 任务: open ones are few; the id comes from the process step that made it.
create table cases.task (
  id uuid primary key,
  case_id uuid not null,
  token integer not null,
  node text not null,
  name jsonb not null,
  role text,
  organisation text,
  division text,
  assignee uuid,
  assignee_name text,
  owner uuid,
  state text not null,
  checklist text,
  form text,
  item jsonb,
  added_to integer,
  version integer not null default 0,
  created_at timestamptz not null,
  due_on date,
  closed_at timestamptz,
  closed_by uuid,
  decision text,
  opinion text,
  result jsonb
);
create index task_case on cases.task (case_id);
create index task_open_organisation on cases.task (organisation, role, id) where closed_at is null;
create index task_open_division on cases.task (division text_pattern_ops, role, id) where closed_at is null and organisation is null;
create index task_open_assignee on cases.task (assignee, id) where closed_at is null;
create index task_done on cases.task (closed_by, closed_at desc) where closed_at is not null;

-- 材料: how each asked-for material was answered.
create table cases.material (
  case_id uuid not null,
  material_id text not null,
  name text not null,
  state text not null,
  source text,
  files jsonb not null default '[]',
  record_id uuid,
  promise text,
  later_due date,
  note text,
  at timestamptz not null,
  primary key (case_id, material_id)
);

-- 文书: receipts, notices, decisions, licences made for the case.
create table cases.document (
  id uuid primary key,
  case_id uuid not null,
  kind text not null,
  name text not null,
  format text not null,
  file_id uuid not null,
  record_id uuid,
  at timestamptz not null
);
create index document_case on cases.document (case_id);

create sequence cases.serial increment by 500;

alter table cases.case enable row level security;
alter table cases.action enable row level security;
alter table cases.task enable row level security;
alter table cases.material enable row level security;
alter table cases.document enable row level security;

-- An official whose organisation has, or had, a task on the case sees it (会办). As the owner: a policy of tasks that asks for the case would turn in a circle.
create function cases.has_task(wanted uuid) returns boolean language sql stable parallel safe security definer set search_path = pg_catalog
  return exists (select from cases.task t where t.case_id = wanted and (t.assignee = kernel.actor_account() or t.organisation = any (kernel.actor_organisations())));
revoke all on function cases.has_task(uuid) from public;
grant execute on function cases.has_task(uuid) to yiwang_app;

-- Who acts is asked once a statement, by scalar subqueries; the dear question last.
create policy case_seen on cases.case for select using (
  case (select kernel.actor_kind())
    when 'system' then true
    when 'citizen' then party_id = (select kernel.actor_party())
    when 'officer' then organisation = any ((select kernel.actor_organisations())::text[]) or division ^@ any ((select kernel.actor_divisions())::text[]) or cases.has_task(id)
    else false end);
create policy case_changed on cases.case for update using (
  case (select kernel.actor_kind())
    when 'system' then true
    when 'citizen' then party_id = (select kernel.actor_party())
    when 'officer' then organisation = any ((select kernel.actor_organisations())::text[]) or division ^@ any ((select kernel.actor_divisions())::text[]) or cases.has_task(id)
    else false end) with check (true);
create policy case_opened on cases.case for insert with check (kernel.actor_kind() in ('citizen', 'officer', 'machine', 'system'));

-- A task is seen by those who may do it, and by whoever sees its case: what one does (withdraw, refuse, return) may close the tasks of others.
create function cases.sees(wanted uuid) returns boolean language sql stable parallel safe set search_path = pg_catalog
  return exists (select from cases.case c where c.id = wanted);
create policy task_seen on cases.task for select using (
  case (select kernel.actor_kind())
    when 'system' then true
    when 'citizen' then cases.sees(case_id)
    when 'officer' then organisation = any ((select kernel.actor_organisations())::text[]) or division ^@ any ((select kernel.actor_divisions())::text[])
      or assignee = (select kernel.actor_account()) or closed_by = (select kernel.actor_account()) or cases.sees(case_id)
    else false end);
create policy task_changed on cases.task for update using ((select kernel.actor_kind()) in ('system', 'officer', 'citizen')) with check (true);
create policy task_made on cases.task for insert with check (kernel.actor_kind() in ('citizen', 'officer', 'machine', 'system'));

-- What hangs on a case is seen by whoever sees the case.
create policy action_seen on cases.action for select using (kernel.actor_kind() = 'system' or exists (select from cases.case c where c.id = case_id));
create policy action_made on cases.action for insert with check (kernel.actor_kind() <> 'anonymous');
create policy material_seen on cases.material for select using (kernel.actor_kind() = 'system' or exists (select from cases.case c where c.id = case_id));
create policy material_made on cases.material for insert with check (kernel.actor_kind() <> 'anonymous');
create policy material_changed on cases.material for update using (kernel.actor_kind() = 'system' or exists (select from cases.case c where c.id = case_id)) with check (true);
create policy document_seen on cases.document for select using (kernel.actor_kind() = 'system' or exists (select from cases.case c where c.id = case_id));
create policy document_made on cases.document for insert with check (kernel.actor_kind() <> 'anonymous');

grant select, insert, update on cases.case, cases.task, cases.material to yiwang_app;
grant select, insert on cases.action, cases.document to yiwang_app;
grant usage on sequence cases.serial to yiwang_app;
