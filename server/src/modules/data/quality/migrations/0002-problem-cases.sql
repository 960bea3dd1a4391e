-- 问题工单 as a case: mended within its limit, objected to, decided by the data bureau, measured again. `excused_failed`: rows that an
-- objection that was upheld has explained; no more than those open no new ticket.
alter table quality.ticket add column case_id uuid, add column excused_failed bigint;
alter table quality.ticket drop constraint ticket_state_check;
alter table quality.ticket add constraint ticket_state_check check (state in ('open', 'answered', 'objected', 'closed'));
create index ticket_case on quality.ticket (case_id) where case_id is not null;
create index ticket_excused on quality.ticket (register, rule, department) where excused_failed is not null;
alter table quality.ticket_action drop constraint ticket_action_kind_check;
alter table quality.ticket_action add constraint ticket_action_kind_check check (kind in ('opened', 'found-again', 'answered', 'objected', 'dismissed', 'excused', 'closed'));
