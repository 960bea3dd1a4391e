-- Quality of data 数据质量: rules made at the desk, runs and their figures, problem tickets, comparisons, cleanings, mappings to data elements.
create schema quality;
grant usage on schema quality to yiwang_app;

-- Rules that a data administrator made; those of the content stand in packs. A rule is never changed: it is retired and another made.
create table quality.rule (
  id uuid primary key,
  register text not null,
  definition jsonb not null,
  active boolean not null default true,
  version int not null default 1,
  made_by text not null,
  made_at timestamptz not null,
  retired_at timestamptz
);
create index rule_register on quality.rule (register) where active;
grant select, insert, update on quality.rule to yiwang_app;

-- One run of all rules of a register over one snapshot. Scores are shares of 100.
create table quality.run (
  id uuid primary key,
  register text not null,
  state text not null check (state in ('waiting', 'done', 'failed')),
  requested_by text not null,
  requested_at timestamptz not null,
  done_at timestamptz,
  snapshot_at timestamptz,
  snapshot_digest text,
  rows bigint,
  milliseconds int,
  score numeric(5, 2),
  problem text
);
create index run_register on quality.run (register, id desc);
grant select, insert, update on quality.run to yiwang_app;

-- Figures of one rule for one department (a credit code or a division; '' where it is not known), append-only.
create table quality.result (
  run_id uuid not null references quality.run (id),
  rule text not null,
  department text not null,
  dimension text not null,
  title jsonb not null,
  threshold numeric(5, 4) not null,
  checked bigint not null,
  failed bigint not null,
  refused text,
  primary key (run_id, rule, department)
);
grant select, insert on quality.result to yiwang_app;

-- Samples of records that failed: ids only, never values.
create table quality.failing (
  run_id uuid not null references quality.run (id),
  rule text not null,
  department text not null,
  record_id uuid not null,
  primary key (run_id, rule, department, record_id)
);
grant select, insert on quality.failing to yiwang_app;

-- 问题工单: a rule that a department's records fail; closed by the next run that finds them clean.
create table quality.ticket (
  id uuid primary key,
  number text not null unique,
  register text not null,
  rule text not null,
  department text not null,
  title jsonb not null,
  state text not null check (state in ('open', 'answered', 'closed')),
  failed bigint not null,
  run_id uuid not null references quality.run (id),
  opened_at timestamptz not null,
  closed_at timestamptz,
  version int not null default 1
);
create unique index ticket_standing on quality.ticket (register, rule, department) where state <> 'closed';
create index ticket_run on quality.ticket (run_id);
create index ticket_department on quality.ticket (department, id desc);
create sequence quality.ticket_number;
grant usage on sequence quality.ticket_number to yiwang_app;
grant select, insert, update on quality.ticket to yiwang_app;

create table quality.ticket_action (
  ticket_id uuid not null references quality.ticket (id),
  seq int not null,
  at timestamptz not null,
  kind text not null check (kind in ('opened', 'found-again', 'answered', 'closed')),
  failed bigint,
  note text,
  actor_name text not null,
  primary key (ticket_id, seq)
);
grant select, insert on quality.ticket_action to yiwang_app;

-- 数据比对, 数据清洗: what was asked, and the figures when done.
create table quality.comparison (
  id uuid primary key,
  title text not null,
  asked jsonb not null,
  state text not null check (state in ('waiting', 'done', 'failed')),
  result jsonb,
  problem text,
  requested_by text not null,
  requested_at timestamptz not null,
  done_at timestamptz
);
grant select, insert, update on quality.comparison to yiwang_app;

create table quality.cleaning (
  id uuid primary key,
  register text not null,
  asked jsonb not null,
  state text not null check (state in ('waiting', 'done', 'failed')),
  report jsonb,
  problem text,
  requested_by text not null,
  requested_at timestamptz not null,
  done_at timestamptz
);
grant select, insert, update on quality.cleaning to yiwang_app;

-- 对标: which data element a column of a source's table is.
create table quality.mapping (
  source text not null,
  column_name text not null,
  element text,
  mapped_by text not null,
  mapped_at timestamptz not null,
  version int not null default 1,
  primary key (source, column_name)
);
grant select, insert, update on quality.mapping to yiwang_app;

do $$
declare t text;
begin
  foreach t in array array['rule', 'run', 'result', 'failing', 'comparison', 'cleaning', 'mapping', 'ticket_action'] loop
    execute format('alter table quality.%I enable row level security', t);
    execute format('create policy %I on quality.%I using (kernel.actor_kind() in (''officer'', ''system'')) with check (kernel.actor_kind() in (''officer'', ''system''))', t || '_officials', t);
  end loop;
end $$;
-- a department sees its own tickets; a division those of its departments' divisions
alter table quality.ticket enable row level security;
create policy ticket_department on quality.ticket using (
  kernel.actor_kind() = 'system'
  or (kernel.actor_kind() = 'officer' and (department = any ((select kernel.actor_organisations())::text[]) or kernel.in_scope(case when department ~ '^[0-9]+$' then department else substring(department from 3 for 6) end)))
) with check (kernel.actor_kind() in ('officer', 'system'));
