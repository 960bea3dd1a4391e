import type { AddMode, Decision, Json, Token } from './state.ts';

/** What happens to a running process from outside; nodes are named by their BPMN id. */
export type ProcessEvent =
  /** An answer of a service, rule, child process; or the confirmation of a receive task. */
  | { type: 'complete'; token: number; output?: Json }
  | { type: 'fail'; token: number; code: string }
  | { type: 'escalate'; token: number; code: string }
  | { type: 'timer'; token: number; node: string }
  | { type: 'message'; name: string; token?: number; output?: Json }
  | { type: 'signal'; name: string };

/** What a person does. `actor` is her account; whether she may is checked by the caller (candidates, permissions). */
export type HumanOperation =
  | { type: 'claim' | 'release'; task: number; actor: string }
  | { type: 'approve' | 'reject'; task: number; actor: string; output?: Json }
  | { type: 'addSign'; task: number; actor: string; mode: AddMode; to: string[] }
  | { type: 'removeSign'; task: number; actor: string }
  | { type: 'transfer' | 'delegate'; task: number; actor: string; to: string }
  | { type: 'return'; task: number; actor: string; to: string; branches?: 'cancel' | 'refuse'; afterwards?: 'again' | 'direct' }
  | { type: 'withdraw' | 'suspend' | 'resume'; task: number; actor: string }
  | { type: 'circulate'; task: number; actor: string; to: string[] };

/** The same for the instance as a whole. */
export type InstanceOperation = { type: 'withdrawAll' | 'suspendAll' | 'resumeAll' | 'cancelAll'; actor: string };

export type CloseReason = 'done' | 'returned' | 'withdrawn' | 'cancelled';

/** What the caller must do, in its transaction, for the step to have happened. */
export type Effect =
  | TaskCreated
  | { type: 'update-task'; task: number; state: NonNullable<Token['task']>; assignee?: string; owner?: string }
  | { type: 'close-task'; task: number; as: CloseReason; decision?: Decision; by?: string }
  | { type: 'reopen-task'; task: number; node: string; state: NonNullable<Token['task']>; assignee?: string }
  | { type: 'circulate'; task: number; by: string; to: string[] }
  | { type: 'call-service'; token: number; node: string; action: string; input: Record<string, Json> }
  | { type: 'run-rule'; token: number; node: string; decision: string; input: Record<string, Json> }
  | { type: 'start-child'; token: number; node: string; process: string; input: Record<string, Json> }
  | { type: 'cancel-work'; token: number }
  | { type: 'send-message'; node: string; name: string; input: Record<string, Json> }
  | { type: 'await-message'; token: number; node: string; name: string; what: 'message' | 'signal' }
  | { type: 'cancel-await'; token: number; node: string }
  | ({ type: 'set-timer'; token: number; node: string } & ({ duration: string } | { at: string } | { workingDays: number }))
  | { type: 'cancel-timer'; token: number; node: string }
  | { type: 'broadcast-signal'; name: string }
  | { type: 'escalation'; node: string; code: string }
  | { type: 'incident'; token: number; node: string; code: string }
  /** Without `task`: the whole instance; timers stand still until `resume`. */
  | { type: 'suspend' | 'resume'; task?: number }
  | { type: 'ended'; outcome: string };

export interface TaskCreated {
  type: 'create-task';
  task: number;
  node: string;
  kind: 'user' | 'manual';
  name: { zh: string; en?: string };
  state: 'waiting' | 'suspended';
  role?: string;
  organisation?: Json;
  division?: Json;
  form?: string;
  workingDays?: number;
  checklist?: string;
  /** Named person, where one is named (transfer, add-sign). */
  assignee?: string;
  /** Element of a multi-instance step. */
  item?: Json;
  /** 加签: the task to which it was added. */
  addedTo?: number;
}

/** What a step needs from outside; pure as far as the engine is concerned. */
export interface Environment {
  /** Value of a FEEL expression; may throw. */
  evaluate(expression: string, variables: Readonly<Record<string, unknown>>): unknown;
  /** ISO 8601 instant, visible to expressions as `now`. */
  now: string;
  /** The case's answers, decisions and so on; process variables lie over them. */
  variables?: Readonly<Record<string, unknown>>;
}

export interface StepResult<S> { state: S; effects: Effect[] }
