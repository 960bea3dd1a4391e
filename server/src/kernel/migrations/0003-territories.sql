-- 属地 of whoever acts: divisions whose data she sees although their bodies are not in her charge. With nothing said it is what she is in charge of.
create function kernel.actor_territories() returns text[] language sql stable parallel safe return coalesce(nullif(current_setting('yiwang.territories', true), ''), '{}')::text[];

-- A division code lies in the actor's territory when one of its divisions is the code's prefix.
create function kernel.lies_in_territory(division text) returns boolean language sql stable parallel safe
  return exists (select from unnest(kernel.actor_territories()) as territory(prefix) where starts_with(division, territory.prefix));
