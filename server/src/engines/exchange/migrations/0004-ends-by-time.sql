-- 到期: standing grants whose end will have to be told to who took copies, and when to look: at their last moment, or at that of a later grant
-- that covers the same (续期). Taken out when told, or withdrawn before.
create table exchange.term (
  grant_id uuid primary key references exchange.granted,
  look_at timestamptz not null
);
create index term_look on exchange.term (look_at);
grant select, insert, delete, update (look_at) on exchange.term to yiwang_app;
insert into exchange.term (grant_id, look_at)
select g.id, g.valid_to from exchange.granted g where not exists (select from exchange.ended e where e.subject = g.id::text);

-- Whether another grant of the body covers one that is over.
create index granted_standing on exchange.granted (organisation, service, valid_to);
-- Standing grants of a service: how many, whose.
create index granted_of_service on exchange.granted (service, valid_to);
-- 计量 of some days, of all services.
create index meter_day on exchange.meter (day);
