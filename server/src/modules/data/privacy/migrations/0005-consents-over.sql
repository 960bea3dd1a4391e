-- 同意到期: when somebody looks whether its end has to be told to who read by it; null once that was done, or it was withdrawn.
alter table privacy.consent add column look_at timestamptz;
update privacy.consent set look_at = valid_until where withdrawn_at is null;
create index consent_look on privacy.consent (look_at) where look_at is not null;
