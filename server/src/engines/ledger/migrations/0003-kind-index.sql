-- Entries are looked for by id and by subject; no query asks for a kind.
drop index ledger.entry_kind;
