-- 供数: a source whose rows come from somebody else than its department (a firm under an agreement): who that is, values that it may not choose, until when.
alter table collection.source add column supplier text;
alter table collection.source add column fixed jsonb not null default '{}';
alter table collection.source add column valid_to timestamptz;
