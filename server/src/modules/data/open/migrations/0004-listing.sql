-- 目录所列, one narrow row a set, own or foreign: what searches find it by, and what facets count. Kept by triggers, so that no writer forgets it.
drop view open.listed;

-- Pairs of neighbouring characters, the last one alone (so that a single character is the beginning of one), and labels behind a blank.
create function open.terms(words text, labels text[]) returns tsvector language sql immutable strict parallel safe cost 1000 set search_path = pg_catalog as $$
  select array_to_tsvector(array(
    select c || after from (select c, lead(c, 1, '') over (order by i) as after from unnest(string_to_array(words, null)) with ordinality as u(c, i)) as pairs where c not in (' ', E'\n')
    union select ' ' || label from unnest(labels) as label))
$$;

create table open.listing (
  name text collate "C" primary key,
  id uuid not null unique,
  -- null for own sets
  source uuid references open.harvest,
  title text not null,
  title_key text collate "C" not null,
  words text collate "C" not null,
  -- listed; own or foreign; theme:, organisation:, format:, cycle:, tag:
  labels text[] not null,
  organisation text not null,
  organisation_name text not null,
  modified_at timestamptz not null
);
create index listing_terms on open.listing using gin (open.terms(words, labels)) with (fastupdate = off);
create index listing_modified on open.listing (modified_at desc, name);
create index listing_own on open.listing (modified_at desc, name) where source is null;
create index listing_title on open.listing (title, name);
create index listing_own_first on open.listing ((source is not null), name);
create index listing_organisation on open.listing (organisation, name);
create index listing_source on open.listing (source);
-- is this one told of by that source, whichever lists it
create index foreign_set_of_name on open.foreign_set (harvest_id, name);
grant select on open.listing to yiwang_app;

-- How many sets carry a label: `kind:value`, of own ones, of foreign ones, of all. Kind `listed` counts every set.
create table open.label_count (
  scope text collate "C" not null check (scope in ('own', 'foreign', 'all')),
  kind text collate "C" not null,
  value text collate "C" not null,
  sets int not null,
  primary key (scope, kind, value)
);
create index label_count_most on open.label_count (scope, kind, sets desc, value) where sets > 0;
grant select on open.label_count to yiwang_app;

create function open.labels_of(kind text, theme text, organisation text, cycle text, formats text[], tags text[]) returns text[] language sql immutable set search_path = pg_catalog as $$
  select array(select distinct left(x, 200) from unnest(array['listed', kind, 'theme:' || theme, 'organisation:' || organisation, 'cycle:' || cycle] || array(select 'format:' || f from unnest(formats) f) || array(select 'tag:' || t from unnest(tags) t)) x where x is not null)
$$;

create function open.list_own() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op <> 'DELETE' then
    insert into open.listing as l (name, id, source, title, title_key, words, labels, organisation, organisation_name, modified_at)
    select s.name, s.id, null, s.title, lower(s.title), s.words, open.labels_of('own', s.theme, s.organisation, s.cycle, s.formats, s.tags), s.organisation, s.organisation_name, coalesce(s.modified_at, s.updated_at)
    from came s where s.state <> 'withdrawn' and s.current_build is not null order by s.name
    on conflict (name) do update set title = excluded.title, title_key = excluded.title_key, words = excluded.words, labels = excluded.labels, organisation = excluded.organisation, organisation_name = excluded.organisation_name, modified_at = excluded.modified_at
    where (l.title, l.words, l.labels, l.organisation, l.organisation_name, l.modified_at) is distinct from (excluded.title, excluded.words, excluded.labels, excluded.organisation, excluded.organisation_name, excluded.modified_at);
    delete from open.listing l using came s where l.name = s.name and l.source is null and (s.state = 'withdrawn' or s.current_build is null);
  else
    delete from open.listing l using went s where l.name = s.name and l.source is null;
  end if;
  return null;
end $$;

create function open.list_foreign() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op <> 'INSERT' then
    delete from open.listing l using went f where l.name = f.name and l.source = f.harvest_id and f.listed and not exists (select from open.foreign_set n where (n.harvest_id, n.iri) = (f.harvest_id, f.iri) and n.listed);
  end if;
  if tg_op <> 'DELETE' then
    insert into open.listing as l (name, id, source, title, title_key, words, labels, organisation, organisation_name, modified_at)
    select f.name, f.id, f.harvest_id, f.title, lower(f.title), f.words, open.labels_of('foreign', null, h.id::text, null, f.formats, f.keywords), h.id::text, h.title, coalesce(f.changed_on::timestamp at time zone 'UTC', f.first_at)
    from came f join open.harvest h on h.id = f.harvest_id where f.listed order by f.name
    on conflict (name) do update set source = excluded.source, title = excluded.title, title_key = excluded.title_key, words = excluded.words, labels = excluded.labels, organisation = excluded.organisation, organisation_name = excluded.organisation_name, modified_at = excluded.modified_at
    where (l.source, l.title, l.words, l.labels, l.organisation_name, l.modified_at) is distinct from (excluded.source, excluded.title, excluded.words, excluded.labels, excluded.organisation_name, excluded.modified_at);
  end if;
  return null;
end $$;

create function open.count_labels() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  -- in one order, so that two who release never wait for one another
  counted constant text := $count$
    insert into open.label_count as c (scope, kind, value, sets)
    select scope, split_part(label, ':', 1), case when strpos(label, ':') = 0 then '' else substr(label, strpos(label, ':') + 1) end, sum(n) from (%s) x cross join lateral unnest(labels) label cross join lateral (values ('all'), (case when source is null then 'own' else 'foreign' end)) y(scope)
    group by 1, label having sum(n) <> 0 order by 1, label
    on conflict (scope, kind, value) do update set sets = c.sets + excluded.sets $count$;
begin
  if tg_op = 'INSERT' then
    execute format(counted, 'select source, labels, 1 as n from came');
  elsif tg_op = 'UPDATE' then
    execute format(counted, 'select source, labels, 1 as n from came union all select source, labels, -1 from went');
  else
    execute format(counted, 'select source, labels, -1 as n from went');
  end if;
  return null;
end $$;
revoke all on function open.list_own() from public;
revoke all on function open.list_foreign() from public;
revoke all on function open.count_labels() from public;

create trigger listing_came after insert on open.listing referencing new table as came for each statement execute function open.count_labels();
create trigger listing_changed after update on open.listing referencing old table as went new table as came for each statement execute function open.count_labels();
create trigger listing_went after delete on open.listing referencing old table as went for each statement execute function open.count_labels();
create trigger set_came after insert on open.set referencing new table as came for each statement execute function open.list_own();
create trigger set_changed after update on open.set referencing old table as went new table as came for each statement execute function open.list_own();
create trigger set_went after delete on open.set referencing old table as went for each statement execute function open.list_own();
create trigger foreign_came after insert on open.foreign_set referencing new table as came for each statement execute function open.list_foreign();
create trigger foreign_changed after update on open.foreign_set referencing old table as went new table as came for each statement execute function open.list_foreign();
create trigger foreign_went after delete on open.foreign_set referencing old table as went for each statement execute function open.list_foreign();

-- what stands already is listed by the same triggers
update open.set set version = version;
update open.foreign_set set seen_at = seen_at;
