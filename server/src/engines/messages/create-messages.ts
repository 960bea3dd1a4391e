import type { Clock } from '#kernel/clock';
import { ownTransaction, type Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import type { Content } from '#engines/content';
import type { Jobs } from '#engines/jobs';
import type { Channel } from './channel.ts';
import type { FieldCrypto } from './crypto.ts';
import { digestJob, sendDigest } from './digest.ts';
import { createMailChannel } from './mail-channel.ts';
import { countMessages, inboxOf, markRead, phoneInbox, preferencesOf, readerOf, setPreference, setReader, takeReceipt, unreadCount, type InboxMessage, type MessageCount, type PhoneMessage, type Preference, type Reader } from './message-queries.ts';
import { createPhoneChannel } from './phone-channel.ts';
import { planMessage, sendJob, type NewMessage } from './plan-message.ts';
import { readToSend, sendMessage, type SendDeps } from './send-message.ts';

export interface MessagesDeps {
  db: Pick<Db, 'write'>;
  clock: Clock;
  ids: Ids;
  content: Pick<Content, 'get' | 'find'>;
  jobs: Pick<Jobs, 'plan' | 'handleOutside' | 'handleManyOutside'>;
  crypto: FieldCrypto;
  contactsOf: SendDeps['contactsOf'];
  publicUrl: string;
  /** Has the demonstration telephone as channel `phone`. */
  demonstration: boolean;
  smtp?: { url: string; from: string } | undefined;
  /** Suppliers' channels; one named `phone` takes the place of the demonstration's. */
  channels?: readonly Channel[];
  /** After so many attempts a message has failed. */
  attemptsMax?: number;
}

/** 消息 engine: planned with what they tell about, sent afterwards, counted. */
export interface Messages {
  /** Rows and jobs in the caller's transaction, also a gathered one; ids of the messages. */
  plan(ctx: Context, message: NewMessage): string[];
  /** A code to a telephone, in a transaction of its own (template `sms-code`: {code}, {minutes}). */
  sendCode(phone: string, code: string, minutes?: number): Promise<void>;
  inbox(ctx: Context, page?: { before?: string | undefined; limit?: number; unread?: boolean }): Promise<InboxMessage[]>;
  /** Up to 100. */
  unreadCount(ctx: Context): Promise<number>;
  markRead(ctx: Context, id: string): Promise<void>;
  preferences(ctx: Context): Promise<Preference[]>;
  setPreference(ctx: Context, preference: Preference): Promise<void>;
  /** Her language and the daily digest. */
  reader(ctx: Context): Promise<Reader>;
  setReader(ctx: Context, reader: Reader): Promise<void>;
  /** A supplier's call-back; false when the number is not known or already settled. */
  receipt(ctx: Context, receipt: { channel: string; reference: string; delivered: boolean; why?: string | undefined }): Promise<boolean>;
  /** Messages by template, channel and state, planned in [from, to). */
  counts(ctx: Pick<Context, 'tx'>, from: Date, to: Date): Promise<MessageCount[]>;
  /** What the demonstration telephone of a number shows; empty outside a demonstration. */
  phone(ctx: Pick<Context, 'tx'>, phone: string): Promise<PhoneMessage[]>;
  channels(): string[];
}

export function createMessages(deps: MessagesDeps): Messages {
  const all = [
    ...(deps.demonstration ? [createPhoneChannel(deps.crypto)] : []),
    ...(deps.smtp === undefined ? [] : [createMailChannel(deps.smtp)]),
    ...(deps.channels ?? []),
  ];
  const channels = new Map(all.map((c) => [c.name, c]));
  const planning = { content: deps.content, jobs: deps.jobs, crypto: deps.crypto, channels };
  const sending: SendDeps = { content: deps.content, jobs: deps.jobs, crypto: deps.crypto, channels, contactsOf: deps.contactsOf, publicUrl: deps.publicUrl, attemptsMax: deps.attemptsMax ?? 8 };
  deps.jobs.handleManyOutside(sendJob, { read: (tx, jobs) => readToSend(sending, tx, jobs), run: (job, message) => sendMessage(sending, job, message) });
  deps.jobs.handleOutside(digestJob, (job) => sendDigest(sending, job));
  return {
    plan: (ctx, message) => planMessage(planning, ctx, message),
    async sendCode(phone, code, minutes = 5) {
      await ownTransaction(deps, async (ctx) => {
        planMessage(planning, ctx, { template: 'sms-code', to: { phone }, scope: { code, minutes } });
      });
    },
    inbox: (ctx, page = {}) => inboxOf(deps.crypto, ctx, page),
    unreadCount,
    markRead,
    preferences: preferencesOf,
    setPreference,
    reader: (ctx) => readerOf(ctx.tx, ctx.actor.personId),
    setReader,
    receipt: takeReceipt,
    counts: countMessages,
    phone: async (ctx, phone) => (deps.demonstration ? phoneInbox(deps.crypto, ctx, phone) : []),
    channels: () => ['in-app', ...channels.keys()],
  };
}
