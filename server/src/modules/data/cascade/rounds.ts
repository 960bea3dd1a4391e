import { z } from 'zod';
import type { Relay } from '#engines/exchange';
import { exchangeErrors } from '#engines/exchange';
import { system } from '#kernel/context';
import { asPeer, type CascadeDeps } from './deps.ts';
import { collectComparison } from './comparison.ts';
import { refreshDirectory } from './directory.ts';
import { collectEntries } from './entries.ts';
import { collectFlows } from './flows.ts';
import { perRequest } from './inbox.ts';
import { addressOf, duePeers, findPeer, lockPeer, type ActivePeer } from './peer-queries.ts';
import { reconcile } from './reconcile.ts';
import { collectStatistics } from './statistics.ts';
import { errors } from './errors.ts';

const reconcileMs = 3_600_000;
const waitMsMin = 5_000;
const waitMsMax = 600_000;
const answer = z.object({ taken: z.array(z.object({ id: z.uuid(), outcome: z.string().max(200) })).max(perRequest) });

/** 轮次: to each peer whose line is due: gather what is new, send what waits, fetch its directory, compare. One that fails waits longer each time and holds no other. */
export async function round(deps: CascadeDeps): Promise<void> {
  const peers = await deps.db.read(system, (tx) => duePeers(tx, deps.clock.now()));
  await Promise.all(peers.map((peer) => roundOf(deps, peer)));
}

async function roundOf(deps: CascadeDeps, peer: ActivePeer): Promise<void> {
  try {
    await gather(deps, peer);
    await refreshDirectory(deps, peer);
    await sendWaiting(deps, peer);
    const now = deps.clock.now();
    if (peer.reconciled_at === null || now.getTime() - peer.reconciled_at.getTime() >= reconcileMs) {
      if ((await reconcile(deps, peer)).differing > 0) await sendWaiting(deps, peer);
    }
    if (peer.failures > 0 || peer.last_error !== null) await asPeer(deps, peer.name, (ctx) => ctx.tx.query('update cascade.peer set failures = 0, last_error = null where id = $1', [peer.id]));
  } catch (error) {
    const waitMs = Math.min(waitMsMax, waitMsMin * 2 ** Math.min(peer.failures, 10));
    await asPeer(deps, peer.name, (ctx) =>
      ctx.tx.query('update cascade.peer set failures = failures + 1, next_at = $2, last_error = $3 where id = $1', [peer.id, new Date(ctx.now.getTime() + waitMs), String((error as Error).message).slice(0, 300)]));
    deps.failed(error);
  }
}

/** The peer's row is locked, so that two processes do not tell the same twice. */
async function gather(deps: CascadeDeps, peer: ActivePeer): Promise<void> {
  const locked = <T>(use: Parameters<typeof asPeer<T>>[2]): Promise<T> =>
    asPeer(deps, peer.name, async (ctx) => {
      await lockPeer(ctx.tx, peer.id);
      return use(ctx);
    });
  while (await locked((ctx) => collectEntries(deps, ctx, peer)));
  await collectFlows(deps, peer);
  await locked((ctx) => collectStatistics(deps, ctx, peer));
  await locked((ctx) => collectComparison(deps, ctx, peer));
}

interface WaitingRow { id: string; kind: string; day: string; body: unknown }

async function sendWaiting(deps: CascadeDeps, peer: ActivePeer): Promise<void> {
  for (;;) {
    const waiting = await deps.db.read(system, (tx) => tx.query<WaitingRow>('select id, kind, day::text as day, body from cascade.outbox where peer_id = $1 and taken_at is null order by id limit $2', [peer.id, perRequest]));
    if (waiting.length === 0) return;
    const { status, body } = await deps.exchange.askPeer(addressOf(peer), { method: 'POST', target: '/exchange/v1/messages', body: Buffer.from(JSON.stringify({ messages: waiting }), 'utf8'), timeoutMs: 30_000 });
    const told = status === 200 ? answer.safeParse(JSON.parse(body.toString('utf8'))) : undefined;
    if (told === undefined || !told.success) throw errors.offerWrong({ why: `messages ${status} ${body.toString('utf8').slice(0, 120)}` });
    const taken = told.data.taken.filter((t) => waiting.some((w) => w.id === t.id));
    if (taken.length === 0) throw errors.offerWrong({ why: 'messages' });
    await asPeer(deps, peer.name, (ctx) =>
      ctx.tx.query('update cascade.outbox o set taken_at = $2, outcome = t.outcome from unnest($3::uuid[], $4::text[]) as t(id, outcome) where o.peer_id = $1 and o.id = t.id', [peer.id, ctx.now, taken.map((t) => t.id), taken.map((t) => t.outcome)]));
  }
}

/** Where a grant of ours leads on: asked of our own rows and of the directory that we hold, so that a peer that is away is not asked who it is. */
export async function relayOf(deps: CascadeDeps, grantId: string): Promise<Relay | undefined> {
  const found = await deps.db.read(system, async (tx) => {
    const row = await tx.maybe<{ peer_id: string; service: string; peer_grant: string; purpose_code: string }>("select peer_id, service, peer_grant, purpose_code from cascade.application where own_grant = $1 and direction = 'sent' and state = 'granted'", [grantId]);
    const peer = row && (await findPeer(tx, row.peer_id));
    return row === undefined || peer?.state !== 'active' || peer.spki === null ? undefined : { row, peer, spki: peer.spki };
  });
  if (found === undefined) return undefined;
  const { row, peer, spki } = found;
  if (peer.directory_until === null || peer.directory_until <= deps.clock.now()) throw errors.directoryInvalid({ why: 'until' });
  if (peer.directory?.services.some((s) => s.id === row.service && s.state === 'active') !== true) throw exchangeErrors.serviceSuspended({ service: row.service });
  return { peer: addressOf({ url: peer.url, spki }), service: row.service, grant: { id: row.peer_grant, purposeCode: row.purpose_code } };
}
