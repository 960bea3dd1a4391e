-- Lists of demands in the order in which they are shown, one index a box.
create index demand_of_demander on catalogue.demand (demander, case_id desc);
create index demand_of_provider on catalogue.demand (provider, case_id desc);
create index demand_in_dispute on catalogue.demand (case_id desc) where state in ('disputed', 'upheld') or decision is not null;
create index demand_owed on catalogue.demand (state) where state in ('asked', 'agreed', 'upheld', 'disputed');
