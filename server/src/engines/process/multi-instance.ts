import { errors } from './errors.ts';
import { cancelTree } from './cancel.ts';
import { settle } from './settle.ts';
import { enterBody } from './enter.ts';
import { toJson, type Run } from './run.ts';
import { signersMax, type Decision, type Json, type Token, type Votes } from './state.ts';
import { arm } from './wait.ts';

/** Opens a multi-instance step: 会签 and 或签 at once, 依次 one after the other. */
export function openMulti(run: Run, at: number, scope: number | undefined): void {
  const node = run.node(at);
  const multi = node.multi;
  if (multi === undefined) return;
  const items = itemsOf(run, at);
  const votes: Votes = { total: items.length, completed: 0, approved: 0, rejected: 0 };
  if (multi.sequential) votes.rest = items.slice(1);
  const container = run.add({ node: at, ...(scope === undefined ? {} : { in: scope }), multi: votes });
  arm(run, container);
  if (items.length === 0) return settle(run, container, 'approve');
  for (const item of multi.sequential ? items.slice(0, 1) : items) enterBody(run, at, container.id, item);
}

function itemsOf(run: Run, at: number): Json[] {
  const node = run.node(at);
  const multi = node.multi;
  let items: Json[];
  if (multi?.collection !== undefined) {
    const value = toJson(run.evaluate(node, multi.collection));
    if (!Array.isArray(value)) throw errors.expression({ node: node.id, reason: 'not a list' });
    items = value;
  } else {
    const count = run.evaluate(node, multi?.cardinality ?? '0');
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) throw errors.expression({ node: node.id, reason: 'not a whole number' });
    if (count > signersMax) throw errors.tooMany({ limit: signersMax });
    items = Array.from({ length: count }, (_, i) => i + 1);
  }
  if (items.length > signersMax || JSON.stringify(items).length > 16_384) throw errors.tooMany({ limit: signersMax });
  return items;
}

/** One signer has decided. */
export function countVote(run: Run, instance: Token, decision: Decision): void {
  const container = run.find(instance.in ?? -1);
  run.remove(instance.id);
  if (container?.multi === undefined) return;
  const multi = container.multi;
  const votes: Votes = {
    ...multi,
    completed: multi.completed + 1,
    approved: multi.approved + (decision === 'approve' ? 1 : 0),
    rejected: multi.rejected + (decision === 'reject' ? 1 : 0),
  };
  const verdict = verdictOf(run, container.node, votes);
  if (verdict === undefined && votes.rest !== undefined) {
    const [item, ...rest] = votes.rest;
    run.patch(container, { multi: { ...votes, rest } });
    enterBody(run, container.node, container.id, item ?? null);
    return;
  }
  const kept = run.patch(container, { multi: votes });
  if (verdict === undefined) return;
  for (const child of run.children(kept.id)) cancelTree(run, child, 'cancelled');
  settle(run, kept, verdict);
}

function verdictOf(run: Run, at: number, votes: Votes): Decision | undefined {
  const node = run.node(at);
  const over = votes.completed >= votes.total;
  if (node.multi?.completion !== undefined) {
    const done = run.evaluate(node, node.multi.completion, {
      numberOfInstances: votes.total, numberCompleted: votes.completed, numberApproved: votes.approved, numberRejected: votes.rejected,
    });
    if (done !== true && !over) return undefined;
    return votes.rejected === 0 || votes.approved > votes.rejected ? 'approve' : 'reject';
  }
  if (node.multi?.mode === 'any') return votes.approved > 0 ? 'approve' : over ? 'reject' : undefined;
  if (votes.rejected > 0) return 'reject';
  return over ? 'approve' : undefined;
}
