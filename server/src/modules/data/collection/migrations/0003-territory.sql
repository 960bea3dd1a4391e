-- 属地: an official sees the sources and runs of bodies that lie in her territory; she changes those in her charge only.
drop policy source_seen on collection.source;
create policy source_seen on collection.source for select using (
  kernel.actor_kind() = 'system'
  or (kernel.actor_kind() in ('officer', 'machine') and (organisation = any (kernel.actor_organisations()) or kernel.in_scope(division)))
  or (kernel.actor_kind() = 'officer' and kernel.lies_in_territory(division))
);
drop policy source_changed on collection.source;
create policy source_changed on collection.source for update using (
  kernel.actor_kind() = 'system' or (kernel.actor_kind() in ('officer', 'machine') and (organisation = any (kernel.actor_organisations()) or kernel.in_scope(division)))
) with check (true);
