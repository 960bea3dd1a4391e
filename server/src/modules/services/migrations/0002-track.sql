-- What the public may know: progress by number and code, figures of a place, and nothing of anybody's data.

-- 凭编号和查询码查进度: whoever has both may see how far it is, not whose it is.
create function services.track(wanted_number text, code text) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
  select jsonb_build_object(
    'number', c.number, 'title', c.title, 'state', c.state, 'definitionKind', c.definition_kind, 'definitionId', c.definition_id,
    'definitionVersion', c.definition_version, 'organisation', c.organisation, 'promisedDue', c.promised_due,
    'steps', (select coalesce(jsonb_agg(jsonb_build_object('at', a.at, 'kind', a.kind, 'state', a.data ->> 'state') order by a.seq), '[]')
              from cases.action a where a.case_id = c.id and a.kind in ('submitted', 'moved', 'supplementAnswered', 'issued', 'handedOut')))
  from cases.case c
  where c.number = wanted_number and c.track_code = upper(code)
$$;
revoke all on function services.track(text, text) from public;
grant execute on function services.track(text, text) to yiwang_app;

-- 公开数据 of a place: concluded cases, ratings, and what was applied for most in 90 days.
create function services.public_figures(place text, today timestamptz, out concluded bigint, out rated bigint, out satisfied bigint, out hot text[])
language sql stable security definer set search_path = pg_catalog as $$
  select
    (select count(*) from cases.case c where c.division ~>=~ place and c.division ~<~ (place || chr(1114111)) and c.concluded_at is not null and c.parent_id is null),
    (select count(*) from services.review r where r.division ~>=~ place and r.division ~<~ (place || chr(1114111))),
    (select count(*) from services.review r where r.division ~>=~ place and r.division ~<~ (place || chr(1114111)) and r.stars >= 3),
    (select coalesce(array_agg(h.definition_id), '{}') from (
      select c.definition_id from cases.case c
      where c.id >= kernel.id_floor(today - interval '90 days') and c.division ~>=~ place and c.division ~<~ (place || chr(1114111))
      group by c.definition_id order by count(*) desc, c.definition_id limit 50) h)
$$;
revoke all on function services.public_figures(text, timestamptz) from public;
grant execute on function services.public_figures(text, timestamptz) to yiwang_app;
