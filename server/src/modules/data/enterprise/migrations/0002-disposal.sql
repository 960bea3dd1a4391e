-- 期满处置 of what the firm handed in: when it is due, and what was done with it. { what, law, rows, digest, files, at, proof }
alter table enterprise.agreement add column dispose_on date;
alter table enterprise.agreement add column disposal jsonb;
-- 一方一域 still in force: whose rows they are when one of two agreements ends.
create index agreement_supplied on enterprise.agreement (company_code) where source_id is not null;
