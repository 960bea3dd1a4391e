-- Words that are everywhere: which entries are looked at is decided by their rank, not by chance.
-- rank: what an entry weighs among equals (weight × 4 − length of the title + 100, 0 to 500); 'w_' terms hold it in steps of 25, so that the index
-- finds the highest first. 'g_' terms: pairs of characters; 'n_' terms: title and keywords as typed; 'l_' terms: labels to filter by.
alter table search.entry add column rank smallint;
-- heap rows stay narrow: thousands of them are ranked without reading what is only for the index
alter table search.entry set (toast_tuple_target = 256);
alter table search.entry alter column title_terms set storage external, alter column body_terms set storage external, alter column grams set storage external,
  alter column title set storage main, alter column title_key set storage main, alter column keywords set storage main;
update search.entry set rank = weight * 4 - least(length(title_key), 100) + 100;
update search.entry set
  title_terms = array_to_tsvector(tsvector_to_array(title_terms) || ('w_' || rank / 25) || array(select 'g_' || g from unnest(grams) g) || array(select distinct 'n_' || left(n, 98) from unnest(title_key || keywords) n where n <> '')),
  body_terms = array_to_tsvector(tsvector_to_array(body_terms) || ('w_' || rank / 25));
alter table search.entry alter column rank set not null, add constraint entry_rank_check check (rank between 0 and 500);
drop index search.entry_grams;
drop index search.entry_title_key;
drop function search.by_grams(text[], int);
drop function search.by_grams_within(text[], tsquery, int);
drop function search.like_grams(text[], int);
drop function search.like_grams_within(text[], tsquery, int);
drop function search.by_title(tsquery, int);
drop function search.by_body(tsquery, int);

-- The highest ranked of what an index finds. They run as the owner and repeat the policy entry_seen (@@ is not leakproof: under a policy the index would be lost).
-- Few matches are ranked at once; of many, one step of rank after another is asked for, from the top, until there are enough.
create function search.by_title(wanted tsquery, most int) returns setof search.entry
language plpgsql stable strict security definer set search_path = pg_catalog set enable_seqscan = off set enable_indexscan = off set jit = off as $$
declare
  few constant int := 2000;
  found int := 0;
  given int;
  seen constant text[] := case kernel.actor_kind() when 'officer' then '{public,citizen,officer}' when 'system' then '{public,citizen,officer}' when 'citizen' then '{public,citizen}' else '{public}' end;
begin
  if (select count(*) from (select from search.entry e where e.title_terms @@ wanted limit few) x) < few then
    return query select * from search.entry e where e.title_terms @@ wanted and e.audience = any (seen) order by e.rank desc, e.kind collate "C", e.ref collate "C" limit most;
    return;
  end if;
  for step in reverse 20..0 loop
    return query select * from search.entry e where e.title_terms @@ (wanted && ('''w_' || step || '''')::tsquery) and e.audience = any (seen) order by e.rank desc, e.kind collate "C", e.ref collate "C" limit most - found;
    get diagnostics given = row_count;
    found := found + given;
    exit when found >= most;
  end loop;
end $$;
create function search.by_body(wanted tsquery, most int) returns setof search.entry
language plpgsql stable strict security definer set search_path = pg_catalog set enable_seqscan = off set enable_indexscan = off set jit = off as $$
declare
  few constant int := 2000;
  found int := 0;
  given int;
  seen constant text[] := case kernel.actor_kind() when 'officer' then '{public,citizen,officer}' when 'system' then '{public,citizen,officer}' when 'citizen' then '{public,citizen}' else '{public}' end;
begin
  if (select count(*) from (select from search.entry e where e.body_terms @@ wanted limit few) x) < few then
    return query select * from search.entry e where e.body_terms @@ wanted and e.audience = any (seen) order by e.rank desc, e.kind collate "C", e.ref collate "C" limit most;
    return;
  end if;
  for step in reverse 20..0 loop
    return query select * from search.entry e where e.body_terms @@ (wanted && ('''w_' || step || '''')::tsquery) and e.audience = any (seen) order by e.rank desc, e.kind collate "C", e.ref collate "C" limit most - found;
    get diagnostics given = row_count;
    found := found + given;
    exit when found >= most;
  end loop;
end $$;
revoke all on function search.by_title(tsquery, int) from public;
grant execute on function search.by_title(tsquery, int) to yiwang_app;
revoke all on function search.by_body(tsquery, int) from public;
grant execute on function search.by_body(tsquery, int) to yiwang_app;
