-- What finds apart from what is shown: a common word's matches are ranked by rows of some 130 bytes that lie side by side, five times as quickly as by whole
-- entries (1.5 → 0.3 µs a match; the index names fewer pages, too).
create table search.entry_terms (
  kind text not null,
  ref text not null,
  rank smallint not null,
  audience text not null,
  title_terms tsvector not null,
  body_terms tsvector not null,
  -- PostgreSQL moves long values out of a row only where the row has more than 2 kB: this makes each row that long, and is kept as 30 bytes
  filler text not null default repeat(' ', 2100),
  primary key (kind, ref),
  foreign key (kind, ref) references search.entry on delete cascade
);
alter table search.entry_terms set (toast_tuple_target = 128);
alter table search.entry_terms alter kind set storage plain, alter ref set storage plain, alter audience set storage plain,
  alter title_terms set storage external, alter body_terms set storage external, alter filler set storage main;
insert into search.entry_terms (kind, ref, rank, audience, title_terms, body_terms) select kind, ref, rank, audience, title_terms, body_terms from search.entry;
create index entry_terms_title on search.entry_terms using gin (title_terms) with (fastupdate = off);
create index entry_terms_body on search.entry_terms using gin (body_terms) with (fastupdate = off);
create index entry_terms_rank on search.entry_terms (rank desc, kind collate "C", ref collate "C");

grant select, insert, update, delete on search.entry_terms to yiwang_app;
alter table search.entry_terms enable row level security;
create policy entry_terms_seen on search.entry_terms for select using (
  audience = 'public' or kernel.actor_kind() in ('officer', 'system') or (audience = 'citizen' and kernel.actor_kind() = 'citizen')
);
create policy entry_terms_written on search.entry_terms for insert with check (true);
create policy entry_terms_changed on search.entry_terms for update using (true) with check (true);
create policy entry_terms_removed on search.entry_terms for delete using (true);

drop index search.entry_by_rank;
alter table search.entry drop column title_terms, drop column body_terms;

-- Of words that statistics find in half of the entries the highest ranked are met soon on the way down the ranks; of any others, or where they are not met,
-- the index gives all. The choice changes the time, never the answer.
do $make$
declare
  part text;
begin
  foreach part in array array['title', 'body'] loop
    execute replace($function$
      create or replace function search.by_PART(wanted tsquery, most int) returns setof search.entry
      language plpgsql volatile strict security definer set search_path = pg_catalog set enable_seqscan = off set jit = off as $$
      declare
        entries constant float8 := greatest((select c.reltuples from pg_class c where c.oid = 'search.entry_terms'::regclass), 1);
        seen constant text[] := case kernel.actor_kind() when 'officer' then '{public,citizen,officer}' when 'system' then '{public,citizen,officer}' when 'citizen' then '{public,citizen}' else '{public}' end;
        expected float8;
        plan json;
        given int := 0;
      begin
        execute format('explain (format json) select from search.entry_terms t where t.PART_terms @@ %L::tsquery', wanted) into plan;
        expected := greatest((plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8, 1);
        if expected * 2 > entries then
          return query select e.* from (
              select w.kind, w.ref from (select * from search.entry_terms t order by t.rank desc, t.kind collate "C", t.ref collate "C" limit (4 * most * entries / expected)::bigint) w
              where w.PART_terms @@ wanted and w.audience = any (seen) limit most) f
            join search.entry e on e.kind = f.kind and e.ref = f.ref;
          get diagnostics given = row_count;
          if given >= most then return; end if;
        end if;
        -- by an expression, so that no index is taken for the order: it would be followed for too long
        return query select e.* from (
            select t.kind, t.ref from search.entry_terms t where t.PART_terms @@ wanted and t.audience = any (seen) order by -t.rank, t.kind collate "C", t.ref collate "C" offset given limit most - given) f
          join search.entry e on e.kind = f.kind and e.ref = f.ref;
      end $$
    $function$, 'PART', part);
  end loop;
end $make$;
