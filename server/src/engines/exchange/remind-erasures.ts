import type { Ledger } from '#engines/ledger';
import type { Clock } from '#kernel/clock';
import { ownTransaction, system, type Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import { Refusal } from '#kernel/errors';
import type { Ids } from '#kernel/ids';
import { errors } from './errors.ts';
import type { ErasureTerms } from './erasures.ts';
import { checkedAddress } from './push.ts';
import type { RequestToSign } from './sign-request.ts';
import { upstreamRefusal, type Upstreams } from './upstream.ts';

export interface RemindDeps {
  db: Db;
  clock: Clock;
  ids: Ids;
  ledger: Pick<Ledger, 'append'>;
  upstreams: Upstreams;
  sign: (request: RequestToSign) => Promise<{ headers: Record<string, string> }>;
  terms: () => ErasureTerms;
  /** People of the body, or the party herself, beside the machine. */
  tellPeople: (ctx: Context, about: { organisation: string | null; partyId: string | null; title: string; reason: string; dueAt: Date; late: boolean; times: number }) => Promise<void>;
  failed: (error: unknown) => void;
}

interface Due { id: string; erasure_id: string; kind: 'machine' | 'peer' | 'party'; organisation: string | null; party_id: string | null; url: string | null; told: number; failures: number; late: boolean; notice: string; signature: Buffer; key_id: string; title: string; reason: string; due_at: Date }
const dayMs = 86_400_000;
const timeoutMs = 15_000;
/** What an address answers is read so far, in bytes, to keep its connection; nobody looks at it. */
const answerMax = 65_536;
const wait = { least: 60_000, most: 3_600_000 };

/** 催办: whoever has not confirmed is told again, at its address where it has one, and its people; whoever is past the day stands in the ledger, once. */
export async function remindErasures(deps: RemindDeps): Promise<void> {
  const now = deps.clock.now();
  const due = await deps.db.read(system, (tx) =>
    tx.query<Due>(
      `select h.id, h.erasure_id, h.kind, h.organisation, h.party_id, h.url, h.told, h.failures, h.late, e.notice, e.signature, e.key_id, e.title, e.reason, e.due_at
       from exchange.erasure_holder h join exchange.erasure e on e.id = h.erasure_id where h.next_at <= $1 order by h.next_at limit 500`, [now]));
  for (const one of due) {
    await remind(deps, one).catch((error: unknown) => deps.failed(error));
  }
}

async function remind(deps: RemindDeps, h: Due): Promise<void> {
  const failure = h.url === null ? null : await send(deps, h.url, h).then(() => null, (error: unknown) => (error instanceof Refusal ? error : upstreamRefusal(error)));
  await ownTransaction(deps, async (ctx) => {
    const late = ctx.now >= h.due_at;
    const next = ctx.now.getTime() + deps.terms().remindDays * dayMs;
    // an address that does not answer is tried again soon; the day itself is never slept through
    const at = failure === null ? next : Math.min(next, ctx.now.getTime() + Math.min(wait.most, wait.least * 2 ** Math.min(h.failures, 10)));
    const nextAt = new Date(late ? at : Math.min(at, h.due_at.getTime()));
    const moved = await ctx.tx.query(
      `update exchange.erasure_holder set told = told + $2, failures = $3, last_error = $4, next_at = $5, late = late or $6 where id = $1 and told = $7 and failures = $8 and next_at < 'infinity' returning 1`,
      [h.id, failure === null ? 1 : 0, failure === null ? 0 : h.failures + 1, failure === null ? null : (failure instanceof Refusal ? failure.words('zh') : failure.message).slice(0, 300), nextAt, late, h.told, h.failures]);
    // another process was quicker
    if (moved.length === 0) return;
    if (late && !h.late) deps.ledger.append(ctx.tx, { kind: 'exchange.erasureLate', subject: h.erasure_id, data: { holder: h.id, organisation: h.organisation } });
    if (failure === null) await deps.tellPeople(ctx, { organisation: h.organisation, partyId: h.party_id, title: h.title, reason: h.reason, dueAt: h.due_at, late, times: h.told + 1 });
  });
}

/** One signed POST `{ erasure, notice, signature, keyId, times }`; 2xx says that it was heard, not that it was done. */
async function send(deps: RemindDeps, address: string, h: Due): Promise<void> {
  const url = checkedAddress(address);
  const target = url.pathname + url.search;
  const body = Buffer.from(JSON.stringify({ erasure: h.id, notice: h.notice, signature: h.signature.toString('base64'), keyId: h.key_id, times: h.told + 1 }), 'utf8');
  const { headers } = await deps.sign({ method: 'POST', target, body });
  const { answer, release } = await deps.upstreams.send(`erasure:${h.id}`, { url: url.origin, timeoutMs, connections: 1, inFlightMax: 2, methods: ['POST'] }, {
    method: 'POST', target, headers, signal: AbortSignal.timeout(timeoutMs), body: (async function* () { yield body; })(),
  });
  await answer.whole(answerMax).catch(() => {});
  release(answer.statusCode < 500);
  if (answer.statusCode < 200 || answer.statusCode >= 300) throw errors.upstreamFailed({ status: answer.statusCode });
}
