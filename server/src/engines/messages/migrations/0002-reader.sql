-- 收信人: in which language she reads, and whether notices by telephone come together once a day.
create table messages.reader (
  person_id uuid primary key,
  language text check (language in ('zh', 'en')),
  digest boolean not null default false,
  changed_at timestamptz not null
);
grant select, insert, update on messages.reader to yiwang_app;
alter table messages.reader enable row level security;
create policy reader_own on messages.reader using (kernel.actor_kind() = 'system' or person_id = kernel.actor_person()) with check (kernel.actor_kind() = 'system' or person_id = kernel.actor_person());

-- The same message in the other language, where its template has it: the language is chosen by who reads, not by who writes.
alter table messages.message add column other_title text, add column other_body bytea;

-- held: waits for the day's digest.
alter table messages.message drop constraint message_state_check;
alter table messages.message add constraint message_state_check check (state in ('planned', 'held', 'sent', 'delivered', 'failed', 'skipped'));
-- whose digest a held message waits for: a company's is its representative's
alter table messages.message add column reader_id uuid;
grant update (reader_id) on messages.message to yiwang_app;
create index message_held on messages.message (reader_id, channel, id) where state = 'held';
