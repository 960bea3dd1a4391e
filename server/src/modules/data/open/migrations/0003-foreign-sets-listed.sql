-- 外部数据集 in the interfaces of the catalogue (CKAN, DCAT): under a name of ours beside their own address, each once, with the catalogues it came through.
-- What was harvested before has no such name: it is read anew at once.
delete from open.foreign_set;
update open.harvest set next_at = at where state = 'active';

alter table open.foreign_set
  add column name text collate "C" not null,
  add column id uuid not null,
  -- addresses of catalogues, origin first: what came through this house is not taken again
  add column chain text[] not null,
  add column formats text[] not null,
  -- ids of its files in CKAN's interface
  add column resources text[] not null,
  add column first_at timestamptz not null,
  -- several sources may tell of one set: the one nearest its origin lists it
  add column listed boolean not null default false;
create unique index foreign_set_name on open.foreign_set (name) where listed;
create unique index foreign_set_id on open.foreign_set (id) where listed;
create index foreign_set_iri on open.foreign_set (iri);
create index foreign_set_resources on open.foreign_set using gin (resources);

-- 目录所列: own sets that are open, and foreign ones. source: null for own.
create view open.listed with (security_invoker = true) as
select s.name, s.id, null::uuid as source, s.title, s.words, s.theme, s.organisation, s.organisation_name, s.cycle, s.formats, s.tags, s.resources, s.modified_at
from open.set s where s.state <> 'withdrawn' and s.current_build is not null
union all
select f.name, f.id, f.harvest_id, f.title, f.words, null, h.id::text, h.title, null, f.formats, f.keywords, f.resources, coalesce(f.changed_on::timestamp at time zone 'UTC', f.first_at)
from open.foreign_set f join open.harvest h on h.id = f.harvest_id where f.listed and h.state = 'active';
grant select on open.listed to yiwang_app;
