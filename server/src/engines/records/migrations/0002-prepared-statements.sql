-- Digest of the statements that made a register's table: a start leaves a table alone that these very statements made.
alter table records.register add column statements text;
