-- A draft that begins is committed together with others', as the system; whose it is was decided before.
create policy gathered on forms.draft for insert to yiwang_app with check (kernel.actor_kind() = 'system');
