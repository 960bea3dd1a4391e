-- Boards 看板 made at the desk: each save is a version of its own, append-only; those of the content stand in packs.
create schema visualisation;
grant usage on schema visualisation to yiwang_app;

create table visualisation.board (
  board_id uuid not null,
  version int not null,
  definition jsonb not null,
  -- whose it is: officials of the organisation see and change it; shared ones are seen by all who may see boards
  organisation text not null,
  shared boolean not null,
  retired boolean not null default false,
  saved_by text not null,
  saved_at timestamptz not null,
  primary key (board_id, version)
);
create index board_organisation on visualisation.board (organisation, board_id);
grant select, insert on visualisation.board to yiwang_app;
alter table visualisation.board enable row level security;
create policy board_seen on visualisation.board for select using (
  kernel.actor_kind() = 'system' or (kernel.actor_kind() = 'officer' and (shared or organisation = any (kernel.actor_organisations())))
);
create policy board_written on visualisation.board for insert with check (
  kernel.actor_kind() = 'system' or (kernel.actor_kind() = 'officer' and organisation = any (kernel.actor_organisations()))
);
