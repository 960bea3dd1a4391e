import type { Content } from '#engines/content';
import { JobError, type Jobs, type OutsideJob } from '#engines/jobs';
import type { ReadTx } from '#kernel/db';
import type { Context } from '#kernel/context';
import type { Locale } from '#kernel/i18n';
import type { Channel, OutgoingMessage } from './channel.ts';
import type { FieldCrypto } from './crypto.ts';
import { hasDigest, planDigest } from './digest.ts';
import { inLanguage, readerOf } from './message-queries.ts';
import { inApp } from './plan-message.ts';

/** Where a person or party can be reached, and who that is; asked when the message goes out, so that a changed number counts. */
export interface Contacts {
  phone?: string | undefined;
  mail?: string | undefined;
  /** Whose telephone it is: of a company, its representative's. Her preferences count. */
  personId?: string | undefined;
}

export interface SendDeps {
  content: Pick<Content, 'find'>;
  jobs: Pick<Jobs, 'plan'>;
  crypto: FieldCrypto;
  channels: ReadonlyMap<string, Channel>;
  contactsOf: (tx: ReadTx, to: { personId: string | null; partyId: string | null; accountId: string | null }) => Promise<Contacts>;
  publicUrl: string;
  attemptsMax: number;
}

interface MessageRow {
  id: string; purpose: string; channel: string; person_id: string | null; party_id: string | null; account_id: string | null; address: Buffer | null; language: Locale;
  title: string; body: Buffer; other_title: string | null; other_body: Buffer | null; url: string | null; state: string;
}

const settleSql = 'update messages.message set state = $2, settled_at = $3, reference = $4, why = $5, reader_id = $6 where id = $1 and state = \'planned\'';

/** Sends one message and writes what became of it; what can never arrive is `failed` or `skipped`, with the reason. */
export async function sendMessage(deps: SendDeps, job: OutsideJob): Promise<void> {
  const { messageId } = job.payload as { messageId: string };
  const message = await job.read(async (tx) => {
    const row = await tx.maybe<MessageRow>('select id, purpose, channel, person_id, party_id, account_id, address, language, title, body, other_title, other_body, url, state from messages.message where id = $1', [messageId]);
    if (row === undefined || row.state !== 'planned') return undefined;
    const channel = deps.channels.get(row.channel);
    const known = (row.person_id ?? row.party_id ?? row.account_id) !== null;
    const contacts = channel !== undefined && known ? await deps.contactsOf(tx, { personId: row.person_id, partyId: row.party_id, accountId: row.account_id }) : {};
    const personId = contacts.personId ?? row.person_id;
    const unwanted = row.purpose === 'code' || personId === null ? undefined : await tx.maybe('select 1 from messages.preference where person_id = $1 and purpose = $2 and channel = $3 and not wanted', [personId, row.purpose, row.channel]);
    return { row, channel, personId, wanted: unwanted === undefined, reader: await readerOf(tx, personId), address: row.address === null ? (channel === undefined ? undefined : contacts[channel.needs]) : deps.crypto.open(row.address) };
  });
  if (message === undefined) return;
  const { row, channel, address, reader, personId } = message;
  const settle = (state: string, reference?: string, why?: string, also?: (ctx: Context) => void, heldFor?: string): Promise<void> => job.finish(async (ctx) => {
    await ctx.tx.query(settleSql, [row.id, state, state === 'held' ? null : ctx.now.toISOString(), reference ?? null, why?.slice(0, 500) ?? null, heldFor ?? null]);
    also?.(ctx);
  });
  if (row.channel === inApp) return settle('delivered');
  if (channel === undefined) return settle('skipped', undefined, 'no such channel');
  if (!message.wanted) return settle('skipped', undefined, 'not wanted');
  if (address === undefined) return settle('skipped', undefined, 'no address');
  if (reader.digest && personId !== null && row.purpose === 'notice' && channel.needs === 'phone' && hasDigest(deps.content)) return settle('held', undefined, undefined, (ctx) => planDigest(deps.jobs, ctx, personId, row.channel), personId);
  const outgoing: OutgoingMessage = { id: row.id, address, ...inLanguage(deps.crypto, row, reader.language ?? row.language), url: row.url === null ? null : deps.publicUrl + row.url, signal: job.signal };
  try {
    const receipt = await channel.send(outgoing);
    await settle(receipt.state, receipt.reference, undefined, (ctx) => channel.write?.(ctx, outgoing));
  } catch (error) {
    const final = (error instanceof JobError && error.retry === 'permanent') || job.attempt >= deps.attemptsMax;
    if (!final) throw error;
    await settle('failed', undefined, (error as Error).message);
  }
}
