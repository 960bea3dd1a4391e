create schema designers;
grant usage on schema designers to yiwang_app;

-- 设计草稿: one under way for a definition in an organisation; `definition` is its body, `file` its BPMN or DMN text.
create table designers.draft (
  id uuid primary key,
  kind text not null check (kind in ('process', 'form', 'decision')),
  definition_id text not null,
  -- the version that it changes; none: a new definition
  base_version integer,
  -- 所属单位 and its division: whose draft it is
  organisation text not null,
  division text not null,
  state text not null check (state in ('open', 'proposed', 'published', 'discarded')),
  definition json not null,
  file text,
  version integer not null,
  changed_by uuid not null,
  changed_name text not null,
  changed_at timestamptz not null,
  created_at timestamptz not null,
  -- 提请发布
  in_force_from date,
  reason text,
  proposed_by uuid,
  proposed_name text,
  -- 退回修改
  opinion text
);
create unique index draft_under_way on designers.draft (kind, definition_id, organisation) where state in ('open', 'proposed');
create index draft_of_division on designers.draft (division, changed_at desc) where state in ('open', 'proposed');
alter table designers.draft enable row level security;
-- the organisation's own, and those of the divisions that an official oversees
create policy draft_scope on designers.draft
  using (kernel.actor_kind() = 'system' or organisation = any (kernel.actor_organisations()) or exists (select from unnest(kernel.actor_divisions()) d where division like d || '%'))
  with check (kernel.actor_kind() = 'system' or organisation = any (kernel.actor_organisations()) or exists (select from unnest(kernel.actor_divisions()) d where division like d || '%'));
grant select, insert, update on designers.draft to yiwang_app;

-- 发布记录: who published which version, who agreed; the definition itself is content.
create table designers.publication (
  id uuid primary key,
  kind text not null,
  definition_id text not null,
  version integer not null,
  in_force_from date not null,
  reason text not null,
  draft_id uuid not null references designers.draft,
  published_by uuid not null,
  published_name text not null,
  approved_by uuid,
  approved_name text,
  digest text not null,
  at timestamptz not null
);
create index publication_of on designers.publication (kind, definition_id, version desc);
create index publication_draft on designers.publication (draft_id);
grant select, insert on designers.publication to yiwang_app;
