-- 容缺后补: what is owed, nearest limit first, and what was handed in and waits to be confirmed.
create index material_owed on cases.material (later_due, case_id) where state in ('later', 'given');
