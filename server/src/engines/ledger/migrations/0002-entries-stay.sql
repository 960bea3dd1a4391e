-- That a leaf has its entry is known when its hash is read from it; the key asked once more for each leaf and locked the entry.
-- What it kept the owner from is refused as such: an entry stays for ever.
alter table ledger.leaf drop constraint leaf_entry_id_fkey;
create function ledger.refuse_delete() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the ledger stay for ever' using errcode = 'integrity_constraint_violation';
end $$;
create trigger entry_stays before delete on ledger.entry for each statement execute function ledger.refuse_delete();
