create schema jobs;
grant usage on schema jobs to yiwang_app;

-- What will be done. Finished jobs are deleted, so that taking stays as fast with the millionth as with the first.
create table jobs.job (
  id uuid not null,
  kind text not null check (length(kind) between 1 and 100),
  -- planning again what still waits under the same key does nothing
  key text check (length(key) between 1 and 200),
  payload jsonb not null,
  -- 0 urgent, 1 normal, 2 bulk
  priority smallint not null default 1 check (priority between 0 and 2),
  run_at timestamptz not null,
  planned_at timestamptz not null,
  attempt integer not null default 0,
  -- fencing token: only who holds it may finish the job
  lease uuid,
  leased_until timestamptz,
  error text,
  retry text check (retry in ('transient', 'rate-limited', 'gateway', 'permanent')),
  primary key (id),
  check ((lease is null) = (leased_until is null))
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
create index job_due on jobs.job (priority, run_at, id) where lease is null;
create index job_leased on jobs.job (leased_until) where lease is not null;
create index job_key on jobs.job (kind, key) where key is not null and lease is null;
grant select, insert, update, delete on jobs.job to yiwang_app;
-- anyone's request may plan; what is planned is read by the system alone
alter table jobs.job enable row level security;
create policy job_plan on jobs.job for insert with check (true);
create policy job_work on jobs.job using (kernel.actor_kind() = 'system') with check (kernel.actor_kind() = 'system');

-- One waiting job a key. The row that waits is locked until the planner commits: no worker can start it before and
-- then miss what the planner wrote.
create function jobs.keep_one() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.kind || chr(10) || new.key, 0));
  perform from jobs.job where kind = new.kind and key = new.key and lease is null for update;
  if found then
    update jobs.job set run_at = least(run_at, new.run_at) where kind = new.kind and key = new.key and lease is null and run_at > new.run_at;
    return null;
  end if;
  return new;
end $$;
create trigger keep_one before insert on jobs.job for each row when (new.key is not null) execute function jobs.keep_one();

-- Jobs that failed for good: listed, run again or discarded by an operator.
create table jobs.dead_letter (
  id uuid not null,
  kind text not null,
  key text,
  payload jsonb not null,
  priority smallint not null,
  planned_at timestamptz not null,
  attempt integer not null,
  error text not null,
  retry text not null,
  died_at timestamptz not null,
  primary key (id)
);
create index dead_letter_kind on jobs.dead_letter (kind, id desc);
grant select, insert, delete on jobs.dead_letter to yiwang_app;
alter table jobs.dead_letter enable row level security;
create policy dead_letter_staff on jobs.dead_letter using (kernel.actor_kind() in ('system', 'officer')) with check (kernel.actor_kind() = 'system');

-- When a schedule runs next; moving next_at on and planning the job are one transaction: once a slot.
create table jobs.schedule (
  name text not null,
  next_at timestamptz not null,
  primary key (name)
);
grant select, insert, update on jobs.schedule to yiwang_app;
