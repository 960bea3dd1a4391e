-- 问题工单 of one state or one register, newest first: one range of an index.
create index ticket_state on quality.ticket (state, id desc);
create index ticket_register on quality.ticket (register, id desc);
