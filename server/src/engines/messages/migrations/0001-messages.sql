-- Messages 消息: what was told to whom, through which channel, and what became of it. Distribution column: person_id.
create schema messages;
grant usage on schema messages to yiwang_app;

create table messages.message (
  id uuid primary key,
  template text not null,
  template_version int not null,
  purpose text not null check (purpose in ('notice', 'code', 'reminder')),
  channel text not null,
  person_id uuid,
  party_id uuid,
  account_id uuid,
  -- telephone or mail address, sealed; null: found when it is sent
  address bytea,
  language text not null check (language in ('zh', 'en')),
  title text not null,
  -- sealed: texts name people, licences and codes
  body bytea not null,
  url text,
  case_id uuid,
  state text not null check (state in ('planned', 'sent', 'delivered', 'failed', 'skipped')),
  planned_at timestamptz not null,
  due_at timestamptz not null,
  settled_at timestamptz,
  read_at timestamptz,
  -- the supplier's number of the message
  reference text,
  why text
);
create index message_person on messages.message (person_id, id desc) where person_id is not null;
create index message_party on messages.message (party_id, id desc) where party_id is not null;
create index message_account on messages.message (account_id, id desc) where account_id is not null;
create index message_case on messages.message (case_id) where case_id is not null;
create index message_template on messages.message (planned_at, template, channel, state);
create unique index message_reference on messages.message (channel, reference) where reference is not null;
grant select, insert, update (state, settled_at, read_at, reference, why) on messages.message to yiwang_app;
alter table messages.message enable row level security;
create policy message_read on messages.message for select using (
  kernel.actor_kind() = 'system' or person_id = kernel.actor_person() or party_id = kernel.actor_party() or account_id = kernel.actor_account()
);
create policy message_plan on messages.message for insert with check (true);
create policy message_settle on messages.message for update using (true) with check (true);

-- What a person wants through which channel; without a row she gets it. Codes and in-app messages always come.
create table messages.preference (
  person_id uuid not null,
  purpose text not null check (purpose in ('notice', 'reminder')),
  channel text not null,
  wanted boolean not null,
  changed_at timestamptz not null,
  primary key (person_id, purpose, channel)
);
grant select, insert, update on messages.preference to yiwang_app;
alter table messages.preference enable row level security;
create policy preference_own on messages.preference using (kernel.actor_kind() = 'system' or person_id = kernel.actor_person()) with check (kernel.actor_kind() = 'system' or person_id = kernel.actor_person());

-- The demonstration telephone: what would have gone out as SMS. Empty in a real deployment.
create table messages.phone_inbox (
  id uuid primary key,
  phone_blind bytea not null,
  title text not null,
  body bytea not null,
  at timestamptz not null
);
create index phone_inbox_phone on messages.phone_inbox (phone_blind, id desc);
grant select, insert on messages.phone_inbox to yiwang_app;

-- Counts for the service monitor, without who and what.
create function messages.counts(since timestamptz, until timestamptz) returns table (template text, channel text, state text, count bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select m.template, m.channel, m.state, count(*) from messages.message m where m.planned_at >= since and m.planned_at < until group by 1, 2, 3 order by 1, 2, 3
$$;
revoke all on function messages.counts(timestamptz, timestamptz) from public;
grant execute on function messages.counts(timestamptz, timestamptz) to yiwang_app;
