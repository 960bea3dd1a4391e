import type { Context } from '#kernel/context';
import type { Locale } from '#kernel/i18n';

/** What a channel is handed: everything opened, for one address. */
export interface OutgoingMessage {
  /** The same in each attempt: the other side's idempotency key. */
  readonly id: string;
  readonly address: string;
  readonly title: string;
  readonly body: string;
  /** Absolute, where the message leads somewhere. */
  readonly url: string | null;
  readonly language: Locale;
  readonly signal: AbortSignal;
}

/** 回执: `sent` until the supplier says more (`messages.receipt`), `delivered` when it is certain. */
export interface Receipt {
  state: 'sent' | 'delivered';
  reference?: string;
}

/**
 * 通道: SMS of a supplier, mail … May be asked twice for the same message. Throws a JobError whose retry class tells
 * whether trying again makes sense (`permanent`: an address that does not exist).
 */
export interface Channel {
  readonly name: string;
  /** What it needs to know of the recipient. */
  readonly needs: 'phone' | 'mail';
  /** For effects in our own database, which are then written together with the receipt. */
  readonly write?: (ctx: Context, message: OutgoingMessage) => void;
  send(message: OutgoingMessage): Promise<Receipt>;
}
