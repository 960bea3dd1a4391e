import type { CloseReason } from './events.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';
import { stopWaiting } from './wait.ts';

/** Takes a token away with everything inside it and every signer added to it. */
export function cancelTree(run: Run, token: Token, as: CloseReason, keep?: { task: number; as: CloseReason; by: string }): void {
  if (run.find(token.id) === undefined) return;
  for (const other of run.tokens.filter((t) => t.in === token.id || t.add === token.id)) cancelTree(run, other, as, keep);
  stopWaiting(run, token);
  run.remove(token.id);
  if (token.task === undefined || token.task === 'done') return;
  if (keep?.task === token.id) run.emit({ type: 'close-task', task: token.id, as: keep.as, by: keep.by });
  else run.emit({ type: 'close-task', task: token.id, as });
}

/** Ends the whole instance at once. */
export function endAll(run: Run, outcome: string, as: CloseReason): void {
  for (const token of run.tokens.slice()) cancelTree(run, token, as);
  run.queue.length = 0;
  run.ended = outcome;
  run.emit({ type: 'ended', outcome });
}
