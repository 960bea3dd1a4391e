-- A search is one process's work: a second one costs more to start than it saves, and takes the processor from the next reader.
alter function open.terms(text, text[]) parallel unsafe;
-- Pages by title of own sets, without looking at foreign ones.
create index listing_own_title on open.listing (title, name) where source is null;

-- Facets of what was found are counted by numbers, which costs a fifth of counting by texts. A label's number follows from the label.
create function open.label_number(label text) returns bigint language sql immutable strict parallel safe set search_path = pg_catalog as $$
  select hashtextextended(label collate "C", 0)
$$;
create function open.label_numbers(labels text[]) returns bigint[] language sql immutable strict parallel safe set search_path = pg_catalog as $$
  select array(select hashtextextended(label collate "C", 0) from unnest(labels) label where strpos(label, ':') > 0)
$$;
alter table open.listing add column label_numbers bigint[] not null generated always as (open.label_numbers(labels)) stored;
alter table open.label_count add column number bigint not null generated always as (open.label_number(kind || ':' || value)) stored;
create index label_count_number on open.label_count (scope, number);
