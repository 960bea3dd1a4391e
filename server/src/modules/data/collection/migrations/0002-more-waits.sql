-- A run reads a bounded stretch of a long table, interface or topic; where more waited behind it, the next one begins at its end.
alter table collection.run add column more boolean not null default false;
