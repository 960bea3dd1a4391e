-- Statistics take words for independent: of 公民 & 身份 & 号码, which always stand together, they expected a twelfth of what there was, and of
-- beginnings (e_3170:*) three times too much. So of a word that they do not call very common they only say whether a look is worth while: the
-- highest ranked thousand are looked at, and what is found there tells how far down the ranks the rest would be. The choice changes the time,
-- never the answer.
do $make$
declare
  part text;
begin
  foreach part in array array['title', 'body'] loop
    execute replace($function$
      create or replace function search.by_PART(wanted tsquery, most int) returns setof search.entry
      language plpgsql volatile strict security definer set search_path = pg_catalog set enable_seqscan = off set jit = off as $$
      declare
        entries constant float8 := greatest((select c.reltuples from pg_class c where c.oid = 'search.entry'::regclass), 1);
        seen constant text[] := case kernel.actor_kind() when 'officer' then '{public,citizen,officer}' when 'system' then '{public,citizen,officer}' when 'citizen' then '{public,citizen}' else '{public}' end;
        expected float8;
        plan json;
        looked int;
        given int := 0;
        more int;
        further int := 0;
      begin
        execute format('explain (format json) select from search.entry e where e.PART_terms @@ %L::tsquery', wanted) into plan;
        expected := greatest((plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8, 1);
        looked := case when expected * 8 > entries then 4 * most * entries / expected else 1000 end;
        for round in 1..case when expected * 150 > entries then 2 else 0 end loop
          return query select w.* from (select e.* from search.entry e order by e.rank desc, e.kind collate "C", e.ref collate "C" limit case round when 1 then looked else further end offset case round when 1 then 0 else looked end) w
            where w.PART_terms @@ wanted and w.audience = any (seen) limit most - given;
          get diagnostics more = row_count;
          given := given + more;
          if given >= most then return; end if;
          -- one in sixteen or more: the rest is near, looked for twice as far as it should be
          exit when given * 16 < looked;
          further := 2 * looked * (most - given) / given;
        end loop;
        return query select e.* from (select c.ctid as place from search.entry c where c.PART_terms @@ wanted and c.audience = any (seen) order by c.rank desc, c.kind collate "C", c.ref collate "C" offset given limit most - given) t
          join search.entry e on e.ctid = t.place order by e.rank desc, e.kind collate "C", e.ref collate "C";
      end $$
    $function$, 'PART', part);
  end loop;
end $make$;
