-- A planned update must touch as many rows as it was handed, else its transaction fails with YW001: checked here, so that
-- the commit travels with the statement and costs no round trip of its own.
create function kernel.touched_all(touched bigint, handed integer) returns void language plpgsql immutable parallel safe as $$
begin
  if touched <> handed then
    raise exception 'a planned update touched % of % rows', touched, handed using errcode = 'YW001';
  end if;
end $$;
