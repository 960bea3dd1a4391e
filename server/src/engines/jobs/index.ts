export { createJobs, type JobsSettings } from './create-jobs.ts';
export type { DeadLetter, Handler, Jobs, JobsState, ManyOutsideHandler, NewJob, OutsideHandler, OutsideJob, Schedule, TogetherHandler } from './types.ts';
export { JobError, retryOfStatus, type Retry } from './retry.ts';
export { createLoop, type Loop } from './loop.ts';
export { errors as jobsErrors } from './errors.ts';
