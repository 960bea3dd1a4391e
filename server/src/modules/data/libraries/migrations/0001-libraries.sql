-- 地方建库登记: libraries that cities and counties build on the platform beside the province's base libraries. Distribution column: id.
create schema libraries;
grant usage on schema libraries to yiwang_app;

create sequence libraries.number;
grant usage on sequence libraries.number to yiwang_app;

create table libraries.local_library (
  id uuid primary key,
  number text not null unique,
  title text not null,
  purpose text not null,
  organisation text not null,
  division text collate "C" not null,
  fields text[] not null check (cardinality(fields) > 0),
  key text[] not null,
  rows_expected bigint not null check (rows_expected >= 0),
  -- base registers whose facts it takes over the exchange instead of keeping them
  associates text[] not null,
  registered_by text not null,
  at timestamptz not null,
  unique (organisation, title)
);
create index local_library_division on libraries.local_library (division, id desc);
grant select, insert on libraries.local_library to yiwang_app;
