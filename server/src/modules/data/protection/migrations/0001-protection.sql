-- 数据全生命周期安全防护: inspections and what they found, backups as they are reported, archiving and destruction. Distribution column: id.
create schema protection;
grant usage on schema protection to yiwang_app;

-- 日巡检: one run of all rules.
create table protection.inspection (
  id uuid primary key,
  by_name text not null,
  state text not null check (state in ('waiting', 'done', 'failed')),
  planned_at timestamptz not null,
  done_at timestamptz,
  milliseconds int,
  -- [{ stage, subjects, hits, score }]
  stages jsonb,
  score numeric(5, 2),
  found int,
  fresh int,
  closed int,
  problem text
);
grant select, insert, update on protection.inspection to yiwang_app;

create sequence protection.number;
grant usage on sequence protection.number to yiwang_app;

-- 问题: what a rule found at a subject; closed by a later inspection that finds it no more, and by nobody's word.
create table protection.finding (
  id uuid primary key,
  number text not null unique,
  rule text not null,
  sense text not null,
  subject text not null,
  subject_title text not null,
  title jsonb not null,
  stage text not null check (stage in ('collect', 'transfer', 'store', 'use', 'share', 'destroy')),
  severity text not null check (severity in ('high', 'medium', 'low')),
  -- who has to mend it
  organisation text not null,
  division text collate "C" not null,
  facts jsonb not null,
  state text not null check (state in ('open', 'answered', 'accepted', 'closed')),
  due_on date not null,
  -- 风险接受 ends on this day
  accepted_to date,
  found_at timestamptz not null,
  seen_at timestamptz not null,
  closed_at timestamptz,
  inspection_id uuid not null references protection.inspection,
  version int not null default 1
);
create unique index finding_standing on protection.finding (rule, subject) where state <> 'closed';
create index finding_organisation on protection.finding (organisation, id desc);
create index finding_inspection on protection.finding (inspection_id);
grant select, insert, update on protection.finding to yiwang_app;
alter table protection.finding enable row level security;
create policy finding_seen on protection.finding for select using (
  kernel.actor_kind() = 'system' or (kernel.actor_kind() = 'officer' and (organisation = any ((select kernel.actor_organisations())::text[]) or kernel.in_scope(division)))
);
create policy finding_added on protection.finding for insert with check (kernel.actor_kind() = 'system');
create policy finding_changed on protection.finding for update using (
  kernel.actor_kind() = 'system' or (kernel.actor_kind() = 'officer' and (organisation = any ((select kernel.actor_organisations())::text[]) or kernel.in_scope(division)))
);

-- What was done about a finding, append-only.
create table protection.finding_action (
  finding_id uuid not null references protection.finding,
  seq int not null,
  at timestamptz not null,
  kind text not null check (kind in ('found', 'found-again', 'answered', 'accepted', 'controlled', 'closed')),
  note text,
  actor_name text not null,
  primary key (finding_id, seq)
);
grant select, insert on protection.finding_action to yiwang_app;
alter table protection.finding_action enable row level security;
create policy finding_action_seen on protection.finding_action for select using (exists (select from protection.finding f where f.id = finding_id));
create policy finding_action_added on protection.finding_action for insert with check (true);

-- 备份与恢复演练, as those who keep the database report them; append-only.
create table protection.backup (
  id uuid primary key,
  kind text not null check (kind in ('full', 'incremental', 'restore-drill')),
  place text not null,
  bytes bigint check (bytes >= 0),
  digest text,
  taken_at timestamptz not null,
  -- a drill: whether what was restored was whole, and how long it took
  good boolean not null,
  seconds int check (seconds >= 0),
  noted_by text not null,
  at timestamptz not null
);
create index backup_taken on protection.backup (kind, taken_at desc);
grant select, insert on protection.backup to yiwang_app;

-- 归档与销毁: proposed by one, decided by another, done by the house, proved by the ledger.
create table protection.disposal (
  id uuid primary key,
  number text not null unique,
  register text not null,
  kind text not null check (kind in ('archive', 'destroy')),
  basis text not null,
  reason text not null,
  field text,
  before date not null,
  rows int not null check (rows > 0),
  -- which rows: SM3 over their ids and contents when it was proposed
  digest text not null,
  division text collate "C" not null,
  state text not null check (state in ('proposed', 'approved', 'refused', 'done', 'failed')),
  proposed_account uuid not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  decided_account uuid,
  decided_by text,
  decision text,
  decided_at timestamptz,
  done_at timestamptz,
  archive_file uuid,
  archive_digest text,
  proof uuid,
  problem text,
  version int not null default 1,
  check (decided_account is distinct from proposed_account)
);
create unique index disposal_standing on protection.disposal (register) where state in ('proposed', 'approved');
create index disposal_division on protection.disposal (division, id desc);
grant select, insert, update on protection.disposal to yiwang_app;
alter table protection.disposal enable row level security;
create policy disposal_seen on protection.disposal for select using (
  kernel.actor_kind() = 'system' or (kernel.actor_kind() = 'officer' and kernel.lies_in_territory(division))
);
create policy disposal_added on protection.disposal for insert with check (true);
create policy disposal_changed on protection.disposal for update using (true) with check (true);
