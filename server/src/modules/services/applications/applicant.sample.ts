import type { Actor, Context } from '#kernel/context';
import { createIds } from '#kernel/ids';
import type { TestHall } from '#test/hall';

/** 云杉餐饮, for which p001 acts, and where it opens. */
export const company = '91220102YW9000019E';
export const place = '220102';

export const refusal = (code: string) => (error: unknown): boolean => (error as { code?: string }).code === code;

const newId = createIds();
export const contextOf = (h: TestHall, actor: Actor, tx: Context['tx']): Context => ({ tx, actor, now: h.clock.now(), newId, locale: 'zh', requestId: 'test' });

/** Reads as a GET does, and counts the queries. */
export async function reading<T>(h: TestHall, actor: Actor, use: (ctx: Context) => Promise<T>): Promise<{ answer: T; queries: number }> {
  let queries = 0;
  const answer = await h.db.read(actor, (tx) => {
    const counted = new Proxy(tx, { get: (target, name) => { const value = target[name as keyof typeof target]; return typeof value === 'function' && ['query', 'one', 'maybe'].includes(String(name)) ? (...args: unknown[]) => { queries++; return (value as (...a: unknown[]) => unknown)(...args); } : value; } });
    return use(contextOf(h, actor, counted as Context['tx']));
  });
  return { answer, queries };
}
