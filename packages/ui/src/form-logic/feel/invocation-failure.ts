import { FeelFunction } from 'feelin';

type InvocationFailure = new (warning: string, template: string, values: Record<string, unknown>) => object;

// feelin keeps the class of its failed calls to itself, but hands one out where a call has too many arguments
const Failure = (new FeelFunction(() => null, []).invoke([0]) as object).constructor as InvocationFailure;

/** What a function gives back so that its call is null and the evaluation warns of operands that do not go together. */
export const cannot = (verb: string, a: unknown, b: unknown): object => new Failure('INVALID_TYPE', `Can't ${verb} {right} to {left}`, { left: a, right: b });
