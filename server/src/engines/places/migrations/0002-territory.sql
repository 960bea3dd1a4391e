-- Features that are not open are seen by officials in whose territory their division lies.
drop policy feature_seen on places.feature;
create policy feature_seen on places.feature for select using (
  open or kernel.actor_kind() = 'system' or (kernel.actor_kind() in ('officer', 'machine') and (division is null or kernel.lies_in_territory(division)))
);
drop policy action_seen on places.action;
create policy action_seen on places.action for select using (
  open or kernel.actor_kind() = 'system' or (kernel.actor_kind() in ('officer', 'machine') and (division is null or kernel.lies_in_territory(division)))
);

-- Row-level security keeps && (not leakproof) out of index scans, so this function runs as the owner and repeats the policy feature_seen.
create or replace function places.within(wanted_layer text, wanted box, on_day date, matching jsonb, after_id uuid, most int) returns setof places.feature
language sql stable parallel safe security definer set search_path = pg_catalog as $$
  select * from places.feature
  where layer = wanted_layer and extent && wanted and (after_id is null or id > after_id)
    and (matching is null or properties @> matching)
    and (on_day is null or ((begins_on is null or begins_on <= on_day) and (ends_on is null or ends_on > on_day)))
    and (open or kernel.actor_kind() = 'system' or (kernel.actor_kind() in ('officer', 'machine') and (division is null or kernel.lies_in_territory(division))))
  order by id limit most
$$;
