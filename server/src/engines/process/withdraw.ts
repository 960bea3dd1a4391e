import { cancelTree } from './cancel.ts';
import { errors } from './errors.ts';
import type { StepResult } from './events.ts';
import type { Run } from './run.ts';
import type { State, Token, Undo } from './state.ts';
import { toState } from './to-state.ts';
import { arm, isInstance, startWaiting } from './wait.ts';

/** 撤回: takes one's own last decision back while nothing that followed has been opened. */
export function withdraw(run: Run, task: number, actor: string): StepResult<State> {
  const undo = run.before.undo?.find((u) => u.task === task);
  if (undo === undefined) throw errors.tooLate({ task });
  if (undo.by !== actor) throw errors.notYours({ task });
  for (const id of undo.made) {
    const token = run.find(id);
    if (token !== undefined) cancelTree(run, token, 'withdrawn');
  }
  takeBackVote(run, undo);
  for (const token of undo.gone) restore(run, token, undo);
  run.tokens.sort((a, b) => a.id - b.id);
  const state = toState(run);
  const rest = state.undo?.filter((u) => u.task !== task);
  delete state.undo;
  return { state: rest === undefined || rest.length === 0 ? state : { ...state, undo: rest }, effects: run.effects };
}

function takeBackVote(run: Run, undo: Undo): void {
  const container = undo.votes === undefined ? undefined : run.find(undo.votes.in);
  if (undo.votes === undefined || container?.multi === undefined) return;
  const { multi } = container;
  const gaveNext = multi.rest !== undefined && undo.made.length > 0;
  const next = gaveNext ? [run.before.tokens.find((t) => t.id === undo.made[0])?.item ?? null] : [];
  run.patch(container, {
    multi: {
      ...multi,
      completed: multi.completed - undo.votes.approved - undo.votes.rejected,
      approved: multi.approved - undo.votes.approved,
      rejected: multi.rejected - undo.votes.rejected,
      ...(multi.rest === undefined ? {} : { rest: [...next, ...multi.rest] }),
    },
  });
}

function restore(run: Run, token: Token, undo: Undo): void {
  const mine = token.id === undo.task;
  const back: Token = mine ? { ...token, task: 'claimed', by: undo.by } : token;
  run.tokens.push(back);
  if (back.task === 'done') {
    // Approved earlier and still waiting for added signers: its row stays closed.
  } else if (back.task !== undefined) {
    run.emit({ type: 'reopen-task', task: back.id, node: run.node(back.node).id, state: back.task, ...(back.by === undefined ? {} : { assignee: back.by }) });
  } else if (back.flow === undefined && back.multi === undefined) startWaiting(run, back);
  if (back.flow === undefined && back.add === undefined && !isInstance(run, back)) arm(run, back);
}
