-- Market of data elements 数据要素市场: assets with their registered rights, products, trades, settlements, complaints.
create schema trading;
grant usage on schema trading to yiwang_app;

-- 数据资产: what an approved registration puts into the register; `notice` while the public may object.
create table trading.asset (
  id uuid primary key,
  case_id uuid not null unique,
  number text not null,
  party_id uuid not null,
  holder text not null,
  holder_code text not null,
  registrar text not null,
  title text not null,
  description text not null,
  kind text not null check (kind in ('enterprise', 'public')),
  rights text[] not null,
  grade int not null,
  personal boolean not null,
  state text not null check (state in ('notice', 'registered', 'refused', 'withdrawn')),
  notice_at timestamptz not null,
  registered_at timestamptz,
  valid_until date,
  version int not null default 1
);
create index asset_party on trading.asset (party_id);
create index asset_state on trading.asset (state, id desc);
grant select, insert, update on trading.asset to yiwang_app;

-- 异议 during the notice.
create table trading.objection (
  id uuid primary key,
  asset_id uuid not null references trading.asset (id),
  party_id uuid not null,
  objector text not null,
  reason text not null,
  at timestamptz not null,
  unique (asset_id, party_id)
);
create index objection_party on trading.objection (party_id);
grant select, insert on trading.objection to yiwang_app;

-- 数据产品: listed after its compliance check. Delivered as a service of the exchange or as a file.
create table trading.product (
  id uuid primary key,
  asset_id uuid not null references trading.asset (id),
  party_id uuid not null,
  seller text not null,
  seller_code text not null,
  title text not null,
  summary text not null,
  service text,
  file_id uuid,
  price_mode text not null check (price_mode in ('fixed', 'per-call', 'agreed')),
  price numeric(14, 2) not null,
  scenes text[] not null,
  limits text not null,
  state text not null check (state in ('review', 'listed', 'refused', 'delisted')),
  checks jsonb not null,
  reason text,
  version int not null default 1,
  made_at timestamptz not null,
  listed_at timestamptz,
  check ((service is null) <> (file_id is null))
);
create index product_asset on trading.product (asset_id);
create index product_party on trading.product (party_id);
create index product_state on trading.product (state, id desc);
grant select, insert, update on trading.product to yiwang_app;

-- 交易: an order, its terms, both signatures, the sealed contract, the delivery.
create table trading.trade (
  id uuid primary key,
  number text not null unique,
  product_id uuid not null references trading.product (id),
  seller_party uuid not null,
  buyer_party uuid,
  buyer_code text not null,
  buyer text not null,
  purpose text not null,
  valid_until date not null,
  price_mode text not null,
  price numeric(14, 2) not null,
  governance boolean not null,
  state text not null check (state in ('ordered', 'answered', 'sealing', 'active', 'declined', 'ended')),
  seller_signed jsonb,
  buyer_signed jsonb,
  contract_file uuid,
  buyer_contract uuid,
  contract_digest text,
  grant_id uuid,
  delivered_file uuid,
  reason text,
  version int not null default 1,
  at timestamptz not null,
  active_at timestamptz,
  ended_at timestamptz
);
create index trade_product on trading.trade (product_id);
create index trade_seller on trading.trade (seller_party, id desc);
create index trade_buyer on trading.trade (buyer_party, id desc);
create index trade_body on trading.trade (buyer_code, id desc);
grant select, insert, update on trading.trade to yiwang_app;

-- 结算单 of one trade for one month, with who gets what; never changed.
create table trading.settlement (
  id uuid primary key,
  trade_id uuid not null references trading.trade (id),
  period text not null,
  calls bigint not null,
  amount numeric(14, 2) not null,
  shares jsonb not null,
  digest text not null,
  made_by text not null,
  made_at timestamptz not null,
  unique (trade_id, period)
);
grant select, insert on trading.settlement to yiwang_app;

-- 投诉 about a product.
create table trading.complaint (
  id uuid primary key,
  product_id uuid not null references trading.product (id),
  party_id uuid not null,
  complainant text not null,
  what text not null,
  at timestamptz not null,
  state text not null check (state in ('open', 'upheld', 'dismissed')),
  answer text,
  answered_by text,
  answered_at timestamptz
);
create index complaint_product on trading.complaint (product_id);
create index complaint_party on trading.complaint (party_id);
create index complaint_open on trading.complaint (id) where state = 'open';
grant select, insert, update on trading.complaint to yiwang_app;

alter table trading.asset enable row level security;
create policy asset_public on trading.asset using (state in ('notice', 'registered') or kernel.actor_kind() in ('officer', 'system') or party_id = kernel.actor_party()) with check (kernel.actor_kind() in ('officer', 'system') or party_id = kernel.actor_party());
alter table trading.objection enable row level security;
create policy objection_own on trading.objection using (kernel.actor_kind() in ('officer', 'system') or party_id = kernel.actor_party()) with check (kernel.actor_kind() = 'system' or party_id = kernel.actor_party());
alter table trading.product enable row level security;
create policy product_public on trading.product using (state = 'listed' or kernel.actor_kind() in ('officer', 'system') or party_id = kernel.actor_party()) with check (kernel.actor_kind() in ('officer', 'system') or party_id = kernel.actor_party());
alter table trading.trade enable row level security;
create policy trade_sides on trading.trade using (kernel.actor_kind() in ('officer', 'system') or seller_party = kernel.actor_party() or buyer_party = kernel.actor_party()) with check (kernel.actor_kind() in ('officer', 'system') or seller_party = kernel.actor_party() or buyer_party = kernel.actor_party());
alter table trading.settlement enable row level security;
create policy settlement_sides on trading.settlement using (kernel.actor_kind() in ('officer', 'system') or exists (select from trading.trade t where t.id = trade_id and kernel.actor_party() in (t.seller_party, t.buyer_party))) with check (kernel.actor_kind() in ('officer', 'system'));
alter table trading.complaint enable row level security;
create policy complaint_own on trading.complaint using (kernel.actor_kind() in ('officer', 'system') or party_id = kernel.actor_party()) with check (kernel.actor_kind() in ('officer', 'system') or party_id = kernel.actor_party());
