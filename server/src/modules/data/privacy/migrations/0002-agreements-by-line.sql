-- Agreements go from house to house over the lines of the exchange; what comes waits here for an officer. Distribution column: id.

-- 待签协议: the other house's text and signature, as they came.
create table privacy.proposal (
  id uuid primary key,
  peer text not null references privacy.peer,
  text text not null,
  peer_signature text not null,
  state text not null check (state in ('waiting', 'signed', 'refused', 'withdrawn')),
  why text,
  answered_by text,
  at timestamptz not null,
  answered_at timestamptz
);
create index proposal_peer on privacy.proposal (peer, at);
grant select, insert, update on privacy.proposal to yiwang_app;

-- Why the other house did not sign; the agreement is over then.
alter table privacy.agreement add column refused_why text;
