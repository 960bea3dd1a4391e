-- Agreements in one state, the newest first.
create index agreement_state on enterprise.agreement (state, id desc);
