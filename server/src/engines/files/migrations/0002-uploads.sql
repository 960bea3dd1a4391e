-- Uploads that go on after a broken connection 断点续传: what has come stays for a day, encrypted, until it is one content.
create table files.upload (
  id uuid primary key,
  account_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  -- bytes that have come: where the sender goes on
  received bigint not null default 0 check (received >= 0),
  part_count int not null default 0,
  -- what became of it, in the words of who asked for it: a sender who lost the answer asks again
  outcome text,
  at timestamptz not null
);
create index upload_account on files.upload (account_id, at);
create index upload_at on files.upload (at);
grant select, insert, update, delete on files.upload to yiwang_app;
alter table files.upload enable row level security;
create policy upload_own on files.upload
  using (kernel.actor_kind() = 'system' or account_id = kernel.actor_account()) with check (kernel.actor_kind() = 'system' or account_id = kernel.actor_account());

-- Its parts in order, each a blob of the store that is an arrival as well.
create table files.upload_part (
  upload_id uuid not null references files.upload on delete cascade,
  part_offset bigint not null check (part_offset >= 0),
  byte_count bigint not null check (byte_count > 0),
  blob uuid not null,
  wrapped_key bytea not null,
  primary key (upload_id, part_offset)
);
grant select, insert, delete on files.upload_part to yiwang_app;
alter table files.upload_part enable row level security;
create policy upload_part_system on files.upload_part using (kernel.actor_kind() = 'system') with check (kernel.actor_kind() = 'system');
