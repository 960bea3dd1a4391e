import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { companyOf, type Enterprise } from './deps.ts';

/** 企业系统公钥: the firm's own platform becomes a member of the exchange under the firm's credit code. */
export async function registerKey(o: Enterprise, ctx: Context, i: ParsedInputOf<typeof c.registerKey>): Promise<OutputOf<typeof c.registerKey>> {
  const company = await companyOf(o, ctx);
  const { keyId, validTo } = await o.exchange.registerMember(ctx, { organisation: company.code, ...i });
  return { keyId, validTo: validTo.toISOString() };
}

export async function myKeys(o: Enterprise, ctx: Context): Promise<OutputOf<typeof c.myKeys>> {
  const company = await companyOf(o, ctx);
  const keys = [];
  for (const m of await o.exchange.members(ctx.tx, { organisation: company.code, limit: 50 })) {
    for (const k of await o.exchange.keysOf(ctx.tx, m.id)) if (m.endedAt === null && k.endedAt === null && k.validTo > ctx.now) keys.push({ name: m.name, keyId: k.id, validTo: k.validTo.toISOString() });
  }
  return { code: company.code, keys };
}
