-- 安全问题 of one state, newest first: one range of an index, however many were closed.
create index finding_state on protection.finding (state, id desc);
