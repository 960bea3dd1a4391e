create schema exchange;
grant usage on schema exchange to yiwang_app;

-- Counts every change of members, keys, services and grants: a process whose memory is older reads them anew.
create table exchange.revision (
  one boolean primary key default true check (one),
  value bigint not null
);
insert into exchange.revision values (true, 1);
grant select, update (value) on exchange.revision to yiwang_app;

-- 成员: a machine of an organisation, or another house (级联节点).
create table exchange.member (
  id uuid primary key,
  organisation text not null,
  name text not null,
  kind text not null check (kind in ('machine', 'peer')),
  at timestamptz not null,
  unique (organisation, name)
);
grant select, insert on exchange.member to yiwang_app;

-- 密钥: SM2 public keys of members; id: the first 16 bytes of SM3 of 04‖X‖Y, hexadecimal.
create table exchange.key (
  id text primary key,
  member_id uuid not null references exchange.member,
  public_key bytea not null check (length(public_key) = 65),
  renews text references exchange.key,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  at timestamptz not null
);
create index key_member on exchange.key (member_id);
create index key_renews on exchange.key (renews);
create index key_ends on exchange.key (valid_to);
grant select, insert on exchange.key to yiwang_app;

-- What ended before its day: a member, a key, a grant. Append-only; one end each.
create table exchange.ended (
  subject text primary key,
  at timestamptz not null,
  by_name text not null,
  reason text not null
);
grant select, insert on exchange.ended to yiwang_app;

-- 会话密钥: short-lived HMAC-SM3 keys, sealed; made by an SM2-signed request.
create table exchange.session (
  id uuid primary key,
  key_id text not null references exchange.key,
  secret bytea not null,
  at timestamptz not null,
  valid_to timestamptz not null
);
create index session_key on exchange.session (key_id);
create index session_ends on exchange.session (valid_to);
grant select, insert, delete on exchange.session to yiwang_app;

-- 数据服务 made or changed at the desk, a row a version; those of content have none until somebody suspends them.
create table exchange.service (
  id text not null,
  version integer not null,
  definition jsonb,
  state text not null check (state in ('active', 'suspended')),
  reason text not null,
  by_name text not null,
  at timestamptz not null,
  primary key (id, version)
);
grant select, insert on exchange.service to yiwang_app;

-- 授权: who may call what, for which purpose, with which fields, how often, until when. Never changed: ended, or given anew.
create table exchange.granted (
  id uuid primary key,
  service text not null,
  organisation text not null,
  member_id uuid references exchange.member,
  purpose_code text not null,
  purpose text not null,
  legal_basis text not null,
  fields text[] not null,
  masks jsonb not null,
  rate_per_second integer not null,
  daily_quota integer not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  case_id uuid,
  by_name text not null,
  at timestamptz not null
);
create index granted_service on exchange.granted (service, id desc);
create index granted_organisation on exchange.granted (organisation, id desc);
create index granted_member on exchange.granted (member_id);
create index granted_case on exchange.granted (case_id) where case_id is not null;
grant select, insert on exchange.granted to yiwang_app;
alter table exchange.granted enable row level security;
create policy granted_read on exchange.granted for select using (
  kernel.actor_kind() in ('system', 'officer') or (kernel.actor_kind() = 'machine' and organisation = any (kernel.actor_organisations()))
);
create policy granted_write on exchange.granted for insert with check (kernel.actor_kind() in ('system', 'officer'));

-- Seen nonces: one that comes again within the window is a replay, in whichever process. Emptied by a job.
create table exchange.nonce (
  scope text not null,
  nonce text not null,
  at timestamptz not null,
  primary key (scope, nonce)
);
create index nonce_at on exchange.nonce (at);
grant select, insert, delete on exchange.nonce to yiwang_app;

-- 交换日志, append-only. Long answers have two rows: phase begun before their first byte, ended before their last.
-- id is a UUIDv7: partitions by half-years. batch_id names the ledger's entry over all calls of one commit; evidence is this call's leaf in it.
create table exchange.call (
  id uuid not null,
  phase text not null check (phase in ('begun', 'ended')),
  at timestamptz not null,
  batch_id uuid not null,
  member_id uuid not null,
  organisation text not null,
  key_id text not null,
  grant_id uuid,
  service text not null,
  method text not null,
  path text not null,
  purpose text,
  reference text,
  outcome text not null,
  rows integer not null,
  bytes bigint not null,
  took_ms integer not null,
  request_digest bytea not null,
  answer_digest bytea,
  evidence bytea not null,
  primary key (id, phase)
) partition by range (id);
-- The smallest UUIDv7 of a moment.
create function exchange.id_floor(at timestamptz) returns uuid language sql immutable strict
  return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid;
create function exchange.ensure_partitions(until timestamptz) returns void language plpgsql as $$
declare
  from_at timestamptz := timestamptz '2026-07-01 00:00+08';
  to_at timestamptz;
  half text;
begin
  while from_at < until loop
    to_at := (from_at at time zone 'Asia/Shanghai' + interval '6 months') at time zone 'Asia/Shanghai';
    half := to_char(from_at at time zone 'Asia/Shanghai', 'YYYY_MM');
    if to_regclass('exchange.call_' || half) is null then
      execute format('create table exchange.call_%s partition of exchange.call for values from (%L) to (%L)', half, exchange.id_floor(from_at), exchange.id_floor(to_at));
    end if;
    from_at := to_at;
  end loop;
end $$;
revoke execute on function exchange.ensure_partitions from public;
select exchange.ensure_partitions('2027-01-02 00:00+08');
create table exchange.call_other partition of exchange.call default;
create index call_batch on exchange.call (batch_id);
create index call_grant on exchange.call (grant_id, id desc);
create index call_organisation on exchange.call (organisation, id desc);
create index call_service on exchange.call (service, id desc);
grant select, insert on exchange.call to yiwang_app;
alter table exchange.call enable row level security;
create policy call_read on exchange.call for select using (
  kernel.actor_kind() in ('system', 'officer') or (kernel.actor_kind() = 'machine' and organisation = any (kernel.actor_organisations()))
);
create policy call_write on exchange.call for insert with check (kernel.actor_kind() = 'system');

-- 计量: a row a grant and day (in China).
create table exchange.meter (
  grant_id uuid not null,
  day date not null,
  service text not null,
  organisation text not null,
  calls bigint not null,
  refused bigint not null,
  rows bigint not null,
  bytes bigint not null,
  took_ms bigint not null,
  took_ms_max integer not null,
  primary key (grant_id, day)
);
create index meter_service on exchange.meter (service, day);
create index meter_organisation on exchange.meter (organisation, day);
grant select, insert, update on exchange.meter to yiwang_app;

-- 主题: the registers whose changes are numbered because somebody may follow them.
create table exchange.topic (
  register text primary key,
  at timestamptz not null
);
grant select, insert on exchange.topic to yiwang_app;

-- Actions on records that have no number yet; written by the writer's own transaction, so that none is missed.
create table exchange.pending (
  record_id uuid not null,
  version integer not null,
  register text not null,
  kind text not null,
  at timestamptz not null,
  primary key (record_id, version)
);
create index pending_register on exchange.pending (register, at, record_id, version);
grant select, delete on exchange.pending to yiwang_app;

-- 变更: numbered upwards, register by register; a record's changes in their order.
create table exchange.change (
  register text not null,
  position bigint not null,
  record_id uuid not null,
  version integer not null,
  kind text not null,
  at timestamptz not null,
  primary key (register, position),
  unique (record_id, version)
);
grant select, insert on exchange.change to yiwang_app;

-- Bulk loads whose changes have their numbers.
create table exchange.numbered_load (
  register text not null,
  load_id uuid not null,
  primary key (register, load_id)
);
grant select, insert on exchange.numbered_load to yiwang_app;

-- Single changes go to pending one by one; bulk loads are not slowed: they are numbered whole, by their load.
create function exchange.note_change() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from exchange.topic t where t.register = new.register) then
    insert into exchange.pending (record_id, version, register, kind, at) values (new.record_id, new.version, new.register, new.kind, new.at) on conflict do nothing;
  end if;
  return null;
end $$;
revoke all on function exchange.note_change() from public;
create trigger exchange_note_change after insert on records.action for each row when (new.load_id is null) execute function exchange.note_change();

-- Numbers what is committed and has no number yet, one process at a time: whoever has read up to a position never misses a change
-- that was begun earlier and committed later. Loads are numbered whole. Returns how many single changes it took, -1 when
-- another process is at it. The trigger above and this function are the only places that know the registers' tables.
create function exchange.number_changes(topic text, at_once integer) returns integer language plpgsql as $$
declare
  taken integer;
  one record;
begin
  if not pg_try_advisory_xact_lock(hashtext('exchange.topic'), hashtext(topic)) then return -1; end if;
  for one in
    select l.id from records.load l, exchange.topic t
    where l.register = topic and t.register = topic and l.at >= t.at and not exists (select from exchange.numbered_load n where n.register = topic and n.load_id = l.id) order by l.at, l.id
  loop
    insert into exchange.change (register, position, record_id, version, kind, at)
    select topic, exchange.last_position(topic) + row_number() over (order by a.record_id, a.version), a.record_id, a.version, a.kind, a.at
    from records.action a where a.register = topic and a.load_id = one.id on conflict do nothing;
    insert into exchange.numbered_load (register, load_id) values (topic, one.id);
  end loop;
  with mine as (
    delete from exchange.pending p where (p.record_id, p.version) in (select w.record_id, w.version from exchange.pending w where w.register = topic order by w.at, w.record_id, w.version limit at_once)
    returning p.*
  ), ordered as (
    -- never a later version before an earlier one, whatever the clocks of two processes said
    select *, max(at) over (partition by record_id order by version) as after_at from mine
  )
  insert into exchange.change (register, position, record_id, version, kind, at)
  select topic, exchange.last_position(topic) + row_number() over (order by after_at, record_id, version), record_id, version, kind, at from ordered on conflict do nothing;
  get diagnostics taken = row_count;
  return taken;
end $$;
create function exchange.last_position(topic text) returns bigint language sql stable
  return (select coalesce(max(position), 0) from exchange.change where register = topic);
