-- Who asks is asked once a statement, and a row by what it says itself before its case is looked for: lists and figures of many rows.
drop policy review_seen on services.review;
create policy review_seen on services.review for select using (
  case (select kernel.actor_kind())
    when 'system' then true when 'anonymous' then true when 'citizen' then true
    else organisation = any ((select kernel.actor_organisations())::text[]) or division ^@ any ((select kernel.actor_divisions())::text[]) or exists (select from cases.case c where c.id = case_id) end);
drop policy card_officer on services.card;
create policy card_officer on services.card using (
  case (select kernel.actor_kind()) when 'officer' then organisation = any ((select kernel.actor_organisations())::text[]) or division ^@ any ((select kernel.actor_divisions())::text[]) else false end) with check (true);
-- the rating that a follow-up belongs to
create index review_follow_up on services.review (follow_up_case) where follow_up_case is not null;
