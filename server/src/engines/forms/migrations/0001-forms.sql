create schema forms;
grant usage on schema forms to yiwang_app;

-- Drafts 草稿: answers not yet submitted, sealed by the application; gone when submitted, discarded or expired.
-- Distributed by party_id.
create table forms.draft (
  party_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  form_id text not null,
  form_version int not null,
  -- what is applied for: 'item:<id>' or 'life-event:<id>'
  subject text not null,
  answers bytea not null,
  page text,
  version int not null check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (party_id, id)
);
create index draft_expires on forms.draft (expires_at);

alter table forms.draft enable row level security;
create policy own_drafts on forms.draft to yiwang_app
  using (party_id = kernel.actor_party()) with check (party_id = kernel.actor_party());
create policy expiry on forms.draft for delete to yiwang_app using (kernel.actor_kind() = 'system');
create policy expiry_reads on forms.draft for select to yiwang_app using (kernel.actor_kind() = 'system');
grant select, insert, update, delete on forms.draft to yiwang_app;
