-- 属地: who oversees the data of a place sees its departments' tickets, though their bodies are not in her charge.
drop policy ticket_department on quality.ticket;
create policy ticket_seen on quality.ticket using (
  kernel.actor_kind() = 'system'
  or (kernel.actor_kind() = 'officer' and (
    department = any ((select kernel.actor_organisations())::text[])
    or kernel.in_scope(case when department ~ '^[0-9]+$' then department else substring(department from 3 for 6) end)
    or kernel.lies_in_territory(case when department ~ '^[0-9]+$' then department else substring(department from 3 for 6) end)
  ))
) with check (kernel.actor_kind() in ('officer', 'system'));
