-- 撤销 is a state of its own: a certificate that was taken back is not an assessment that was failed.
alter table assessment.assessment drop constraint assessment_state_check;
alter table assessment.assessment add constraint assessment_state_check check (state in ('answering', 'judging', 'mending', 'certifying', 'certified', 'failed', 'annulled'));
-- { at, by, organisation, reason, basis }
alter table assessment.assessment add column annulled jsonb;
update assessment.assessment a set state = 'annulled', annulled = jsonb_build_object('at', x.at, 'by', x.actor_name, 'organisation', null, 'reason', x.note, 'basis', null)
  from (select distinct on (assessment_id) assessment_id, at, actor_name, note from assessment.action where kind = 'annulled' order by assessment_id, seq desc) x
  where x.assessment_id = a.id and a.state = 'failed' and a.certificate is not null;
