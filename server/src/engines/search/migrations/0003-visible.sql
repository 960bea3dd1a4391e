-- Row-level security keeps conditions that are not leakproof (@@, @>, &&) out of index scans: every query would read the whole table.
-- So these functions run as the owner and repeat the policy entry_seen themselves.
create or replace function search.by_title(wanted tsquery, most int) returns setof search.entry
language sql stable parallel safe security definer set search_path = pg_catalog set enable_seqscan = off set enable_indexscan = off as $$
  select * from search.entry where title_terms @@ wanted and (audience = 'public' or kernel.actor_kind() in ('officer', 'system') or (audience = 'citizen' and kernel.actor_kind() = 'citizen')) limit most
$$;
create or replace function search.by_body(wanted tsquery, most int) returns setof search.entry
language sql stable parallel safe security definer set search_path = pg_catalog set enable_seqscan = off set enable_indexscan = off as $$
  select * from search.entry where body_terms @@ wanted and (audience = 'public' or kernel.actor_kind() in ('officer', 'system') or (audience = 'citizen' and kernel.actor_kind() = 'citizen')) limit most
$$;
create or replace function search.by_grams(wanted text[], most int) returns setof search.entry
language sql stable parallel safe security definer set search_path = pg_catalog set enable_seqscan = off set enable_indexscan = off as $$
  select * from search.entry where grams @> wanted and (audience = 'public' or kernel.actor_kind() in ('officer', 'system') or (audience = 'citizen' and kernel.actor_kind() = 'citizen')) limit most
$$;
create or replace function search.by_grams_within(wanted text[], narrowed tsquery, most int) returns setof search.entry
language sql stable parallel safe security definer set search_path = pg_catalog set enable_seqscan = off set enable_indexscan = off as $$
  select * from search.entry where grams @> wanted and title_terms @@ narrowed and (audience = 'public' or kernel.actor_kind() in ('officer', 'system') or (audience = 'citizen' and kernel.actor_kind() = 'citizen')) limit most
$$;
create or replace function search.like_grams(wanted text[], most int) returns setof search.entry
language sql stable parallel safe security definer set search_path = pg_catalog set enable_seqscan = off set enable_indexscan = off as $$
  select * from search.entry where grams && wanted and (audience = 'public' or kernel.actor_kind() in ('officer', 'system') or (audience = 'citizen' and kernel.actor_kind() = 'citizen')) limit most
$$;
create or replace function search.like_grams_within(wanted text[], narrowed tsquery, most int) returns setof search.entry
language sql stable parallel safe security definer set search_path = pg_catalog set enable_seqscan = off set enable_indexscan = off as $$
  select * from search.entry where grams && wanted and title_terms @@ narrowed and (audience = 'public' or kernel.actor_kind() in ('officer', 'system') or (audience = 'citizen' and kernel.actor_kind() = 'citizen')) limit most
$$;
revoke all on function search.by_title(tsquery, int) from public;
grant execute on function search.by_title(tsquery, int) to yiwang_app;
revoke all on function search.by_body(tsquery, int) from public;
grant execute on function search.by_body(tsquery, int) to yiwang_app;
revoke all on function search.by_grams(text[], int) from public;
grant execute on function search.by_grams(text[], int) to yiwang_app;
revoke all on function search.by_grams_within(text[], tsquery, int) from public;
grant execute on function search.by_grams_within(text[], tsquery, int) to yiwang_app;
revoke all on function search.like_grams(text[], int) from public;
grant execute on function search.like_grams(text[], int) to yiwang_app;
revoke all on function search.like_grams_within(text[], tsquery, int) from public;
grant execute on function search.like_grams_within(text[], tsquery, int) to yiwang_app;
