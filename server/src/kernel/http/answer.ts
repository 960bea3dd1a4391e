import { createHmac } from 'node:crypto';
import type { Actor, Context } from '../context/index.ts';
import { PlanConflict, type Db, type Tx } from '../db/index.ts';
import { Refusal } from '../errors/index.ts';
import type { Route } from '../house/index.ts';
import { errors } from './errors.ts';

export interface Write {
  route: Route;
  input: unknown;
  actor: Actor;
  key: string;
  /** The caller's address stands for those who have not signed in, so that nobody can replay another's key. */
  caller: string;
  context: (tx: Tx) => Context;
  /** Keys the digest of the input, so that nobody can guess a small input from it. */
  digestKey: string;
}

interface StoredAnswer {
  contract: string;
  request_digest: string;
  body: unknown;
}

const actorKey = (w: Write): string => w.actor.accountId ?? `${w.actor.kind}:${w.caller}`;
const digestOf = (w: Write): string => createHmac('sm3', w.digestKey).update(JSON.stringify([w.route.contract.name, w.input])).digest('base64url');

/** PostgreSQL's code for writing or locking in a transaction that only reads. */
const needsOwn = '25006';
const uniqueViolation = (error: unknown): boolean => (error as { code?: string }).code === '23505';

/**
 * Runs a write once for its key. The answer is stored in the write's own transaction; whatever then fails or
 * repeats, the stored answer decides: the normal way costs no extra round trip.
 */
export async function answerWrite(db: Db, w: Write): Promise<unknown> {
  const digest = digestOf(w);
  const use = async (tx: Tx): Promise<unknown> => {
    const ctx = w.context(tx);
    const body = await w.route.handle(ctx, w.input);
    const at = ctx.now.toISOString();
    tx.insert('kernel.answer', { actor: actorKey(w), key: w.key, contract: w.route.contract.name, request_digest: digest, body: body ?? null, at });
    tx.insert('kernel.trace', traceRow(w, ctx, subjectOf(w.input, body), 'done'));
    return body;
  };
  try {
    return w.route.contract.gathered ? await gathered(db, w.actor, use) : await db.write(w.actor, use);
  } catch (error) {
    const stored = await db.read(w.actor, (tx) => tx.maybe<StoredAnswer>('select contract, request_digest, body from kernel.answer where actor = $1 and key = $2', [actorKey(w), w.key]));
    if (stored !== undefined) {
      if (stored.request_digest !== digest) throw errors.keyReused();
      return stored.body;
    }
    if (error instanceof PlanConflict || uniqueViolation(error)) throw errors.conflict();
    throw error;
  }
}

/**
 * Together with other requests where it can be; by itself where the use case turned out to need more than reading and
 * planning (a lock, its own rows), or where somebody else had changed what it read: then with locks, and it says what is the matter.
 */
async function gathered(db: Db, actor: Actor, use: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  try {
    return await db.gather(actor, use);
  } catch (error) {
    if (!(error instanceof PlanConflict) && (error as { code?: string }).code !== needsOwn) throw error;
    return db.write(actor, use);
  }
}

/** The case, record or other thing that a request was about; the case that it made rather than the draft that it used up. */
function subjectOf(input: unknown, body: unknown): string | undefined {
  const told = [input, body].filter((from): from is Record<string, unknown> => typeof from === 'object' && from !== null);
  for (const name of ['caseId', 'id', 'recordId', 'taskId', 'draftId']) {
    for (const from of told) {
      const value = from[name];
      if (typeof value === 'string' && value.length <= 64) return value;
    }
  }
  return undefined;
}

function traceRow(w: Write, ctx: Context, subject: string | undefined, outcome: string): Record<string, unknown> {
  return {
    id: ctx.newId(),
    at: ctx.now.toISOString(),
    actor_kind: w.actor.kind,
    account_id: w.actor.accountId,
    actor_name: w.actor.name,
    organisation: w.actor.organisations[0] ?? null,
    contract: w.route.contract.name,
    request_id: ctx.requestId,
    subject: subject ?? null,
    outcome,
  };
}

/** What PostgreSQL says when the limit is its own, not the request's fault. */
export function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  // a NUL byte or an unpaired surrogate: PostgreSQL's text has neither
  if (code === '22021' || code === '22P05') return errors.unreadable();
  if (statusCode === 413) return errors.tooLarge();
  if (statusCode === 415) return errors.unsupported();
  if (statusCode === 400) return errors.unreadable();
  if (statusCode === 404) return errors.notFound();
  if (['40001', '40P01', '55P03', '57014', '53300', '57P01', '57P03', '08006', '08001', 'ECONNREFUSED', 'ENOENT', 'ECONNRESET'].includes(code ?? '')) return errors.busy();
  if ((error as Error).message?.startsWith('Connection terminated')) return errors.busy();
  return undefined;
}
