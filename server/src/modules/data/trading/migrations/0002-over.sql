-- 到期: contracts whose last day is past, orders that nobody answered by it.
create index trade_over on trading.trade (valid_until) where state in ('ordered', 'answered', 'active');
-- A seller's own, newest first.
drop index trading.product_party;
create index product_party on trading.product (party_id, id desc);
drop index trading.asset_party;
create index asset_party on trading.asset (party_id, id desc);
create index trade_newest on trading.trade (state, id desc);
