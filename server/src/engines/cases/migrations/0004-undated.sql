-- Cases under way whose limit lies beyond the known calendar: dated when the next year's plan is out.
create index case_undated on cases.case (accepted_on) where concluded_at is null and accepted_on is not null and promised_due is null and not stopped;
