import type { Content } from '#engines/content';
import { JobError, type Jobs, type OutsideJob } from '#engines/jobs';
import type { ReadTx } from '#kernel/db';
import type { Context } from '#kernel/context';
import type { Locale } from '#kernel/i18n';
import type { Channel, OutgoingMessage } from './channel.ts';
import type { FieldCrypto } from './crypto.ts';
import { hasDigest, planDigest } from './digest.ts';
import { inLanguage, noWishes, wishesOf, type Reader } from './message-queries.ts';
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
  contactsOf: (tx: ReadTx, to: readonly { personId: string | null; partyId: string | null; accountId: string | null }[]) => Promise<Contacts[]>;
  publicUrl: string;
  attemptsMax: number;
}

interface MessageRow {
  id: string; purpose: string; channel: string; person_id: string | null; party_id: string | null; account_id: string | null; address: Buffer | null; language: Locale;
  title: string; body: Buffer; other_title: string | null; other_body: Buffer | null; url: string | null;
}

// the ids as one array too: the planner takes a record set for 100 rows and might read the whole table to join it
const settleSql = `with r as materialized (select * from jsonb_to_recordset($rows::jsonb) as x(id uuid, state text, settled_at timestamptz, reference text, why text, reader_id uuid))
  update messages.message m set state = r.state, settled_at = r.settled_at, reference = r.reference, why = r.why, reader_id = r.reader_id
  from r where m.id = any (array(select id from r)) and m.id = r.id and m.state = 'planned'`;

/** A message that waits, with what is known now of its reader. */
export interface ToSend {
  row: MessageRow;
  channel: Channel | undefined;
  personId: string | null;
  wanted: boolean;
  reader: Reader;
  address: string | undefined;
}

const columns = 'id, purpose, channel, person_id, party_id, account_id, address, language, title, body, other_title, other_body, url';

/** By job; what is settled already is left out. */
export async function readToSend(deps: SendDeps, tx: ReadTx, jobs: readonly { id: string; payload: { messageId: string } }[]): Promise<Map<string, ToSend>> {
  const rows = await tx.query<MessageRow>(`select ${columns} from messages.message where id = any ($1) and state = 'planned'`, [jobs.map((j) => j.payload.messageId)]);
  const reached = rows.filter((r) => deps.channels.has(r.channel) && (r.person_id ?? r.party_id ?? r.account_id) !== null);
  const found = reached.length === 0 ? [] : await deps.contactsOf(tx, reached.map((r) => ({ personId: r.person_id, partyId: r.party_id, accountId: r.account_id })));
  const contactsFor = new Map(reached.map((r, i) => [r.id, found[i]!]));
  const personFor = new Map(rows.map((r) => [r.id, contactsFor.get(r.id)?.personId ?? r.person_id]));
  const { unwanted, readers } = await wishesOf(tx, [...personFor.values()].filter((id) => id !== null));
  const messages = new Map(rows.map((row): [string, ToSend] => {
    const channel = deps.channels.get(row.channel);
    const personId = personFor.get(row.id) ?? null;
    return [row.id, {
      row, channel, personId,
      wanted: row.purpose === 'code' || !unwanted.has(`${personId} ${row.purpose} ${row.channel}`),
      reader: readers.get(personId ?? '') ?? noWishes,
      address: row.address !== null ? deps.crypto.open(row.address) : channel === undefined ? undefined : contactsFor.get(row.id)?.[channel.needs],
    }];
  }));
  return new Map(jobs.flatMap((job) => {
    const message = messages.get(job.payload.messageId);
    return message === undefined ? [] : [[job.id, message]];
  }));
}

/** Sends one message and writes what became of it; what can never arrive is `failed` or `skipped`, with the reason. */
export async function sendMessage(deps: SendDeps, job: OutsideJob, message: ToSend): Promise<void> {
  const { row, channel, address, reader, personId } = message;
  const settle = (state: string, reference?: string, why?: string, also?: (ctx: Context) => void, heldFor?: string): Promise<void> => job.finish(async (ctx) => {
    ctx.tx.each(settleSql, { id: row.id, state, settled_at: state === 'held' ? null : ctx.now.toISOString(), reference: reference ?? null, why: why?.slice(0, 500) ?? null, reader_id: heldFor ?? null });
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
