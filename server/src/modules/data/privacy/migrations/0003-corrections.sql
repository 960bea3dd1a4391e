-- 更正、补充 (个人信息保护法 46): a person says what is wrong in a record about her; who answers for the field decides, and the register follows.
alter table privacy.objection
  add column register text,
  add column record_id uuid,
  add column field text,
  -- what stands and what is asked for, sealed
  add column correction bytea,
  add constraint objection_correction check ((register is null) = (correction is null) and (register is null) = (record_id is null) and (register is null) = (field is null));
create index objection_record on privacy.objection (record_id) where state = 'open' and record_id is not null;
