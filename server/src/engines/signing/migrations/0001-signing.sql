create schema signing;
grant usage on schema signing to yiwang_app;

-- Private keys never stand here in the clear: handle is what the device needs to find or open its key.
create table signing.key (
  id uuid not null,
  device text not null,
  algorithm text not null check (algorithm in ('sm2')),
  handle bytea not null,
  public_key bytea not null,
  state text not null check (state in ('active', 'retired')),
  created_at timestamptz not null,
  primary key (id)
);
grant select, insert, update (state) on signing.key to yiwang_app;

-- Certificates 数字证书 that our authorities issued, or that were brought in as trusted roots (key_id is then null).
create table signing.certificate (
  id uuid not null,
  key_id uuid references signing.key,
  issuer_id uuid references signing.certificate,
  -- root, authority, sealMaker, signing, encryption
  role text not null check (role in ('root', 'authority', 'sealMaker', 'signing', 'encryption')),
  organisation text,
  subject text not null,
  issuer text not null,
  serial text not null,
  digest bytea not null,
  der bytea not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  state text not null check (state in ('valid', 'revoked')),
  revoked_at timestamptz,
  revoked_reason text,
  primary key (id),
  unique (digest),
  check ((state = 'revoked') = (revoked_at is not null))
);
create index certificate_key on signing.certificate (key_id);
create index certificate_issuer on signing.certificate (issuer_id);
create index certificate_organisation on signing.certificate (organisation, role);
create index certificate_expiry on signing.certificate (valid_to) where state = 'valid';
create index certificate_authority on signing.certificate (id) where role in ('root', 'authority');
create index certificate_revoked on signing.certificate (revoked_at) where state = 'revoked';
grant select, insert, update (state, revoked_at, revoked_reason) on signing.certificate to yiwang_app;

-- esID 印章标识: the last 8 of its 14 digits.
create sequence signing.seal_number maxvalue 99999999;
grant usage on sequence signing.seal_number to yiwang_app;

create table signing.seal (
  id uuid not null,
  version integer not null,
  -- 14 digits (6 division, 8 serial); set when the seal is made
  code text,
  organisation text not null,
  organisation_name text not null,
  -- six digits: who registers the seal
  division text not null check (division ~ '^[0-9]{6}$'),
  name text not null,
  -- statutory name seal 法定名称章, contract 合同专用章, finance 财务专用章, approval 审批专用章, licence 证照专用章 … : open
  kind text not null,
  state text not null check (state in ('applied', 'made', 'active', 'suspended', 'cancelled')),
  certificate_id uuid references signing.certificate,
  der bytea,
  picture bytea,
  valid_from timestamptz,
  valid_to timestamptz,
  reason text not null,
  applied_by text not null,
  applied_at timestamptz not null,
  primary key (id),
  unique (code),
  check (state in ('applied', 'cancelled') or (der is not null and picture is not null and certificate_id is not null))
);
create index seal_organisation on signing.seal (organisation, kind, state);
create index seal_certificate on signing.seal (certificate_id);
create index seal_expiry on signing.seal (valid_to) where state = 'active';
grant select, insert, update (version, code, state, certificate_id, der, picture, valid_from, valid_to) on signing.seal to yiwang_app;

-- What was done to a seal, append-only; its state is what the last line says.
create table signing.seal_action (
  id uuid not null,
  seal_id uuid not null references signing.seal,
  at timestamptz not null,
  action text not null,
  state text not null,
  account_id uuid,
  actor_name text not null,
  reason text not null,
  primary key (id)
);
create index seal_action_seal on signing.seal_action (seal_id, id);
grant select, insert on signing.seal_action to yiwang_app;

-- Use log of seals 用印记录, append-only. organisation is repeated here for the policy.
create table signing.seal_use (
  id uuid not null,
  seal_id uuid not null references signing.seal,
  organisation text not null,
  at timestamptz not null,
  actor_kind text not null,
  account_id uuid,
  actor_name text not null,
  digest bytea not null,
  property_info text not null,
  purpose text not null,
  case_id uuid,
  primary key (id)
);
create index seal_use_seal on signing.seal_use (seal_id, id desc);
create index seal_use_organisation on signing.seal_use (organisation, id desc);
create index seal_use_case on signing.seal_use (case_id) where case_id is not null;
grant select, insert on signing.seal_use to yiwang_app;
alter table signing.seal_use enable row level security;
create policy seal_use_own on signing.seal_use
  using (kernel.actor_kind() = 'system' or organisation = any (kernel.actor_organisations()))
  with check (kernel.actor_kind() = 'system' or organisation = any (kernel.actor_organisations()));
