import type { ParsedInputOf, OutputOf } from '#kernel/contract';
import { keyIdOf, keyStatement } from '#engines/exchange';
import { JobError, retryOfStatus, type OutsideJob } from '#engines/jobs';
import { publicKeyToSpki, sm3, spkiToPublicKey, verifyMessage } from '#engines/signing';
import type { Context } from '#kernel/context';
import { bureauOf } from '../catalogue/own-organisation.ts';
import type * as c from './contract.ts';
import type { CascadeDeps } from './deps.ts';
import { errors } from './errors.ts';
import { findPeer, lockPeer, peerAt, type PeerRow } from './peer-queries.ts';
import { roundJob } from './outbox.ts';

export const offerJob = 'cascade.offer';
const waitingMax = 50;
const offerTimeoutMs = 10_000;

type Offer = ParsedInputOf<typeof c.receiveOffer>;

export const fingerprintOf = (spki: string): string => keyIdOf({ sm3 }, spkiToPublicKey(Buffer.from(spki, 'base64')));

/** 本级代表机构: the data bureau of the division that the official serves. */
function ownBody(deps: CascadeDeps, ctx: Context): { id: string; division: string } {
  const own = ctx.actor.organisations.map((code) => deps.organisation(code)).find((o) => o !== undefined);
  if (own === undefined) throw errors.notYours();
  return bureauOf(deps, own.division);
}

/** 申请接入: the other house is told of us; nothing flows before officials of both sides have compared the keys. */
export async function askJoin(deps: CascadeDeps, ctx: Context, input: ParsedInputOf<typeof c.askJoin>): Promise<OutputOf<typeof c.askJoin>> {
  const url = input.url.replace(/\/+$/, '');
  if (url === deps.publicUrl) throw errors.ownAddress();
  if ((await peerAt(ctx.tx, url)) !== undefined) throw errors.known();
  const own = ownBody(deps, ctx);
  const peerId = ctx.newId();
  ctx.tx.insert('cascade.peer', {
    id: peerId, house: new URL(url).host, url, role: input.role, name: input.name, own_organisation: own.id, own_division: own.division, state: 'asked', asked_at: ctx.now.toISOString(), asked_by: ctx.actor.name, next_at: ctx.now.toISOString(),
  });
  deps.ledger.append(ctx.tx, { kind: 'cascade.asked', subject: peerId, data: { url } });
  deps.jobs.plan(ctx.tx, { kind: offerJob, payload: { peerId } });
  return { peerId, fingerprint: deps.exchange.house.keyId };
}

/** Tells the peer who we are: by the asking side first, by the approving side in answer. */
export async function sendOffer(deps: CascadeDeps, job: OutsideJob): Promise<void> {
  const { peerId }: { peerId: string } = job.payload;
  const peer = await job.read((tx) => findPeer(tx, peerId));
  if (peer === undefined || peer.state === 'ended') return;
  const { house } = deps.exchange;
  const publicKey = publicKeyToSpki(house.publicKey).toString('base64');
  const proof = Buffer.from(await house.sign(Buffer.from(keyStatement(peer.own_organisation, publicKey), 'utf8'))).toString('base64');
  const offer: Offer = {
    house: house.name, url: deps.publicUrl, name: deps.organisation(peer.own_organisation)?.name.slice(0, 60) ?? house.name, organisation: peer.own_organisation, division: peer.own_division, role: peer.role === 'upper' ? 'lower' : 'upper', publicKey, proof,
  };
  let status: number;
  try {
    const answer = await fetch(`${peer.url}/api/cascade/offers`, {
      method: 'POST', redirect: 'error', headers: { 'content-type': 'application/json', 'idempotency-key': job.id }, body: JSON.stringify(offer), signal: AbortSignal.any([job.signal, AbortSignal.timeout(offerTimeoutMs)]),
    });
    status = answer.status;
    await answer.body?.cancel();
  } catch (error) {
    throw new JobError('transient', `${peer.url}: ${(error as Error).message}`);
  }
  if (status >= 300) throw new JobError(retryOfStatus(status), `${peer.url}: ${status}`);
}

/** An offer from outside: kept until an official compares it; a key that proves nothing is not even kept. */
export async function receiveOffer(deps: CascadeDeps, ctx: Context, offer: Offer): Promise<{ received: true }> {
  const url = offer.url.replace(/\/+$/, '');
  if (url === deps.publicUrl || new URL(url).host !== offer.house) throw errors.offerWrong({ why: 'house' });
  let key: Uint8Array;
  try {
    key = spkiToPublicKey(Buffer.from(offer.publicKey, 'base64'));
  } catch {
    throw errors.offerWrong({ why: 'publicKey' });
  }
  if (!verifyMessage(Buffer.from(keyStatement(offer.organisation, offer.publicKey), 'utf8'), Buffer.from(offer.proof, 'base64'), key)) throw errors.offerWrong({ why: 'proof' });
  const known = await peerAt(ctx.tx, url);
  const told = { house: offer.house, organisation: offer.organisation, division: offer.division, spki: offer.publicKey, proof: offer.proof };
  if (known?.state === 'asked') {
    await ctx.tx.query(
      "update cascade.peer set house = $2, organisation = $3, division = $4, spki = $5, proof = $6, name = $7, state = 'waiting', version = version + 1 where id = $1",
      [known.id, told.house, told.organisation, told.division, told.spki, told.proof, offer.name],
    );
  } else if (known === undefined) {
    const { waiting } = await ctx.tx.one<{ waiting: number }>("select count(*)::int as waiting from cascade.peer where state = 'waiting'");
    if (waiting >= waitingMax) throw errors.tooMany();
    const peerId = ctx.newId();
    // who stands for this house is settled by the official who approves
    ctx.tx.insert('cascade.peer', { id: peerId, url, role: offer.role, name: offer.name, ...told, own_organisation: '', own_division: '', state: 'waiting', asked_at: ctx.now.toISOString(), asked_by: offer.name, next_at: ctx.now.toISOString() });
    deps.ledger.append(ctx.tx, { kind: 'cascade.offered', subject: peerId, data: { url, fingerprint: fingerprintOf(offer.publicKey) } });
  }
  return { received: true };
}

async function lockAt(ctx: Context, peerId: string, version: number): Promise<PeerRow> {
  const peer = await lockPeer(ctx.tx, peerId);
  if (peer === undefined) throw errors.peerUnknown();
  if (peer.version !== version) throw errors.stale({ version: peer.version });
  return peer;
}

/** 批准级联: the fingerprint is the one that the other side told by another way; from now on its messages are taken. */
export async function approvePeer(deps: CascadeDeps, ctx: Context, input: ParsedInputOf<typeof c.approvePeer>): Promise<{ version: number }> {
  const peer = await lockAt(ctx, input.peerId, input.version);
  if (peer.state !== 'waiting' || peer.spki === null || peer.organisation === null || peer.proof === null) throw errors.notWaiting();
  if (fingerprintOf(peer.spki) !== input.fingerprint) throw errors.fingerprintDiffers();
  const own = ownBody(deps, ctx);
  const { memberId } = await deps.exchange.registerPeer(ctx, { organisation: peer.organisation, name: `级联：${peer.house}`.slice(0, 60), publicKey: peer.spki, proof: peer.proof });
  await ctx.tx.query(
    "update cascade.peer set state = 'active', member_id = $2, approved_at = $3, approved_by = $4, own_organisation = $5, own_division = $6, next_at = $3, version = version + 1 where id = $1",
    [peer.id, memberId, ctx.now, ctx.actor.name, own.id, own.division],
  );
  deps.ledger.append(ctx.tx, { kind: 'cascade.approved', subject: peer.id, data: { url: peer.url, fingerprint: input.fingerprint } });
  deps.jobs.plan(ctx.tx, { kind: offerJob, payload: { peerId: peer.id } });
  deps.jobs.plan(ctx.tx, { kind: roundJob, payload: {}, key: roundJob });
  return { version: peer.version + 1 };
}

/** 断开: at once, in every process; what waits stays unsent. */
export async function endPeer(deps: CascadeDeps, ctx: Context, input: ParsedInputOf<typeof c.endPeer>): Promise<{ version: number }> {
  const peer = await lockAt(ctx, input.peerId, input.version);
  if (peer.member_id !== null) await deps.exchange.endMember(ctx, { memberId: peer.member_id, reason: input.reason });
  await ctx.tx.query("update cascade.peer set state = 'ended', version = version + 1 where id = $1", [peer.id]);
  deps.ledger.append(ctx.tx, { kind: 'cascade.ended', subject: peer.id, data: { url: peer.url } });
  return { version: peer.version + 1 };
}
