-- Opening of capabilities 能力开放: who may call which capability, how it stands, every call, every probe.
create schema opening;
grant usage on schema opening to yiwang_app;

-- 开通: one system's use of one capability, from its application to its end.
create table opening.subscription (
  id uuid primary key,
  capability text not null,
  client_id text not null,
  account_id uuid not null,
  system_name text not null,
  organisation text not null,
  organisation_name text not null,
  division text not null,
  purpose text not null,
  state text not null check (state in ('applied', 'active', 'refused', 'suspended', 'ended')),
  rate_per_second int not null,
  daily_quota int not null,
  valid_until date not null,
  version int not null default 1,
  applied_by text not null,
  applied_account uuid not null,
  applied_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  note text
);
create unique index subscription_open on opening.subscription (account_id, capability) where state in ('applied', 'active', 'suspended');
create index subscription_capability on opening.subscription (capability, id desc);
create index subscription_organisation on opening.subscription (organisation, id desc);
create index subscription_waiting on opening.subscription (id) where state = 'applied';
grant select, insert, update on opening.subscription to yiwang_app;

-- 办理记录 of a subscription; append-only.
create table opening.action (
  subscription_id uuid not null references opening.subscription (id),
  version int not null,
  at timestamptz not null,
  kind text not null,
  by_name text not null,
  data jsonb not null,
  primary key (subscription_id, version)
);
grant select, insert on opening.action to yiwang_app;

-- 能力状态: suspended at once, or retiring on a day; a row a version, the newest stands.
create table opening.standing (
  capability text not null,
  version int not null,
  state text not null check (state in ('open', 'suspended', 'retiring')),
  retires_on date,
  successor text,
  reason text not null,
  by_name text not null,
  at timestamptz not null,
  primary key (capability, version)
);
grant select, insert on opening.standing to yiwang_app;

-- 调用记录, append-only: ids and figures, never what was asked or answered.
create table opening.call (
  id uuid not null,
  at timestamptz not null,
  subscription_id uuid not null,
  capability text not null,
  operation text not null,
  organisation text not null,
  division text not null,
  outcome text not null,
  took_ms int not null,
  primary key (at, id)
) partition by range (at);
create table opening.call_other partition of opening.call default;
do $$
begin
  for y in 2026..2035 loop
    execute format('create table opening.call_%s partition of opening.call for values from (%L) to (%L)', y, y || '-01-01 00:00+08', (y + 1) || '-01-01 00:00+08');
  end loop;
end $$;
create index call_subscription on opening.call (subscription_id, at desc);
create index call_capability on opening.call (capability, at desc);
grant select, insert on opening.call to yiwang_app;

-- 探测: what the house asked its own capabilities to know that they answer.
create table opening.probe (
  capability text not null,
  operation text not null,
  at timestamptz not null,
  ok boolean not null,
  took_ms int not null,
  problem text,
  primary key (capability, operation, at)
);
grant select, insert on opening.probe to yiwang_app;

do $$
declare t text;
begin
  -- officials of the body or of the data bureau above it; the system itself
  foreach t in array array['subscription', 'call'] loop
    execute format('alter table opening.%I enable row level security', t);
    execute format('create policy %I on opening.%I using (kernel.actor_kind() = ''system'' or organisation = any (kernel.actor_organisations()) or (kernel.actor_kind() = ''officer'' and kernel.in_scope(division))) with check (kernel.actor_kind() = ''system'' or organisation = any (kernel.actor_organisations()) or (kernel.actor_kind() = ''officer'' and kernel.in_scope(division)))', t || '_scope', t);
  end loop;
  foreach t in array array['action', 'standing', 'probe'] loop
    execute format('alter table opening.%I enable row level security', t);
    execute format('create policy %I on opening.%I using (kernel.actor_kind() in (''system'', ''officer'', ''machine'')) with check (kernel.actor_kind() in (''system'', ''officer''))', t || '_house', t);
  end loop;
end $$;
