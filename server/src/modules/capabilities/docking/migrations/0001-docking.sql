-- Docking 对接 with national, provincial and self-built systems: connections, matters that are handled there, every message, daily comparison.
create schema docking;
grant usage on schema docking to yiwang_app;

-- 接入: where a docked system is and how it is let in; its mapping is content.
create table docking.connection (
  system text primary key,
  base_url text not null,
  secret bytea,
  client_id text,
  account_id uuid,
  state text not null check (state in ('active', 'suspended')),
  version int not null default 1,
  changed_by text not null,
  changed_at timestamptz not null,
  tested_at timestamptz,
  test_ok boolean,
  test_note text,
  failures int not null default 0,
  paused_until timestamptz
);
create index connection_account on docking.connection (account_id);
grant select, insert, update on docking.connection to yiwang_app;

-- 对接办件: one case in one docked system. The case row stays the case engine's; this is what the other side made of it.
create table docking.matter (
  id uuid primary key,
  system text not null,
  case_id uuid not null,
  number text not null,
  title text not null,
  organisation text not null,
  division text not null,
  reference text,
  state text not null check (state in ('waiting', 'sent', 'handling', 'granted', 'refused', 'rejected')),
  their_state text,
  attempts int not null default 0,
  problem text,
  made_at timestamptz not null,
  sent_at timestamptz,
  answered_at timestamptz,
  decided_at timestamptz,
  ask_at timestamptz,
  version int not null default 1,
  unique (system, case_id)
);
create unique index matter_reference on docking.matter (system, reference) where reference is not null;
create index matter_case on docking.matter (case_id);
create index matter_open on docking.matter (system, ask_at) where state in ('sent', 'handling');
create index matter_waiting on docking.matter (system, id) where state in ('waiting', 'rejected');
create index matter_sent on docking.matter (system, sent_at);
grant select, insert, update on docking.matter to yiwang_app;

-- 对接日志, append-only: digests and figures, no contents.
create table docking.message (
  id uuid primary key,
  system text not null,
  matter_id uuid references docking.matter (id),
  at timestamptz not null,
  direction text not null check (direction in ('out', 'in')),
  kind text not null check (kind in ('push', 'status', 'result', 'count', 'test')),
  outcome text not null check (outcome in ('ok', 'refused', 'slow', 'broken', 'wrong')),
  note text,
  took_ms int not null,
  digest text
);
create index message_system on docking.message (system, id desc);
create index message_matter on docking.message (matter_id, id desc);
grant select, insert on docking.message to yiwang_app;

-- 日对账: what both sides say of one day; a row a run, the newest stands.
create table docking.reconciliation (
  id uuid primary key,
  system text not null,
  day date not null,
  at timestamptz not null,
  state text not null check (state in ('matched', 'differs', 'unreachable')),
  ours int not null,
  theirs int,
  missing_there text[] not null,
  unknown_here text[] not null,
  mended int not null,
  note text
);
create index reconciliation_system on docking.reconciliation (system, day desc, id desc);
grant select, insert on docking.reconciliation to yiwang_app;

alter table docking.matter enable row level security;
create policy matter_scope on docking.matter using (kernel.actor_kind() = 'system' or (kernel.actor_kind() = 'officer' and (organisation = any (kernel.actor_organisations()) or kernel.in_scope(division))))
  with check (kernel.actor_kind() in ('system', 'officer'));
do $$
declare t text;
begin
  foreach t in array array['connection', 'message', 'reconciliation'] loop
    execute format('alter table docking.%I enable row level security', t);
    execute format('create policy %I on docking.%I using (kernel.actor_kind() in (''system'', ''officer'')) with check (kernel.actor_kind() in (''system'', ''officer''))', t || '_officials', t);
  end loop;
end $$;
