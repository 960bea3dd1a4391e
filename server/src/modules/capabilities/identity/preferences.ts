import type { FastifyReply, FastifyRequest } from 'fastify';
import { localeOf, type Locale } from '#kernel/i18n';

/** Language and type size of the reader: chosen by a link of the page, kept in cookies. */
export function preferencesOf(publicUrl: string, request: FastifyRequest, reply: FastifyReply): { locale: Locale; large: boolean } {
  const { lang, large } = request.query as { lang?: string; large?: string };
  const keep = { path: '/', maxAge: 31_536_000, sameSite: 'lax', secure: publicUrl.startsWith('https:') } as const;
  if (lang === 'zh' || lang === 'en') void reply.setCookie('yiwang_language', lang, keep);
  if (large === '0' || large === '1') void reply.setCookie('yiwang_large', large, keep);
  return { locale: localeOf(lang ?? request.cookies['yiwang_language'] ?? request.headers['accept-language']), large: (large ?? request.cookies['yiwang_large']) === '1' };
}
