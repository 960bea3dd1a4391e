-- What a body's officials did, newest first: an auditor of a small one would else read through what all others did. What citizens do, does not pay for it.
create index trace_organisation on kernel.trace (organisation, id desc) where organisation is not null;
