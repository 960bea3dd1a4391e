import { definePage, queryOf } from '../page.ts';
import { localPath } from '../local-path.ts';

const year = 31_536_000;

/** 语言 and 适老模式: a cookie, and back to where one was. */
export const preferences = definePage({
  path: '/preferences',
  get(context) {
    const language = queryOf(context, 'language');
    const elder = queryOf(context, 'elder');
    const cookie = (name: string, value: string): string => `${name}=${value}; Path=/; Max-Age=${year}; SameSite=Lax`;
    return {
      redirect: localPath(queryOf(context, 'return')),
      cookies: [...(language === 'zh' || language === 'en' ? [cookie('yiwang_language', language)] : []), ...(elder === '0' || elder === '1' ? [cookie('yiwang_elder', elder)] : [])],
    };
  },
});
