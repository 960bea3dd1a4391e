-- 按行授权: a demand may be for the rows of one division only; its provider may narrow it before it delivers.
alter table catalogue.demand add column scope text collate "C" check (scope ~ '^[0-9]{2,12}$');
alter table catalogue.demand add column scope_version int not null default 1;
