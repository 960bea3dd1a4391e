-- 统计下发: what an upper house tells of all houses below it together and of this one's place among them; nothing of any other single house.
create table cascade.comparison (
  peer_id uuid not null references cascade.peer,
  scope text not null check (scope in ('register', 'service')),
  id text not null,
  from_on date not null,
  to_on date not null,
  calls bigint not null,
  rows bigint not null,
  own_calls bigint not null,
  own_rows bigint not null,
  rank integer,
  houses integer not null,
  at timestamptz not null,
  primary key (peer_id, scope, id)
);
grant select, insert, update on cascade.comparison to yiwang_app;
-- What was last told down, and when.
alter table cascade.peer add column comparison_digest text, add column comparison_at timestamptz;
