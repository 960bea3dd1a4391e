-- Open data 公共数据开放 (GB/T 38664): sets, what was built of them, immutable releases; keys, requests, showcases, use.
-- Distribution column: build id for rows and chunks, set name elsewhere.
create schema open;
grant usage on schema open to yiwang_app;

-- 数据集按某一时刻的数据生成的一份内容, with its checks: written once. Nobody outside sees it before it is a release.
create table open.build (
  id uuid primary key,
  set_name text collate "C" not null,
  digest text not null,
  rows int not null,
  bytes bigint not null,
  columns jsonb not null,
  checks jsonb not null,
  passed boolean not null,
  built_at timestamptz not null
);
create index build_set on open.build (set_name, built_at desc);
grant select, insert on open.build to yiwang_app;

-- The rows as CSV (UTF-8, LF), cut anywhere: an export reads chunk after chunk and holds no transaction while its reader is slow.
create table open.chunk (
  build_id uuid not null,
  ordinal int not null,
  csv bytea not null,
  primary key (build_id, ordinal)
);
alter table open.chunk alter column csv set storage external;
grant select, insert on open.chunk to yiwang_app;

-- The rows one by one, for questions; only of the build that is released or waits.
create table open.row (
  build_id uuid not null,
  ordinal int not null,
  key text not null,
  data jsonb not null,
  geometry jsonb,
  extent box,
  begins_on date,
  ends_on date,
  primary key (build_id, ordinal)
);
create index row_key on open.row (build_id, key);
create index row_data on open.row using gin (data jsonb_path_ops);
create index row_extent on open.row using gist (extent) where extent is not null;
grant select, insert, delete on open.row to yiwang_app;

create table open.set (
  name text collate "C" primary key check (name ~ '^[a-z][a-z0-9-]{1,79}$'),
  id uuid not null unique,
  -- content 内容包, desk 工作台
  origin text not null check (origin in ('content', 'desk')),
  definition jsonb not null,
  digest text not null,
  title text not null,
  organisation text not null,
  organisation_name text not null,
  division text collate "C" not null,
  theme text not null,
  cycle text not null,
  tags text[] not null,
  formats text[] not null,
  -- ids of its resources in CKAN's interface
  resources text[] not null,
  -- what searches look into, in small letters
  words text not null,
  state text not null check (state in ('draft', 'building', 'waiting', 'open', 'withdrawn')),
  current_version int not null default 0,
  current_build uuid references open.build,
  waiting_build uuid references open.build,
  proposed_by uuid,
  proposed_by_name text,
  note text,
  issued_at timestamptz,
  modified_at timestamptz,
  version int not null default 1,
  updated_at timestamptz not null
);
create index set_open on open.set (modified_at desc, name) where current_version > 0;
create index set_current_build on open.set (current_build);
create index set_waiting_build on open.set (waiting_build);
create index set_resources on open.set using gin (resources);
grant select, insert, update on open.set to yiwang_app;

-- 发布版本, 撤回: append-only; who decided and what.
create table open.release (
  set_name text collate "C" not null references open.set,
  version int not null,
  build_id uuid not null references open.build,
  at timestamptz not null,
  proposed_by_name text not null,
  approved_by_name text not null,
  note text,
  entry_id uuid not null,
  primary key (set_name, version)
);
create index release_build on open.release (build_id);
grant select, insert on open.release to yiwang_app;

create table open.api_key (
  id uuid primary key,
  party_id uuid not null,
  digest text not null unique,
  hint text not null,
  purpose text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  last_used_at timestamptz
);
create index api_key_party on open.api_key (party_id);
alter table open.api_key enable row level security;
create policy api_key_own on open.api_key using ((select kernel.actor_kind()) = 'system' or party_id = (select kernel.actor_party()));
grant select, insert, update on open.api_key to yiwang_app;

-- A machine shows its key without signing in: only whether a digest is known is told.
create function open.api_key_known(wanted text) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from open.api_key where digest = wanted and ended_at is null)
$$;
revoke all on function open.api_key_known(text) from public;
grant execute on function open.api_key_known(text) to yiwang_app;

-- 数据需求、意见反馈: answered within the limit, then public without the name.
create table open.request (
  id uuid primary key,
  kind text not null check (kind in ('data', 'error', 'suggestion')),
  set_name text collate "C" references open.set,
  title text not null,
  body text not null,
  party_id uuid not null,
  asked_at timestamptz not null,
  due_on date,
  state text not null check (state in ('open', 'answered', 'closed')),
  answer text,
  answered_by text,
  answered_at timestamptz,
  published boolean not null default false,
  version int not null default 1
);
create index request_set on open.request (set_name);
create index request_party on open.request (party_id, asked_at desc);
create index request_state on open.request (state, asked_at desc);
alter table open.request enable row level security;
create policy request_seen on open.request using ((select kernel.actor_kind()) in ('system', 'officer') or party_id = (select kernel.actor_party()) or published);
grant select, insert, update on open.request to yiwang_app;

-- 应用成果: shown when somebody at the desk has looked at it.
create table open.showcase (
  id uuid primary key,
  title text not null,
  summary text not null,
  url text,
  sets text[] not null,
  by_name text not null,
  party_id uuid,
  state text not null check (state in ('waiting', 'shown', 'refused')),
  at timestamptz not null,
  version int not null default 1
);
create index showcase_state on open.showcase (state, at desc);
alter table open.showcase enable row level security;
create policy showcase_seen on open.showcase using ((select kernel.actor_kind()) in ('system', 'officer') or state = 'shown' or party_id = (select kernel.actor_party()));
grant select, insert, update on open.showcase to yiwang_app;

create table open.use (
  on_day date not null,
  set_name text collate "C" not null,
  kind text not null check (kind in ('view', 'download', 'api')),
  times bigint not null,
  primary key (on_day, set_name, kind)
);
grant select, insert, update on open.use to yiwang_app;
