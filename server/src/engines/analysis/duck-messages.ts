import { Refusal, refusalDefinition, type RefusalParameters } from '#kernel/errors';
import type { Bound, Cell, EngineLimits, Patience } from './duckdb.ts';

/** What the house tells the engine's process; `talk` numbers a session or a stream. */
export type ToEngine =
  | { talk: number; open: 'session' | 'stream'; sql?: string; values?: readonly Bound[]; patience: Pick<Patience, 'seconds' | 'aside'> }
  | { talk: number; ask: string; values: readonly Bound[] }
  | { talk: number; go: 'on' | 'end' | 'stop' };

/** What it answers, one for each that it is told but `end` and `stop`: rows by columns, the end of a stream, or what went wrong. */
export type FromEngine = { talk: number } & ({ columns: string[]; rows: Cell[][] } | { ended: true } | { failed: Failure });

export interface Failure {
  message: string;
  /** Of a refusal. */
  code?: string;
  parameters?: RefusalParameters;
}

export interface EngineStart {
  folder: string;
  limits: EngineLimits;
}

export const failureOf = (error: unknown): Failure =>
  error instanceof Refusal ? { message: error.message, code: error.code, parameters: error.parameters } : { message: error instanceof Error ? error.message : String(error) };

export function errorOf({ message, code, parameters }: Failure): Error {
  const definition = code === undefined ? undefined : refusalDefinition(code);
  return definition === undefined ? new Error(message) : new Refusal(code!, definition, parameters);
}
