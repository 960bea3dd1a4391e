-- 有条件开放 (an applicant, a purpose, an approval, a key bound to it) and what other catalogues open (harvested by DCAT).
alter table open.set add column access text not null default 'unconditional' check (access in ('unconditional', 'conditional'));
-- What was withdrawn is not handed out again, also when a later version is open.
alter table open.set add column versions_from int not null default 1;

-- 有条件开放的申请与授权: one set, one applicant, one purpose, until a day; revoked at once.
create table open.access (
  id uuid primary key,
  set_name text collate "C" not null references open.set,
  party_id uuid not null,
  party_name text not null,
  purpose text not null,
  use text not null check (use in ('research', 'business', 'public')),
  until_on date not null,
  state text not null check (state in ('asked', 'granted', 'refused', 'revoked', 'ended')),
  asked_at timestamptz not null,
  due_on date,
  decided_at timestamptz,
  decided_by text,
  reason text,
  times bigint not null default 0,
  last_used_at timestamptz,
  version int not null default 1
);
create index access_set on open.access (set_name, asked_at desc);
create index access_party on open.access (party_id, asked_at desc);
create unique index access_under_way on open.access (set_name, party_id) where state in ('asked', 'granted');
alter table open.access enable row level security;
create policy access_seen on open.access using ((select kernel.actor_kind()) in ('system', 'officer') or party_id = (select kernel.actor_party()));
grant select, insert, update on open.access to yiwang_app;

alter table open.api_key add column access_id uuid references open.access;
create index api_key_access on open.api_key (access_id) where access_id is not null;

-- Which standing grant a key opens a set by; asked for each use, so that what was revoked is closed at once.
create function open.access_of_key(wanted text, of_set text, today date) returns uuid language sql stable security definer set search_path = pg_catalog as $$
  select a.id from open.api_key k join open.access a on a.id = k.access_id
  where k.digest = wanted and k.ended_at is null and a.set_name = of_set and a.state = 'granted' and a.until_on >= today
$$;
revoke all on function open.access_of_key(text, text, date) from public;
grant execute on function open.access_of_key(text, text, date) to yiwang_app;

-- 收割源: another catalogue that publishes DCAT.
create table open.harvest (
  id uuid primary key,
  title text not null,
  url text not null,
  state text not null check (state in ('active', 'ended')),
  next_at timestamptz not null,
  last_at timestamptz,
  last_error text,
  sets int not null default 0,
  version int not null default 1,
  by_name text not null,
  at timestamptz not null
);
create unique index harvest_url on open.harvest (url) where state = 'active';
grant select, insert, update on open.harvest to yiwang_app;

-- 外部数据集: described by its own catalogue, told here with where it comes from; its files stay there.
create table open.foreign_set (
  harvest_id uuid not null references open.harvest,
  iri text collate "C" not null,
  title text not null,
  description text not null,
  publisher text,
  keywords text[] not null,
  page text,
  licence text,
  changed_on date,
  files jsonb not null,
  words text not null,
  seen_at timestamptz not null,
  primary key (harvest_id, iri)
);
grant select, insert, update, delete on open.foreign_set to yiwang_app;
