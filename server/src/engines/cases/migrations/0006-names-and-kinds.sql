-- A window looks for a matter by the beginning of its applicant's name: without this, every matter of the place is read.
create index case_party_name on cases.case (party_name text_pattern_ops, id desc);
-- Conflicts, demands, disputes and the like are few among the matters of citizens, which do not pay for this one.
create index case_of_kind on cases.case (kind, id desc) where kind not in ('service-item', 'life-event');
