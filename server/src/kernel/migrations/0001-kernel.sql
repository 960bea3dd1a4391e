-- The application works as this role: it may do only what each migration grants it.
do $$ begin
  if not exists (select from pg_roles where rolname = 'yiwang_app') then
    create role yiwang_app nologin nosuperuser nobypassrls;
  end if;
end $$;
do $$ begin execute format('grant yiwang_app to %I', current_user); end $$;

grant usage on schema kernel to yiwang_app;

-- Who acts, bound to the transaction by the kernel; policies read it through these.
create function kernel.actor_kind() returns text language sql stable parallel safe return coalesce(current_setting('yiwang.kind', true), '');
create function kernel.actor_account() returns uuid language sql stable parallel safe return nullif(current_setting('yiwang.account', true), '')::uuid;
create function kernel.actor_person() returns uuid language sql stable parallel safe return nullif(current_setting('yiwang.person', true), '')::uuid;
create function kernel.actor_party() returns uuid language sql stable parallel safe return nullif(current_setting('yiwang.party', true), '')::uuid;
create function kernel.actor_organisations() returns text[] language sql stable parallel safe return coalesce(nullif(current_setting('yiwang.organisations', true), ''), '{}')::text[];
create function kernel.actor_divisions() returns text[] language sql stable parallel safe return coalesce(nullif(current_setting('yiwang.divisions', true), ''), '{}')::text[];

-- A division code lies in the actor's scope when one of her divisions is its prefix.
create function kernel.in_scope(division text) returns boolean language sql stable parallel safe
  return exists (select from unnest(kernel.actor_divisions()) as scope(prefix) where starts_with(division, scope.prefix));

-- The answer to each write, by the key that its caller chose: the same key again gets the same answer.
create table kernel.answer (
  actor text not null,
  key text not null,
  contract text not null,
  request_digest text not null,
  body jsonb not null,
  at timestamptz not null,
  primary key (actor, key)
);
grant select, insert on kernel.answer to yiwang_app;

-- Whole-course trace 全程留痕: every write and every look at personal data, append-only.
create table kernel.trace (
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  account_id uuid,
  actor_name text not null,
  organisation text,
  contract text not null,
  request_id text not null,
  subject text,
  outcome text not null,
  primary key (id)
);
create index trace_account on kernel.trace (account_id, id desc);
create index trace_subject on kernel.trace (subject, id desc) where subject is not null;
create index trace_contract on kernel.trace (contract, id desc);
grant select, insert on kernel.trace to yiwang_app;
