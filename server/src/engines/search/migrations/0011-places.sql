-- What ranks an entry is one number that stands first in its short row: `place`, by rank and then by age, unique. The matches of a common word are ranked
-- by it alone (0.4 µs a match instead of 0.8: no words are compared, no columns walked over), and only the first few hundred are looked up.
create table search.entry_place (
  -- who sees it: 0 everybody, 1 who has signed in as a citizen, 2 officials
  reach smallint not null,
  rank smallint not null,
  serial bigint not null generated always as identity,
  place bigint not null generated always as (((500 - rank)::bigint << 40) | serial) stored,
  kind text not null,
  ref text not null,
  title_terms tsvector not null,
  body_terms tsvector not null,
  -- PostgreSQL moves long values out of a row only where the row has more than 2 kB: this makes each row that long, and is kept as 30 bytes
  filler text not null default repeat(' ', 2100),
  primary key (kind, ref),
  foreign key (kind, ref) references search.entry on delete cascade
);
alter table search.entry_place set (toast_tuple_target = 128);
alter table search.entry_place alter kind set storage plain, alter ref set storage plain,
  alter title_terms set storage external, alter body_terms set storage external, alter filler set storage main;
insert into search.entry_place (reach, rank, kind, ref, title_terms, body_terms)
select case audience when 'public' then 0 when 'citizen' then 1 else 2 end, rank, kind, ref, title_terms, body_terms from search.entry_terms order by kind collate "C", ref collate "C";
create unique index entry_place_place on search.entry_place (place) include (reach);
create index entry_place_title on search.entry_place using gin (title_terms) with (fastupdate = off);
create index entry_place_body on search.entry_place using gin (body_terms) with (fastupdate = off);

create function search.actor_reach() returns smallint language sql stable set search_path = pg_catalog as $$
  select (case kernel.actor_kind() when 'officer' then 2 when 'system' then 2 when 'citizen' then 1 else 0 end)::smallint
$$;
grant select, insert, update, delete on search.entry_place to yiwang_app;
alter table search.entry_place enable row level security;
create policy entry_place_seen on search.entry_place for select using (reach <= (select search.actor_reach()));
create policy entry_place_written on search.entry_place for insert with check (true);
create policy entry_place_changed on search.entry_place for update using (true) with check (true);
create policy entry_place_removed on search.entry_place for delete using (true);

drop function search.by_title(tsquery, int);
drop function search.by_body(tsquery, int);
drop table search.entry_terms;

-- Places of the highest ranked that the actor may see. They run as the owner and repeat entry_place_seen: @@ is not leakproof, under a policy its index would
-- be lost. Of words that statistics find in half of the entries the highest ranked are met soon on the way down; of any others, or where they are not met, the
-- index gives all. The choice changes the time, never the answer.
do $make$
declare
  part text;
begin
  foreach part in array array['title', 'body'] loop
    execute replace($function$
      create function search.by_PART(wanted tsquery, most int) returns setof bigint
      language plpgsql volatile strict security definer rows 300 set search_path = pg_catalog set enable_seqscan = off set jit = off as $$
      declare
        entries constant float8 := greatest((select c.reltuples from pg_class c where c.oid = 'search.entry_place'::regclass), 1);
        reaches constant smallint := search.actor_reach();
        expected float8;
        plan json;
        given int := 0;
      begin
        execute format('explain (format json) select from search.entry_place t where t.PART_terms @@ %L::tsquery', wanted) into plan;
        expected := greatest((plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8, 1);
        if expected * 2 > entries then
          return query select w.place from (select * from search.entry_place t order by t.place limit (4 * most * entries / expected)::bigint) w
            where w.PART_terms @@ wanted and w.reach <= reaches limit most;
          get diagnostics given = row_count;
          if given >= most then return; end if;
        end if;
        -- by an expression, so that no index is taken for the order: it would be followed for too long
        return query select t.place from search.entry_place t where t.PART_terms @@ wanted and t.reach <= reaches order by t.place + 0 offset given limit most - given;
      end $$
    $function$, 'PART', part);
    execute format('revoke all on function search.by_%s(tsquery, int) from public', part);
    execute format('grant execute on function search.by_%s(tsquery, int) to yiwang_app', part);
  end loop;
end $make$;
