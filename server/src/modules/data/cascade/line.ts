import { spkiToPublicKey } from '#engines/signing';
import type { Jobs } from '#engines/jobs';
import type { Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import { post } from './outbox.ts';
import { isActive, type ActivePeer, type PeerRow } from './peer-queries.ts';

/** Another house that both sides have approved: how it calls itself, where it is, what it signs with. */
export interface JoinedHouse {
  peerId: string;
  house: string;
  name: string;
  url: string;
  publicKey: Uint8Array;
}
/** 线路: for modules that have something of their own to say to a joined house. */
export interface Line {
  joined(tx: ReadTx): Promise<JoinedHouse[]>;
  /** In the transaction of what it tells; done there once, however often it is sent. */
  say(ctx: Context, peerId: string, kind: 'agreement', body: Readonly<Record<string, unknown>>): void;
}

export const joinedHouse = (peer: ActivePeer): JoinedHouse => ({ peerId: peer.id, house: peer.house, name: peer.name, url: peer.url, publicKey: spkiToPublicKey(Buffer.from(peer.spki, 'base64')) });

export const lineOf = (jobs: Pick<Jobs, 'plan'>): Line => ({
  joined: async (tx) => (await tx.query<PeerRow>("select * from cascade.peer where state = 'active' order by name, id limit 200")).filter(isActive).map(joinedHouse),
  say: (ctx, peerId, kind, body) => post(jobs, ctx, peerId, kind, body),
});
