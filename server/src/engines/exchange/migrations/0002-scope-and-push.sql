-- 按行授权: only rows whose division begins with these digits; all rows where null.
alter table exchange.granted add column division text collate "C" check (division ~ '^\d{2,12}$');

-- 推送: changes of a granted register are sent to the subscriber's own address, in order, from a position that moves when it has them.
create table exchange.push (
  id uuid primary key,
  grant_id uuid not null references exchange.granted,
  member_id uuid not null references exchange.member,
  organisation text not null,
  register text not null,
  url text not null,
  position bigint not null,
  state text not null check (state in ('active', 'ended')),
  failures integer not null default 0,
  -- also a lease: who sends puts it ahead of itself
  next_at timestamptz not null,
  last_error text,
  last_sent_at timestamptz,
  sent bigint not null default 0,
  version integer not null default 1,
  by_name text not null,
  at timestamptz not null
);
create unique index push_grant on exchange.push (grant_id) where state = 'active';
create index push_grants on exchange.push (grant_id);
create index push_member on exchange.push (member_id);
create index push_due on exchange.push (next_at) where state = 'active';
grant select, insert, update on exchange.push to yiwang_app;
alter table exchange.push enable row level security;
create policy push_read on exchange.push for select using (
  (select kernel.actor_kind()) in ('system', 'officer') or ((select kernel.actor_kind()) = 'machine' and organisation = any ((select kernel.actor_organisations())::text[]))
);
create policy push_write on exchange.push for insert with check ((select kernel.actor_kind()) in ('system', 'officer'));
create policy push_change on exchange.push for update using ((select kernel.actor_kind()) in ('system', 'officer'));
