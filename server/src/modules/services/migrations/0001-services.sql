create schema services;
grant usage on schema services to yiwang_app;

-- 申报: what a draft needs beside its form's answers. The draft itself (sealed answers) is the forms engine's.
create table services.application (
  draft_id uuid primary key,
  party_id uuid not null,
  party_kind text not null,
  party_name text not null,
  account_id uuid not null,
  -- the window clerk's organisation when she fills it in for somebody (综合受理)
  organisation text,
  subject_kind text not null,
  subject_id text not null,
  subject_version integer not null,
  division text not null,
  guide jsonb not null default '{}',
  -- field → {register, at, locked}
  sources jsonb not null default '{}',
  -- 'item/material' → {way, files, recordId, source, promise}
  materials jsonb not null default '{}',
  -- facts about the applicant {id, kind, name, code …}; SM4: personal data
  applicant bytea not null,
  case_id uuid,
  created_at timestamptz not null
);
create index application_party on services.application (party_id, created_at desc);
alter table services.application enable row level security;
create policy application_own on services.application using (party_id = (select kernel.actor_party()) or account_id = (select kernel.actor_account())) with check (true);
create policy application_system on services.application using (kernel.actor_kind() = 'system') with check (true);
grant select, insert, update, delete on services.application to yiwang_app;

-- 好差评: once a service act; append-only, replies are rows of their own.
create table services.review (
  id uuid primary key,
  case_id uuid not null,
  -- which service act of the case
  act text not null,
  item_id text not null,
  organisation text not null,
  division text not null,
  party_id uuid,
  stars smallint not null check (stars between 1 and 5),
  tags jsonb not null default '[]',
  comment text,
  named boolean not null,
  channel text not null,
  follow_up_case uuid,
  at timestamptz not null,
  unique (case_id, act)
);
create index review_organisation on services.review (organisation, id desc);
create index review_division on services.review (division text_pattern_ops, id desc);
create index review_item on services.review (item_id, id desc);
create index review_bad on services.review (id desc) where stars <= 2;
create index review_party on services.review (party_id) where party_id is not null;
create table services.review_reply (
  id uuid primary key,
  review_id uuid not null references services.review (id),
  text text not null,
  by_name text not null,
  organisation text,
  at timestamptz not null
);
create index review_reply_review on services.review_reply (review_id);
alter table services.review enable row level security;
create policy review_made on services.review for insert with check (kernel.actor_kind() in ('citizen', 'system'));
create policy review_seen on services.review for select using (
  kernel.actor_kind() in ('system', 'anonymous', 'citizen')
  or exists (select from cases.case c where c.id = case_id)
  or organisation = any ((select kernel.actor_organisations())::text[])
  or kernel.in_scope(division));
grant select, insert on services.review, services.review_reply to yiwang_app;

-- 监察牌: signals of e-supervision.
create table services.card (
  id uuid primary key,
  case_id uuid not null,
  light text not null,
  rule text not null,
  organisation text not null,
  division text not null,
  case_number text not null,
  case_name text not null,
  raised_at timestamptz not null,
  state text not null,
  answer text,
  answered_by text,
  settle_reason text,
  settled_by text,
  version integer not null default 0,
  unique (case_id, light, rule)
);
create index card_open on services.card (organisation, id desc);
create index card_division on services.card (division text_pattern_ops, id desc);
alter table services.card enable row level security;
create policy card_system on services.card using (kernel.actor_kind() = 'system') with check (true);
create policy card_officer on services.card using (kernel.actor_kind() = 'officer' and (organisation = any ((select kernel.actor_organisations())::text[]) or kernel.in_scope(division))) with check (true);
grant select, insert, update on services.card to yiwang_app;

-- 事项动态维护: who published which version; the definition itself is content.
create table services.item_change (
  id uuid primary key,
  item_id text not null,
  division text,
  version integer not null,
  reason text not null,
  changes jsonb not null,
  by_account uuid,
  by_name text not null,
  at timestamptz not null
);
create index item_change_item on services.item_change (item_id, id desc);
grant select, insert on services.item_change to yiwang_app;
