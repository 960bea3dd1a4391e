-- 编目率 and 绩效评价 are the same whoever reads them: counts by body over rows that row-level security keeps from other bodies. Only officials ask.
create function catalogue.registrations_pending(within text) returns table (organisation text, pending int)
language sql stable security definer set search_path = pg_catalog as $$
  select r.organisation, count(*)::int from catalogue.registration r
  where kernel.actor_kind() in ('officer', 'system') and r.kind = 'register' and r.ended_at is null and starts_with(r.division, within) group by r.organisation
$$;
revoke all on function catalogue.registrations_pending(text) from public;
grant execute on function catalogue.registrations_pending(text) to yiwang_app;

create function catalogue.demand_measures(today date) returns table (body text, answered int, due int, in_time int, rating numeric, asked int, fulfilled int)
language sql stable security definer set search_path = pg_catalog as $$
  with p as (
    select d.provider as body, count(*) filter (where d.answered_at is not null)::int as answered, count(*) filter (where d.answered_at is not null or d.answer_due < today)::int as due,
      count(*) filter (where d.answered_at is not null and (d.answer_due is null or (d.answered_at at time zone 'Asia/Shanghai')::date <= d.answer_due))::int as in_time, avg(d.rating) as rating
    from catalogue.demand d where kernel.actor_kind() in ('officer', 'system') group by d.provider),
  q as (select d.demander as body, count(*)::int as asked, count(*) filter (where d.state = 'fulfilled')::int as fulfilled from catalogue.demand d where kernel.actor_kind() in ('officer', 'system') group by d.demander)
  select coalesce(p.body, q.body), coalesce(p.answered, 0), coalesce(p.due, 0), coalesce(p.in_time, 0), p.rating, coalesce(q.asked, 0), coalesce(q.fulfilled, 0) from p full join q on q.body = p.body
$$;
revoke all on function catalogue.demand_measures(date) from public;
grant execute on function catalogue.demand_measures(date) to yiwang_app;

-- 总览: demands of all bodies, counted.
create function catalogue.demands_counted(today date) returns table (open int, overdue int, fulfilled int)
language sql stable security definer set search_path = pg_catalog as $$
  select count(*) filter (where d.ended_at is null)::int, count(*) filter (where d.state = 'asked' and d.answer_due < today or d.state in ('agreed', 'upheld') and d.deliver_due < today)::int, count(*) filter (where d.state = 'fulfilled')::int
  from catalogue.demand d where kernel.actor_kind() in ('officer', 'system')
$$;
revoke all on function catalogue.demands_counted(date) from public;
grant execute on function catalogue.demands_counted(date) to yiwang_app;
