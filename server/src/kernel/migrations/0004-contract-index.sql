-- Traces are listed newest first; one contract among them is met soon, and no plan used its index.
drop index kernel.trace_contract;
