-- 通行密钥, 扫码登录, 部门系统的密钥与期限, 令牌签名密钥的轮换, 角色的完整性.

-- 通行密钥 (WebAuthn level 3): the public half of a key that stays in her device.
create table access.passkey (
  id uuid primary key,
  account_id uuid not null references access.account,
  -- base64url, as browsers write it
  credential_id text not null unique check (length(credential_id) <= 1400),
  public_key bytea not null,
  -- how often the device says that it signed; 0 where it does not count
  uses bigint not null,
  transports text[] not null default '{}',
  name text not null,
  backed_up boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_account on access.passkey (account_id, created_at);
grant select, insert, update (uses, backed_up, last_used_at), delete on access.passkey to yiwang_app;
alter table access.passkey enable row level security;
create policy own on access.passkey using (access.is_system() or account_id = kernel.actor_account());

-- What may be used once: digests of challenges and tickets until they would have expired by themselves.
create table access.spent (
  digest bytea primary key,
  expires_at timestamptz not null
);
create index spent_expiry on access.spent (expires_at);
grant select, insert, delete on access.spent to yiwang_app;
alter table access.spent enable row level security;
create policy system_only on access.spent using (access.is_system());

-- 扫码登录: a sign-in page waits until a telephone that is signed in says yes. The code on the page is known by its hash.
create table access.scan (
  id uuid primary key,
  token_hash bytea not null unique,
  -- the provider's interaction: only the browser that holds its cookie gets the session
  interaction text not null,
  app text not null,
  device text not null,
  address text not null,
  state text not null check (state in ('shown', 'seen', 'confirmed', 'denied', 'used')),
  account_id uuid references access.account,
  assurance smallint check (assurance in (1, 2)),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index scan_interaction on access.scan (interaction, created_at desc);
create index scan_account on access.scan (account_id) where account_id is not null;
create index scan_expiry on access.scan (expires_at);
grant select, insert, update (state, account_id, assurance), delete on access.scan to yiwang_app;
alter table access.scan enable row level security;
create policy system_only on access.scan using (access.is_system());

-- 部门系统: who answers for it, until when it may come, in which state.
alter table access.client add column contact text, add column contact_phone bytea, add column purpose text, add column valid_until timestamptz, add column secret_at timestamptz, add column changed_at timestamptz, add column version integer not null default 1;
alter table access.client drop constraint client_state_check;
alter table access.client add constraint client_state_check check (state in ('active', 'suspended', 'closed'));
create index client_account on access.client (account_id);
create index client_organisation on access.client (organisation, id);
create index client_until on access.client (valid_until) where valid_until is not null;
create policy in_scope on access.client using (
  kernel.actor_kind() = 'officer' and exists (select from access.organisation o where o.credit_code = organisation and kernel.in_scope(o.division))
);

-- SM2 公钥 with which a department's system signs what it sends.
create table access.client_key (
  id uuid primary key,
  client_id text not null references access.client,
  -- uncompressed point, 65 bytes
  public_key bytea not null check (octet_length(public_key) = 65),
  created_at timestamptz not null,
  valid_until timestamptz not null,
  revoked_at timestamptz
);
create unique index client_key_once on access.client_key (client_id, public_key) where revoked_at is null;
create index client_key_until on access.client_key (valid_until) where revoked_at is null;
grant select, insert, update (revoked_at) on access.client_key to yiwang_app;
alter table access.client_key enable row level security;
create policy of_client on access.client_key using (access.is_system() or exists (select from access.client c where c.id = client_id));

-- 令牌签名密钥: published before it signs, kept published until what it signed has died. Sealed like other secrets.
create table access.signing_key (
  kid text primary key,
  value bytea not null,
  created_at timestamptz not null,
  signs_at timestamptz not null,
  signs_until timestamptz not null,
  published_until timestamptz not null
);
create index signing_key_until on access.signing_key (published_until);
grant select, insert, delete on access.signing_key to yiwang_app;
alter table access.signing_key enable row level security;
create policy system_only on access.signing_key using (access.is_system());

-- 访问控制信息的完整性 (GB/T 39786 8.4 b): a keyed digest of what each role permits, beside the one of each grant.
alter table access.role add column integrity bytea;
