-- Candidates by one index each. A LIMIT makes the planner hope for an early end of a sequential scan, which for rare words reads the whole
-- table; these functions forbid it. They run with the caller's rights, so that row-level security holds.
create function search.by_title(wanted tsquery, most int) returns setof search.entry
language sql stable parallel safe set enable_seqscan = off set enable_indexscan = off as $$ select * from search.entry where title_terms @@ wanted limit most $$;
create function search.by_body(wanted tsquery, most int) returns setof search.entry
language sql stable parallel safe set enable_seqscan = off set enable_indexscan = off as $$ select * from search.entry where body_terms @@ wanted limit most $$;
create function search.by_grams(wanted text[], most int) returns setof search.entry
language sql stable parallel safe set enable_seqscan = off set enable_indexscan = off as $$ select * from search.entry where grams @> wanted limit most $$;
create function search.by_grams_within(wanted text[], narrowed tsquery, most int) returns setof search.entry
language sql stable parallel safe set enable_seqscan = off set enable_indexscan = off as $$ select * from search.entry where grams @> wanted and title_terms @@ narrowed limit most $$;
create function search.like_grams(wanted text[], most int) returns setof search.entry
language sql stable parallel safe set enable_seqscan = off set enable_indexscan = off as $$ select * from search.entry where grams && wanted limit most $$;
create function search.like_grams_within(wanted text[], narrowed tsquery, most int) returns setof search.entry
language sql stable parallel safe set enable_seqscan = off set enable_indexscan = off as $$ select * from search.entry where grams && wanted and title_terms @@ narrowed limit most $$;
