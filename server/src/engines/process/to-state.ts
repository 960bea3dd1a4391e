import type { Run } from './run.ts';
import type { State, Token, Undo } from './state.ts';

/** Decisions that may be withdrawn at once, and tokens that one of them may bring back. */
const undoMax = 8;
const goneMax = 20;

/** The new state: a plain object without empty parts. */
export function toState(run: Run, made?: Pick<Undo, 'task' | 'by' | 'as'>): State {
  if (run.ended !== undefined) {
    return { next: run.next, tokens: [], seen: run.seen, ...(run.variables === undefined ? {} : { variables: run.variables }), ended: run.ended };
  }
  const state: State = { next: run.next, tokens: run.tokens, seen: run.seen };
  if (run.variables !== undefined) state.variables = run.variables;
  if (run.outcome !== undefined) state.outcome = run.outcome;
  if (run.before.suspended === true) state.suspended = true;
  if (run.keepHeld !== undefined && run.keepHeld.length > 0) state.held = run.keepHeld;
  // A return puts the process back: older decisions can no longer be withdrawn one by one.
  const undo = made?.as === 'returned' ? [] : (run.before.undo ?? []).filter((u) => untouched(run, u));
  const added = made === undefined ? undefined : undoOf(run, made);
  if (added !== undefined) undo.push(added);
  if (undo.length > 0) state.undo = undo.slice(-undoMax);
  return state;
}

/** Has nobody opened what the decision led to? */
function untouched(run: Run, undo: Undo): boolean {
  if (undo.votes !== undefined && run.find(undo.votes.in) === undefined) return false;
  const known = (id: number | undefined): boolean => id === undefined || run.find(id) !== undefined || undo.gone.some((t) => t.id === id);
  if (!undo.gone.every((t) => known(t.in) && known(t.add))) return false;
  return undo.made.every((id) => {
    const token = run.find(id);
    if (token === undefined || token.fired !== undefined || token.after !== undefined) return false;
    if (token.multi !== undefined && token.multi.completed > 0) return false;
    return token.task === undefined || token.task === 'waiting' || (token.task === 'suspended' && token.was === 'waiting' && !run.tokens.some((t) => t.add === id));
  });
}

const reversible = new Set<string>(['create-task', 'close-task', 'update-task', 'set-timer', 'cancel-timer', 'await-message', 'cancel-await']);

/** What it would take to withdraw this step; undefined where it had effects that cannot be taken back. */
function undoOf(run: Run, made: Pick<Undo, 'task' | 'by' | 'as'>): Undo | undefined {
  if (!run.effects.every((e) => reversible.has(e.type))) return undefined;
  const gone: Token[] = [];
  let votes: Undo['votes'];
  for (const old of run.before.tokens) {
    const now = run.find(old.id);
    if (now === undefined) gone.push(old);
    else if (now !== old) {
      if (old.multi === undefined || now.multi === undefined || votes !== undefined) return undefined;
      votes = { in: old.id, approved: now.multi.approved - old.multi.approved, rejected: now.multi.rejected - old.multi.rejected };
    }
  }
  const fresh = run.tokens.filter((t) => t.id >= run.before.next).map((t) => t.id);
  if (gone.length > goneMax || (fresh.length === 0 && votes === undefined)) return undefined;
  return { ...made, gone, made: fresh, ...(votes === undefined ? {} : { votes }) };
}
