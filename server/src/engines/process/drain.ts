import { enter } from './enter.ts';
import { errors } from './errors.ts';
import { fireInclusiveJoin } from './inclusive-join.ts';
import { deliver } from './deliver.ts';
import type { Run } from './run.ts';
import { finish } from './settle.ts';
import { movesMax } from './state.ts';

/** Moves tokens until every one waits for something, then closes what is empty. */
export function drain(run: Run): void {
  for (let moves = 0; run.ended === undefined; moves++) {
    if (moves > movesMax) throw errors.endless({ node: run.node(run.queue[0]?.node ?? run.graph.start).id });
    const arrival = run.queue.shift();
    if (arrival !== undefined) {
      // What was on its way inside a cancelled scope does not arrive.
      if (arrival.in === undefined || run.find(arrival.in) !== undefined) enter(run, arrival);
      continue;
    }
    const passed = run.passed.shift();
    if (passed !== undefined) {
      const token = run.find(passed);
      if (token !== undefined) finish(run, token, 'approve', run.node(token.node));
      continue;
    }
    const signal = run.signals.shift();
    if (signal !== undefined) {
      deliver(run, 'signal', signal, undefined);
      continue;
    }
    if (fireInclusiveJoin(run) || closeScope(run)) continue;
    break;
  }
  if (run.ended !== undefined) return;
  if (run.tokens.length === 0) {
    run.ended = run.outcome ?? 'completed';
    run.emit({ type: 'ended', outcome: run.ended });
  } else if (run.tokens.every((t) => t.flow !== undefined || run.node(t.node).kind === 'subprocess')) reportStuck(run);
}

function closeScope(run: Run): boolean {
  if (!run.graph.hasScopes) return false;
  for (const token of run.tokens) {
    if (token.multi !== undefined || run.node(token.node).kind !== 'subprocess') continue;
    if (run.tokens.some((t) => t.in === token.id)) continue;
    if (token.flow === undefined) finish(run, token, 'approve', run.node(token.node));
    return true;
  }
  return false;
}

/** Only joins are left and none can fire: the definition is wrong there; somebody must look. */
function reportStuck(run: Run): void {
  const token = run.tokens.find((t) => t.flow !== undefined);
  if (token !== undefined) run.emit({ type: 'incident', token: token.id, node: run.node(token.node).id, code: 'stuck' });
}

