-- 迁出: the record no longer belongs to the peer's place, and the peer has been told so, once. Null while it belongs there.
alter table cascade.flowed add column left_at timestamptz;
