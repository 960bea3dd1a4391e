import { JobError, type OutsideJob } from '#engines/jobs';
import type { ReadTx } from '#kernel/db';
import type { Context } from '#kernel/context';
import type { Locale } from '#kernel/i18n';
import type { Channel, OutgoingMessage } from './channel.ts';
import type { FieldCrypto } from './crypto.ts';
import { inApp } from './plan-message.ts';

/** Where a person or party can be reached; asked when the message goes out, so that a changed number counts. */
export interface Contacts {
  phone?: string | undefined;
  mail?: string | undefined;
}

export interface SendDeps {
  crypto: FieldCrypto;
  channels: ReadonlyMap<string, Channel>;
  contactsOf: (tx: ReadTx, to: { personId: string | null; partyId: string | null; accountId: string | null }) => Promise<Contacts>;
  publicUrl: string;
  attemptsMax: number;
}

interface MessageRow {
  id: string; purpose: string; channel: string; person_id: string | null; party_id: string | null; account_id: string | null; address: Buffer | null; language: Locale; title: string; body: Buffer; url: string | null; state: string;
  wanted: boolean | null;
}

const settleSql = 'update messages.message set state = $2, settled_at = $3, reference = $4, why = $5 where id = $1 and state = \'planned\'';

/** Sends one message and writes what became of it; what can never arrive is `failed` or `skipped`, with the reason. */
export async function sendMessage(deps: SendDeps, job: OutsideJob): Promise<void> {
  const { messageId } = job.payload as { messageId: string };
  const message = await job.read(async (tx) => {
    const row = await tx.maybe<MessageRow>(`select m.id, m.purpose, m.channel, m.person_id, m.party_id, m.account_id, m.address, m.language, m.title, m.body, m.url, m.state, p.wanted
      from messages.message m left join messages.preference p on p.person_id = m.person_id and p.purpose = m.purpose and p.channel = m.channel where m.id = $1`, [messageId]);
    if (row === undefined || row.state !== 'planned') return undefined;
    const channel = deps.channels.get(row.channel);
    const needsAddress = channel !== undefined && row.address === null && row.wanted !== false;
    const contacts = needsAddress ? await deps.contactsOf(tx, { personId: row.person_id, partyId: row.party_id, accountId: row.account_id }) : {};
    return { row, channel, address: row.address === null ? (channel === undefined ? undefined : contacts[channel.needs]) : deps.crypto.open(row.address) };
  });
  if (message === undefined) return;
  const { row, channel, address } = message;
  const settle = (state: string, reference?: string, why?: string, also?: (ctx: Context) => void): Promise<void> => job.finish(async (ctx) => {
    await ctx.tx.query(settleSql, [row.id, state, ctx.now.toISOString(), reference ?? null, why?.slice(0, 500) ?? null]);
    also?.(ctx);
  });
  if (row.channel === inApp) return settle('delivered');
  if (channel === undefined) return settle('skipped', undefined, 'no such channel');
  if (row.wanted === false && row.purpose !== 'code') return settle('skipped', undefined, 'not wanted');
  if (address === undefined) return settle('skipped', undefined, 'no address');
  const outgoing: OutgoingMessage = { id: row.id, address, title: row.title, body: deps.crypto.open(row.body), url: row.url === null ? null : deps.publicUrl + row.url, language: row.language, signal: job.signal };
  try {
    const receipt = await channel.send(outgoing);
    await settle(receipt.state, receipt.reference, undefined, (ctx) => channel.write?.(ctx, outgoing));
  } catch (error) {
    const final = (error instanceof JobError && error.retry === 'permanent') || job.attempt >= deps.attemptsMax;
    if (!final) throw error;
    await settle('failed', undefined, (error as Error).message);
  }
}
