-- Data security 数据安全: exports with their marks, consents, objections, computing with other houses. Distribution column: id.
create schema privacy;
grant usage on schema privacy to yiwang_app;

-- 导出: who took which rows away, for what; the mark in the file is made of the id.
create table privacy.export (
  id uuid primary key,
  register text not null,
  format text not null check (format in ('csv', 'xlsx')),
  conditions jsonb not null,
  fields text[] not null,
  purpose text not null,
  rows_max int not null check (rows_max between 1 and 5000),
  -- sensitive fields by their own masks, not left out: needs approval
  lifted boolean not null,
  state text not null check (state in ('waiting', 'approved', 'refused', 'taken')),
  account_id uuid not null,
  officer text not null,
  organisation text not null,
  division text collate "C" not null,
  decided_by text,
  reason text,
  rows_taken int,
  version int not null default 1,
  asked_at timestamptz not null,
  decided_at timestamptz,
  taken_at timestamptz
);
create index export_account on privacy.export (account_id, id desc);
create index export_division on privacy.export (division, id desc);
grant select, insert, update on privacy.export to yiwang_app;
alter table privacy.export enable row level security;
create policy export_seen on privacy.export for select using (
  kernel.actor_kind() = 'system' or (kernel.actor_kind() = 'officer' and (account_id = kernel.actor_account() or kernel.in_scope(division)))
);
create policy export_added on privacy.export for insert with check (true);
create policy export_changed on privacy.export for update using (true) with check (true);

-- 同意 (个人信息保护法 13-16): of one person or party, for one body, register and purpose.
create table privacy.consent (
  id uuid primary key,
  party_id uuid not null,
  organisation text not null,
  organisation_name text not null,
  register text not null,
  fields text[] not null check (cardinality(fields) > 0),
  purpose text not null,
  valid_until timestamptz not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  version int not null default 1
);
create index consent_party on privacy.consent (party_id, id desc);
create index consent_organisation on privacy.consent (organisation, register, party_id) where withdrawn_at is null;
grant select, insert, update on privacy.consent to yiwang_app;
alter table privacy.consent enable row level security;
create policy consent_seen on privacy.consent for select using (
  kernel.actor_kind() = 'system' or party_id in (kernel.actor_person(), kernel.actor_party())
  or (kernel.actor_kind() in ('officer', 'machine') and organisation = any (kernel.actor_organisations()))
);
create policy consent_added on privacy.consent for insert with check (party_id in (kernel.actor_person(), kernel.actor_party()) or kernel.actor_kind() = 'system');
create policy consent_changed on privacy.consent for update using (true) with check (true);

-- 异议 (个人信息保护法 44-50): a person doubts a use of her data; the privacy officer answers.
create table privacy.objection (
  id uuid primary key,
  party_id uuid not null,
  person_name text not null,
  organisation text not null,
  division text collate "C" not null,
  words text not null,
  state text not null check (state in ('open', 'upheld', 'rejected')),
  answer text,
  answered_by text,
  at timestamptz not null,
  answered_at timestamptz,
  version int not null default 1
);
create index objection_party on privacy.objection (party_id, id desc);
create index objection_division on privacy.objection (division, id desc);
grant select, insert, update on privacy.objection to yiwang_app;
alter table privacy.objection enable row level security;
create policy objection_seen on privacy.objection for select using (
  kernel.actor_kind() = 'system' or party_id in (kernel.actor_person(), kernel.actor_party())
  or (kernel.actor_kind() = 'officer' and (organisation = any (kernel.actor_organisations()) or kernel.in_scope(division)))
);
create policy objection_added on privacy.objection for insert with check (true);
create policy objection_changed on privacy.objection for update using (true) with check (true);

-- 计算伙伴: another house, with the key that its messages are signed with.
create table privacy.peer (
  id text primary key,
  url text not null,
  public_key bytea not null check (length(public_key) = 65),
  added_by text not null,
  at timestamptz not null
);
grant select, insert on privacy.peer to yiwang_app;

-- 联合计算协议: its text to the letter and both signatures over it; which of our rows take part is ours alone.
create table privacy.agreement (
  id uuid primary key,
  peer text not null references privacy.peer,
  initiates boolean not null,
  text text not null,
  digest text not null,
  dataset jsonb not null,
  own_signature text not null,
  peer_signature text,
  by_name text not null,
  valid_to timestamptz not null,
  at timestamptz not null,
  ended_at timestamptz
);
create index agreement_peer on privacy.agreement (peer);
grant select, insert, update on privacy.agreement to yiwang_app;

create table privacy.run (
  id uuid primary key,
  agreement_id uuid not null references privacy.agreement,
  state text not null check (state in ('running', 'done', 'refused')),
  outcome jsonb,
  why text,
  by_name text not null,
  at timestamptz not null,
  ended_at timestamptz
);
create index run_agreement on privacy.run (agreement_id, id desc);
grant select, insert, update on privacy.run to yiwang_app;
