import type { Ledger } from '#engines/ledger';
import type { Clock } from '#kernel/clock';
import { dayInChina } from '#kernel/clock';
import { system } from '#kernel/context';
import { PlanConflict, type Db, type Tx } from '#kernel/db';
import { Refusal } from '#kernel/errors';
import type { Ids } from '#kernel/ids';
import { errors } from './errors.ts';
import type { Registry } from './registry.ts';
import type { Cryptography } from './types.ts';

/** 调用 as the log keeps it. */
export interface Call {
  readonly id: string;
  readonly phase: 'begun' | 'ended';
  readonly at: Date;
  readonly memberId: string;
  readonly organisation: string;
  readonly keyId: string;
  readonly grantId: string | null;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly purpose: string | null;
  readonly reference: string | null;
  /** `done`, or the code of the refusal. */
  readonly outcome: string;
  readonly rows: number;
  readonly bytes: number;
  readonly tookMs: number;
  readonly requestDigest: Uint8Array;
  readonly answerDigest: Uint8Array | null;
}

export interface Noting {
  readonly call: Call;
  /** Seen for the first time with this row. */
  readonly nonce?: { readonly scope: string; readonly value: string } | undefined;
  /** Of the registry when the call was admitted. */
  readonly revision?: number | undefined;
  /** Asked again when something has changed since; throws when the call is no longer admitted. */
  readonly stillAdmitted?: (() => Promise<void>) | undefined;
}

export interface CallLog {
  /**
   * Resolves when the row is durable: an answer ends only then. Refuses a nonce that another process has seen and a call
   * whose grant or key ended meanwhile, anywhere (both are logged as refused), and everything when nothing can be written.
   */
  note(noting: Noting): Promise<void>;
  /** Calls of a grant today, as far as this process knows; undefined before it has asked. */
  usedToday(grantId: string): number | undefined;
  setUsed(grantId: string, calls: number): void;
}

export interface CallLogDeps {
  db: Pick<Db, 'write'>;
  clock: Clock;
  ids: Ids;
  ledger: Pick<Ledger, 'append'>;
  crypto: Pick<Cryptography, 'sm3'>;
  registry: Pick<Registry, 'sync'>;
  /** Requests that the gateway has begun and not ended. */
  load: { readonly underWay: number };
}

interface Waiting extends Noting {
  since: number;
  done: () => void;
  failed: (error: unknown) => void;
}

const batchMax = 400;
const companyMsMax = 10;
const waitingMax = 5_000;
const usedMax = 50_000;

/** What the leaf of a call covers: the row, as text, so that anybody who has it computes the same. */
export const evidenceText = (c: Call): string =>
  JSON.stringify([c.id, c.phase, c.at.toISOString(), c.memberId, c.organisation, c.keyId, c.grantId, c.service, c.method, c.path, c.purpose, c.reference, c.outcome, c.rows, c.bytes, Buffer.from(c.requestDigest).toString('hex'), c.answerDigest === null ? null : Buffer.from(c.answerDigest).toString('hex')]);

/**
 * The log of all calls. Rows that arrive while a commit is under way go together with the next: one transaction writes
 * the nonces, the rows, the meter and one entry of the ledger over all of them, and looks whether anything was withdrawn.
 */
export function createCallLog({ db, clock, ids, ledger, crypto, registry, load }: CallLogDeps): CallLog {
  let waiting: Waiting[] = [];
  let busy = false;
  let lastSize = 1;
  let timer: NodeJS.Timeout | undefined;
  let turn: NodeJS.Immediate | undefined;
  let used = new Map<string, number>();
  let usedOn = { hour: -1, day: '' };
  const today = (): string => {
    const now = clock.now();
    // days begin at full hours: the calendar is asked once an hour
    const hour = Math.floor(now.getTime() / 3_600_000);
    if (hour === usedOn.hour && used.size <= usedMax) return usedOn.day;
    const day = dayInChina(now);
    if (day !== usedOn.day || used.size > usedMax) used = new Map();
    usedOn = { hour, day };
    return day;
  };

  const plan = (tx: Tx, calls: readonly Call[]): void => {
    const batchId = ids();
    const leaves = calls.map((c) => crypto.sm3(Buffer.from(evidenceText(c), 'utf8')));
    calls.forEach((c, i) => tx.insert('exchange.call', rowOf(c, batchId, leaves[i]!)));
    ledger.append(tx, { kind: 'exchange.calls', subject: batchId, data: { calls: calls.length, root: crypto.sm3(...leaves).toString('hex') } });
  };

  const count = (counted: readonly Counted[]): void => {
    for (const { grant_id: grant, calls } of counted) used.set(grant, Math.max(used.get(grant) ?? 0, calls));
  };

  /**
   * All of it in one round trip: nothing is waited for between the statements and their commit. They undo themselves where a nonce was
   * seen or anything was withdrawn. Nonces before the meter, as with care below, so that two processes never wait for each other.
   */
  const writeAtOnce = async (batch: readonly Waiting[]): Promise<void> => {
    const calls = batch.map((w) => w.call);
    const at = clock.now().toISOString();
    let planned = Promise.resolve();
    let counted: Promise<Counted[]> = Promise.resolve([]);
    await db.write(system, async (tx) => {
      for (const { nonce, revision } of batch) if (nonce !== undefined) tx.each(takeNonce, { scope: nonce.scope, nonce: nonce.value, at, revision });
      plan(tx, calls);
      planned = tx.flush();
      counted = addToMeter(tx, today(), calls);
      for (const sent of [planned, counted]) sent.catch(() => {}); // told below
    }).catch(async (error: unknown) => {
      await planned;
      throw error;
    });
    count(await counted);
  };

  /** One after the other, each call looked at for itself. */
  const writeWithCare = (batch: readonly Waiting[]): Promise<(Refusal | undefined)[]> =>
    db.write(system, async (tx) => {
      const { fresh, revision } = await takeNonces(tx, batch, clock.now());
      registry.sync(revision);
      const refusals = await Promise.all(batch.map((w) => refusalOf(w, fresh, w.revision !== revision)));
      const calls = batch.map((w, i): Call => (refusals[i] === undefined ? w.call : { ...w.call, outcome: refusals[i].code, rows: 0, bytes: 0, answerDigest: null }));
      plan(tx, calls);
      count(await addToMeter(tx, today(), calls));
      return refusals;
    });

  const write = async (batch: readonly Waiting[]): Promise<readonly (Refusal | undefined)[]> => {
    try {
      await writeAtOnce(batch);
      return [];
    } catch (error) {
      if (!(error instanceof PlanConflict)) throw error;
      return writeWithCare(batch);
    }
  };

  /** A commit costs nearly the same for one call as for many: a batch waits for half of those under way, a millisecond for each call of the last one at the most; where calls come one by one, none waits. */
  const patienceMs = (): number => (waiting.length * 2 >= load.underWay || waiting.length >= batchMax ? 0 : waiting[0]!.since + Math.min(lastSize, companyMsMax) - performance.now());

  const next = async (): Promise<void> => {
    if (busy || waiting.length === 0) return;
    const patience = patienceMs();
    if (patience > 0) return void (timer ??= setTimeout(() => {
      timer = undefined;
      void next();
    }, patience));
    busy = true;
    const batch = waiting.splice(0, batchMax);
    lastSize = batch.length;
    try {
      const refusals = await write(batch);
      batch.forEach((w, i) => (refusals[i] === undefined ? w.done() : w.failed(refusals[i])));
    } catch (error) {
      // nothing is written: nothing is exchanged
      for (const w of batch) w.failed(Object.assign(errors.notLogged(), { cause: error }));
    } finally {
      busy = false;
    }
    void next();
  };

  return {
    note: (noting) => {
      if (waiting.length >= waitingMax) return Promise.reject(errors.busy());
      return new Promise((done, failed) => {
        waiting.push({ ...noting, since: performance.now(), done, failed });
        if (!busy) turn ??= setImmediate(() => {
          turn = undefined;
          void next();
        });
      });
    },
    usedToday: (grantId) => {
      today();
      return used.get(grantId);
    },
    setUsed: (grantId, calls) => void used.set(grantId, calls),
  };
}

/** A nonce that is new, while nothing was changed since its call was admitted. */
const takeNonce = `insert into exchange.nonce (scope, nonce, at) select scope, nonce, at from jsonb_to_recordset($rows::jsonb) as r(scope text, nonce text, at timestamptz, revision bigint)
  where revision is null or revision = (select value from exchange.revision) on conflict do nothing`;

async function takeNonces(tx: Tx, batch: readonly Waiting[], now: Date): Promise<{ fresh: Set<string>; revision: number }> {
  const nonces = batch.flatMap((w) => (w.nonce === undefined ? [] : [w.nonce]));
  const rows = await tx.query<{ value: number; seen: string[] | null }>(
    `with taken as (insert into exchange.nonce (scope, nonce, at) select s, n, $3 from unnest($1::text[], $2::text[]) as x(s, n) on conflict do nothing returning scope || ' ' || nonce as seen)
     select value, (select array_agg(seen) from taken) as seen from exchange.revision`,
    [nonces.map((n) => n.scope), nonces.map((n) => n.value), now],
  );
  return { fresh: new Set(rows[0]?.seen ?? []), revision: rows[0]?.value ?? 0 };
}

async function refusalOf(w: Waiting, fresh: ReadonlySet<string>, changed: boolean): Promise<Refusal | undefined> {
  if (w.nonce !== undefined && !fresh.has(`${w.nonce.scope} ${w.nonce.value}`)) return errors.replayed();
  if (!changed || w.stillAdmitted === undefined) return undefined;
  try {
    await w.stillAdmitted();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

const rowOf = (c: Call, batchId: string, evidence: Uint8Array): Record<string, unknown> => ({
  id: c.id, phase: c.phase, at: c.at.toISOString(), batch_id: batchId, member_id: c.memberId, organisation: c.organisation, key_id: c.keyId, grant_id: c.grantId, service: c.service, method: c.method, path: c.path,
  purpose: c.purpose, reference: c.reference, outcome: c.outcome, rows: c.rows, bytes: c.bytes, took_ms: c.tookMs, request_digest: c.requestDigest, answer_digest: c.answerDigest, evidence,
});

/** Calls of a grant today, in all processes. */
interface Counted { grant_id: string; calls: number }
interface Sum { grant_id: string; service: string; organisation: string; calls: number; refused: number; rows: number; bytes: number; took_ms: number; took_ms_max: number }

/** In the order of the grants, so that two processes never wait for each other. */
async function addToMeter(tx: Tx, day: string, calls: readonly Call[]): Promise<Counted[]> {
  const sums = new Map<string, Sum>();
  for (const c of calls) {
    if (c.phase !== 'ended' || c.grantId === null) continue;
    let sum = sums.get(c.grantId);
    if (sum === undefined) sums.set(c.grantId, (sum = { grant_id: c.grantId, service: c.service, organisation: c.organisation, calls: 0, refused: 0, rows: 0, bytes: 0, took_ms: 0, took_ms_max: 0 }));
    if (c.outcome === 'done') sum.calls++;
    else sum.refused++;
    sum.rows += c.rows;
    sum.bytes += c.bytes;
    sum.took_ms += c.tookMs;
    sum.took_ms_max = Math.max(sum.took_ms_max, c.tookMs);
  }
  if (sums.size === 0) return [];
  const rows = [...sums.values()].toSorted((a, b) => (a.grant_id < b.grant_id ? -1 : 1));
  return tx.query(
    `insert into exchange.meter as m (grant_id, day, service, organisation, calls, refused, rows, bytes, took_ms, took_ms_max)
     select grant_id, $1::date, service, organisation, calls, refused, rows, bytes, took_ms, took_ms_max
     from jsonb_to_recordset($2::jsonb) as r(grant_id uuid, service text, organisation text, calls bigint, refused bigint, rows bigint, bytes bigint, took_ms bigint, took_ms_max int)
     on conflict (grant_id, day) do update set calls = m.calls + excluded.calls, refused = m.refused + excluded.refused, rows = m.rows + excluded.rows, bytes = m.bytes + excluded.bytes,
       took_ms = m.took_ms + excluded.took_ms, took_ms_max = greatest(m.took_ms_max, excluded.took_ms_max)
     returning grant_id, calls`,
    [day, JSON.stringify(rows)],
  );
}
