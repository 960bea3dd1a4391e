-- Who a government is and who speaks to it: 行政区划, 机构, 岗位, 自然人, 法人, 账号, 委托, 会话; and the OpenID provider's rows.
create schema access;
grant usage on schema access to yiwang_app;

-- 行政区划 (GB/T 2260, GB/T 10114; 行政区划代码管理办法): codes are retired, never reused. `digits` are the significant ones.
create table access.division (
  digits text primary key check (digits ~ '^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$'),
  code text not null unique check (code ~ '^\d{12}$'),
  name text not null,
  level smallint not null check (level between 1 and 5),
  parent text references access.division deferrable initially deferred,
  predecessor text,
  valid_from date,
  valid_to date
);
create index division_parent on access.division (parent, digits);

-- 机构: the key is the unified social credit code (GB 32100).
create table access.organisation (
  credit_code text primary key,
  name text not null,
  short_name text not null,
  english_name text not null,
  division text not null references access.division,
  level smallint not null,
  parent text references access.organisation deferrable initially deferred,
  nature text not null,
  function text not null,
  address text,
  phone text,
  demonstration boolean not null,
  valid_from date,
  valid_to date
);
create index organisation_parent on access.organisation (parent);
create index organisation_division on access.organisation (division, function);

-- 角色: a named list of permissions and how far it sees.
create table access.role (
  id text primary key,
  name jsonb not null,
  description jsonb,
  permissions text[] not null,
  excludes text[] not null,
  scope text not null check (scope in ('organisation', 'organisation-and-below', 'division', 'division-and-below')),
  valid_to date
);

-- 主体: a person or a company, for whom somebody acts. A person's display name is masked here.
create table access.party (
  id uuid primary key,
  kind text not null check (kind in ('person', 'company')),
  display_name text not null,
  demonstration boolean not null default false
);

-- 自然人: name, identity number and telephone are sealed; look-up goes by blind index (GB/T 39786 8.4 e).
create table access.person (
  id uuid primary key references access.party deferrable initially deferred,
  name bytea not null,
  identity_number bytea,
  identity_index bytea unique,
  phone bytea,
  phone_index bytea,
  division text,
  demonstration boolean not null default false
);
create index person_phone on access.person (phone_index) where phone_index is not null;

-- 法人: the legal representative (法定代表人) acts for it.
create table access.company (
  id uuid primary key references access.party deferrable initially deferred,
  credit_code text not null unique,
  name text not null,
  legal_representative uuid references access.person deferrable initially deferred,
  division text,
  state text not null,
  demonstration boolean not null default false
);
create index company_representative on access.company (legal_representative);

-- 账号
create table access.account (
  id uuid primary key,
  person_id uuid references access.person deferrable initially deferred,
  kind text not null check (kind in ('citizen', 'officer', 'machine')),
  login_name text not null check (login_name = lower(login_name)),
  state text not null default 'active' check (state in ('active', 'locked', 'closed')),
  password_hash text,
  password_changed_at timestamptz,
  second_factor bytea,
  second_factor_step bigint not null default 0,
  failed_count integer not null default 0,
  locked_until timestamptz,
  lock_reason text,
  division text,
  demonstration boolean not null default false,
  created_at timestamptz not null,
  version integer not null default 1
);
create unique index account_login on access.account (login_name);
create unique index account_person on access.account (person_id, kind) where person_id is not null;
create index account_division on access.account (kind, division text_pattern_ops);

-- 任职: officer ↔ organisation ↔ title.
create table access.post (
  id uuid primary key,
  person_id uuid not null references access.person,
  organisation text not null references access.organisation,
  title text not null,
  main boolean not null,
  from_content boolean not null default false,
  valid_from date,
  valid_to date
);
create index post_person on access.post (person_id);
create index post_organisation on access.post (organisation);

-- 授权: a role held in a post; `division` narrows or moves the scope away from the organisation's own division.
create table access.role_assignment (
  id uuid primary key,
  post_id uuid not null references access.post,
  role text not null references access.role,
  division text references access.division,
  from_content boolean not null default false,
  granted_by uuid,
  granted_at timestamptz not null,
  revoked_by uuid,
  revoked_at timestamptz,
  integrity bytea
);
create unique index role_assignment_once on access.role_assignment (post_id, role) where revoked_at is null;

-- 应用账号: OpenID clients beside the two apps; a machine's account hangs on one.
create table access.client (
  id text primary key,
  account_id uuid references access.account,
  name text not null,
  organisation text references access.organisation,
  secret bytea,
  redirect_uris text[] not null default '{}',
  grant_types text[] not null,
  permissions text[] not null default '{}',
  state text not null default 'active' check (state in ('active', 'closed')),
  demonstration boolean not null default false,
  created_at timestamptz not null
);

-- 委托: a party lets a person act for it, in some items (none named: in all), for a time.
create table access.mandate (
  id uuid primary key,
  principal_party uuid not null references access.party,
  agent_person uuid not null references access.person,
  items text[] not null default '{}',
  valid_from date not null,
  valid_to date not null,
  state text not null check (state in ('offered', 'active', 'declined', 'revoked')),
  statement text not null,
  integrity bytea not null,
  granted_by uuid not null,
  granted_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  version integer not null default 1,
  check (valid_to >= valid_from)
);
create index mandate_agent on access.mandate (agent_person, state);
create index mandate_principal on access.mandate (principal_party, state);

-- 会话: the cookie's value is known only by its hash. No personal data.
create table access.session (
  id uuid primary key,
  token_hash bytea not null unique,
  account_id uuid not null references access.account,
  party_id uuid,
  mandate_id uuid,
  post_id uuid,
  assurance smallint not null check (assurance in (1, 2)),
  app text not null,
  device text not null default '',
  openid_session text,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_account on access.session (account_id, created_at desc);

-- 短信验证码, hashed; the subject is the blind index of a telephone or an account.
create table access.code (
  id uuid primary key,
  subject bytea not null,
  purpose text not null,
  code_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  attempts integer not null default 0,
  used_at timestamptz
);
create index code_subject on access.code (subject, purpose, created_at desc);

-- The OpenID provider's models; ids are hashed, payloads sealed.
create table access.openid (
  model text not null,
  id bytea not null,
  payload bytea not null,
  grant_id text,
  uid text,
  user_code text,
  session_uid text,
  consumed_at bigint,
  expires_at timestamptz,
  primary key (model, id)
);
create index openid_grant on access.openid (grant_id) where grant_id is not null;
create index openid_uid on access.openid (model, uid) where uid is not null;
create index openid_user_code on access.openid (model, user_code) where user_code is not null;
create index openid_session on access.openid (session_uid) where session_uid is not null;
create index openid_expiry on access.openid (expires_at);

-- Keys of this house, sealed: signing keys of tokens, cookie keys, secrets of the two apps.
create table access.secret (
  name text primary key,
  value bytea not null,
  created_at timestamptz not null
);

create table access.content_sync (
  singleton boolean primary key default true check (singleton),
  digest text not null,
  at timestamptz not null
);

grant select on access.division, access.organisation, access.role to yiwang_app;
grant select on access.company, access.post, access.content_sync to yiwang_app;
grant select, insert, update on access.party, access.person, access.account, access.mandate, access.session, access.code, access.role_assignment to yiwang_app;
grant select, insert, update on access.client to yiwang_app;
grant select, insert, update, delete on access.openid to yiwang_app;
grant delete on access.code to yiwang_app;
grant select, insert on access.secret to yiwang_app;

create function access.is_system() returns boolean language sql stable parallel safe return kernel.actor_kind() = 'system';

-- Tenancy. The engine's own look-ups (sign-in, sessions) run as the system; everybody else sees what is hers.
alter table access.person enable row level security;
create policy own on access.person using (access.is_system() or id = kernel.actor_person()) with check (access.is_system() or id = kernel.actor_person());

alter table access.account enable row level security;
create policy own on access.account using (
  access.is_system() or id = kernel.actor_account()
  or (kernel.actor_kind() = 'officer' and division is not null and kernel.in_scope(division))
);

alter table access.mandate enable row level security;
create policy concerned on access.mandate using (
  access.is_system() or agent_person = kernel.actor_person() or principal_party = kernel.actor_party()
) with check (access.is_system() or agent_person = kernel.actor_person() or principal_party = kernel.actor_party());

alter table access.party enable row level security;
create policy concerned on access.party using (
  access.is_system() or kind = 'company' or id = kernel.actor_person() or kernel.actor_kind() in ('officer', 'machine')
  or exists (select from access.mandate m where m.principal_party = party.id or m.agent_person = party.id)
) with check (access.is_system());

alter table access.session enable row level security;
create policy own on access.session using (access.is_system() or account_id = kernel.actor_account());

alter table access.code enable row level security;
create policy system_only on access.code using (access.is_system());
alter table access.openid enable row level security;
create policy system_only on access.openid using (access.is_system());
alter table access.secret enable row level security;
create policy system_only on access.secret using (access.is_system());

alter table access.client enable row level security;
create policy own on access.client using (
  access.is_system() or organisation = any (kernel.actor_organisations())
);

-- An officer's roles are seen by herself and by administrators of her organisation's division.
alter table access.role_assignment enable row level security;
create policy in_scope on access.role_assignment using (
  access.is_system() or exists (
    select from access.post p join access.organisation o on o.credit_code = p.organisation
    where p.id = post_id and (p.person_id = kernel.actor_person() or kernel.in_scope(o.division))
  )
);

-- A session that ends takes the provider's rows with it: called by whoever ends sessions, which may be the person herself.
create function access.end_openid_sessions(uids text[]) returns void language sql security definer set search_path = access, pg_temp as $$
  delete from access.openid where (model = 'Session' and uid = any (uids)) or session_uid = any (uids);
$$;
