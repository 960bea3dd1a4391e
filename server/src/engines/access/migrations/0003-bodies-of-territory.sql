-- 属地机构: whether a body lies in or under the territory of the official who acts. Policies over rows that name a body, but no division, ask it.
create function access.body_in_territory(credit_code text) returns boolean language sql stable parallel safe
  return kernel.actor_kind() = 'officer' and exists (select from access.organisation o where o.credit_code = body_in_territory.credit_code and kernel.lies_in_territory(o.division));
