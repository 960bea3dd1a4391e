import { z } from 'zod';
import { defineKind, textSchema } from '#engines/content';
import type { Text } from '#kernel/i18n';

/** 消息模板: a message's words, `{placeholder}` by `{placeholder}`, the same ones in both languages. */
export const messageTemplateSchema = z.strictObject({
  title: textSchema,
  body: textSchema,
  /** In-app is always among them; others as far as the person wants and an address is known. */
  channels: z.array(z.string().regex(/^[a-z][a-z-]{1,30}$/)).min(1).max(6),
  /** 用途: notices and reminders can be switched off per channel, codes cannot. */
  purpose: z.enum(['notice', 'code', 'reminder']),
  /** Page that it leads to, with placeholders: `/cases/{caseId}`. */
  url: z.string().regex(/^\/[^\s]*$/).max(300).optional(),
}).check((ctx) => {
  const { title, body } = ctx.value;
  for (const [key, text] of [['title', title], ['body', body]] as const) {
    if (typeof text === 'string' || text.en === undefined) continue;
    const [zh, en] = [placesOf(text.zh), placesOf(text.en)];
    const odd = [...zh, ...en].find((p) => !zh.has(p) || !en.has(p));
    if (odd !== undefined) ctx.issues.push({ code: 'custom', input: text, path: [key], params: { zh: `占位符“${odd}”只在一种语言中出现`, en: `placeholder "${odd}" is in one language only` } });
  }
});
export type MessageTemplate = z.infer<typeof messageTemplateSchema>;

export const messageTemplateKind = defineKind({ kind: 'message-template', schema: messageTemplateSchema });

const placesOf = (text: string): Set<string> => new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!));

/** What fills the places: texts of content are taken in the reader's language. */
export type MessageScope = Readonly<Record<string, Text | number | null | undefined>>;
