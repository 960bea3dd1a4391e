import { cancelTree } from './cancel.ts';
import { errors } from './errors.ts';
import type { Run } from './run.ts';
import { finish } from './settle.ts';
import { signersMax, type AddMode, type Decision, type Token } from './state.ts';
import { itemOf, taskCreated } from './wait.ts';

/** 加签: more signers for a task, before it (it waits for them), beside it, or after it is approved. */
export function addSign(run: Run, token: Token, mode: AddMode, to: string[]): void {
  const people = [...new Set(to)].filter((p) => p.trim() !== '');
  if (people.length === 0) throw errors.nobody();
  const already = run.tokens.filter((t) => t.add === token.id).length + (token.after?.length ?? 0);
  if (people.length + already > signersMax) throw errors.tooMany({ limit: signersMax });
  if (mode === 'after') {
    run.patch(token, { after: [...(token.after ?? []), ...people] });
    return;
  }
  if (mode === 'before') {
    run.patch(token, { was: token.task === 'claimed' ? 'claimed' : 'waiting', task: 'suspended' });
    run.emit({ type: 'update-task', task: token.id, state: 'suspended', ...(token.by === undefined ? {} : { assignee: token.by }) });
  }
  createAdded(run, token, mode, people);
}

function createAdded(run: Run, token: Token, mode: AddMode, people: string[]): void {
  for (const person of people) {
    const added = run.add({ node: token.node, ...(token.in === undefined ? {} : { in: token.in }), task: 'waiting', by: person, add: token.id, mode });
    run.emit(taskCreated(run, run.node(token.node), added, itemOf(run, token)));
  }
}

/** 减签: takes an added signer back while he has not opened it. */
export function removeSign(run: Run, token: Token): void {
  if (token.add === undefined) throw errors.notAdded();
  const original = run.find(token.add);
  cancelTree(run, token, 'cancelled');
  if (original !== undefined) addedFinished(run, original);
}

/** A task is approved or rejected. A rejection by anyone, added signer or not, decides the step at once. */
export function decide(run: Run, token: Token, decision: Decision, actor: string): void {
  run.emit({ type: 'close-task', task: token.id, as: 'done', decision, by: actor });
  if (decision === 'reject') {
    const root = rootOf(run, token);
    closeQuietly(run, token);
    for (const added of run.tokens.filter((t) => t.add === root.id)) cancelTree(run, added, 'cancelled');
    if (root.id !== token.id && root.task !== undefined && root.task !== 'done') run.emit({ type: 'close-task', task: root.id, as: 'cancelled' });
    return finish(run, run.find(root.id) ?? root, 'reject');
  }
  if (token.add === undefined && token.after === undefined && !run.tokens.some((t) => t.add === token.id)) return finish(run, token, decision);
  approved(run, run.patch(token, { task: 'done', decision }));
}

/** The task to which a signer was added, through any number of additions. */
function rootOf(run: Run, token: Token): Token {
  let root = token;
  for (let up = token.add === undefined ? undefined : run.find(token.add); up !== undefined; up = up.add === undefined ? undefined : run.find(up.add)) root = up;
  return root;
}

/** Marks a task as closed so that no second closing is told when its tree is cancelled. */
function closeQuietly(run: Run, token: Token): void {
  run.patch(token, { task: 'done' });
}

/** An approved task goes on when nobody that was added to it is left. */
function approved(run: Run, token: Token): void {
  if (token.after !== undefined) {
    const people = token.after;
    const now = run.patch(token, { after: undefined });
    createAdded(run, now, 'after', people);
    return;
  }
  if (run.tokens.some((t) => t.add === token.id)) return;
  if (token.add === undefined) return finish(run, token, token.decision ?? 'approve');
  const original = run.find(token.add);
  run.remove(token.id);
  if (original !== undefined) addedFinished(run, original);
}

function addedFinished(run: Run, original: Token): void {
  if (original.task === 'done') return approved(run, original);
  if (original.task !== 'suspended' || run.tokens.some((t) => t.add === original.id && t.mode === 'before')) return;
  const now = run.patch(original, { task: original.was ?? 'waiting', was: undefined });
  run.emit({ type: 'update-task', task: now.id, state: now.task ?? 'waiting', ...(now.by === undefined ? {} : { assignee: now.by }) });
}
