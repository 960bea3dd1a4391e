import type { Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import type { Locale } from '#kernel/i18n';
import type { FieldCrypto } from './crypto.ts';
import { errors } from './errors.ts';
import { inApp } from './plan-message.ts';

/** 站内消息 as its reader sees it. */
export interface InboxMessage {
  id: string;
  template: string;
  purpose: string;
  title: string;
  body: string;
  url: string | null;
  caseId: string | null;
  at: string;
  read: boolean;
}

interface InboxRow {
  id: string; template: string; purpose: string; title: string; body: Buffer; other_title: string | null; other_body: Buffer | null; language: Locale; url: string | null; case_id: string | null; due_at: Date; read_at: Date | null;
}

/** Title and body in the reader's language where the message has it. */
export function inLanguage(crypto: FieldCrypto, m: { title: string; body: Buffer; other_title: string | null; other_body: Buffer | null; language: Locale }, wanted: Locale): { title: string; body: string; language: Locale } {
  if (wanted === m.language || m.other_body === null) return { title: m.title, body: crypto.open(m.body), language: m.language };
  return { title: m.other_title ?? m.title, body: crypto.open(m.other_body), language: wanted };
}

const textOf = (crypto: FieldCrypto, m: InboxRow, wanted: Locale): { title: string; body: string } => {
  const { title, body } = inLanguage(crypto, m, wanted);
  return { title, body };
};

/** Whose a message may be: each is one range of an index, read only as far as the page goes; asked together they would be read to the end. */
const whose = ['person_id = $1', 'party_id = $2', 'account_id = $3'];
const newestOf = (more: string, limit: string): string => whose.map((mine) => `select id from (select id from messages.message where ${mine} and channel = '${inApp}' and state = 'delivered' ${more} order by id desc limit ${limit}) m`).join(' union ');
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The actor's own in-app messages, newest first; `before` is the last id of the page before. Row-level security knows whose. */
export async function inboxOf(crypto: FieldCrypto, ctx: Context, page: { before?: string | undefined; limit?: number; unread?: boolean }): Promise<InboxMessage[]> {
  const { personId, partyId, accountId } = ctx.actor;
  const rows = await ctx.tx.query<InboxRow>(
    `with mine as materialized (${newestOf(`and id < $4::uuid ${page.unread === true ? 'and read_at is null' : ''}`, '$5')})
     select id, template, purpose, title, body, other_title, other_body, language, url, case_id, due_at, read_at from messages.message
     where id = any (array(select id from mine)) order by id desc limit $5`,
    [personId, partyId, accountId, page.before ?? lastId, Math.min(Math.max(page.limit ?? 20, 1), 100)],
  );
  return rows.map((r) => ({ id: r.id, template: r.template, purpose: r.purpose, ...textOf(crypto, r, ctx.locale), url: r.url, caseId: r.case_id, at: r.due_at.toISOString(), read: r.read_at !== null }));
}

const unreadShownMax = 100;
/** Unread ones are counted among the newest of each: every page asks. */
const lookedAtMax = 1_000;

export async function unreadCount(ctx: Context): Promise<number> {
  const { personId, partyId, accountId } = ctx.actor;
  const { n } = await ctx.tx.one<{ n: number }>(
    `select count(*)::int as n from (select from (${whose.map((mine) => `select id, read_at from (select id, read_at from messages.message where ${mine} and channel = '${inApp}' and state = 'delivered' order by id desc limit ${lookedAtMax}) m`).join(' union ')}) w where read_at is null limit ${unreadShownMax}) u`,
    [personId, partyId, accountId],
  );
  return n;
}

export async function markRead(ctx: Context, id: string): Promise<void> {
  const rows = await ctx.tx.query('update messages.message set read_at = coalesce(read_at, $2) where id = $1 returning 1', [id, ctx.now.toISOString()]);
  if (rows.length === 0) throw errors.notFound();
}

export interface Preference {
  purpose: 'notice' | 'reminder';
  channel: string;
  wanted: boolean;
}

export async function preferencesOf(ctx: Context): Promise<Preference[]> {
  return ctx.tx.query<Preference>('select purpose, channel, wanted from messages.preference where person_id = $1 order by purpose, channel', [ctx.actor.personId]);
}

export async function setPreference(ctx: Context, p: Preference): Promise<void> {
  if (ctx.actor.personId === null) throw errors.onlyOwn();
  await ctx.tx.query(
    'insert into messages.preference (person_id, purpose, channel, wanted, changed_at) values ($1, $2, $3, $4, $5) on conflict (person_id, purpose, channel) do update set wanted = excluded.wanted, changed_at = excluded.changed_at',
    [ctx.actor.personId, p.purpose, p.channel, p.wanted, ctx.now.toISOString()],
  );
}

/** 收信人: her language (null: as it was written) and whether notices by telephone come together once a day. */
export interface Reader {
  language: Locale | null;
  digest: boolean;
}

export const noWishes: Reader = { language: null, digest: false };

export const readerOf = async (tx: ReadTx, personId: string | null): Promise<Reader> =>
  (personId === null ? undefined : await tx.maybe<Reader>('select language, digest from messages.reader where person_id = $1', [personId])) ?? noWishes;

/** Of many: what they do not want, as `person purpose channel`, and who of them has wishes as a reader. */
export async function wishesOf(tx: ReadTx, people: readonly string[]): Promise<{ unwanted: ReadonlySet<string>; readers: ReadonlyMap<string, Reader> }> {
  if (people.length === 0) return { unwanted: new Set(), readers: new Map() };
  const [preferences, readers] = await Promise.all([
    tx.query<{ person_id: string; purpose: string; channel: string }>('select person_id, purpose, channel from messages.preference where person_id = any ($1) and not wanted', [people]),
    tx.query<Reader & { person_id: string }>('select person_id, language, digest from messages.reader where person_id = any ($1)', [people]),
  ]);
  return { unwanted: new Set(preferences.map((p) => `${p.person_id} ${p.purpose} ${p.channel}`)), readers: new Map(readers.map((r) => [r.person_id, r])) };
}

export async function setReader(ctx: Context, r: Reader): Promise<void> {
  if (ctx.actor.personId === null) throw errors.onlyOwn();
  await ctx.tx.query(
    'insert into messages.reader (person_id, language, digest, changed_at) values ($1, $2, $3, $4) on conflict (person_id) do update set language = excluded.language, digest = excluded.digest, changed_at = excluded.changed_at',
    [ctx.actor.personId, r.language, r.digest, ctx.now.toISOString()],
  );
}

/** A supplier's later word on a message that was sent. Unknown numbers are passed over: suppliers repeat themselves. */
export async function takeReceipt(ctx: Context, receipt: { channel: string; reference: string; delivered: boolean; why?: string | undefined }): Promise<boolean> {
  const rows = await ctx.tx.query("update messages.message set state = $3, settled_at = $4, why = $5 where channel = $1 and reference = $2 and state = 'sent' returning 1", [receipt.channel, receipt.reference, receipt.delivered ? 'delivered' : 'failed', ctx.now.toISOString(), receipt.why?.slice(0, 500) ?? null]);
  return rows.length > 0;
}

export interface MessageCount {
  template: string;
  channel: string;
  state: string;
  count: number;
}

export const countMessages = (ctx: Pick<Context, 'tx'>, from: Date, to: Date): Promise<MessageCount[]> => ctx.tx.query<MessageCount>('select template, channel, state, count from messages.counts($1, $2)', [from.toISOString(), to.toISOString()]);

export interface PhoneMessage {
  id: string;
  title: string;
  body: string;
  at: string;
}

/** The demonstration telephone of one number, newest first. */
export async function phoneInbox(crypto: FieldCrypto, ctx: Pick<Context, 'tx'>, phone: string): Promise<PhoneMessage[]> {
  const rows = await ctx.tx.query<{ id: string; title: string; body: Buffer; at: Date }>('select id, title, body, at from messages.phone_inbox where phone_blind = $1 order by id desc limit 50', [Buffer.from(crypto.blind(phone))]);
  return rows.map((r) => ({ id: r.id, title: r.title, body: crypto.open(r.body), at: r.at.toISOString() }));
}
