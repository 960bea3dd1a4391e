import type { Content } from '#engines/content';
import { messageTemplateKind, type Messages } from '#engines/messages';
import type { Context } from '#kernel/context';
import { route, type Module } from '#kernel/house';
import { textIn } from '#kernel/i18n';
import type { OutputOf } from '#kernel/contract';
import * as c from './contract.ts';

export interface MessageService {
  messages: Messages;
  content: Content;
  /** An example place shows what its telephones would have received. */
  demonstration: boolean;
}

function listTemplates({ content, messages }: MessageService, ctx: Context): OutputOf<typeof c.listTemplates> {
  return {
    templates: content.list(messageTemplateKind).map(({ id, version, value: t }) => ({ id, version, title: textIn(t.title, ctx.locale), body: textIn(t.body, ctx.locale), channels: [...t.channels], purpose: t.purpose, url: t.url ?? null })),
    channels: messages.channels(),
  };
}

const settled = new Set(['delivered', 'failed']);

async function messageStatistics({ content, messages }: MessageService, ctx: Context, days: number): Promise<OutputOf<typeof c.messageStatistics>> {
  const counts = await messages.counts(ctx, new Date(ctx.now.getTime() - days * 86_400_000), ctx.now);
  const sum = (rows: typeof counts): number => rows.reduce((total, r) => total + r.count, 0);
  const over = counts.filter((r) => settled.has(r.state));
  const title = (id: string): string => { const found = content.find(messageTemplateKind, id); return found === undefined ? id : textIn(found.value.title, ctx.locale); };
  return { total: sum(counts), delivered: over.length === 0 ? null : Math.round((sum(over.filter((r) => r.state === 'delivered')) / sum(over)) * 1000) / 10, rows: counts.map((r) => ({ ...r, title: title(r.template) })) };
}

/** 消息服务平台. */
export const messagesModule = (service: MessageService): Module => ({
  name: 'messages',
  systems: ['message-service'],
  uses: [],
  routes: [
    route(c.listTemplates, async (ctx) => listTemplates(service, ctx)),
    route(c.messageStatistics, (ctx, i) => messageStatistics(service, ctx, i.days)),
    route(c.getPreferences, async (ctx) => ({ preferences: await service.messages.preferences(ctx), channels: service.messages.channels(), ...(await service.messages.reader(ctx)) })),
    route(c.setReader, async (ctx, i) => {
      await service.messages.setReader(ctx, i);
      return { ok: true as const };
    }),
    route(c.setPreference, async (ctx, i) => {
      await service.messages.setPreference(ctx, i);
      return { ok: true as const };
    }),
    ...(service.demonstration ? [route(c.demonstrationPhone, async (ctx, i) => ({ messages: await service.messages.phone(ctx, i.phone) }))] : []),
  ],
});
