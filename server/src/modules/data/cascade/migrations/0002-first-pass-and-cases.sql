-- 回流的首次全量: standing records that belong to the peer go first, in the order of their ids; pass_after is how far they went.
alter table cascade.flow add column pass_after uuid, add column passed integer not null default 0, add column pass_done_at timestamptz;
-- flows that were opened before follow changes from then on, as they did
update cascade.flow set pass_done_at = at;

-- 跨级申请 that waits for an official is a case of the receiving house, with its clock.
alter table cascade.application add column case_id uuid;
create index application_case on cascade.application (case_id) where case_id is not null;
alter table cascade.application enable row level security;
create policy application_seen on cascade.application using ((select kernel.actor_kind()) in ('system', 'officer'));
