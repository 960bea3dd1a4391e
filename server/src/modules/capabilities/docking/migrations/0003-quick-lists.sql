-- Matters of a system in one state, the newest first; how many are in each.
create index matter_state on docking.matter (system, state, id desc);
