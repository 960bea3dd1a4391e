-- 查询 of one account since a moment (its quota of the day), of one agreement newest first, and results by the state of their review.
create index question_account_day on development.question (account_id, asked_at) where agreement_id is null;
create index question_of_agreement on development.question (agreement_id, id desc) where agreement_id is not null;
create index question_state on development.question (state, id desc) where state <> 'tried';
