import type { Content } from '#engines/content';
import { JobError, type Jobs, type OutsideJob } from '#engines/jobs';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Locale } from '#kernel/i18n';
import { readerOf } from './message-queries.ts';
import { render } from './plan-message.ts';
import type { SendDeps } from './send-message.ts';
import { messageTemplateKind } from './template-kind.ts';

/**
 * 每日汇总: who wants it gets the day's notices in one text message at six in the evening, in her language. Codes and
 * reminders are never held; in-app messages are there at once.
 */
export const digestJob = 'messages.digest';
const template = 'message-digest';
const at = '18:00';
const titlesMax = 8;
const heldMax = 200;

export const hasDigest = (content: Pick<Content, 'find'>): boolean => content.find(messageTemplateKind, template) !== undefined;

/** The next six in the evening of China. */
export function digestTime(now: Date): Date {
  const today = new Date(`${dayInChina(now)}T${at}:00+08:00`);
  return today > now ? today : new Date(today.getTime() + 86_400_000);
}

/** Held messages of one evening and person share one job. */
export function planDigest(jobs: Pick<Jobs, 'plan'>, ctx: Context, personId: string, channel: string): void {
  const runAt = digestTime(ctx.now);
  jobs.plan(ctx.tx, { kind: digestJob, payload: { personId, channel }, runAt, key: `${personId}.${channel}.${runAt.toISOString()}`, priority: 1 });
}

interface Held {
  id: string;
  title: string;
  other_title: string | null;
  language: Locale;
}

/** Sends the digest of one person and settles what was in it. */
export async function sendDigest(deps: SendDeps, job: OutsideJob): Promise<void> {
  const { personId, channel: name } = job.payload as { personId: string; channel: string };
  const channel = deps.channels.get(name);
  const definition = deps.content.find(messageTemplateKind, template);
  const found = await job.read(async (tx) => ({
    held: await tx.query<Held>("select id, title, other_title, language from messages.message where state = 'held' and channel = $2 and reader_id = $1 order by id limit $3", [personId, name, heldMax]),
    reader: await readerOf(tx, personId),
    contacts: (await deps.contactsOf(tx, [{ personId, partyId: null, accountId: null }]))[0] ?? {},
  }));
  const { held, reader, contacts } = found;
  const address = channel === undefined ? undefined : contacts[channel.needs];
  const settle = (state: string, why?: string, also?: (ctx: Context) => void): Promise<void> => job.finish(async (ctx) => {
    await ctx.tx.query("update messages.message set state = $2, settled_at = $3, why = $4 where id = any ($1) and state = 'held'", [held.map((h) => h.id), state, ctx.now.toISOString(), why?.slice(0, 500) ?? null]);
    also?.(ctx);
  });
  if (held.length === 0) return;
  if (channel === undefined || definition === undefined) return settle('skipped', 'no such channel');
  if (address === undefined) return settle('skipped', 'no address');
  const language = reader.language ?? held[0]!.language;
  const titles = held.slice(0, titlesMax).map((h) => (h.language === language ? h.title : (h.other_title ?? h.title)));
  const scope = { count: held.length, titles: titles.join(language === 'en' ? '; ' : '；') + (held.length > titlesMax ? ' …' : '') };
  const { title, body, url } = definition.value;
  const outgoing = { id: job.id, address, title: render(template, title, scope, language), body: render(template, body, scope, language), url: url === undefined ? null : deps.publicUrl + url, language, signal: job.signal };
  try {
    const receipt = await channel.send(outgoing);
    await settle(receipt.state, undefined, (ctx) => channel.write?.(ctx, outgoing));
  } catch (error) {
    const final = (error instanceof JobError && error.retry === 'permanent') || job.attempt >= deps.attemptsMax;
    if (!final) throw error;
    await settle('failed', (error as Error).message);
  }
}
