-- The ranks that there are, the highest first: by leaps through the index, which the candidate functions must not switch off for it.
create function search.ranks() returns smallint[]
language sql stable security definer set search_path = pg_catalog set enable_seqscan = off set enable_bitmapscan = off set enable_indexscan = on set enable_indexonlyscan = on as $$
  with recursive leap as (
    (select e.rank from search.entry e order by e.rank desc limit 1)
    union all
    select (select e.rank from search.entry e where e.rank < l.rank order by e.rank desc limit 1) from leap l where l.rank is not null)
  select coalesce(array_agg(l.rank order by l.rank desc) filter (where l.rank is not null), '{}') from leap l
$$;
revoke all on function search.ranks() from public;

create or replace function search.by_title(wanted tsquery, most int) returns setof search.entry
language plpgsql volatile strict security definer set search_path = pg_catalog set enable_seqscan = off set enable_indexscan = off set jit = off as $$
declare
  few constant int := 4000;
  at smallint;
  found int := 0;
  given int;
  plan json;
  seen constant text[] := case kernel.actor_kind() when 'officer' then '{public,citizen,officer}' when 'system' then '{public,citizen,officer}' when 'citizen' then '{public,citizen}' else '{public}' end;
begin
  execute format('explain (format json) select from search.entry e where e.title_terms @@ %L::tsquery', wanted) into plan;
  if (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8 < few then
    return query select * from search.entry e where e.title_terms @@ wanted and e.audience = any (seen) order by e.rank desc, e.kind collate "C", e.ref collate "C" limit most;
    return;
  end if;
  foreach at in array search.ranks() loop
    return query select * from search.entry e where e.title_terms @@ (wanted && ('v_' || at)::tsquery) and e.audience = any (seen) order by e.kind collate "C", e.ref collate "C" limit most - found;
    get diagnostics given = row_count;
    found := found + given;
    exit when found >= most;
  end loop;
end $$;
create or replace function search.by_body(wanted tsquery, most int) returns setof search.entry
language plpgsql volatile strict security definer set search_path = pg_catalog set enable_seqscan = off set enable_indexscan = off set jit = off as $$
declare
  few constant int := 4000;
  at smallint;
  found int := 0;
  given int;
  plan json;
  seen constant text[] := case kernel.actor_kind() when 'officer' then '{public,citizen,officer}' when 'system' then '{public,citizen,officer}' when 'citizen' then '{public,citizen}' else '{public}' end;
begin
  execute format('explain (format json) select from search.entry e where e.body_terms @@ %L::tsquery', wanted) into plan;
  if (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8 < few then
    return query select * from search.entry e where e.body_terms @@ wanted and e.audience = any (seen) order by e.rank desc, e.kind collate "C", e.ref collate "C" limit most;
    return;
  end if;
  foreach at in array search.ranks() loop
    return query select * from search.entry e where e.body_terms @@ (wanted && ('v_' || at)::tsquery) and e.audience = any (seen) order by e.kind collate "C", e.ref collate "C" limit most - found;
    get diagnostics given = row_count;
    found := found + given;
    exit when found >= most;
  end loop;
end $$;
