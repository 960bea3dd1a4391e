-- 级联 between the exchanges of nation, province, city: who joined, what goes up and down, and what came.
create schema cascade;
grant usage on schema cascade to yiwang_app;

-- 级联节点: asked (we offered ourselves and wait), waiting (they offered themselves), active (both sides approved), ended.
create table cascade.peer (
  id uuid primary key,
  house text not null,
  url text not null,
  role text not null check (role in ('upper', 'lower')),
  name text not null,
  organisation text,
  division text collate "C",
  -- own body that stands for this house towards the peer
  own_organisation text not null,
  own_division text collate "C" not null,
  spki text,
  proof text,
  member_id uuid,
  state text not null check (state in ('asked', 'waiting', 'active', 'ended')),
  version integer not null default 1,
  asked_at timestamptz not null,
  asked_by text not null,
  approved_at timestamptz,
  approved_by text,
  -- of the line
  failures integer not null default 0,
  next_at timestamptz not null,
  last_error text,
  last_heard_at timestamptz,
  -- its signed directory, as it was taken last
  directory jsonb,
  directory_number bigint,
  directory_until timestamptz,
  -- what was last sent of the statistics, and the last comparison of both sides
  statistics_digest text,
  reconciled_at timestamptz,
  reconciled jsonb
);
create unique index peer_url on cascade.peer (url) where state <> 'ended';
create unique index peer_member on cascade.peer (member_id) where member_id is not null;
grant select, insert, update on cascade.peer to yiwang_app;

-- 发件: messages in the order in which they were made; taken_at when the peer said that it has it. A message is known by its id.
create table cascade.outbox (
  peer_id uuid not null references cascade.peer,
  id uuid not null,
  kind text not null,
  body jsonb not null,
  digest text not null,
  day date not null,
  at timestamptz not null,
  taken_at timestamptz,
  outcome text,
  primary key (peer_id, id)
);
create index outbox_waiting on cascade.outbox (peer_id, id) where taken_at is null;
create index outbox_day on cascade.outbox (peer_id, day);
grant select, insert, update (taken_at, outcome) on cascade.outbox to yiwang_app;

-- 收件: what came, once; day as the sender wrote it.
create table cascade.inbox (
  peer_id uuid not null references cascade.peer,
  id uuid not null,
  kind text not null,
  digest text not null,
  day date not null,
  at timestamptz not null,
  outcome text not null,
  primary key (peer_id, id)
);
create index inbox_day on cascade.inbox (peer_id, day);
grant select, insert on cascade.inbox to yiwang_app;

-- Entries of the peer's catalogue, as it last told them.
create table cascade.entry (
  peer_id uuid not null references cascade.peer,
  code text collate "C" not null,
  version integer not null,
  title text not null,
  provider text not null,
  provider_name text not null,
  division text collate "C" not null,
  sharing text not null,
  sharing_condition text,
  sharing_basis text,
  items jsonb not null,
  services text[] not null,
  state text not null,
  at timestamptz not null,
  primary key (peer_id, code)
);
grant select, insert, update on cascade.entry to yiwang_app;

-- Which version of an own entry a peer was told.
create table cascade.sent_entry (
  peer_id uuid not null references cascade.peer,
  entry_id uuid not null,
  version integer not null,
  primary key (peer_id, entry_id)
);
grant select, insert, update on cascade.sent_entry to yiwang_app;

-- 跨级申请: `sent` went to the peer, `received` came from it. own_grant is of this house's exchange, peer_grant of the other's.
create table cascade.application (
  id uuid primary key,
  peer_id uuid not null references cascade.peer,
  direction text not null check (direction in ('sent', 'received')),
  code text not null,
  title text not null,
  service text not null,
  fields text[] not null,
  purpose text not null,
  basis text not null,
  organisation text not null,
  organisation_name text not null,
  until_on date not null,
  state text not null check (state in ('asked', 'granted', 'refused', 'withdrawn')),
  reason text,
  due_on date,
  own_grant uuid,
  peer_grant uuid,
  purpose_code text,
  own_service text,
  version integer not null default 1,
  at timestamptz not null,
  by_name text not null,
  decided_at timestamptz,
  decided_by text
);
create index application_peer on cascade.application (peer_id, at desc);
create index application_own_grant on cascade.application (own_grant) where own_grant is not null;
grant select, insert, update on cascade.application to yiwang_app;

-- 回流: a register whose records flow down to the peer that they belong to; position in the topic of its changes.
create table cascade.flow (
  id uuid primary key,
  peer_id uuid not null references cascade.peer,
  register text not null,
  basis text not null,
  position bigint not null,
  state text not null check (state in ('active', 'ended')),
  version integer not null default 1,
  at timestamptz not null,
  by_name text not null
);
create unique index flow_once on cascade.flow (peer_id, register) where state = 'active';
grant select, insert, update on cascade.flow to yiwang_app;

-- What flowed, on either side: the record there and here, the version that was told last, the digest of what was told.
create table cascade.flowed (
  peer_id uuid not null references cascade.peer,
  direction text not null check (direction in ('down', 'in')),
  register text not null,
  remote_id uuid not null,
  local_id uuid not null,
  version integer not null,
  digest text not null,
  at timestamptz not null,
  primary key (peer_id, direction, register, remote_id)
);
grant select, insert, update on cascade.flowed to yiwang_app;

-- 统计 of a lower house, a row a day, organisation and service; the newest word counts.
create table cascade.statistic (
  peer_id uuid not null references cascade.peer,
  day date not null,
  organisation text not null,
  service text not null,
  calls bigint not null,
  refused bigint not null,
  rows bigint not null,
  at timestamptz not null,
  primary key (peer_id, day, organisation, service)
);
grant select, insert, update on cascade.statistic to yiwang_app;
