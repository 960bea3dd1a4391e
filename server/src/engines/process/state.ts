/**
 * Terms.
 * - state: what one running process (流程实例) needs to go on; plain JSON of a few hundred bytes, kept in its case's row.
 * - token: one place where the process stands. A token at a user task is the task (任务); its id is the task's id.
 * - container: a token that holds others: an embedded sub-process, or a multi-instance step (会签) with its signers.
 * History lives with the case; the state keeps only which steps were ever completed and what may still be withdrawn.
 */
import type { ProcessEvent } from './events.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type Decision = 'approve' | 'reject';

/** Tokens of one instance at once. */
export const tokensMax = 1_000;
/** Bytes of process variables as JSON. */
export const variablesBytesMax = 8_192;
/** Events kept while suspended. */
export const heldMax = 100;
/** Moves in one step before it counts as an endless loop. */
export const movesMax = 10_000;
/** Signers of one multi-instance step, and added signers of one task. */
export const signersMax = 100;

export interface Token {
  id: number;
  /** Index of the node in the graph. */
  node: number;
  /** Token of the container; absent in the process itself. */
  in?: number;
  /** At a join: the flow by which it came. */
  flow?: number;
  /** `done`: approved, and waiting for added signers. */
  task?: 'waiting' | 'claimed' | 'suspended' | 'done';
  /** State to come back to after a suspension. */
  was?: 'waiting' | 'claimed';
  /** Who claimed it or whom it is assigned to. */
  by?: string;
  /** 委派: to whom it goes back. */
  owner?: string;
  /** Element of a multi-instance step. */
  item?: Json;
  /** Container of a multi-instance step. */
  multi?: Votes;
  /** 加签: the task to which this one was added, and how. */
  add?: number;
  mode?: AddMode;
  /** Signers to be added once this task is approved. */
  after?: string[];
  /** Decision of a task that waits for added signers. */
  decision?: Decision;
  /** 直送: node to which this step goes when done, instead of its flows. */
  back?: number;
  /** Boundary events (not interrupting) that have fired. */
  fired?: number[];
}

export type AddMode = 'before' | 'after' | 'parallel';

export interface Votes {
  total: number;
  completed: number;
  approved: number;
  rejected: number;
  /** Sequential: elements still to come. */
  rest?: Json[];
}

/** One decision that may still be withdrawn (撤回) because nothing that followed was opened. */
export interface Undo {
  task: number;
  by: string;
  as: 'done' | 'returned';
  /** Tokens that the decision took away. */
  gone: Token[];
  /** Tokens that it made. */
  made: number[];
  /** Container whose votes it changed, and by how much. */
  votes?: { in: number; approved: number; rejected: number };
}

export interface State {
  next: number;
  tokens: Token[];
  /** Which nodes were completed: five bits a character. */
  seen: string;
  variables?: Record<string, Json>;
  undo?: Undo[];
  suspended?: true;
  held?: ProcessEvent[];
  /** Outcome set by an end event that was passed. */
  outcome?: string;
  /** Present once the instance has ended. */
  ended?: string;
}
