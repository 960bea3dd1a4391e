-- 跳转交接 of an applicant to a system that is docked by redirect: what she agreed to, and a ticket that lets her in there once. Only the ticket's digest is kept.
create table docking.handover (
  id uuid primary key,
  system text not null,
  item text not null,
  person_id uuid not null,
  party_id uuid not null,
  party_kind text not null check (party_kind in ('person', 'company')),
  -- who she is there, and nowhere else
  subject text not null,
  -- 告知同意: the purpose as it was shown, and what is told
  purpose text not null,
  tells text[] not null,
  agreed_at timestamptz not null,
  ticket bytea not null unique,
  expires_at timestamptz not null,
  taken_at timestamptz,
  -- tries with it after it was taken, or by a system that it is not for
  refused int not null default 0
);
create index handover_person on docking.handover (person_id, id desc);
create index handover_system on docking.handover (system, id desc);
grant select, insert, update (expires_at, taken_at, refused) on docking.handover to yiwang_app;
alter table docking.handover enable row level security;
create policy handover_own on docking.handover using (kernel.actor_kind() = 'system' or (kernel.actor_kind() = 'citizen' and person_id = kernel.actor_person()))
  with check (kernel.actor_kind() = 'system' or (kernel.actor_kind() = 'citizen' and person_id = kernel.actor_person()));

alter table docking.message drop constraint message_kind_check;
alter table docking.message add constraint message_kind_check check (kind in ('push', 'status', 'result', 'count', 'test', 'handover'));
