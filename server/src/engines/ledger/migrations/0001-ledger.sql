create schema ledger;
grant usage on schema ledger to yiwang_app;

-- What happened 存证条目. data is the canonical JSON that was hashed; it holds ids and digests, never personal text.
create table ledger.entry (
  id uuid not null,
  at timestamptz not null,
  kind text not null,
  subject text not null,
  data text not null,
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  primary key (id)
);
create index entry_subject on ledger.entry (subject, id);
create index entry_kind on ledger.entry (kind, id);
grant select, insert on ledger.entry to yiwang_app;

-- Entries without a position yet; written with the entry, deleted when it gets one.
create table ledger.pending (
  entry_id uuid not null,
  primary key (entry_id)
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
grant select, insert, delete on ledger.pending to yiwang_app;

-- Positions in the tree, from 0. hashes are those of all complete subtrees that end with this leaf, lowest first, 32
-- bytes each: subtree (level, index) stands at position ((index + 1) << level) - 1, byte 32 * level.
create table ledger.leaf (
  position bigint not null,
  entry_id uuid not null references ledger.entry,
  hashes bytea not null,
  primary key (position),
  unique (entry_id)
);
grant select, insert on ledger.leaf to yiwang_app;

-- Signed tree heads 签名树头, one a batch.
create table ledger.head (
  size bigint not null,
  root bytea not null,
  at timestamptz not null,
  checkpoint text not null,
  primary key (size)
);
grant select, insert on ledger.head to yiwang_app;
