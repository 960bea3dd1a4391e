-- Development of data 数据开发: pipelines and their runs, questions in the safe space, agreements of authorised operation.
create schema development;
grant usage on schema development to yiwang_app;

-- Pipelines drawn at the desk; those of the content stand in packs. A version is never changed: the next one is added.
create table development.pipeline (
  id text not null,
  version int not null,
  definition jsonb not null,
  active boolean not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (id, version)
);
grant select, insert on development.pipeline to yiwang_app;

-- One run for one business day, with the definition that it began with. `fence` rises with every worker that takes the run: only the newest may write.
create table development.run (
  id uuid primary key,
  pipeline text not null,
  pipeline_version int not null,
  definition jsonb not null,
  day date not null,
  reason text not null check (reason in ('manual', 'schedule', 'back-fill', 'dependency')),
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  fence int not null default 0,
  requested_by text not null,
  requested_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  moved bigint,
  problem jsonb
);
create index run_pipeline on development.run (pipeline, id desc);
create unique index run_scheduled on development.run (pipeline, day) where reason = 'schedule';
grant select, insert, update on development.run to yiwang_app;

-- What each step took in, gave on and refused, by attempt.
create table development.run_step (
  run_id uuid not null references development.run (id),
  fence int not null,
  seq int not null,
  kind text not null,
  rows_in bigint not null,
  rows_out bigint not null,
  refused bigint not null,
  milliseconds int not null,
  note jsonb,
  primary key (run_id, fence, seq)
);
grant select, insert on development.run_step to yiwang_app;

-- 告警: a run failed, or what was due was not done.
create table development.alarm (
  id uuid primary key,
  pipeline text not null,
  run_id uuid references development.run (id),
  words jsonb not null,
  at timestamptz not null,
  seen_at timestamptz,
  seen_by text
);
create index alarm_run on development.alarm (run_id);
create index alarm_open on development.alarm (id desc) where seen_at is null;
grant select, insert, update on development.alarm to yiwang_app;

-- 成果: sets, file services and candidates for opening that runs published.
create table development.publication (
  id uuid primary key,
  run_id uuid not null references development.run (id),
  kind text not null check (kind in ('set', 'service', 'open-candidate')),
  name text not null,
  title text not null,
  file_id uuid,
  rows bigint not null,
  personal boolean not null,
  at timestamptz not null
);
create index publication_run on development.publication (run_id);
create index publication_name on development.publication (name, id desc);
grant select, insert on development.publication to yiwang_app;

-- 授权运营协议: what an approved and signed application lets an operator do.
create table development.agreement (
  id uuid primary key,
  case_id uuid not null unique,
  number text not null,
  party_id uuid not null,
  operator text not null,
  operator_code text not null,
  scene text not null,
  purpose text not null,
  offer text not null,
  valid_until date not null,
  certificate_id uuid,
  state text not null check (state in ('active', 'withdrawn')),
  state_reason text,
  version int not null default 1,
  signed_at timestamptz not null,
  withdrawn_at timestamptz
);
create index agreement_party on development.agreement (party_id);
grant select, insert, update on development.agreement to yiwang_app;

-- A question in the safe space, its result and what the reviewer decided. `agreement_id` is null for an official's own scene.
create table development.question (
  id uuid primary key,
  agreement_id uuid references development.agreement (id),
  party_id uuid,
  account_id uuid,
  organisation text,
  asked_by text not null,
  offer text not null,
  purpose text not null,
  asked jsonb not null,
  asked_at timestamptz not null,
  took_ms int not null,
  result jsonb not null,
  rows int not null,
  suppressed int not null,
  smallest_group int not null,
  grade int not null,
  digest text not null,
  state text not null check (state in ('waiting', 'released', 'withheld')),
  reviewed_by text,
  review_note text,
  reviewed_at timestamptz,
  export_id text unique,
  version int not null default 1
);
create index question_agreement on development.question (agreement_id, asked_at);
create index question_waiting on development.question (id) where state = 'waiting';
create index question_party on development.question (party_id, id desc);
create index question_account on development.question (account_id, id desc);
grant select, insert, update on development.question to yiwang_app;

-- 结算单 of one agreement for one month; never changed.
create table development.settlement (
  id uuid primary key,
  agreement_id uuid not null references development.agreement (id),
  period text not null,
  figures jsonb not null,
  amount numeric(14, 2) not null,
  digest text not null,
  made_by text not null,
  made_at timestamptz not null,
  unique (agreement_id, period)
);
grant select, insert on development.settlement to yiwang_app;

do $$
declare t text;
begin
  foreach t in array array['pipeline', 'run', 'run_step', 'alarm', 'publication', 'settlement'] loop
    execute format('alter table development.%I enable row level security', t);
    execute format('create policy %I on development.%I using (kernel.actor_kind() in (''officer'', ''system'')) with check (kernel.actor_kind() in (''officer'', ''system''))', t || '_officials', t);
  end loop;
  foreach t in array array['agreement', 'question'] loop
    execute format('alter table development.%I enable row level security', t);
    execute format('create policy %I on development.%I using (kernel.actor_kind() in (''officer'', ''system'') or party_id = kernel.actor_party()) with check (kernel.actor_kind() in (''officer'', ''system'') or party_id = kernel.actor_party())', t || '_party', t);
  end loop;
end $$;
-- an operator reads the settlements of its own agreements
create policy settlement_operator on development.settlement for select using (exists (select from development.agreement a where a.id = agreement_id and a.party_id = kernel.actor_party()));
