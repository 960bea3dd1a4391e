-- Registers 登记簿 and their records. Tables of registers lie in schema reg and are made from content (prepare-register.ts).
create schema records;
create schema reg;
grant usage on schema records, reg to yiwang_app;

-- The shape that each register's table has now: columns are only ever added.
create table records.register (
  id text primary key,
  version int not null,
  shape jsonb not null,
  look_up_anywhere boolean not null,
  prepared_at timestamptz not null default now()
);
grant select on records.register to yiwang_app;

-- What was done to records, append-only; a record's state is the fold of its actions. Distribution column: record_id.
-- subjects, division and organisation are those of the record, so that the same people see its history.
create table records.action (
  record_id uuid not null,
  version int not null,
  register text not null,
  kind text not null check (kind in ('create', 'change', 'correct', 'end')),
  data jsonb not null,
  effective_on date not null,
  source text not null,
  case_id uuid,
  load_id uuid,
  reason text,
  subjects uuid[],
  division text,
  organisation text,
  at timestamptz not null,
  actor_kind text not null,
  account_id uuid,
  actor_name text not null,
  actor_organisation text,
  primary key (record_id, version)
) partition by hash (record_id);
do $$ begin
  for i in 0..7 loop
    execute format('create table records.action_%s partition of records.action for values with (modulus 8, remainder %s)', i, i);
  end loop;
end $$;
create index action_case on records.action (case_id) where case_id is not null;
grant select, insert on records.action to yiwang_app;
alter table records.action enable row level security;
create policy action_read on records.action for select using (
  kernel.actor_kind() = 'system'
  or subjects && array[kernel.actor_person(), kernel.actor_party()]
  or (kernel.actor_kind() in ('officer', 'machine') and ((division is null and organisation is null) or kernel.in_scope(division) or organisation = any (kernel.actor_organisations())))
);
create policy action_write on records.action for insert with check (true);

-- Which record has an identifier (identity number, credit code …): keyed digests only, so that it tells nothing without the key.
create table records.identifier (
  register text not null,
  field text not null,
  blind bytea not null,
  record_id uuid not null,
  primary key (register, field, blind)
);
grant select, insert on records.identifier to yiwang_app;
-- naming the same record again is no conflict; the update changes nothing
grant update (record_id) on records.identifier to yiwang_app;

-- Who looked at whose data, when, what for (个人信息保护法 55, 56): written by the owner's connection, append-only. Distribution column: subject.
create table records.access_log (
  id uuid primary key,
  at timestamptz not null,
  register text not null,
  record_id uuid,
  subject uuid,
  fields text[] not null,
  purpose_kind text not null check (purpose_kind in ('case', 'consent', 'duty')),
  purpose_ref text not null,
  purpose text not null,
  actor_kind text not null,
  account_id uuid,
  person_id uuid,
  actor_name text not null,
  organisation text,
  request_id text not null
);
create index access_log_subject on records.access_log (subject, id desc) where subject is not null;
create index access_log_account on records.access_log (account_id, id desc);
create index access_log_organisation on records.access_log (organisation, id desc);
grant select on records.access_log to yiwang_app;
alter table records.access_log enable row level security;
create policy access_log_read on records.access_log for select using (
  kernel.actor_kind() = 'system'
  or subject in (kernel.actor_person(), kernel.actor_party())
  or (kernel.actor_kind() = 'officer' and organisation = any (kernel.actor_organisations()))
);

-- Bulk loads 批量入库: the same bytes into the same register change nothing.
create table records.load (
  id uuid primary key,
  register text not null,
  digest bytea not null,
  source text not null,
  at timestamptz not null,
  actor_name text not null,
  report jsonb not null,
  unique (register, digest)
);
grant select on records.load to yiwang_app;

-- One record by its exact id for officials and machines outside their scope, only where the register allows it; the engine asks for a
-- purpose and logs it. Tables of registers are read by name, so the name is checked against the prepared ones.
create function records.row_anywhere(register_id text, wanted uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog as $$
declare found jsonb;
begin
  if kernel.actor_kind() not in ('officer', 'machine', 'system') then return null; end if;
  if not exists (select from records.register r where r.id = register_id and r.look_up_anywhere) then return null; end if;
  execute format('select to_jsonb(t) from reg.%I t where id = $1', replace(register_id, '-', '_')) into found using wanted;
  return found;
end $$;
revoke all on function records.row_anywhere(text, uuid) from public;
grant execute on function records.row_anywhere(text, uuid) to yiwang_app;
