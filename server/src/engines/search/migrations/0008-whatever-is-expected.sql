-- Old statistics cost time, never an answer: what was not found on the way down is always asked of the index.
create or replace function search.by_title(wanted tsquery, most int) returns setof search.entry
language plpgsql volatile strict security definer set search_path = pg_catalog set enable_seqscan = off set jit = off as $$
declare
  entries constant float8 := greatest((select c.reltuples from pg_class c where c.oid = 'search.entry'::regclass), 1);
  expected float8;
  plan json;
  given int;
  seen constant text[] := case kernel.actor_kind() when 'officer' then '{public,citizen,officer}' when 'system' then '{public,citizen,officer}' when 'citizen' then '{public,citizen}' else '{public}' end;
begin
  execute format('explain (format json) select from search.entry e where e.title_terms @@ %L::tsquery', wanted) into plan;
  expected := greatest((plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8, 1);
  -- everywhere: down the ranks until there are enough, four times as far as statistics expect
  if expected * expected > most * entries then
    return query select w.* from (select e.* from search.entry e order by e.rank desc, e.kind collate "C", e.ref collate "C" limit (4 * most * entries / expected)::bigint) w
      where w.title_terms @@ wanted and w.audience = any (seen) limit most;
    get diagnostics given = row_count;
    if given = most then return; end if;
  else
    given := 0;
  end if;
  return query select e.* from (select c.ctid as place from search.entry c where c.title_terms @@ wanted and c.audience = any (seen) order by c.rank desc, c.kind collate "C", c.ref collate "C" offset given limit most - given) t
    join search.entry e on e.ctid = t.place order by e.rank desc, e.kind collate "C", e.ref collate "C";
end $$;
create or replace function search.by_body(wanted tsquery, most int) returns setof search.entry
language plpgsql volatile strict security definer set search_path = pg_catalog set enable_seqscan = off set jit = off as $$
declare
  entries constant float8 := greatest((select c.reltuples from pg_class c where c.oid = 'search.entry'::regclass), 1);
  expected float8;
  plan json;
  given int;
  seen constant text[] := case kernel.actor_kind() when 'officer' then '{public,citizen,officer}' when 'system' then '{public,citizen,officer}' when 'citizen' then '{public,citizen}' else '{public}' end;
begin
  execute format('explain (format json) select from search.entry e where e.body_terms @@ %L::tsquery', wanted) into plan;
  expected := greatest((plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8, 1);
  -- everywhere: down the ranks until there are enough, four times as far as statistics expect
  if expected * expected > most * entries then
    return query select w.* from (select e.* from search.entry e order by e.rank desc, e.kind collate "C", e.ref collate "C" limit (4 * most * entries / expected)::bigint) w
      where w.body_terms @@ wanted and w.audience = any (seen) limit most;
    get diagnostics given = row_count;
    if given = most then return; end if;
  else
    given := 0;
  end if;
  return query select e.* from (select c.ctid as place from search.entry c where c.body_terms @@ wanted and c.audience = any (seen) order by c.rank desc, c.kind collate "C", c.ref collate "C" offset given limit most - given) t
    join search.entry e on e.ctid = t.place order by e.rank desc, e.kind collate "C", e.ref collate "C";
end $$;
