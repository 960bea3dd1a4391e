-- Search 检索: entries written with the data that they stand for. Distribution column: ref.
create schema search;
grant usage on schema search to yiwang_app;

create table search.entry (
  kind text not null,
  ref text not null,
  -- significant digits; '' where it holds for the whole country
  division text collate "C" not null,
  title text not null,
  title_en text,
  summary text not null,
  keywords text[] not null,
  audience text not null check (audience in ('public', 'citizen', 'officer')),
  url text not null,
  -- 0 to 100: what people want more often comes first among equals
  weight smallint not null,
  -- the title as it is typed: lower case, no blanks
  title_key text collate "C" not null,
  -- words, pinyin and initials of title and keywords; division and kind as words of their own, so that one index narrows by all of them
  title_terms tsvector not null,
  -- the same for summary and body
  body_terms tsvector not null,
  -- pairs of characters of title and keywords: two-character queries and typing errors
  grams text[] not null,
  digest bytea not null,
  indexed_at timestamptz not null,
  primary key (kind, ref)
);
create index entry_title_key on search.entry (title_key);
-- no pending list: a query never pays for what others wrote
create index entry_title on search.entry using gin (title_terms) with (fastupdate = off);
create index entry_body on search.entry using gin (body_terms) with (fastupdate = off);
create index entry_grams on search.entry using gin (grams) with (fastupdate = off);
grant select, insert, update, delete on search.entry to yiwang_app;
alter table search.entry enable row level security;
create policy entry_seen on search.entry for select using (
  audience = 'public' or kernel.actor_kind() in ('officer', 'system') or (audience = 'citizen' and kernel.actor_kind() = 'citizen')
);
create policy entry_written on search.entry for insert with check (true);
create policy entry_changed on search.entry for update using (true) with check (true);
create policy entry_removed on search.entry for delete using (true);

-- Hot words 热词: words by day, without who asked.
create table search.hot_word (
  day date not null,
  word text not null,
  count int not null,
  primary key (day, word)
);
grant select, insert, update, delete on search.hot_word to yiwang_app;
