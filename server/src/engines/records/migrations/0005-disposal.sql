-- 销毁: the only way by which a record and its history leave the house. Called by the system alone, for rows that two people
-- have agreed to dispose of; who looked at them stays in the access log. One pass over the identifiers a call: they are kept by digest.
create function records.dispose(register_id text, wanted uuid[]) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare gone integer;
begin
  if kernel.actor_kind() <> 'system' then raise exception 'only the house disposes of records' using errcode = '42501'; end if;
  if not exists (select from records.register r where r.id = register_id) then return 0; end if;
  execute format('delete from reg.%I where id = any ($1)', replace(register_id, '-', '_')) using wanted;
  get diagnostics gone = row_count;
  delete from records.identifier where register = register_id and record_id = any (wanted);
  delete from records.action where register = register_id and record_id = any (wanted);
  return gone;
end $$;
revoke all on function records.dispose(text, uuid[]) from public;
grant execute on function records.dispose(text, uuid[]) to yiwang_app;
