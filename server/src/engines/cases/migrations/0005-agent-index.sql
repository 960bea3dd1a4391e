-- No query looks for cases by the account that sent them in: the index cost every case and each of its changes.
drop index cases.case_agent;
