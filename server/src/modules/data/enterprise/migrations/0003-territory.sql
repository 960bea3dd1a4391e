-- 属地: an official of the city's bureau sees the agreements of bodies that lie in her territory, its districts' among them; she changes those in her charge only.
drop policy agreement_sides on enterprise.agreement;
create policy agreement_seen on enterprise.agreement for select using (
  kernel.actor_kind() = 'system'
  or (kernel.actor_kind() = 'officer' and (organisation = any ((select kernel.actor_organisations())::text[]) or kernel.in_scope(division) or kernel.lies_in_territory(division)))
  or (kernel.actor_kind() = 'citizen' and party_id = kernel.actor_party())
);
create policy agreement_made on enterprise.agreement for insert with check (
  kernel.actor_kind() = 'system'
  or (kernel.actor_kind() = 'officer' and (organisation = any ((select kernel.actor_organisations())::text[]) or kernel.in_scope(division)))
  or (kernel.actor_kind() = 'citizen' and party_id = kernel.actor_party())
);
create policy agreement_changed on enterprise.agreement for update using (
  kernel.actor_kind() = 'system'
  or (kernel.actor_kind() = 'officer' and (organisation = any ((select kernel.actor_organisations())::text[]) or kernel.in_scope(division)))
  or (kernel.actor_kind() = 'citizen' and party_id = kernel.actor_party())
);
