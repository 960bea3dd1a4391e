-- Cases that the house opened by itself to check on others (channel "check"): by state, nearest limit first. No applicant's case is in it.
create index case_check on cases.case (kind, state, promised_due) where channel = 'check';
