create schema files;
grant usage on schema files to yiwang_app;

-- A content 文件 by its SM3 digest, stored once and encrypted under a key of its own. Rows are written by files.keep alone.
create table files.file (
  digest bytea not null check (length(digest) = 32),
  size bigint not null check (size >= 0),
  media_type text not null,
  -- name of the encrypted bytes in the store
  blob uuid not null,
  -- the data key, encrypted under the master key
  wrapped_key bytea not null,
  created_at timestamptz not null,
  primary key (digest),
  unique (blob)
);
create index file_created on files.file (created_at);

-- Why and for whom a content is kept: all access goes through a use.
create table files.use (
  id uuid not null,
  digest bytea not null references files.file,
  name text not null check (length(name) between 1 and 200),
  party_id uuid,
  organisation text,
  case_id uuid,
  purpose text not null check (length(purpose) between 1 and 200),
  by_kind text not null,
  by_account uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (id),
  check (party_id is not null or organisation is not null or by_kind = 'system')
);
create index use_digest on files.use (digest);
create index use_party on files.use (party_id, id desc) where party_id is not null;
create index use_organisation on files.use (organisation, id desc) where organisation is not null;
create index use_case on files.use (case_id, id) where case_id is not null;
grant select, insert, delete on files.use to yiwang_app;
alter table files.use enable row level security;
create policy use_own on files.use for select
  using (kernel.actor_kind() = 'system' or party_id = kernel.actor_party() or organisation = any (kernel.actor_organisations()));
create policy use_release on files.use for delete
  using (kernel.actor_kind() = 'system' or party_id = kernel.actor_party() or organisation = any (kernel.actor_organisations()));
-- who has a content may hand it on, in her own name
create policy use_add on files.use for insert
  with check (kernel.actor_kind() = 'system' or by_account is not distinct from kernel.actor_account());

-- A content is seen by who sees a use of it.
grant select on files.file to yiwang_app;
alter table files.file enable row level security;
create policy file_used on files.file for select
  using (kernel.actor_kind() = 'system' or exists (select from files.use u where u.digest = file.digest));

-- Blobs that are being written or that nobody has kept yet: what stays here is removed from the store after a day.
create table files.arrival (
  blob uuid not null,
  at timestamptz not null,
  primary key (blob)
);
create index arrival_at on files.arrival (at);
-- update (at): only so that the clean-up may lock rows
grant select, insert, update (at), delete on files.arrival to yiwang_app;
alter table files.arrival enable row level security;
create policy arrival_system on files.arrival using (kernel.actor_kind() = 'system') with check (kernel.actor_kind() = 'system');

-- Keeps an arrived blob as the content's own, unless the content is there already: then the blob stays an arrival and
-- is removed later. The row is share-locked, so that no clean-up removes it before its use is written.
create function files.keep(p_digest bytea, p_size bigint, p_media_type text, p_blob uuid, p_wrapped_key bytea, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  -- only what this server has received itself can be kept
  perform from files.arrival where blob = p_blob for update;
  if not found then return false; end if;
  loop
    insert into files.file (digest, size, media_type, blob, wrapped_key, created_at)
    values (p_digest, p_size, p_media_type, p_blob, p_wrapped_key, p_at) on conflict (digest) do nothing;
    if found then
      delete from files.arrival where blob = p_blob;
      return true;
    end if;
    perform from files.file where digest = p_digest for key share;
    if found then return true; end if;
  end loop;
end $$;
revoke execute on function files.keep from public;
grant execute on function files.keep to yiwang_app;

-- Removes contents without a use, and hands their blobs over as arrivals.
create function files.forget(p_before timestamptz, p_max integer) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare n integer;
begin
  with unused as (
    select digest from files.file f where created_at < p_before and not exists (select from files.use u where u.digest = f.digest)
    order by created_at limit p_max for update skip locked
  ), gone as (delete from files.file f using unused where f.digest = unused.digest returning f.blob)
  insert into files.arrival (blob, at) select blob, p_before from gone;
  get diagnostics n = row_count;
  return n;
end $$;
revoke execute on function files.forget from public;
grant execute on function files.forget to yiwang_app;
