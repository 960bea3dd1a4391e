-- Officials see the history of what they see: rows that lie in their territory, or of bodies in it, and those of registers that are open.
alter table records.register add column open boolean not null default false;

drop policy action_read on records.action;
create policy action_read on records.action for select using (
  kernel.actor_kind() = 'system'
  or subjects && array[kernel.actor_person(), kernel.actor_party()]
  or (kernel.actor_kind() in ('officer', 'machine') and (
    (division is null and organisation is null) or kernel.lies_in_territory(division) or organisation = any (kernel.actor_organisations())
    or access.body_in_territory(organisation) or register in (select r.id from records.register r where r.open)))
);
