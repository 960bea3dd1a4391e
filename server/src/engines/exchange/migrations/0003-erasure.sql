-- 删除通知: what was withdrawn (a grant, a consent, an open set) is to be deleted by all who hold copies of it, until a day.
-- notice is the text that was signed; origin names who asked us to ask (another house), to be told when all have done so.
create table exchange.erasure (
  id uuid primary key,
  cause text not null check (cause in ('grant', 'consent', 'open-set')),
  subject text not null,
  title text not null,
  reason text not null,
  party_id uuid,
  notice text not null,
  signature bytea not null,
  key_id text not null,
  due_at timestamptz not null,
  origin text,
  at timestamptz not null,
  unique (cause, subject)
);
grant select, insert, update (origin) on exchange.erasure to yiwang_app;
alter table exchange.erasure enable row level security;
create policy erasure_seen on exchange.erasure for select using (
  (select kernel.actor_kind()) in ('system', 'officer') or party_id in ((select kernel.actor_person()), (select kernel.actor_party())) or cause = 'open-set'
);
create policy erasure_made on exchange.erasure for insert with check ((select kernel.actor_kind()) = 'system');
create policy erasure_changed on exchange.erasure for update using ((select kernel.actor_kind()) in ('system', 'officer'));

-- Who holds a copy: a machine, another house, a party that open data was handed to. told counts what was sent, next_at says when again.
create table exchange.erasure_holder (
  id uuid primary key,
  erasure_id uuid not null references exchange.erasure,
  kind text not null check (kind in ('machine', 'peer', 'party')),
  member_id uuid references exchange.member,
  grant_id uuid references exchange.granted,
  party_id uuid,
  organisation text,
  name text not null,
  rows bigint not null,
  url text,
  told integer not null default 0,
  failures integer not null default 0,
  last_error text,
  next_at timestamptz not null,
  late boolean not null default false
);
create index erasure_holder_erasure on exchange.erasure_holder (erasure_id);
create index erasure_holder_member on exchange.erasure_holder (member_id) where member_id is not null;
create index erasure_holder_grant on exchange.erasure_holder (grant_id) where grant_id is not null;
create index erasure_holder_party on exchange.erasure_holder (party_id) where party_id is not null;
create index erasure_holder_next on exchange.erasure_holder (next_at);
grant select, insert, update (told, failures, last_error, next_at, late) on exchange.erasure_holder to yiwang_app;
alter table exchange.erasure_holder enable row level security;
create policy erasure_holder_seen on exchange.erasure_holder for select using (
  (select kernel.actor_kind()) in ('system', 'officer') or party_id = (select kernel.actor_party()) or exists (select from exchange.erasure e where e.id = erasure_id and e.party_id in ((select kernel.actor_person()), (select kernel.actor_party())))
);
create policy erasure_holder_made on exchange.erasure_holder for insert with check ((select kernel.actor_kind()) = 'system');
create policy erasure_holder_changed on exchange.erasure_holder for update using ((select kernel.actor_kind()) = 'system');

-- 删除回执, append-only, one a holder: how many records, in whose words; proof is SM3 over what was signed.
create table exchange.erased (
  holder_id uuid primary key references exchange.erasure_holder,
  at timestamptz not null,
  by_name text not null,
  records bigint,
  words text,
  proof bytea
);
grant select, insert on exchange.erased to yiwang_app;
alter table exchange.erased enable row level security;
create policy erased_seen on exchange.erased for select using (exists (select from exchange.erasure_holder h where h.id = holder_id));
create policy erased_made on exchange.erased for insert with check ((select kernel.actor_kind()) = 'system' or exists (select from exchange.erasure_holder h where h.id = holder_id));
