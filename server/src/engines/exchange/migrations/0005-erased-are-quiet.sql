-- Whoever has confirmed is never told again: reminders and lists of what is open read those alone that have not.
create function exchange.note_erased() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  update exchange.erasure_holder h set next_at = 'infinity' where h.id = new.holder_id;
  return null;
end $$;
revoke all on function exchange.note_erased() from public;
create trigger erased_noted after insert on exchange.erased for each row execute function exchange.note_erased();
update exchange.erasure_holder h set next_at = 'infinity' where exists (select from exchange.erased d where d.holder_id = h.id);
