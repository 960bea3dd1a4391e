import { endAll } from './cancel.ts';
import { markSeen } from './seen.ts';
import type { Run } from './run.ts';
import type { Decision, Token } from './state.ts';
import { countVote } from './multi-instance.ts';
import { isInstance, stopWaiting } from './wait.ts';
import type { Node } from './graph.ts';

/** A step (or one signer of it) is finished. */
export function finish(run: Run, token: Token, decision: Decision, answered?: Node): void {
  if (isInstance(run, token)) {
    stopWaiting(run, token, answered);
    return countVote(run, token, decision);
  }
  settle(run, token, decision, answered);
}

/** A step as a whole is decided: keep the decision, or end on a rejection (驳回) that no flow asks about; then go on. */
export function settle(run: Run, token: Token, decision: Decision, answered?: Node): void {
  const node = run.node(token.node);
  const human = node.kind === 'user' || node.kind === 'manual';
  if (human && node.task?.decision !== undefined) run.set({ [node.task.decision]: decision });
  else if (human && decision === 'reject') {
    run.remove(token.id);
    stopWaiting(run, token, answered);
    return endAll(run, 'rejected', 'cancelled');
  }
  if (human) run.seen = markSeen(run.seen, token.node);
  stopWaiting(run, token, answered ?? node);
  run.remove(token.id);
  if (token.back !== undefined) run.queue.push({ node: token.back, in: token.in, flow: -1 });
  else run.follow(token.node, token.in);
}
