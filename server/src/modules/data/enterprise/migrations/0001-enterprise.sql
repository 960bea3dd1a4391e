-- Government–enterprise data sharing 政企数据共享: agreements between a firm and a body, what was done with them. Distribution column: agreement.
create schema enterprise;
grant usage on schema enterprise to yiwang_app;

create table enterprise.agreement (
  id uuid primary key,
  number text not null unique,
  scene text not null,
  -- what both sign: the scene as it stood, chosen fields, services, cycle
  terms jsonb not null,
  organisation text not null,
  organisation_name text not null,
  division text collate "C" not null,
  party_id uuid not null,
  company_code text not null,
  company text not null,
  purpose text not null,
  valid_until date,
  state text not null check (state in ('applied', 'review', 'offered', 'sealing', 'active', 'ended', 'declined')),
  -- account of the official who drafted it: another one reviews
  offered_by uuid,
  -- the firm's interface and its token, sealed; the token goes when the agreement ends
  interface jsonb,
  secret bytea,
  contract_file uuid,
  company_contract uuid,
  contract_digest text,
  source_id uuid,
  -- [{ service, grantId }]
  grants jsonb not null default '[]',
  reason text,
  -- company, body, bureau, term
  ended_by text,
  version int not null default 1,
  at timestamptz not null,
  active_at timestamptz,
  ended_at timestamptz
);
create index agreement_organisation on enterprise.agreement (organisation, id desc);
create index agreement_division on enterprise.agreement (division, id desc);
create index agreement_party on enterprise.agreement (party_id, id desc);
create index agreement_over on enterprise.agreement (valid_until) where state = 'active';
grant select, insert, update on enterprise.agreement to yiwang_app;
alter table enterprise.agreement enable row level security;
create policy agreement_sides on enterprise.agreement using (
  kernel.actor_kind() = 'system'
  or (kernel.actor_kind() = 'officer' and (organisation = any ((select kernel.actor_organisations())::text[]) or kernel.in_scope(division)))
  or (kernel.actor_kind() = 'citizen' and party_id = kernel.actor_party())
);

create table enterprise.action (
  agreement_id uuid not null references enterprise.agreement,
  seq int not null,
  at timestamptz not null,
  kind text not null,
  note text,
  by_name text not null,
  primary key (agreement_id, seq)
);
grant select, insert on enterprise.action to yiwang_app;
alter table enterprise.action enable row level security;
create policy action_seen on enterprise.action using (exists (select from enterprise.agreement a where a.id = agreement_id));
create unique index agreement_open on enterprise.agreement (scene, organisation, company_code) where state not in ('ended', 'declined');
