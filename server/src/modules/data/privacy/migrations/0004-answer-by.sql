-- 答复期限 (个人信息保护法 50): the last day on which an objection or a correction is answered; null where no calendar of that year was out yet.
alter table privacy.objection add column due_on date;
