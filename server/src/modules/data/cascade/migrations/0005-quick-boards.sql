-- Boards ask how much passed without counting it: figures are kept as messages and records come.
alter table cascade.peer add column sent bigint not null default 0, add column received bigint not null default 0;
update cascade.peer p set
  sent = (select count(*) from cascade.outbox o where o.peer_id = p.id and o.taken_at is not null),
  received = (select count(*) from cascade.inbox i where i.peer_id = p.id);
create function cascade.count_sent() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  update cascade.peer p set sent = p.sent + n.n
  from (select a.peer_id, count(*) as n from after a join before b on b.peer_id = a.peer_id and b.id = a.id where a.taken_at is not null and b.taken_at is null group by a.peer_id) n where p.id = n.peer_id;
  return null;
end $$;
revoke all on function cascade.count_sent() from public;
create trigger outbox_counted after update on cascade.outbox referencing old table as before new table as after for each statement execute function cascade.count_sent();
create function cascade.count_received() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  update cascade.peer p set received = p.received + n.n from (select a.peer_id, count(*) as n from after a group by a.peer_id) n where p.id = n.peer_id;
  return null;
end $$;
revoke all on function cascade.count_received() from public;
create trigger inbox_counted after insert on cascade.inbox referencing new table as after for each statement execute function cascade.count_received();

-- 回流的数与摘要: how many records stand by register and direction, and the sums of what was told of each (two halves of its SM3): equal on both sides when
-- the same was told and landed, in whatever order, without reading them all.
create function cascade.half(digest text, at integer) returns numeric language sql immutable strict return ('x' || substr(digest, at, 15))::bit(60)::bigint::numeric;
create table cascade.flow_count (
  peer_id uuid not null references cascade.peer,
  direction text not null check (direction in ('down', 'in')),
  register text not null,
  records bigint not null,
  first_half numeric not null,
  second_half numeric not null,
  at timestamptz not null,
  primary key (peer_id, direction, register)
);
grant select on cascade.flow_count to yiwang_app;
insert into cascade.flow_count (peer_id, direction, register, records, first_half, second_half, at)
select peer_id, direction, register, count(*), sum(cascade.half(digest, 1)), sum(cascade.half(digest, 16)), max(at) from cascade.flowed group by 1, 2, 3;
create function cascade.count_flowed() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  was boolean := tg_op = 'UPDATE';
begin
  insert into cascade.flow_count as c (peer_id, direction, register, records, first_half, second_half, at)
  values (new.peer_id, new.direction, new.register, case when was then 0 else 1 end,
    cascade.half(new.digest, 1) - case when was then cascade.half(old.digest, 1) else 0 end, cascade.half(new.digest, 16) - case when was then cascade.half(old.digest, 16) else 0 end, new.at)
  on conflict (peer_id, direction, register) do update set records = c.records + excluded.records, first_half = c.first_half + excluded.first_half, second_half = c.second_half + excluded.second_half, at = greatest(c.at, excluded.at);
  return null;
end $$;
revoke all on function cascade.count_flowed() from public;
create trigger flowed_counted after insert or update on cascade.flowed for each row execute function cascade.count_flowed();

create index application_direction on cascade.application (direction, id desc);
create index statistic_day on cascade.statistic (day);
