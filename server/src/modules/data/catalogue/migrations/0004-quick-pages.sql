-- 数据资源门户 without words: each filter is one range of an index, the newest first.
create index entry_of_provider on catalogue.entry (provider, published_on desc, id desc) where state = 'published';
create index entry_of_class on catalogue.entry (left(code, 1), published_on desc, id desc) where state = 'published';
create index entry_of_sharing on catalogue.entry (sharing, published_on desc, id desc) where state = 'published';
create index entry_of_opening on catalogue.entry (opening, published_on desc, id desc) where state = 'published';
create index mount_of_kind on catalogue.mount (kind, entry_id) where ended_at is null;

-- 分面: published entries counted as they change, so that a page that tells how many there are never reads them all.
create table catalogue.entry_group (
  provider text not null,
  class text not null,
  sharing text not null,
  opening text not null,
  entries int not null,
  primary key (provider, class, sharing, opening)
);
grant select on catalogue.entry_group to yiwang_app;
insert into catalogue.entry_group (provider, class, sharing, opening, entries)
select provider, left(code, 1), sharing, opening, count(*) from catalogue.entry where state = 'published' group by 1, 2, 3, 4;

create function catalogue.count_entries() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  -- in one order, so that two who publish never wait for one another
  if tg_op = 'INSERT' then
    insert into catalogue.entry_group as g (provider, class, sharing, opening, entries)
    select provider, left(code, 1), sharing, opening, count(*) from came where state = 'published' group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (provider, class, sharing, opening) do update set entries = g.entries + excluded.entries;
  elsif tg_op = 'UPDATE' then
    insert into catalogue.entry_group as g (provider, class, sharing, opening, entries)
    select provider, class, sharing, opening, sum(n) from (
      select provider, left(code, 1) as class, sharing, opening, 1 as n from came where state = 'published'
      union all select provider, left(code, 1), sharing, opening, -1 from went where state = 'published') x
    group by 1, 2, 3, 4 having sum(n) <> 0 order by 1, 2, 3, 4
    on conflict (provider, class, sharing, opening) do update set entries = g.entries + excluded.entries;
  else
    update catalogue.entry_group g set entries = g.entries - x.n
    from (select provider, left(code, 1) as class, sharing, opening, count(*) as n from went where state = 'published' group by 1, 2, 3, 4) x
    where (g.provider, g.class, g.sharing, g.opening) = (x.provider, x.class, x.sharing, x.opening);
  end if;
  return null;
end $$;
revoke all on function catalogue.count_entries() from public;
create trigger entries_came after insert on catalogue.entry referencing new table as came for each statement execute function catalogue.count_entries();
create trigger entries_changed after update on catalogue.entry referencing old table as went new table as came for each statement execute function catalogue.count_entries();
create trigger entries_went after delete on catalogue.entry referencing old table as went for each statement execute function catalogue.count_entries();
