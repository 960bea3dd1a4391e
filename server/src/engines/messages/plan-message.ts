import type { Context } from '#kernel/context';
import { textIn, type Locale, type Text } from '#kernel/i18n';
import type { Content } from '#engines/content';
import type { Jobs } from '#engines/jobs';
import type { FieldCrypto } from './crypto.ts';
import { errors } from './errors.ts';
import { messageTemplateKind, type MessageScope } from './template-kind.ts';

/** 收件人: a person, a party or an account; or a bare address (a code for somebody who is not known yet). */
export interface Recipient {
  personId?: string | null | undefined;
  partyId?: string | null | undefined;
  accountId?: string | null | undefined;
  phone?: string | undefined;
  mail?: string | undefined;
}

export interface NewMessage {
  template: string;
  to: Recipient;
  scope?: MessageScope;
  caseId?: string | undefined;
  /** Only in this language. By default in both where the template has them: who reads it chooses. */
  language?: Locale | undefined;
  /** Not before this time. */
  at?: Date | undefined;
}

export const inApp = 'in-app';
export const sendJob = 'messages.send';

export interface PlanDeps {
  content: Pick<Content, 'get'>;
  jobs: Pick<Jobs, 'plan'>;
  crypto: FieldCrypto;
  /** Channels that this deployment has. */
  channels: ReadonlyMap<string, { needs: 'phone' | 'mail' }>;
}

const hasEnglish = (text: Text): boolean => typeof text !== 'string' && text.en !== undefined;

export function render(template: string, text: Text, scope: MessageScope, language: Locale, written: (value: string) => string = (v) => v): string {
  return textIn(text, language).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = scope[name];
    if (value === undefined || value === null) throw errors.placeholderMissing({ template, name });
    return written(typeof value === 'number' ? String(value) : textIn(value, language));
  });
}

/** Plans a message into the caller's transaction: one row a channel and a job for each that leaves the house. Returns their ids. */
export function planMessage(deps: PlanDeps, ctx: Context, message: NewMessage): string[] {
  const { to, scope = {} } = message;
  if (!to.personId && !to.partyId && !to.accountId && to.phone === undefined && to.mail === undefined) throw errors.nobody();
  const definition = deps.content.get(messageTemplateKind, message.template);
  const { title, body, url, purpose, channels } = definition.value;
  const language = message.language ?? ctx.locale;
  // what is sent to somebody who is known is kept in her other language too
  const otherLanguage = message.language === undefined && Boolean(to.personId ?? to.partyId ?? to.accountId) && hasEnglish(body) ? (language === 'zh' ? 'en' : 'zh') : undefined;
  const known = Boolean(to.personId ?? to.partyId ?? to.accountId);
  const due = message.at ?? ctx.now;
  const made: string[] = [];
  for (const channel of new Set(known && purpose !== 'code' ? [inApp, ...channels] : channels)) {
    const outside = deps.channels.get(channel);
    if (channel !== inApp && outside === undefined) continue;
    const address = outside?.needs === 'phone' ? to.phone : outside?.needs === 'mail' ? to.mail : undefined;
    if (channel !== inApp && !known && address === undefined) continue;
    const id = ctx.newId();
    const now = channel === inApp && due <= ctx.now;
    ctx.tx.insert('messages.message', {
      id, template: message.template, template_version: definition.version, purpose, channel, person_id: to.personId ?? null, party_id: to.partyId ?? null, account_id: to.accountId ?? null,
      address: address === undefined ? null : deps.crypto.seal(address), language, title: render(message.template, title, scope, language), body: deps.crypto.seal(render(message.template, body, scope, language)),
      other_title: otherLanguage === undefined ? null : render(message.template, title, scope, otherLanguage), other_body: otherLanguage === undefined ? null : deps.crypto.seal(render(message.template, body, scope, otherLanguage)),
      url: url === undefined ? null : render(message.template, url, scope, language, encodeURIComponent), case_id: message.caseId ?? null,
      state: now ? 'delivered' : 'planned', planned_at: ctx.now.toISOString(), due_at: due.toISOString(), settled_at: now ? ctx.now.toISOString() : null,
    });
    if (!now) deps.jobs.plan(ctx.tx, { kind: sendJob, payload: { messageId: id }, runAt: due, priority: purpose === 'code' ? 0 : 1 });
    made.push(id);
  }
  return made;
}
