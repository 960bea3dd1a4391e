import { spkiToPublicKey } from '#engines/signing';
import type { Directory, PeerAddress } from '#engines/exchange';
import type { ReadTx } from '#kernel/db';
import { errors } from './errors.ts';

export interface PeerRow {
  id: string;
  house: string;
  url: string;
  role: 'upper' | 'lower';
  name: string;
  organisation: string | null;
  division: string | null;
  own_organisation: string;
  own_division: string;
  spki: string | null;
  proof: string | null;
  member_id: string | null;
  state: 'asked' | 'waiting' | 'active' | 'ended';
  version: number;
  asked_at: Date;
  asked_by: string;
  approved_at: Date | null;
  approved_by: string | null;
  failures: number;
  next_at: Date;
  last_error: string | null;
  last_heard_at: Date | null;
  directory: Directory | null;
  directory_number: number | null;
  directory_until: Date | null;
  statistics_digest: string | null;
  reconciled_at: Date | null;
  /** Messages that the peer has taken, and that came from it. */
  sent: string | number;
  received: string | number;
  reconciled: { sent: number; received: number; differing: number } | null;
}

/** A peer that both sides have approved. */
export type ActivePeer = PeerRow & { readonly state: 'active'; readonly organisation: string; readonly division: string; readonly spki: string; readonly member_id: string };

export const isActive = (p: PeerRow | undefined): p is ActivePeer => p?.state === 'active' && p.member_id !== null && p.organisation !== null && p.division !== null && p.spki !== null;

export const findPeer = (tx: ReadTx, id: string): Promise<PeerRow | undefined> => tx.maybe<PeerRow>('select * from cascade.peer where id = $1', [id]);
export const lockPeer = (tx: ReadTx, id: string): Promise<PeerRow | undefined> => tx.maybe<PeerRow>('select * from cascade.peer where id = $1 for update', [id]);
export const peerAt = (tx: ReadTx, url: string): Promise<PeerRow | undefined> => tx.maybe<PeerRow>("select * from cascade.peer where url = $1 and state <> 'ended' for update", [url]);

/** Locked: what comes from one peer is taken one after the other. */
export async function activePeerOf(tx: ReadTx, memberId: string): Promise<ActivePeer> {
  const peer = await tx.maybe<PeerRow>('select * from cascade.peer where member_id = $1 for update', [memberId]);
  if (!isActive(peer)) throw errors.notActive();
  return peer;
}

export async function requireActive(tx: ReadTx, id: string): Promise<ActivePeer> {
  const peer = await findPeer(tx, id);
  if (peer === undefined) throw errors.peerUnknown();
  if (!isActive(peer)) throw errors.notActive();
  return peer;
}

export const duePeers = async (tx: ReadTx, now: Date): Promise<ActivePeer[]> => (await tx.query<PeerRow>("select * from cascade.peer where state = 'active' and next_at <= $1 order by id", [now])).filter(isActive);

export const addressOf = (peer: Pick<ActivePeer, 'url' | 'spki'>): PeerAddress => ({ url: peer.url, publicKey: spkiToPublicKey(Buffer.from(peer.spki, 'base64')) });
