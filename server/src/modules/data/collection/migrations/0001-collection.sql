-- 数据归集: sources of departments, runs with rows in and out, refused lines, messages of topics. Distribution column: source.
create schema collection;
grant usage on schema collection to yiwang_app;

create table collection.source (
  id uuid primary key,
  register text not null,
  name text not null,
  kind text not null check (kind in ('file', 'table', 'interface', 'topic')),
  -- credit code and division of the department that hands in
  organisation text not null,
  division text collate "C" not null,
  settings jsonb not null,
  -- password or token, sealed
  secret bytea,
  -- [{ column, field }]; empty: by names and titles
  mapping jsonb not null,
  every_minutes int check (every_minutes between 1 and 44640),
  may_be_empty boolean not null,
  state text not null check (state in ('active', 'stopped')),
  -- how far table, interface or topic were read
  position text,
  next_offset bigint not null default 0,
  next_run_at timestamptz,
  version int not null default 1,
  made_at timestamptz not null,
  made_by text not null
);
create index source_organisation on collection.source (organisation, id);
create index source_due on collection.source (next_run_at) where state = 'active' and next_run_at is not null;
grant select, insert, update on collection.source to yiwang_app;
alter table collection.source enable row level security;
create policy source_seen on collection.source for select using (
  kernel.actor_kind() = 'system' or (kernel.actor_kind() in ('officer', 'machine') and (organisation = any (kernel.actor_organisations()) or kernel.in_scope(division)))
);
create policy source_added on collection.source for insert with check (true);
create policy source_changed on collection.source for update using (true) with check (true);

create table collection.run (
  id uuid primary key,
  source_id uuid not null references collection.source,
  -- empty 无变化: it moved nothing and was not told that this may be
  state text not null check (state in ('waiting', 'running', 'done', 'empty', 'failed')),
  file_id uuid,
  file_name text,
  facts jsonb,
  position_after text,
  progress bigint not null default 0,
  rows_read bigint,
  created bigint,
  changed bigint,
  unchanged bigint,
  refused bigint,
  repeated boolean,
  load_id uuid,
  failure jsonb,
  by_name text not null,
  planned_at timestamptz not null,
  finished_at timestamptz
);
create index run_source on collection.run (source_id, id desc);
grant select, insert, update on collection.run to yiwang_app;
alter table collection.run enable row level security;
create policy run_seen on collection.run for select using (exists (select from collection.source s where s.id = source_id));
create policy run_added on collection.run for insert with check (true);
create policy run_changed on collection.run for update using (true) with check (true);

-- Why a line was refused; the line itself stays in the file that was handed in.
create table collection.refused_line (
  run_id uuid not null references collection.run,
  line int not null,
  faults jsonb not null,
  primary key (run_id, line)
);
grant select, insert on collection.refused_line to yiwang_app;
alter table collection.refused_line enable row level security;
create policy refused_line_seen on collection.refused_line for select using (exists (select from collection.run r where r.id = run_id));
create policy refused_line_added on collection.refused_line for insert with check (true);

-- Rows that a department's system pushed, in the order in which it did; sealed.
create table collection.message (
  source_id uuid not null references collection.source,
  first_offset bigint not null,
  row_count int not null check (row_count between 1 and 1000),
  body bytea not null,
  at timestamptz not null,
  primary key (source_id, first_offset)
);
grant select, insert on collection.message to yiwang_app;
alter table collection.message enable row level security;
create policy message_seen on collection.message for select using (exists (select from collection.source s where s.id = source_id));
create policy message_added on collection.message for insert with check (true);
