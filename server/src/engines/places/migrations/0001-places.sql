-- Places 空间: features of layers, on CGCS2000 (EPSG:4490) longitude and latitude. Distribution column: layer.
create schema places;
grant usage on schema places to yiwang_app;

create table places.feature (
  layer text collate "C" not null,
  id uuid not null,
  -- the sender's own name of it: the same key again is the same feature
  key text collate "C" not null,
  geometry jsonb not null,
  extent box not null,
  -- H3 cell of resolution 9 in which its middle lies: maps count by its parents
  cell bigint not null,
  properties jsonb not null,
  division text collate "C",
  -- 现状 and 规划: from when to when it stands; open-ended where null
  begins_on date,
  ends_on date,
  -- open to everybody, or to officials of its division's scope
  open boolean not null,
  version int not null,
  source text not null,
  load_id uuid,
  updated_at timestamptz not null,
  primary key (layer, id),
  unique (layer, key)
);
create index feature_extent on places.feature using gist (extent);
create index feature_cell on places.feature (layer, cell);
grant select, insert, update, delete on places.feature to yiwang_app;
alter table places.feature enable row level security;
create policy feature_seen on places.feature for select using (
  open or kernel.actor_kind() = 'system' or (kernel.actor_kind() in ('officer', 'machine') and (division is null or kernel.in_scope(division)))
);
create policy feature_written on places.feature for insert with check (true);
create policy feature_changed on places.feature for update using (true) with check (true);
create policy feature_removed on places.feature for delete using (true);

-- What was done to features, append-only. Distribution column: layer.
create table places.action (
  layer text collate "C" not null,
  feature_id uuid not null,
  version int not null,
  kind text not null check (kind in ('create', 'change', 'end')),
  geometry jsonb,
  properties jsonb,
  begins_on date,
  ends_on date,
  source text not null,
  load_id uuid,
  case_id uuid,
  division text,
  open boolean not null,
  at timestamptz not null,
  actor_name text not null,
  primary key (layer, feature_id, version)
);
create index action_case on places.action (case_id) where case_id is not null;
grant select, insert on places.action to yiwang_app;
alter table places.action enable row level security;
create policy action_seen on places.action for select using (
  open or kernel.actor_kind() = 'system' or (kernel.actor_kind() in ('officer', 'machine') and (division is null or kernel.in_scope(division)))
);
create policy action_written on places.action for insert with check (true);

-- Loads 图层入库: the same bytes into the same layer change nothing.
create table places.load (
  id uuid primary key,
  layer text not null,
  digest bytea not null,
  source text not null,
  at timestamptz not null,
  actor_name text not null,
  report jsonb not null,
  unique (layer, digest)
);
grant select, insert on places.load to yiwang_app;

-- Row-level security keeps && (not leakproof) out of index scans, so this function runs as the owner and repeats the policy feature_seen.
create function places.within(wanted_layer text, wanted box, on_day date, matching jsonb, after_id uuid, most int) returns setof places.feature
language sql stable parallel safe security definer set search_path = pg_catalog as $$
  select * from places.feature
  where layer = wanted_layer and extent && wanted and (after_id is null or id > after_id)
    and (matching is null or properties @> matching)
    and (on_day is null or ((begins_on is null or begins_on <= on_day) and (ends_on is null or ends_on > on_day)))
    and (open or kernel.actor_kind() = 'system' or (kernel.actor_kind() in ('officer', 'machine') and (division is null or kernel.in_scope(division))))
  order by id limit most
$$;
revoke all on function places.within(text, box, date, jsonb, uuid, int) from public;
grant execute on function places.within(text, box, date, jsonb, uuid, int) to yiwang_app;

-- The H3 cell of a coarser resolution that holds a cell: resolution in bits 52–55, finer digits filled with sevens.
create function places.parent_cell(cell bigint, resolution int) returns bigint
language sql immutable parallel safe return (cell & ~(15::bigint << 52)) | (resolution::bigint << 52) | ((1::bigint << (3 * (15 - resolution))) - 1);
