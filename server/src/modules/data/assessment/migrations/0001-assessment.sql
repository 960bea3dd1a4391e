-- 数据安全合规性评估认证与问责. Distribution column: id.
create schema assessment;
grant usage on schema assessment to yiwang_app;

create sequence assessment.number;
grant usage on sequence assessment.number to yiwang_app;

create table assessment.assessment (
  id uuid primary key,
  number text not null unique,
  -- the version that it began with is kept
  questionnaire text not null,
  questionnaire_version int not null,
  subject_kind text not null check (subject_kind in ('body', 'data-centre', 'cloud-provider')),
  -- credit code; what is assessed may be a part of it (a data centre)
  subject_code text not null,
  subject_name text not null,
  object text not null,
  -- the company, where no public body is assessed
  party_id uuid,
  division text collate "C" not null,
  assessor text not null,
  assessor_account uuid not null,
  assessor_name text not null,
  state text not null check (state in ('answering', 'judging', 'mending', 'certifying', 'certified', 'failed')),
  due_on date not null,
  score numeric(5, 2),
  level int,
  opened_at timestamptz not null,
  submitted_at timestamptz,
  judged_at timestamptz,
  concluded_at timestamptz,
  case_id uuid,
  certificate uuid,
  version int not null default 1
);
create index assessment_subject on assessment.assessment (subject_code, id desc);
create index assessment_party on assessment.assessment (party_id, id desc) where party_id is not null;
create index assessment_division on assessment.assessment (division, id desc);
create index assessment_case on assessment.assessment (case_id) where case_id is not null;
grant select, insert, update on assessment.assessment to yiwang_app;
alter table assessment.assessment enable row level security;
create policy assessment_seen on assessment.assessment for select using (
  kernel.actor_kind() = 'system' or party_id = kernel.actor_party()
  or (kernel.actor_kind() = 'officer' and (subject_code = any ((select kernel.actor_organisations())::text[]) or assessor = any ((select kernel.actor_organisations())::text[]) or kernel.lies_in_territory(division)))
);
create policy assessment_added on assessment.assessment for insert with check (kernel.actor_kind() = 'officer');
create policy assessment_changed on assessment.assessment for update using (true) with check (true);

-- 自评与评定, item by item.
create table assessment.item (
  assessment_id uuid not null references assessment.assessment,
  item text not null,
  answer text check (answer in ('yes', 'partly', 'no', 'not-applicable')),
  words text,
  evidence uuid[] not null default '{}',
  answered_by text,
  judged text check (judged in ('conform', 'partly', 'fails', 'not-applicable')),
  judged_words text,
  judged_by text,
  primary key (assessment_id, item)
);
grant select, insert, update on assessment.item to yiwang_app;
alter table assessment.item enable row level security;
create policy item_seen on assessment.item for select using (exists (select from assessment.assessment a where a.id = assessment_id));
create policy item_added on assessment.item for insert with check (exists (select from assessment.assessment a where a.id = assessment_id));
create policy item_changed on assessment.item for update using (exists (select from assessment.assessment a where a.id = assessment_id)) with check (true);

-- 不符合项: to be mended by a day, with evidence, verified by the assessor.
create table assessment.finding (
  id uuid primary key,
  assessment_id uuid not null references assessment.assessment,
  item text not null,
  severity text not null check (severity in ('major', 'minor')),
  words text not null,
  due_on date not null,
  state text not null check (state in ('open', 'mended', 'verified')),
  mended_words text,
  evidence uuid[] not null default '{}',
  mended_at timestamptz,
  verified_words text,
  verified_at timestamptz,
  unique (assessment_id, item)
);
grant select, insert, update on assessment.finding to yiwang_app;
alter table assessment.finding enable row level security;
create policy finding_seen on assessment.finding for select using (exists (select from assessment.assessment a where a.id = assessment_id));
create policy finding_added on assessment.finding for insert with check (exists (select from assessment.assessment a where a.id = assessment_id));
create policy finding_changed on assessment.finding for update using (exists (select from assessment.assessment a where a.id = assessment_id)) with check (true);

-- What was done, append-only.
create table assessment.action (
  assessment_id uuid not null references assessment.assessment,
  seq int not null,
  at timestamptz not null,
  kind text not null,
  note text,
  actor_name text not null,
  primary key (assessment_id, seq)
);
grant select, insert on assessment.action to yiwang_app;
alter table assessment.action enable row level security;
create policy action_seen on assessment.action for select using (exists (select from assessment.assessment a where a.id = assessment_id));
create policy action_added on assessment.action for insert with check (exists (select from assessment.assessment a where a.id = assessment_id));

-- 问责: a body is called to account for what an audit or an assessment found; it answers, and who called closes.
create table assessment.accountability (
  id uuid primary key,
  number text not null unique,
  organisation text not null,
  division text collate "C" not null,
  assessment_id uuid references assessment.assessment,
  -- the look, call or export that it is about
  event text,
  measure text not null check (measure in ('talk', 'notice', 'handover')),
  reason text not null,
  basis text not null,
  answer_due date not null,
  state text not null check (state in ('open', 'answered', 'closed')),
  answer text,
  outcome text,
  by_account uuid not null,
  by_name text not null,
  by_organisation text not null,
  at timestamptz not null,
  answered_at timestamptz,
  closed_at timestamptz,
  version int not null default 1
);
create index accountability_organisation on assessment.accountability (organisation, id desc);
create index accountability_assessment on assessment.accountability (assessment_id);
grant select, insert, update on assessment.accountability to yiwang_app;
alter table assessment.accountability enable row level security;
create policy accountability_seen on assessment.accountability for select using (
  kernel.actor_kind() = 'system' or (kernel.actor_kind() = 'officer' and (organisation = any ((select kernel.actor_organisations())::text[]) or kernel.in_scope(division)))
);
create policy accountability_added on assessment.accountability for insert with check (kernel.actor_kind() = 'officer');
create policy accountability_changed on assessment.accountability for update using (true) with check (true);
