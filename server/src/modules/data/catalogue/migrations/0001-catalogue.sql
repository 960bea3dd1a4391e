-- Catalogue 政务信息资源目录 (编制指南, 发改高技〔2017〕1272号): entries, versions, mounts; registration, demand and correction as cases; lists,
-- sources of materials, lineage, joint procurement. Distribution column: entry id.
create schema catalogue;
grant usage on schema catalogue to yiwang_app;

-- One resource. Known to all officials: what there is must be found before it can be asked for.
create table catalogue.entry (
  id uuid primary key,
  -- 信息资源代码: class, section, group, detail, '/', serial
  code text collate "C" not null unique check (code ~ '^[1-9][0-9]{5}[0-9A-Za-z]*/[0-9A-Za-z]+$'),
  title text not null,
  provider text not null,
  provider_name text not null,
  division text collate "C" not null,
  summary text not null,
  format text not null,
  keywords text[] not null,
  -- information items as entry-schema.ts has them
  items jsonb not null,
  sharing text not null check (sharing in ('unconditional', 'conditional', 'none')),
  sharing_condition text,
  sharing_ways text[] not null,
  sharing_basis text,
  opening text not null check (opening in ('unconditional', 'conditional', 'none')),
  opening_condition text,
  opening_basis text,
  update_cycle text not null,
  related text[] not null,
  -- highest grade of its items (GB/T 43697, 就高从严)
  grade text not null,
  grade_confirmed_by text,
  state text not null check (state in ('draft', 'published', 'withdrawn')),
  -- content 内容包, register 登记簿, desk 登记, import 导入
  origin text not null,
  digest text not null,
  published_on date,
  -- when its data last came in
  data_updated_at timestamptz,
  data_rows bigint,
  version int not null default 1,
  updated_at timestamptz not null,
  check (sharing = 'unconditional' or (sharing_basis is not null and sharing_basis <> '')),
  check (opening = 'unconditional' or (opening_basis is not null and opening_basis <> ''))
);
create index entry_provider on catalogue.entry (provider, state);
create index entry_facets on catalogue.entry (state, left(code, 1), sharing, opening);
create index entry_published on catalogue.entry (published_on desc, id desc) where state = 'published';
grant select, insert, update on catalogue.entry to yiwang_app;

create table catalogue.entry_version (
  entry_id uuid not null references catalogue.entry,
  version int not null,
  at timestamptz not null,
  by_name text not null,
  change text not null,
  snapshot jsonb not null,
  primary key (entry_id, version)
);
grant select, insert on catalogue.entry_version to yiwang_app;

-- 挂接: where the data is: a table (register), an interface (service), files.
create table catalogue.mount (
  id uuid primary key,
  entry_id uuid not null references catalogue.entry,
  kind text not null check (kind in ('table', 'interface', 'file')),
  target text not null,
  title text not null,
  mounted_at timestamptz not null,
  by_name text not null,
  ended_at timestamptz
);
create unique index mount_once on catalogue.mount (entry_id, kind, target) where ended_at is null;
create index mount_target on catalogue.mount (target);
grant select, insert, update on catalogue.mount to yiwang_app;

-- 登记 (编目、变更、注销) as a case.
create table catalogue.registration (
  case_id uuid primary key,
  number text not null,
  kind text not null check (kind in ('register', 'change', 'withdraw')),
  entry_id uuid references catalogue.entry,
  based_on int,
  proposal jsonb not null,
  organisation text not null,
  division text collate "C" not null,
  state text not null,
  reason text,
  created_at timestamptz not null,
  created_by text not null,
  ended_at timestamptz
);
create index registration_entry on catalogue.registration (entry_id);
create index registration_organisation on catalogue.registration (organisation, created_at desc);
alter table catalogue.registration enable row level security;
create policy registration_seen on catalogue.registration using (
  case (select kernel.actor_kind()) when 'system' then true
    when 'officer' then organisation = any ((select kernel.actor_organisations())::text[]) or division ^@ any ((select kernel.actor_divisions())::text[]) or cases.has_task(case_id) else false end);
grant select, insert, update on catalogue.registration to yiwang_app;

-- 需求: what a department asks of another.
create table catalogue.demand (
  case_id uuid primary key,
  number text not null,
  entry_id uuid references catalogue.entry,
  title text not null,
  demander text not null,
  demander_name text not null,
  provider text not null,
  provider_name text not null,
  division text collate "C" not null,
  purpose text not null,
  basis text not null,
  fields text[] not null,
  item_id text,
  material_id text,
  way text not null,
  until_on date,
  state text not null check (state in ('asked', 'agreed', 'refused', 'disputed', 'upheld', 'delivered', 'fulfilled', 'closed')),
  answer_due date,
  deliver_due date,
  answered_at timestamptz,
  delivered_at timestamptz,
  ended_at timestamptz,
  answer text,
  decision text,
  grant_reference text,
  rating smallint check (rating between 1 and 5),
  comment text,
  created_at timestamptz not null,
  created_by text not null
);
create index demand_entry on catalogue.demand (entry_id);
create index demand_demander on catalogue.demand (demander, created_at desc);
create index demand_provider on catalogue.demand (provider, created_at desc);
alter table catalogue.demand enable row level security;
create policy demand_seen on catalogue.demand using (
  case (select kernel.actor_kind()) when 'system' then true
    when 'officer' then demander = any ((select kernel.actor_organisations())::text[]) or provider = any ((select kernel.actor_organisations())::text[])
      or division ^@ any ((select kernel.actor_divisions())::text[]) or cases.has_task(case_id) else false end);
grant select, insert, update on catalogue.demand to yiwang_app;

-- 校核: a doubt about data, answered by its provider.
create table catalogue.correction (
  case_id uuid primary key,
  number text not null,
  entry_id uuid not null references catalogue.entry,
  item text,
  doubt text not null,
  proposed text,
  demander text not null,
  demander_name text not null,
  provider text not null,
  division text collate "C" not null,
  state text not null check (state in ('asked', 'corrected', 'rejected')),
  due_on date,
  answer text,
  created_at timestamptz not null,
  created_by text not null,
  ended_at timestamptz
);
create index correction_entry on catalogue.correction (entry_id);
create index correction_demander on catalogue.correction (demander, created_at desc);
create index correction_provider on catalogue.correction (provider, created_at desc);
alter table catalogue.correction enable row level security;
create policy correction_seen on catalogue.correction using (
  case (select kernel.actor_kind()) when 'system' then true
    when 'officer' then demander = any ((select kernel.actor_organisations())::text[]) or provider = any ((select kernel.actor_organisations())::text[])
      or division ^@ any ((select kernel.actor_divisions())::text[]) or cases.has_task(case_id) else false end);
grant select, insert, update on catalogue.correction to yiwang_app;

-- 责任人、联络员 of each body.
create table catalogue.liaison (
  organisation text primary key,
  responsible text not null,
  post text not null,
  liaison text not null,
  phone text not null,
  version int not null default 1,
  updated_at timestamptz not null
);
grant select, insert, update on catalogue.liaison to yiwang_app;

-- 清单 as issued: a fixed text, superseded by the next, never changed.
create table catalogue.issued_list (
  id uuid primary key,
  kind text not null check (kind in ('demand', 'responsibility', 'negative', 'open')),
  division text collate "C" not null,
  number text not null,
  title text not null,
  issued_by text not null,
  issuer_name text not null,
  issued_at timestamptz not null,
  rows jsonb not null,
  based_on uuid references catalogue.issued_list
);
create index issued_list_kind on catalogue.issued_list (kind, division, issued_at desc);
create index issued_list_based on catalogue.issued_list (based_on);
grant select, insert on catalogue.issued_list to yiwang_app;

-- 规范性文件 that frees materials from being handed in.
create table catalogue.material_decision (
  id uuid primary key,
  number text not null unique,
  title text not null,
  body text not null,
  digest text not null,
  issued_by text not null,
  issuer_name text not null,
  issued_at timestamptz not null
);
grant select, insert on catalogue.material_decision to yiwang_app;

-- Material of an item ↔ source.
create table catalogue.material_source (
  item_id text not null,
  material_id text not null,
  entry_id uuid not null references catalogue.entry,
  state text not null check (state in ('proposed', 'ready', 'free')),
  note text,
  decision_id uuid references catalogue.material_decision,
  by_name text not null,
  version int not null default 1,
  updated_at timestamptz not null,
  primary key (item_id, material_id)
);
create index material_source_entry on catalogue.material_source (entry_id);
create index material_source_decision on catalogue.material_source (decision_id);
grant select, insert, update on catalogue.material_source to yiwang_app;

-- 血缘 as declared by pipelines, services and open sets; what content declares is read from content.
create table catalogue.edge (
  declared_by text not null,
  from_node text not null,
  to_node text not null,
  how text not null,
  at timestamptz not null,
  primary key (declared_by, from_node, to_node)
);
create index edge_from on catalogue.edge (from_node);
create index edge_to on catalogue.edge (to_node);
grant select, insert, update, delete on catalogue.edge to yiwang_app;

-- 使用 by day and consumer, told by the gateway.
create table catalogue.use (
  entry_id uuid not null references catalogue.entry,
  day date not null,
  consumer text not null,
  calls bigint not null,
  primary key (entry_id, day, consumer)
);
grant select, insert, update on catalogue.use to yiwang_app;

-- 社会数据统采共用: contracts and who uses what was bought.
create table catalogue.purchase (
  id uuid primary key,
  title text not null,
  supplier text not null,
  contract_number text not null unique,
  amount_fen bigint not null check (amount_fen >= 0),
  buyer text not null,
  buyer_name text not null,
  starts_on date not null,
  ends_on date not null,
  scope text not null,
  entry_id uuid references catalogue.entry,
  created_at timestamptz not null,
  check (ends_on >= starts_on)
);
create index purchase_entry on catalogue.purchase (entry_id);
grant select, insert on catalogue.purchase to yiwang_app;
create table catalogue.purchase_use (
  id uuid primary key,
  purchase_id uuid not null references catalogue.purchase,
  organisation text not null,
  organisation_name text not null,
  purpose text not null,
  state text not null check (state in ('asked', 'granted', 'refused')),
  decided_by text,
  note text,
  asked_at timestamptz not null,
  decided_at timestamptz
);
create unique index purchase_use_once on catalogue.purchase_use (purchase_id, organisation) where state <> 'refused';
grant select, insert, update on catalogue.purchase_use to yiwang_app;
